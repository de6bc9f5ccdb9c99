/** How staff find an entry in a list: by what they can sort it, which they can pick out, and how it is grouped. All of it follows from the schema. */
import type { CmsCollection } from 'decap-cms-core';
import type { Collection } from '../src/schema/collection.ts';
import { formOf } from '../src/schema/form.ts';
import { notSeenToday } from './kept-back.ts';

type ListViews = Pick<CmsCollection, 'sortable_fields' | 'view_filters' | 'view_groups'>;

/** By title and by day, the newest day first; those of which a switch is on, or whose picture readers do not see; and groups by what was chosen, and by year. */
export function listViews({ schema, titleField }: Pick<Collection, 'schema' | 'titleField'>): ListViews {
  const form = formOf(schema);
  const days = form.filter(({ kind }) => kind === 'calendarDate');
  const first = days.find(({ required }) => required);
  const isPicture = ({ fields = [] }: (typeof form)[number]) => fields.some(({ name }) => name === 'consent');
  const filters = [
    ...form.filter(({ kind }) => kind === 'yesOrNo').map(({ name, label }) => ({ field: name, label, pattern: true })),
    ...form
      .filter(isPicture)
      .map(({ name, label }) => ({ field: name, label: `${label} lacks consent`, pattern: notSeenToday })),
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
