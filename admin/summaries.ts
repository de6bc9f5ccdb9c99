/** Decap’s line for an entry, in lists and on the board; it also says when readers do not see a picture of it, for want of consent. */
import { selectEntryCollectionTitle as inDecap } from 'decap-cms-core/dist/esm/reducers/collections.js';
import { dayHere } from './day-here.ts';
import { keptBack } from './kept-back.ts';

export * from 'decap-cms-core/dist/esm/reducers/collections.js';

type Line = (collection: object, entry: EntryMap) => unknown;
interface EntryMap {
  get(name: 'data'): { some(isIt: (value: unknown) => boolean): boolean };
}

const lacksConsent = new RegExp(keptBack(dayHere()));

/** The line of an entry. */
export const selectEntryCollectionTitle: Line = (collection, entry) => {
  const line = (inDecap as Line)(collection, entry);
  return entry.get('data').some((value) => lacksConsent.test(String(value))) ? `${line} — picture lacks consent` : line;
};
