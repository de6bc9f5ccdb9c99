/** What an entry names: other entries, and the files that lie beside it, in its fields or in a block of its text. */
import type { z } from 'zod';
import { blocks } from '../blocks/blocks.ts';
import { readText } from '../blocks/text.ts';
import type { Collection } from '../schema/collection.ts';
import { type FormField, formOf, isFile, walk } from '../schema/form.ts';
import { readMarkdown } from './markdown-file.ts';

type Named = (field: Pick<FormField, 'kind' | 'collection'>, value: unknown) => boolean;

/** Whether any value is the one that is looked for, wherever it stands in these fields and in this text. */
function stands(schema: z.ZodObject, { fields, text }: ReturnType<typeof readMarkdown>, isIt: Named): boolean {
  let found = false;
  const look: Parameters<typeof walk>[2] = (field, value) => {
    found ||= isIt(field, value);
  };
  walk(formOf(schema), fields, look);
  for (const piece of readText(text)) {
    if (piece.kind === 'picture') found ||= isIt({ kind: 'pictureFile' }, piece.file);
    const block = piece.kind === 'block' ? blocks.find(({ name }) => name === piece.name) : undefined;
    if (piece.kind === 'block' && block) walk(formOf(block.schema), piece.values, look);
  }
  return found;
}

/** What an entry is called that names another of this collection and slug, by its file as it stands; `undefined` when it does not. */
export function nameIfItNames(
  { schema, titleField }: Pick<Collection, 'schema' | 'titleField'>,
  source: string,
  other: { readonly collection: string; readonly slug: string },
): string | undefined {
  const entry = readMarkdown(source);
  const isIt: Named = ({ kind, collection }, value) =>
    kind === 'reference' && collection === other.collection && value === other.slug;
  return stands(schema, entry, isIt) ? String((entry.fields as Record<string, unknown>)[titleField]) : undefined;
}

/** Whether fields and a text show a picture of this name that lies beside them, or offer a file of this name. */
export const nameFile = (schema: z.ZodObject, read: ReturnType<typeof readMarkdown>, file: string): boolean =>
  stands(schema, read, (field, value) => isFile(field) && value === file);
