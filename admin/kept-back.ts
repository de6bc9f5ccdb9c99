/** Finds, in Decap’s lists, the entries of which readers do not see a picture, for want of consent. */
import type { CmsCollection } from 'decap-cms-core';

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

/** What stands in a filter for `keptBack` of the day it is. */
export const notSeenToday = '{{not seen today}}';

/** The same collections, with their filters set to a day. */
export const seenOn = (day: string, collections: readonly CmsCollection[]): CmsCollection[] =>
  collections.map(({ view_filters: filters, ...collection }) =>
    filters
      ? {
          ...collection,
          view_filters: filters.map((filter) =>
            filter.pattern === notSeenToday ? { ...filter, pattern: keptBack(day) } : filter,
          ),
        }
      : collection,
  );
