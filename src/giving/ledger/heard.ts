/** Knows when Stripe’s events last came, so that one can tell when they no longer do. */
import type Stripe from 'stripe';
import type { Mode } from './ledger.ts';
import type { Store } from './store.ts';
import { eventsHeard } from './webhook.ts';

/** When the newest event was made that has come: seconds since the epoch, as Stripe has it. */
interface Heard {
  readonly newest: number;
}

/** It is noted no finer than this: an event that comes soon after another costs no writing. */
const finenessInSeconds = 60 * 60;
/** So long an event may be under way: Stripe tries again for hours before anything is wrong. */
const patienceInSeconds = 3 * 60 * 60;
/** As far back as a week’s check looks. */
const backInSeconds = 8 * 24 * 60 * 60;

const keyFor = (mode: Mode) => `heard/${mode}`;

/**
 * Notes that an event came. Of two at once one may not be noted, which is all the same.
 * @param created when it was made, in seconds since the epoch
 */
export async function noteHeard(store: Store, mode: Mode, created: number): Promise<void> {
  const found = await store.read(keyFor(mode));
  const heard = found?.value as Heard | undefined;
  if (heard && created - heard.newest < finenessInSeconds) return;
  const newest: Heard = { newest: created };
  await store.write(keyFor(mode), newest, found?.version);
}

/**
 * When the newest event was made that Stripe has and the site should have heard of, if none so new has come; `undefined` when all is well. Rejects when Stripe or
 * the store did not answer.
 */
export async function newestUnheard(
  stripe: Pick<Stripe, 'events'>,
  store: Store,
  mode: Mode,
  now: Date,
): Promise<Date | undefined> {
  const seconds = Math.floor(now.getTime() / 1000);
  const created = { gte: seconds - backInSeconds, lte: seconds - patienceInSeconds };
  const [newest] = (await stripe.events.list({ types: [...eventsHeard], created, limit: 1 })).data;
  if (!newest) return undefined;
  const heard = (await store.read(keyFor(mode)))?.value as Heard | undefined;
  if (!heard) {
    // What came before this was looked at may have been heard, and not noted: from now on it is.
    await noteHeard(store, mode, newest.created);
    return undefined;
  }
  return newest.created - heard.newest <= finenessInSeconds ? undefined : new Date(newest.created * 1000);
}
