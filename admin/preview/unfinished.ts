/** An entry that is still being written, as a page can take it: what is missing has a word in its place, and what cannot be shown yet is left out. */
import type { z } from 'zod';
import type { Block } from '../../src/blocks/block.ts';
import { blocks } from '../../src/blocks/blocks.ts';
import { writeDirective } from '../../src/blocks/directive.ts';
import { picture } from '../../src/blocks/picture.ts';
import { readText } from '../../src/blocks/text.ts';
import { dayNow } from '../../src/dates.ts';
import { dropBlanks } from '../../src/schema/blanks.ts';
import { type FormField, fieldAt, formOf, valueAt } from '../../src/schema/form.ts';

/** For texts that must be written in a way of their own: a link, an email address, a telephone number, a bank account, a measure. */
const shapes = ['/', 'https://example.org/', 'name@example.org', '01234 567890', '12-34-56', '12345678', '0', 'x'];

/** Where a link leads until it is chosen: to nothing, and pages leave it out. */
export const notChosenYet = 'not-chosen-yet';

/** Takes its place until it is filled in; `undefined` where nothing could, and what it belongs to is left out with it. */
function standIn({ kind, label, choices = {}, least, most = 200, pattern }: FormField, written: unknown): unknown {
  const words = (): string | undefined => {
    if (typeof written === 'string' && written.length > most) return written.slice(0, most);
    const isRight = new RegExp(pattern?.source ?? '');
    return [label.slice(0, most), ...shapes].find((one) => isRight.test(one));
  };
  const standIns: Readonly<Record<FormField['kind'], () => unknown>> = {
    text: words,
    paragraph: words,
    calendarDate: dayNow,
    timeOfDay: () => '12:00',
    pictureFile: () => undefined,
    downloadFile: () => undefined,
    reference: () => notChosenYet,
    webAddress: words,
    siteAddress: words,
    wholeNumber: () => least ?? 0,
    pence: () => least ?? 0,
    yesOrNo: () => false,
    choice: () => Object.keys(choices)[0],
    group: () => ({}),
    list: () => [],
  };
  return standIns[kind]();
}

type Tree = Record<PropertyKey, unknown>;

function takeOut(tree: unknown, path: readonly PropertyKey[]): void {
  const owner = valueAt(tree, path.slice(0, -1));
  const step = path.at(-1) ?? '';
  if (Array.isArray(owner)) owner.splice(Number(step), 1);
  else if (owner) delete (owner as Tree)[step];
}

/**
 * Makes one thing right that a schema has refused.
 * @returns what it took out with all that is in it, if it did
 */
function mend(form: readonly FormField[], fields: Tree, issue: z.core.$ZodIssue): readonly PropertyKey[] | undefined {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) takeOut(fields, [...path, key]);
    return undefined;
  }
  // Half a consent is none: nothing stands in for what people agreed to.
  const consent = path.indexOf('consent');
  const field = fieldAt(form, path);
  // What is wrong beside something else would be so with a stand-in, too.
  const instead =
    field?.required && consent === -1 && issue.code !== 'custom' ? standIn(field, valueAt(fields, path)) : undefined;
  const owner = valueAt(fields, path.slice(0, -1)) as Tree | undefined;
  if (instead !== undefined && owner) {
    owner[path.at(-1) ?? ''] = instead;
    return undefined;
  }
  // What a group cannot be without takes the group with it.
  const out = consent >= 0 ? path.slice(0, consent + 1) : field?.required && path.length > 1 ? path.slice(0, -1) : path;
  takeOut(fields, out);
  return out;
}

/** Each round may bring to light what a group lacks that stands in another. */
const rounds = 6;

/**
 * The fields of an unfinished entry, or of a block in it, as its schema has them; `undefined` when nothing can be made of them, such as a picture
 * that nobody has chosen yet.
 */
export function drawable<Schema extends z.ZodObject>(schema: Schema, written: unknown): z.infer<Schema> | undefined {
  const form = formOf(schema);
  const fields = structuredClone(dropBlanks(written) ?? {}) as Tree;
  for (let round = 0; round < rounds; round++) {
    const read = schema.safeParse(fields);
    if (read.success) return read.data;
    const out: string[] = [];
    // The last of a list first, so that none moves before it is seen to.
    for (const issue of read.error.issues.toReversed()) {
      if (out.some((path) => `${issue.path.join(' ')} `.startsWith(path))) continue;
      const path = mend(form, fields, issue);
      if (path) out.push(`${path.join(' ')} `);
    }
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
