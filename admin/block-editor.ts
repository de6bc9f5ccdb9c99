/** A block as the editor’s “+” knows it: its form, how it is found in a text, and how it is written there. */
import type { EditorComponentOptions } from 'decap-cms-core';
import type { Block } from '../src/blocks/block.ts';
import { type BlockValues, directivePattern, readDirective, writeDirective } from '../src/blocks/directive.ts';
import { dropBlanks } from '../src/schema/blanks.ts';
import { formOf } from '../src/schema/form.ts';
import { decapFields, type FormsIn } from './fields.ts';

/** What Decap needs to insert, show and edit this block. */
export function blockEditor({ name, label, schema, markdown }: Block, how: FormsIn): EditorComponentOptions {
  const form = formOf(schema);
  return {
    id: name,
    label,
    fields: decapFields(form, how),
    pattern: markdown?.pattern ?? directivePattern(name, form),
    fromBlock: (found: RegExpMatchArray) => markdown?.read(found[0]) ?? readDirective(form, found),
    toBlock: (values: BlockValues) => {
      const filledIn = (dropBlanks(values) ?? {}) as BlockValues;
      return markdown?.write(filledIn) ?? writeDirective(name, form, filledIn);
    },
    // Decap’s own preview would show this; ours draws the block as the page does.
    toPreview: () => `<p><strong>[${label}]</strong></p>`,
  } as unknown as EditorComponentOptions;
}
