/** What the commands about gifts share: the period that was asked for, all of Stripe’s record of it once it agrees with Stripe’s books, and files for our eyes only. */
import { open } from 'node:fs/promises';
import type Stripe from 'stripe';
import { dayInWords, dayNow } from '../../src/dates.ts';
import { stripeFromEnvironment } from '../../src/functions/environment/stripe-client.ts';
import {
  type Books,
  compareBooks,
  type GiftAtStripe,
  type Period,
  paymentsBetween,
} from '../../src/giving/gifts-at-stripe.ts';
import { poundsAndPence } from '../../src/giving/pounds.ts';

/** Whether it is a calendar date that exists. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T12:00:00Z`).toJSON()?.slice(0, 10) === text;

/** The period of `--from` and `--to`. Throws, in words for the person who typed it, when it is none. */
export function readPeriod({ from, to }: { from?: string | undefined; to?: string | undefined }): Period {
  if (!from || !to || !isDay(from) || !isDay(to))
    throw new Error(`Say which days, first and last: --from 2026-04-06 --to ${dayNow()}`);
  if (from > to) throw new Error('--from is after --to.');
  if (to > dayNow())
    throw new Error(
      `--to has not come yet: what is still to be given cannot be counted. Type today at the latest: --to ${dayNow()}`,
    );
  return { from, to };
}

/** Stripe, by the key in the environment. */
export function stripeToRead(): Stripe {
  const stripe = stripeFromEnvironment();
  if (!stripe) throw new Error('Set STRIPE_SECRET_KEY to a key that may read payments: see “Gift Aid” in the README.');
  return stripe;
}

/**
 * Every gift of the period. Says whether Stripe’s books agree, and which payments have not arrived. Throws when the books do not agree, before
 * anything is made of the gifts, unless the differences have been looked at and are accepted.
 */
export async function giftsThatAgree(
  stripe: Stripe,
  period: Period,
  { acceptDifference = false }: { acceptDifference?: boolean | undefined } = {},
): Promise<GiftAtStripe[]> {
  const payments = await Array.fromAsync(paymentsBetween(stripe, period));
  const { ours, theirs, differences } = await compareBooks(stripe, period, payments);
  const names = {
    grossInPence: 'received',
    feesInPence: 'Stripe’s fees',
    netInPence: 'left after fees',
    refundedInPence: 'refunded',
  } satisfies Record<keyof Books, string>;
  const sums = Object.entries(names) as [keyof Books, string][];
  const lines = [`${dayInWords(period.from)} to ${dayInWords(period.to)}`];
  if (differences.length === 0) {
    lines.push(
      `Stripe’s balance agrees: ${sums.map(([what, name]) => `${name} £${poundsAndPence(ours[what])}`).join(', ')}.`,
    );
  } else {
    const said = sums
      .filter(([what]) => theirs[what] !== ours[what])
      .map(([what, name]) => `${name}: £${poundsAndPence(theirs[what] - ours[what])}`);
    const found = [
      `The payments do not agree with Stripe’s balance.${said.length > 0 ? ` The balance has more, or less, by: ${said.join('; ')}.` : ''}`,
      ...differences.map(
        ({ id, inTheBalanceInPence, inPaymentsInPence }) =>
          `  ${id}: £${poundsAndPence(inTheBalanceInPence)} in the balance, £${poundsAndPence(inPaymentsInPence)} among the payments`,
      ),
    ];
    if (!acceptDifference) {
      const wayOn = 'Look each up at Stripe. If all is well with them, run the same again with --accept-difference.';
      throw new Error([...found, `Nothing was written. ${wayOn}`].join('\n'));
    }
    lines.push(...found, 'This is accepted, as you asked.');
  }
  const arrived = payments.filter(({ state }) => state === 'arrived');
  const others = arrived.filter(({ gift }) => !gift);
  if (others.length > 0)
    lines.push(`Of these, ${counted(others, 'payment')} ${others.length === 1 ? 'is no gift' : 'are no gifts'}.`);
  const onTheirWay = payments.filter(({ state }) => state === 'onItsWay');
  if (onTheirWay.length > 0)
    lines.push(`Not counted, for the donor’s bank has yet to pay: ${counted(onTheirWay, 'payment')}.`);
  const failed = payments.filter(({ state }) => state === 'failed');
  if (failed.length > 0) lines.push(`Not counted, for the donor’s bank did not pay: ${counted(failed, 'payment')}.`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return arrived.flatMap(({ gift }) => gift ?? []);
}

/** `3 gifts, £30.00`. */
export function counted(parts: readonly { readonly amountInPence: number }[], what: string): string {
  const sum = parts.reduce((total, { amountInPence }) => total + amountInPence, 0);
  return `${parts.length} ${what}${parts.length === 1 ? '' : 's'}, £${poundsAndPence(sum)}`;
}

/** Writes a file that nobody else on this machine can read, also when there was one of that name. */
export async function writePrivately(name: string, contents: string | Uint8Array): Promise<void> {
  const file = await open(name, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(contents);
  } finally {
    await file.close();
  }
}
