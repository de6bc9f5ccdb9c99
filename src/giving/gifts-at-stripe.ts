/** The gifts as Stripe has them, single and monthly, with what went back of each; and whether they agree with Stripe’s own books, to the penny. */
import type Stripe from 'stripe';
import { dayOf } from '../dates.ts';
import { declarationIn } from './gift-aid/gift-aid.ts';
import { claimMarksIn, type GiftPayment } from './gift-aid/gift-aid-claim.ts';
import { isGift, type WordsWithGift, wordsIn } from './gift-at-stripe.ts';

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
  /** What its donor wrote and asked for; of a monthly gift, it stands with each payment, and is new with the first. */
  readonly words: WordsWithGift;
  readonly isLaterMonth: boolean;
  /** The name and address typed on Stripe’s page. */
  readonly donor: { readonly name: string; readonly email: string };
}

/** Money that came in, or was to come. */
export interface PaymentAtStripe {
  /** Stripe’s id of the charge, `ch_…` or `py_…`. */
  readonly chargeId: string;
  /** Stripe enters a payment by bank in its balance days before the bank pays, and enters it out again if it does not. */
  readonly state: 'arrived' | 'onItsWay' | 'failed';
  /** In the balance, in pounds: a ticket may have been paid for in euro. */
  readonly amountInPence: number;
  readonly feeInPence: number;
  readonly netInPence: number;
  /** Absent for what has not arrived, and for what is no gift: the charity may sell tickets from the same account. */
  readonly gift?: GiftAtStripe;
}

/** A period of calendar dates in the charity’s own time, its first day and its last. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The calendar date of a moment that Stripe tells in seconds. */
const dayAt = (seconds: number): string => dayOf(new Date(seconds * 1000));
/** Whether a calendar date is in a period. */
export const isIn = (day: string, { from, to }: Period): boolean => from <= day && day <= to;

const dayInSeconds = 24 * 60 * 60;
/** Asks for more than the period, which is then narrowed by our own calendar: a day of ours may begin in another of UTC’s. */
const askFor = ({ from, to }: Period, daysBefore = 1) => ({
  gte: Date.parse(from) / 1000 - daysBefore * dayInSeconds,
  lte: Date.parse(to) / 1000 + 2 * dayInSeconds,
});
/** A card or a refund may be entered days after it is begun, and a declined card is tried again for weeks. */
const begunBeforeInDays = 60;

const idOf = (one: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof one === 'string' ? one : one?.id;

const entryOf = (entry: string | Stripe.BalanceTransaction | null): Stripe.BalanceTransaction | null =>
  typeof entry === 'string' ? null : entry;

const stateOf = ({ status }: Stripe.Charge): PaymentAtStripe['state'] => {
  if (status === 'succeeded') return 'arrived';
  return status === 'pending' ? 'onItsWay' : 'failed';
};

/**
 * Everything that Stripe entered as received within the period, each once, the newest first. A payment belongs to the day of its entry in the
 * balance, also one by bank, which is entered when the bank is asked: Stripe forgets within a month when the bank paid, and a date that
 * changed with the day one asks would put a gift in two years, or in none.
 */
export async function* paymentsBetween(stripe: StripesRecord, period: Period): AsyncGenerator<PaymentAtStripe> {
  const monthly = await monthlyGifts(stripe, period);
  const charges = stripe.charges.list({
    created: askFor(period, begunBeforeInDays),
    limit: 100,
    expand: ['data.payment_intent', 'data.balance_transaction'],
  });
  for await (const charge of charges) {
    const entry = entryOf(charge.balance_transaction);
    const state = stateOf(charge);
    if ((entry?.currency ?? charge.currency) !== 'gbp' || (!entry && state !== 'arrived')) continue;
    const paidOn = dayAt(entry?.created ?? charge.created);
    if (!isIn(paidOn, period)) continue;
    const money = {
      amountInPence: entry?.amount ?? charge.amount,
      feeInPence: entry?.fee ?? 0,
      netInPence: entry?.net ?? charge.amount,
    };
    const received = { chargeId: charge.id, state, ...money };
    const payment = typeof charge.payment_intent === 'string' ? null : charge.payment_intent;
    // The site asks for gifts in pounds alone.
    const mayBeGift = payment !== null && state === 'arrived' && charge.currency === 'gbp';
    const said = mayBeGift ? await saidWith(stripe, payment, monthly) : undefined;
    const words = said?.metadata;
    if (payment === null || !isGift(words)) yield received;
    else {
      yield {
        ...received,
        gift: {
          ...(await whatWentBack(stripe, charge)),
          ...money,
          paymentId: payment.id,
          paidOn,
          declaration: declarationIn(words),
          isKnownPerson: payment.metadata.giftAidPerson === 'yes',
          marks: claimMarksIn(payment.metadata),
          ...(words.fund ? { fund: words.fund } : {}),
          frequency: words.frequency === 'monthly' ? 'monthly' : 'once',
          words: wordsIn(words),
          isLaterMonth: said?.isLaterMonth === true,
          donor: { name: charge.billing_details.name ?? '', email: charge.billing_details.email ?? '' },
        },
      };
    }
  }
}

/** The gifts of the period, each once, the newest first. */
export async function* giftsBetween(stripe: StripesRecord, period: Period): AsyncGenerator<GiftAtStripe> {
  for await (const { gift } of paymentsBetween(stripe, period)) if (gift) yield gift;
}

/** What the donor said when they gave, and whether they said it with an earlier payment already. */
interface Said {
  readonly metadata: Stripe.Metadata;
  readonly isLaterMonth: boolean;
}

const saidOn = ({ parent, billing_reason }: Stripe.Invoice): Said => ({
  metadata: parent?.subscription_details?.metadata ?? {},
  isLaterMonth: billing_reason === 'subscription_cycle',
});

/** What the donor said, by the payment of each monthly gift: it stands on the subscription, and Stripe copies it to every invoice. */
async function monthlyGifts(stripe: StripesRecord, period: Period): Promise<Map<string, Said>> {
  const found = new Map<string, Said>();
  const invoices = stripe.invoices.list({
    status: 'paid',
    created: askFor(period, begunBeforeInDays),
    limit: 100,
    expand: ['data.payments'],
  });
  for await (const invoice of invoices) {
    for (const { payment } of invoice.payments?.data ?? []) {
      const id = idOf(payment.payment_intent);
      if (id) found.set(id, saidOn(invoice));
    }
  }
  return found;
}

/** What the donor said when they gave: with the payment itself, or, for a monthly gift, with its invoice. */
async function saidWith(
  stripe: StripesRecord,
  payment: Stripe.PaymentIntent,
  monthly: ReadonlyMap<string, Said>,
): Promise<Said | undefined> {
  if (isGift(payment.metadata)) return { metadata: payment.metadata, isLaterMonth: false };
  const known = monthly.get(payment.id);
  if (known) return known;
  // An invoice from longer ago than was asked for, or no gift at all.
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment.id },
    expand: ['data.invoice'],
  });
  const invoice = data[0]?.invoice;
  return !invoice || typeof invoice === 'string' || invoice.deleted ? undefined : saidOn(invoice);
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
    const entry = entryOf(charge.balance_transaction);
    yield {
      ...(await whatWentBack(stripe, charge)),
      paymentId: id,
      paidOn: dayAt(entry?.created ?? charge.created),
      amountInPence: charge.amount,
      marks: claimMarksIn(payment.metadata),
    };
  }
}

