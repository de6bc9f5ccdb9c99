/** The gifts as Stripe has them, single and monthly, with what went back of each; and whether they agree with Stripe’s own books, to the penny. */
import type Stripe from 'stripe';
import { ownTimeZone } from '../dates.ts';
import { declarationIn } from './gift-aid.ts';
import { claimMarksIn, type GiftPayment } from './gift-aid-claim.ts';
import { isGift } from './gift-at-stripe.ts';

/** The part of Stripe’s API that is read. */
export type StripesRecord = Pick<
  Stripe,
  'charges' | 'invoices' | 'invoicePayments' | 'paymentIntents' | 'refunds' | 'disputes' | 'balanceTransactions'
>;

/** A gift, with what finance wants to know of it. */
export interface GiftAtStripe extends GiftPayment {
  /** The fund’s slug; absent for wherever it is needed most. */
  readonly fund?: string;
  readonly frequency: 'once' | 'monthly';
  /** What Stripe kept, and what it left. */
  readonly feeInPence: number;
  readonly netInPence: number;
}

/** Money that came in. */
export interface PaymentAtStripe {
  readonly amountInPence: number;
  readonly feeInPence: number;
  readonly netInPence: number;
  /** Absent for what is no gift: the charity may sell tickets from the same account. */
  readonly gift?: GiftAtStripe;
}

/** A period of calendar dates in the charity’s own time, its first day and its last. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: ownTimeZone });
/** The calendar date of a moment that Stripe tells in seconds. */
const dayOf = (seconds: number): string => dayFormat.format(new Date(seconds * 1000));
const isIn = (day: string, { from, to }: Period): boolean => from <= day && day <= to;

const dayInSeconds = 24 * 60 * 60;
/** Asks for more than the period, which is then narrowed by our own calendar: a day of ours may begin in another of UTC’s. */
const askFor = ({ from, to }: Period, daysBefore = 1) => ({
  gte: Date.parse(from) / 1000 - daysBefore * dayInSeconds,
  lte: Date.parse(to) / 1000 + 2 * dayInSeconds,
});
/** A payment by bank is begun days before it arrives, and a declined card is tried again for weeks. */
const begunBeforeInDays = 60;

const idOf = (one: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof one === 'string' ? one : one?.id;

/** Everything that came in within the period, each once, the newest first. */
export async function* paymentsBetween(stripe: StripesRecord, period: Period): AsyncGenerator<PaymentAtStripe> {
  const monthly = await monthlyGifts(stripe, period);
  const charges = stripe.charges.list({
    created: askFor(period, begunBeforeInDays),
    limit: 100,
    expand: ['data.payment_intent', 'data.balance_transaction'],
  });
  for await (const charge of charges) {
    if (charge.status !== 'succeeded' || charge.currency !== 'gbp') continue;
    const entry = typeof charge.balance_transaction === 'string' ? null : charge.balance_transaction;
    const paidOn = dayOf(entry?.created ?? charge.created);
    if (!isIn(paidOn, period)) continue;
    const money = {
      amountInPence: charge.amount,
      feeInPence: entry?.fee ?? 0,
      netInPence: entry?.net ?? charge.amount,
    };
    const payment = typeof charge.payment_intent === 'string' ? null : charge.payment_intent;
    const words = payment === null ? undefined : await wordsOf(stripe, payment, monthly);
    if (payment === null || !isGift(words)) yield money;
    else {
      yield {
        ...money,
        gift: {
          ...(await whatWentBack(stripe, charge)),
          ...money,
          paymentId: payment.id,
          paidOn,
          declaration: declarationIn(words),
          marks: claimMarksIn(payment.metadata),
          ...(words.fund ? { fund: words.fund } : {}),
          frequency: words.frequency === 'monthly' ? 'monthly' : 'once',
        },
      };
    }
  }
}

/** The gifts of the period, each once, the newest first. */
export async function* giftsBetween(stripe: StripesRecord, period: Period): AsyncGenerator<GiftAtStripe> {
  for await (const { gift } of paymentsBetween(stripe, period)) if (gift) yield gift;
}

/** What the donor said, by the payment of each monthly gift: it stands on the subscription, and Stripe copies it to every invoice. */
async function monthlyGifts(stripe: StripesRecord, period: Period): Promise<Map<string, Stripe.Metadata>> {
  const found = new Map<string, Stripe.Metadata>();
  const invoices = stripe.invoices.list({
    status: 'paid',
    created: askFor(period, begunBeforeInDays),
    limit: 100,
    expand: ['data.payments'],
  });
  for await (const invoice of invoices) {
    for (const { payment } of invoice.payments?.data ?? []) {
      const id = idOf(payment.payment_intent);
      if (id) found.set(id, invoice.parent?.subscription_details?.metadata ?? {});
    }
  }
  return found;
}

/** What the donor said when they gave: with the payment itself, or, for a monthly gift, with its invoice. */
async function wordsOf(
  stripe: StripesRecord,
  payment: Stripe.PaymentIntent,
  monthly: ReadonlyMap<string, Stripe.Metadata>,
): Promise<Stripe.Metadata> {
  if (isGift(payment.metadata)) return payment.metadata;
  const known = monthly.get(payment.id);
  if (known) return known;
  // An invoice from longer ago than was asked for, or no gift at all.
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment.id },
    expand: ['data.invoice'],
  });
  const invoice = data[0]?.invoice;
  if (!invoice || typeof invoice === 'string' || invoice.deleted) return {};
  return invoice.parent?.subscription_details?.metadata ?? {};
}

