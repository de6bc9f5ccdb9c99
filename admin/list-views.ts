/** How staff find an entry in a list: by what they can sort it, which they can pick out, and how it is grouped. All of it follows from the schema. */
import type { CmsCollection } from 'decap-cms-core';
import type { Collection } from '../src/schema/collection.ts';
import { formOf } from '../src/schema/form.ts';
import { dayHere } from './day-here.ts';

type ListViews = Pick<CmsCollection, 'sortable_fields' | 'view_filters' | 'view_groups'>;

/** Finds every day before this one, as they are written. */
const before = (day: string) =>
  [...day]
    .flatMap((digit, at) => (/[1-9]/.test(digit) ? [`${day.slice(0, at)}[0-${Number(digit) - 1}]`] : []))
    .join('|');

/** Finds a picture of people that `whyKeptBack` keeps off the site, as Immutable writes out what it holds: Decap’s filters look at nothing else. */
export const keptBack = (today: string): string => {
  const ended = `"until": "(${before(today)})`;
  const ahead = `"recordedOn": "(?!${today}|${before(today)})`;
  return `"withdrawnOn": "\\d|"shows": "people"((?!.*"consent": Map \\{ ")|.*${ended}|.*${ahead})`;
};

/** By title and by day, the newest day first; those of which a switch is on, or whose picture readers do not see; and groups by what was chosen, and by year. */
export function listViews(
  { schema, titleField }: Pick<Collection, 'schema' | 'titleField'>,
  today = dayHere(),
): ListViews {
  const form = formOf(schema);
  const days = form.filter(({ kind }) => kind === 'calendarDate');
  const first = days.find(({ required }) => required);
  const isPicture = ({ fields = [] }: (typeof form)[number]) => fields.some(({ name }) => name === 'consent');
  const filters = [
    ...form.filter(({ kind }) => kind === 'yesOrNo').map(({ name, label }) => ({ field: name, label, pattern: true })),
    ...form
      .filter(isPicture)
      .map(({ name, label }) => ({ field: name, label: `${label} lacks consent`, pattern: keptBack(today) })),
  ];
  const groups = [
    ...form.filter(({ kind }) => kind === 'choice').map(({ name, label }) => ({ field: name, label })),
    // Decap groups by what the pattern finds.
    ...(first ? [{ field: first.name, label: 'Year', pattern: '\\d{4}' }] : []),
  ];
  return {
    sortable_fields: [...days, ...form.filter(({ name }) => name === titleField)].map(({ name, label }) => ({
      field: name,
      label,
      ...(name === (first?.name ?? titleField) ? { default_sort: first ? 'desc' : 'asc' } : {}),
    })),
    // Decap takes no empty list of them.
    ...(filters.length > 0 ? { view_filters: filters } : {}),
    ...(groups.length > 0 ? { view_groups: groups } : {}),
  };
}
