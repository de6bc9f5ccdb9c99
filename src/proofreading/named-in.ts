/** Whether an entry names another: in its fields, or in a block of its text. */
import { blocks } from '../blocks/blocks.ts';
import { readText } from '../blocks/text.ts';
import type { Collection } from '../schema/collection.ts';
import { formOf, walk } from '../schema/form.ts';
import { readMarkdown } from './markdown-file.ts';

/** What an entry is called that names another of this collection and slug, by its file as it stands; `undefined` when it does not. */
export function nameIfItNames(
  { schema, titleField }: Pick<Collection, 'schema' | 'titleField'>,
  source: string,
  other: { readonly collection: string; readonly slug: string },
): string | undefined {
  const { fields, text } = readMarkdown(source);
  let names = false;
  const look: Parameters<typeof walk>[2] = ({ kind, collection }, value) => {
    names ||= kind === 'reference' && collection === other.collection && value === other.slug;
  };
  walk(formOf(schema), fields, look);
  for (const piece of readText(text)) {
    const block = piece.kind === 'block' ? blocks.find(({ name }) => name === piece.name) : undefined;
    if (piece.kind === 'block' && block) walk(formOf(block.schema), piece.values, look);
  }
  return names ? String((fields as Record<string, unknown>)[titleField]) : undefined;
}
