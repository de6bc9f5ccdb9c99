/** Says what is wrong with a field so that the person who filled it in knows what to do. */
import type { z } from 'zod';
import { poundsInWords } from '../money.ts';
import { type FormField, fieldAt, valueAt } from '../schema/form.ts';

const quoted = (value: unknown) => {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return `“${shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}”`;
};

const expected: Readonly<Record<FormField['kind'], string>> = {
  text: 'must be one line of words',
  paragraph: 'must be words',
  calendarDate: 'must be a day that exists, written year-month-day like 2026-07-14',
  timeOfDay: 'must be a time like 14:30',
  pictureFile: 'must be the name of a picture file, such as drums.jpg',
  downloadFile: 'must be the name of a file to download, such as leaflet.pdf',
  reference: 'must be chosen from the list',
  webAddress: 'must be a full web address that starts with https://',
  siteAddress: 'must be an address on this site, such as /news/a-spring-day/',
  wholeNumber: 'must be a whole number',
  pence: 'must be a whole number of pence, such as 2500 for £25',
  yesOrNo: 'must be true or false',
  choice: 'must be one of the choices',
  group: 'must have its fields under it, each on a line of its own',
  list: 'must be a list, with a “-” before each of its lines',
};

/** What is said otherwise to somebody who has the form before them, and no file. */
const expectedInForm: Partial<typeof expected> = {
  calendarDate: 'must be a day that exists',
  pence: 'must be an amount in pounds, such as 25 or 25.50',
  yesOrNo: 'must be on or off',
};

/** Where a field stands, in words: `At a glance, fact 2, What it is`. */
export function placeOf(form: readonly FormField[], path: readonly PropertyKey[]): string {
  const words: string[] = [];
  for (let length = 1; length <= path.length; length++) {
    const step = path[length - 1];
    const field = fieldAt(form, path.slice(0, length));
    if (typeof step === 'number')
      words.push(`${fieldAt(form, path.slice(0, length - 1))?.labelSingular ?? 'number'} ${step + 1}`);
    else words.push(field?.label ?? String(step));
  }
  return words.join(', ');
}

/** Where somebody mends it: in the form, where fields have labels, or in a file, where they have names of their own, too. */
export type Mended = 'in the form' | 'in the file';

/** One line for one thing that a schema refused: which field, what is wrong with it, and what to do. */
export function inWords(
  form: readonly FormField[],
  fields: unknown,
  issue: z.core.$ZodIssue,
  mended: Mended = 'in the file',
): string[] {
  if (issue.code === 'unrecognized_keys' && mended === 'in the form')
    return issue.keys.map(
      (key) =>
        `There is something here that the form does not show: ${quoted(key)}. Ask whoever looks after the site to take it out; nothing that you have written is wrong.`,
    );
  if (issue.code === 'unrecognized_keys') {
    const inside = issue.path.length === 0 ? form : (fieldAt(form, issue.path)?.fields ?? []);
    const known = inside.map(({ name }) => name).join(', ');
    const where = issue.path.length === 0 ? '' : `${placeOf(form, issue.path)}: `;
    return issue.keys.map(
      (key) => `${where}${quoted(key)} is not a field here. Take the line out, or correct its name: ${known}.`,
    );
  }
  const field = fieldAt(form, issue.path);
  const place = placeOf(form, issue.path) + (mended === 'in the form' ? '' : ` (${issue.path.join('.')})`);
  const value = valueAt(fields, issue.path);
  if (value === undefined) return [`${place} is missing. ${field?.hint ?? ''}`.trim()];
  const isSum = field?.kind === 'pence' && typeof value === 'number' && Number.isInteger(value);
  const but = `, and is ${isSum ? poundsInWords(value) : quoted(value)}`;
  if (issue.code === 'custom') return [`${place} ${issue.message}.`];
  if (!field) return [`${place} is not as it should be${but}.`];
  if (issue.code === 'too_big' && (field.kind === 'text' || field.kind === 'paragraph')) {
    return [`${place} is too long: it has ${[...String(value)].length} characters, and ${issue.maximum} is the most.`];
  }
  if (issue.code === 'too_big' && field.kind === 'list')
    return [`${place} has too many: ${issue.maximum} is the most.`];
  const bound = (limit: number | bigint) => (field.kind === 'pence' ? poundsInWords(Number(limit)) : limit);
  if (issue.code === 'too_big') return [`${place} must be at most ${bound(issue.maximum)}${but}.`];
  if (issue.code === 'too_small') return [`${place} must be at least ${bound(issue.minimum)}${but}.`];
  if (field.kind === 'choice') {
    const choices = mended === 'in the form' ? Object.values(field.choices ?? {}) : Object.keys(field.choices ?? {});
    return [`${place} must be one of ${choices.join(', ')}${but}.`];
  }
  const demand = typeof value === 'string' && field.kind !== 'calendarDate' ? field.pattern?.message : undefined;
  const kind = (mended === 'in the form' && expectedInForm[field.kind]) || expected[field.kind];
  return [`${place} ${demand ?? kind}${but}.`];
}
