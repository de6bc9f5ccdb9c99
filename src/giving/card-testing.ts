/**
 * Notices when robots try stolen cards on the form: far more cards are declined than donors' are. Then everyone answers a question before paying,
 * until an hour has passed without it. https://docs.stripe.com/disputes/prevention/card-testing
 */
import type Stripe from 'stripe';
import type { Mode } from './ledger.ts';
import type { Store } from './store.ts';

/** So many declined cards in so long a time are no donors'. A small charity sees a few a week. */
const alarm = { declines: 12, withinInMilliseconds: 10 * 60_000, lastsInMilliseconds: 60 * 60_000 } as const;

/** What is noted: when cards were declined lately, and until when the alarm lasts; in milliseconds since the epoch. Nothing of a card or a person. */
interface Noted {
  readonly declinedAt: readonly number[];
  readonly alarmUntil: number;
}

const nothingNoted: Noted = { declinedAt: [], alarmUntil: 0 };
const keyFor = (mode: Mode) => `card-testing/${mode}`;

/**
 * Whether an event is of a card that was declined as somebody paid on Stripe's page. The card of a monthly gift that fails later belongs to a customer,
 * and is no sign of robots; nor is a bank that sends a payment back.
 */
export const isDeclinedCard = (event: Stripe.Event): boolean =>
  event.type === 'charge.failed' &&
  event.data.object.customer === null &&
  event.data.object.payment_method_details?.type === 'card';

/** Notes that a card was declined; says whether the alarm was raised by it. Under many at once some may not be noted, which raises it hardly later. */
export async function noteDecline(store: Store, mode: Mode, now: Date): Promise<boolean> {
  const at = now.getTime();
  for (let tries = 0; tries < 5; tries++) {
    const found = await store.read(keyFor(mode));
    const { declinedAt, alarmUntil } = (found?.value as Noted | undefined) ?? nothingNoted;
    const lately = [...declinedAt.filter((then) => then > at - alarm.withinInMilliseconds), at].slice(-alarm.declines);
    const isAlarm = lately.length >= alarm.declines;
    const noted: Noted = { declinedAt: lately, alarmUntil: isAlarm ? at + alarm.lastsInMilliseconds : alarmUntil };
    if (await store.write(keyFor(mode), noted, found?.version)) return isAlarm && alarmUntil <= at;
  }
  return false;
}

/** Whether the alarm is on. Rejects when that cannot be known. */
export async function isCardTesting(store: Store, mode: Mode, now: Date): Promise<boolean> {
  const found = await store.read(keyFor(mode));
  return ((found?.value as Noted | undefined) ?? nothingNoted).alarmUntil > now.getTime();
}
