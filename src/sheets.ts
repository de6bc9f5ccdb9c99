/** A long list, a sheet at a time, so that a page stays as small as it is while the list grows. */

/** How many stories, each with its picture, one sheet has. */
export const storiesOnASheet = 10;
/** How many names, each on a line, one sheet has. */
export const namesOnASheet = 40;

/** One page of a list. */
export interface Sheet<Thing> {
  readonly things: readonly Thing[];
  /** Which sheet this is, from 1. */
  readonly number: number;
  /** How many sheets there are; 1 for an empty list. */
  readonly count: number;
}

/** All sheets of a list, in order: at least one, though it may be empty. */
export const sheetsOf = <Thing>(things: readonly Thing[], size: number): Sheet<Thing>[] => {
  const count = Math.max(1, Math.ceil(things.length / size));
  return Array.from({ length: count }, (_, index) => ({
    things: things.slice(index * size, (index + 1) * size),
    number: index + 1,
    count,
  }));
};

/** The address of a sheet: the first is the list's own address, `/news/`; the second is `/news/page/2/`. */
export const sheetAddress = (list: string, number: number): string => (number === 1 ? list : `${list}page/${number}/`);

/**
 * What Astro needs to make a page for each sheet after the first.
 * @param keyOf what a sheet’s page is kept by; without it, it is made anew each time
 */
export const laterSheets = <Thing>(sheets: readonly Sheet<Thing>[], keyOf?: (sheet: Sheet<Thing>) => Promise<string>) =>
  Promise.all(
    sheets.slice(1).map(async (sheet) => ({
      params: { number: String(sheet.number) },
      props: { sheet },
      ...(keyOf && { cacheKey: await keyOf(sheet) }),
    })),
  );
