/** An entry that is still being written, as a page can take it: what is missing has a word in its place, and what cannot be shown yet is left out. */
import type { z } from 'zod';
import type { Block } from '../../src/blocks/block.ts';
import { blocks } from '../../src/blocks/blocks.ts';
import { writeDirective } from '../../src/blocks/directive.ts';
import { picture } from '../../src/blocks/picture.ts';
import { readText } from '../../src/blocks/text.ts';
import { dayNow } from '../../src/dates.ts';
import { dropBlanks } from '../../src/schema/blanks.ts';
import { type FormField, fieldAt, formOf } from '../../src/schema/form.ts';

/** Takes its place until it is filled in; `undefined` where nothing could, and what it belongs to is left out with it. */
function standIn({ kind, label, choices = {}, least, most = 200 }: FormField, written: unknown): unknown {
  if ((kind === 'text' || kind === 'paragraph') && typeof written === 'string' && written.length > most)
    return written.slice(0, most);
  const standIns: Readonly<Record<FormField['kind'], unknown>> = {
    text: label.slice(0, most),
    paragraph: label.slice(0, most),
    calendarDate: dayNow(),
    timeOfDay: '12:00',
    pictureFile: undefined,
    downloadFile: undefined,
    reference: undefined,
    webAddress: undefined,
    siteAddress: undefined,
    wholeNumber: least ?? 0,
    yesOrNo: false,
    choice: Object.keys(choices)[0],
    group: {},
    list: [],
  };
  return standIns[kind];
}

type Tree = Record<PropertyKey, unknown>;

const at = (tree: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>((value, step) => (value as Tree | undefined)?.[step], tree);

/** Takes out what a path leads to; from a list, so that none of the others moves before all are seen to. */
function takeOut(tree: unknown, path: readonly PropertyKey[]): void {
  const owner = at(tree, path.slice(0, -1)) as Tree | undefined;
  if (owner) delete owner[path.at(-1) ?? ''];
}

/** Makes one thing right that a schema has refused. */
function mend(form: readonly FormField[], fields: Tree, issue: z.core.$ZodIssue): void {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') for (const key of issue.keys) takeOut(fields, [...path, key]);
  const field = fieldAt(form, path);
  if (!field || issue.code === 'unrecognized_keys') return;
  const instead = field.required ? standIn(field, at(fields, path)) : undefined;
  const owner = at(fields, path.slice(0, -1)) as Tree | undefined;
  if (instead !== undefined && owner) owner[path.at(-1) ?? ''] = instead;
  // What a group cannot be without takes the group with it.
  else takeOut(fields, field.required && path.length > 1 ? path.slice(0, -1) : path);
}

/** Each round may bring to light what a group lacks that stands in another. */
const rounds = 5;

/**
 * The fields of an unfinished entry, or of a block in it, as its schema has them; `undefined` when nothing can be made of them, such as a picture
 * that nobody has chosen yet.
 */
export function drawable<Schema extends z.ZodObject>(schema: Schema, written: unknown): z.infer<Schema> | undefined {
  const form = formOf(schema);
  let fields: unknown = structuredClone(written);
  for (let round = 0; round < rounds; round++) {
    fields = dropBlanks(fields) ?? {};
    const read = schema.safeParse(fields);
    if (read.success) return read.data;
    for (const issue of read.error.issues) mend(form, fields as Tree, issue);
  }
  return undefined;
}

/** The text of an unfinished entry, with each block as it can be drawn, and without those that cannot be yet. */
export const drawableText = (text: string): string =>
  readText(text)
    .flatMap((piece) => {
      if (piece.kind === 'prose') return [piece.markdown];
      if (piece.kind === 'unreadable') return [piece.written];
      const { kind, ...written } = piece;
      const block: Block | undefined = kind === 'picture' ? picture : blocks.find(({ name }) => name === piece.name);
      const values = block && drawable(block.schema, kind === 'picture' ? written : piece.values);
      if (!block || !values) return [];
      return [block.markdown?.write(values) ?? writeDirective(block.name, formOf(block.schema), values)];
    })
    .join('\n\n');
