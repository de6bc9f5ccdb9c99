/**
 * Notices when robots try stolen cards on the form: far more cards are declined than donors' are. Then everyone answers a question before paying,
 * until an hour has passed without it. https://docs.stripe.com/disputes/prevention/card-testing
 */
import type Stripe from 'stripe';
import { isOfLaterMonth, type StripeToRead } from './held-at-stripe.ts';
import type { Mode } from './ledger.ts';
import type { Store } from './store.ts';

/** Whether robots try stolen cards here now; it may be that nobody knows. */
export type UnderAttack = 'yes' | 'no' | 'unknown';

/** So many declined cards in so long a time are no donors'. A small charity sees a few a week. */
const alarm = { declines: 12, withinInMilliseconds: 10 * 60_000, lastsInMilliseconds: 60 * 60_000 } as const;

/**
 * What is noted: which events told of declined cards lately, and when; until when the alarm lasts, and which event raised it. Times are milliseconds since the
 * epoch. Nothing of a card or a person.
 */
interface Noted {
  readonly declines: readonly { readonly event: string; readonly at: number }[];
  readonly alarmUntil: number;
  readonly raisedBy?: string;
}

const nothingNoted: Noted = { declines: [], alarmUntil: 0 };
const keyFor = (mode: Mode) => `card-testing/${mode}`;

/**
 * Whether an event is of a card that was declined as somebody paid on Stripe's page. The card of a monthly gift that fails in a later month is no sign of
 * robots; nor is a bank that sends a payment back. Whether there is a customer does not tell them apart: Stripe may have made one before the first try.
 */
export async function isDeclinedCard(event: Stripe.Event, stripe: StripeToRead): Promise<boolean> {
  if (event.type !== 'charge.failed') return false;
  const { customer, payment_method_details, payment_intent: payment } = event.data.object;
  if (payment_method_details?.type !== 'card') return false;
  if (customer === null || payment === null) return true;
  return !(await isOfLaterMonth(stripe, typeof payment === 'string' ? payment : payment.id));
}

/**
 * Notes that a card was declined; says whether the alarm was raised by it, each time that the same event comes. Under many at once some may not be noted,
 * which raises it hardly later.
 * @param event the event that told of it: one that comes again is not counted again
 */
export async function noteDecline(store: Store, mode: Mode, event: string, now: Date): Promise<boolean> {
  const at = now.getTime();
  for (let tries = 0; tries < 5; tries++) {
    const found = await store.read(keyFor(mode));
    const before: Noted = { ...nothingNoted, ...(found?.value as Noted | undefined) };
    if (before.declines.some((noted) => noted.event === event)) return before.raisedBy === event;
    const lately = before.declines.filter((noted) => noted.at > at - alarm.withinInMilliseconds);
    const declines = [...lately, { event, at }].slice(-alarm.declines);
    const isAlarm = declines.length >= alarm.declines;
    const isRaised = isAlarm && before.alarmUntil <= at;
    const noted: Noted = {
      ...before,
      declines,
      ...(isAlarm ? { alarmUntil: at + alarm.lastsInMilliseconds } : {}),
      ...(isRaised ? { raisedBy: event } : {}),
    };
    if (await store.write(keyFor(mode), noted, found?.version)) return isRaised;
  }
  return false;
}

/** Whether the alarm is on. Rejects when that cannot be known. */
export async function isCardTesting(store: Store, mode: Mode, now: Date): Promise<boolean> {
  const found = await store.read(keyFor(mode));
  return ((found?.value as Noted | undefined) ?? nothingNoted).alarmUntil > now.getTime();
}