/** What went back of a charge: refunds that have not failed, and disputes that were lost. An undecided dispute is told apart. */
async function whatWentBack(
  stripe: StripesRecord,
  charge: Stripe.Charge,
): Promise<Pick<GiftPayment, 'refundedInPence' | 'disputed'>> {
  if (!charge.disputed) return { refundedInPence: charge.amount_refunded, disputed: false };
  const { data: disputes } = await stripe.disputes.list({ charge: charge.id, limit: 100 });
  const lost = disputes.filter(({ status }) => status === 'lost').reduce((sum, { amount }) => sum + amount, 0);
  const decided = ['lost', 'won', 'warning_closed', 'prevented'];
  return {
    refundedInPence: Math.min(charge.amount, charge.amount_refunded + lost),
    disputed: disputes.some(({ status }) => !decided.includes(status)),
  };
}

/** Every gift that was in a claim and of which something has gone back, whenever that was: a later claim has to give back its tax. */
export async function* claimedAndGoneBack(stripe: StripesRecord): AsyncGenerator<GiftPayment> {
  const payments = new Set<string>();
  for await (const { payment_intent } of stripe.refunds.list({ limit: 100 })) {
    const id = idOf(payment_intent);
    if (id) payments.add(id);
  }
  for await (const { payment_intent } of stripe.disputes.list({ limit: 100 })) {
    const id = idOf(payment_intent);
    if (id) payments.add(id);
  }
  for (const id of payments) {
    const payment = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] });
    const charge = payment.latest_charge;
    if (!payment.metadata.giftAidClaim || !charge || typeof charge === 'string') continue;
    const entry = typeof charge.balance_transaction === 'string' ? null : charge.balance_transaction;
    yield {
      ...(await whatWentBack(stripe, charge)),
      paymentId: id,
      paidOn: dayOf(entry?.created ?? charge.created),
      amountInPence: charge.amount,
      marks: claimMarksIn(payment.metadata),
    };
  }
}

/** Sums of a period. */
export interface Books {
  readonly grossInPence: number;
  readonly feesInPence: number;
  readonly netInPence: number;
  /** Refunds made within it, whenever the gift was. */
  readonly refundedInPence: number;
}

/** The period by Stripe’s balance, to which payments and refunds are held. Whatever is not equal is a payment that we missed or read wrongly. */
export async function stripesBooks(stripe: StripesRecord, period: Period): Promise<Books> {
  const books = { grossInPence: 0, feesInPence: 0, netInPence: 0, refundedInPence: 0 };
  const entries = stripe.balanceTransactions.list({ created: askFor(period), limit: 100 });
  for await (const { created, currency, type, amount, fee, net } of entries) {
    if (currency !== 'gbp' || !isIn(dayOf(created), period)) continue;
    if (type === 'charge' || type === 'payment') {
      books.grossInPence += amount;
      books.feesInPence += fee;
      books.netInPence += net;
    }
    if (type === 'refund' || type === 'payment_refund') books.refundedInPence -= amount;
  }
  return books;
}

/** The same period, added up from its payments and refunds. */
export async function ourBooks(
  stripe: StripesRecord,
  period: Period,
  payments: readonly PaymentAtStripe[],
): Promise<Books> {
  let refundedInPence = 0;
  for await (const refund of stripe.refunds.list({ created: askFor(period), limit: 100 })) {
    // One that failed left the balance too, and came back by an entry of its own.
    if (refund.currency === 'gbp' && refund.balance_transaction && isIn(dayOf(refund.created), period))
      refundedInPence += refund.amount;
  }
  const sumOf = (what: 'amountInPence' | 'feeInPence' | 'netInPence') =>
    payments.reduce((sum, payment) => sum + payment[what], 0);
  return {
    grossInPence: sumOf('amountInPence'),
    feesInPence: sumOf('feeInPence'),
    netInPence: sumOf('netInPence'),
    refundedInPence,
  };
}
