/** Divides the pages that can be searched into parts by age, so that what is old stays as it is when there is news. */
import type { OlderPart } from '../src/search-parts.ts';

/** A page as far as its age goes. */
export interface Dated {
  /** The year in which it was published; of a page that is no news post, none. */
  readonly year?: number;
}

/** The pages of an older part. */
export interface PagesOfOlder<Page> extends OlderPart {
  readonly pages: readonly Page[];
}

/**
 * Counted from the oldest year on, whole years make a part as soon as they have `enough` pages: so no part but the newest changes when a post is added, nor when a
 * year begins. The newest is the first that is searched, with all that is no news; while it has few pages yet, it has those of the part before, too.
 */
export function partsByAge<Page extends Dated>(
  pages: readonly Page[],
  enough: number,
): { first: readonly Page[]; older: readonly PagesOfOlder<Page>[] } {
  const undated = pages.filter(({ year }) => year === undefined);
  const years = [...Map.groupBy(pages, ({ year }) => year)]
    .flatMap(([year, pages]) => (year === undefined ? [] : [{ oldest: year, newest: year, pages }]))
    .toSorted((one, other) => one.oldest - other.oldest);
  const parts: (typeof years)[number][] = [];
  for (const year of years) {
    const last = parts.at(-1);
    if (last && last.pages.length < enough)
      parts.splice(-1, 1, { ...last, newest: year.newest, pages: [...last.pages, ...year.pages] });
    else parts.push(year);
  }
  const newest = parts.pop()?.pages ?? [];
  const joined = newest.length < enough ? (parts.pop()?.pages ?? []) : [];
  return {
    first: [...undated, ...newest, ...joined],
    older: parts.toReversed().map(({ oldest, newest, pages }) => ({
      name: oldest === newest ? `${newest}` : `${oldest}-${newest}`,
      before: newest + 1,
      pages,
    })),
  };
}
