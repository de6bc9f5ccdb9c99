/** What each fund has, for a page that is being built: asked of the site as it runs, and kept for when it cannot be reached. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type FundTotals, fundTotalsPath } from './fund-totals.ts';

export type { FundTotals } from './fund-totals.ts';

/** Beside what else builds keep for those to come. */
const kept = 'node_modules/.astro/fund-totals.json';

/** A figure is not worth holding up a build for. */
const limitInMilliseconds = 4000;

/**
 * What the running site answers, or what it answered an earlier build. With no site, or none that has ever answered, `undefined`: then a page says what it
 * hopes for, and no more.
 * @param site the address of the running site, if there is one
 */
export async function totalsWhenBuilt(site: string | undefined): Promise<FundTotals | undefined> {
  if (!site) return undefined;
  try {
    const answer = await fetch(new URL(fundTotalsPath, site), { signal: AbortSignal.timeout(limitInMilliseconds) });
    if (!answer.ok) throw new Error(String(answer.status));
    const totals = (await answer.json()) as FundTotals;
    if (!Number.isInteger(totals.general.heldInPence) || Number.isNaN(Date.parse(totals.at)))
      throw new Error('Not totals');
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, JSON.stringify(totals));
    return totals;
  } catch {
    const before = await readFile(kept, 'utf8').catch(() => undefined);
    return before === undefined ? undefined : (JSON.parse(before) as FundTotals);
  }
}
