/** What a block is: something that staff put into a text with the editor's “+”, and that stands there as a whole. */
import type { z } from 'zod';
import type { BlockValues } from './directive.ts';

export interface Block<Schema extends z.ZodObject = z.ZodObject> {
  /** Its name in the text: `gallery` is written `:::gallery`. */
  readonly name: string;
  /** What the editor's “+” calls it. */
  readonly label: string;
  readonly schema: Schema;
  /** Where it stands: across the page, under a heading of its own (an `h2`), or within the column of the text. */
  readonly stands: 'across' | 'within';
  /** How it is written, when Markdown has a way of its own for it. */
  readonly markdown?: {
    /** Finds it at the start of a text. It has no flags. */
    readonly pattern: RegExp;
    readonly read: (written: string) => BlockValues;
    readonly write: (values: BlockValues) => string;
  };
}
