/** Holds the ledger against Stripe’s own lists, and mends what was missed: an event that never came, or came when nothing could be written. */

import { withoutDetails } from '../without-details.ts';
import { giftsBegunIn, type StripeToRead } from './held-at-stripe.ts';
import type { Entries, Ledger, LedgerEntry } from './ledger.ts';

/** What reconciling needs. */
export interface Reconciler {
  readonly stripe: StripeToRead;
  readonly ledger: Ledger;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** How often a month is read again because somebody else wrote while it was read; the next hour reads it anew. */
const mostTries = 4;

const isSame = (one: LedgerEntry | undefined, other: LedgerEntry | undefined) =>
  one?.fund === other?.fund &&
  one?.heldInPence === other?.heldInPence &&
  one?.givenInPence === other?.givenInPence &&
  one?.frequency === other?.frequency &&
  one?.createdAt === other?.createdAt;

/**
 * Mends one month.
 * @param month `YYYY-MM`
 * @returns how many entries were mended; `undefined` when others wrote each time it was tried. Rejects when Stripe or the store did not answer.
 */
export async function reconcileMonth({ stripe, ledger, tellOperator }: Reconciler, month: string) {
  for (let tries = 0; tries < mostTries; tries += 1) {
    let [mended, unknown] = [0, 0];
    const done = await ledger.change(month, async (before) => {
      const after: Record<string, LedgerEntry> = {};
      const listed = new Set<string>();
      for await (const [payment, { entry }] of giftsBegunIn(stripe, month)) {
        listed.add(payment);
        if (entry) after[payment] = entry;
        if (!isSame(entry, before[payment])) mended += 1;
      }
      // Stripe forgets no payment. If it does not know one, this is another account, and nothing is thrown away for that.
      const foreign: Entries = Object.fromEntries(Object.entries(before).filter(([payment]) => !listed.has(payment)));
      unknown = Object.keys(foreign).length;
      return mended === 0 ? undefined : { ...foreign, ...after };
    });
    if (done === 'overtaken') continue;
    if (mended > 0) tellOperator(`The ledger of ${month} differed from Stripe: ${mended} of its entries were mended.`);
    if (unknown > 0)
      tellOperator(
        `The ledger of ${month} has ${unknown} entries that Stripe does not know. Is the key that of another account?`,
      );
    return mended;
  }
  tellOperator(`The ledger of ${month} was not reconciled: gifts came in while it was read. It is tried again.`);
  return undefined;
}

/**
 * The months to hold against Stripe at an hour: this one and the last every hour, and one older one, so that in a day each of the two years before has its turn.
 * Banks can take a payment back for more than a year. It must be few, since Netlify gives a scheduled function thirty seconds.
 */
export function monthsToReconcile(now: Date): string[] {
  const monthBack = (months: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString().slice(0, 7);
  return [0, 1, 2 + now.getUTCHours()].map(monthBack);
}

/** Mends the months whose turn it is. What goes wrong with one is told, and keeps no other from being mended. */
export async function reconcile(reconciler: Reconciler, now: Date): Promise<void> {
  for (const month of monthsToReconcile(now)) {
    try {
      await reconcileMonth(reconciler, month);
    } catch (error) {
      reconciler.tellOperator(`The ledger of ${month} was not reconciled: ${withoutDetails(error)}`);
    }
  }
}
