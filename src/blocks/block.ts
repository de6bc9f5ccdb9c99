/** What a block is: something that staff put into a text with the editor's “+”, and that stands there as a whole. */
import type { z } from 'zod';

export interface Block<Schema extends z.ZodObject = z.ZodObject> {
  /** Its name in the text: `gallery` is written `:::gallery`. */
  readonly name: string;
  /** What the editor's “+” calls it. */
  readonly label: string;
  readonly schema: Schema;
}
