/** What each fund has, for a page that is being built: asked of the site as it runs, and kept for when it cannot be reached. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '../../whole-file.ts';
import { type FundTotals, fundTotalsPath } from './fund-totals.ts';

export type { FundTotals } from './fund-totals.ts';

/** Beside what else builds keep for those to come. */
const beside = 'node_modules/.astro/fund-totals.json';

/** A figure is not worth holding up a build for. */
const limitInMilliseconds = 4000;

/**
 * What the running site answers, or what it answered an earlier build. With no site, or none that has ever answered, `undefined`: then a page says what is
 * hoped for, and no more.
 * @param site the address of the running site, if there is one
 * @param kept the file that the last answer is kept in
 */
export async function totalsWhenBuilt(site: string | undefined, kept = beside): Promise<FundTotals | undefined> {
  const now = site && (await ask(site).catch(() => undefined));
  if (now) {
    await mkdir(dirname(kept), { recursive: true });
    await writeWhole(kept, JSON.stringify(now));
    return now;
  }
  // A file that cannot be read is as good as none: a figure does not stop a build.
  return readFile(kept, 'utf8')
    .then((before) => JSON.parse(before) as FundTotals)
    .catch(() => undefined);
}

async function ask(site: string): Promise<FundTotals | undefined> {
  const answer = await fetch(new URL(fundTotalsPath, site), { signal: AbortSignal.timeout(limitInMilliseconds) });
  const totals = answer.ok ? ((await answer.json()) as FundTotals) : undefined;
  return Number.isInteger(totals?.general.heldInPence) && !Number.isNaN(Date.parse(totals?.at ?? ''))
    ? totals
    : undefined;
}