/** The day of every payment that a claim of this name had, whenever it was. */
export async function* daysClaimedAs(stripe: StripesRecord, claim: string): AsyncGenerator<string> {
  const payments = stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge.balance_transaction'] });
  for await (const { metadata, latest_charge, created } of payments) {
    if (claimMarksIn(metadata).claimed?.claim !== claim) continue;
    const charge = typeof latest_charge === 'string' ? null : latest_charge;
    yield dayAt(entryOf(charge?.balance_transaction ?? null)?.created ?? charge?.created ?? created);
  }
}

/** Sums of a period. */
export interface Books {
  readonly grossInPence: number;
  readonly feesInPence: number;
  readonly netInPence: number;
  /** Refunds that left within it, whenever the gift was. */
  readonly refundedInPence: number;
}

/** A payment or a refund of which Stripe’s balance says one thing, and Stripe’s list of them another. What went out is below nothing. */
export interface Difference {
  /** Stripe’s id of the charge or the refund. */
  readonly id: string;
  readonly inTheBalanceInPence: number;
  readonly inPaymentsInPence: number;
}

type Entry = Pick<Stripe.BalanceTransaction, 'amount' | 'fee' | 'net'>;
/** What each charge and each refund moved, by its id. */
type Moved = Map<string, Entry & { readonly isRefund: boolean }>;

function booksOf(moved: Moved): Books {
  const books = { grossInPence: 0, feesInPence: 0, netInPence: 0, refundedInPence: 0 };
  for (const { amount, fee, net, isRefund } of moved.values()) {
    if (isRefund) books.refundedInPence -= amount;
    else {
      books.grossInPence += amount;
      books.feesInPence += fee;
      books.netInPence += net;
    }
  }
  return books;
}

/**
 * The period twice: from its payments and refunds, and from Stripe’s balance, both in pounds and by the day of the entry. What differs is a
 * payment that we missed or read wrongly, and is named. Payments that have not arrived are in neither.
 */
export async function compareBooks(
  stripe: StripesRecord,
  period: Period,
  payments: readonly PaymentAtStripe[],
): Promise<{ readonly ours: Books; readonly theirs: Books; readonly differences: readonly Difference[] }> {
  const ours: Moved = new Map();
  const notArrived = new Set<string>();
  for (const { chargeId, state, amountInPence: amount, feeInPence: fee, netInPence: net } of payments) {
    if (state === 'arrived') ours.set(chargeId, { amount, fee, net, isRefund: false });
    else notArrived.add(chargeId);
  }
  const refunds = stripe.refunds.list({
    created: askFor(period, begunBeforeInDays),
    limit: 100,
    expand: ['data.balance_transaction'],
  });
  for await (const { id, balance_transaction } of refunds) {
    // One that failed left the balance too, and came back by an entry of its own.
    const entry = entryOf(balance_transaction);
    if (entry?.currency === 'gbp' && isIn(dayAt(entry.created), period)) ours.set(id, { ...entry, isRefund: true });
  }

  const theirs: Moved = new Map();
  const entries = stripe.balanceTransactions.list({ created: askFor(period), limit: 100 });
  for await (const entry of entries) {
    const { id, created, currency, type } = entry;
    const isRefund = type === 'refund' || type === 'payment_refund';
    const source = idOf(entry.source) ?? id;
    if (!isRefund && type !== 'charge' && type !== 'payment') continue;
    if (currency === 'gbp' && isIn(dayAt(created), period) && !notArrived.has(source))
      theirs.set(source, { ...entry, isRefund });
  }
  const differences = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((id) => {
    const [our, their] = [ours.get(id), theirs.get(id)];
    return our?.amount === their?.amount && our?.fee === their?.fee && our?.net === their?.net
      ? []
      : [{ id, inTheBalanceInPence: their?.amount ?? 0, inPaymentsInPence: our?.amount ?? 0 }];
  });
  return { ours: booksOf(ours), theirs: booksOf(theirs), differences };
}
