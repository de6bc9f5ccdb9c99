/** The gifts that somebody gives each month, as Stripe has them, and how one is changed, paused, moved to another card and stopped. */
import type Stripe from 'stripe';
import { type GivingTerms, purposeOf } from '../gift.ts';
import { describeGift, isGift, purposeIn } from '../gift-at-stripe.ts';

/** The part of Stripe that this needs. */
export type StripeOfMonthlyGifts = Pick<Stripe, 'customers' | 'subscriptions' | 'invoices' | 'billingPortal'>;

/** A gift that goes on, or may. */
export interface MonthlyGift {
  readonly id: string;
  readonly customer: string;
  /** All that is taken each month. */
  readonly amountInPence: number;
  /** What of it the donor added for the card fee. */
  readonly feeCoverInPence: number;
  readonly purpose: string;
  /** When the next payment is taken; absent when none is to come, or nobody has said when it goes on. */
  readonly nextAt?: Date;
  readonly isPaused: boolean;
  /** When it goes on by itself, in epoch seconds. */
  readonly resumesAt?: number;
  /** Somebody has had it end with the month that is paid for. */
  readonly isEnding: boolean;
  /** The last payment did not go through. */
  readonly isOverdue: boolean;
  readonly paidBy?: { readonly what: 'card' | 'bank account'; readonly lastFour: string };
  readonly hasGiftAid: boolean;
  /** Where its donor is written to, where Stripe was asked for it. */
  readonly email?: string;
  readonly subscription: Stripe.Subscription;
}

/** How many months a gift can be paused for. */
export const pauses = [1, 2, 3, 6] as const;

const goesOn: readonly Stripe.Subscription.Status[] = ['active', 'past_due', 'paused', 'trialing', 'unpaid'];

/** Whether it is a monthly gift that has not ended. */
export const isMonthlyGift = ({ metadata, status, items }: Stripe.Subscription): boolean =>
  isGift(metadata) && goesOn.includes(status) && items.data.length === 1;

/** An amount, in pence, of what is asked for each month. */
const amountOf = ({ items }: Stripe.Subscription): number =>
  items.data.reduce((sum, { price, quantity = 1 }) => sum + (price.unit_amount ?? 0) * quantity, 0);

const periodEnd = ({ items }: Stripe.Subscription): number => items.data[0]?.current_period_end ?? 0;

/**
 * The day of payment so many months after the next one, in epoch seconds. Stripe keeps to the day of the month on which the gift began, or takes the
 * last day of a shorter month, in UTC: https://docs.stripe.com/billing/subscriptions/billing-cycle
 */
function dayOfPayment(subscription: Stripe.Subscription, monthsAfterNext: number): number {
  const anchor = new Date(subscription.billing_cycle_anchor * 1000);
  const next = new Date(periodEnd(subscription) * 1000);
  const day = new Date(anchor);
  day.setUTCFullYear(next.getUTCFullYear(), next.getUTCMonth() + monthsAfterNext, 1);
  const lastDay = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(anchor.getUTCDate(), lastDay));
  return Math.floor(day.getTime() / 1000);
}

/** The first day of payment after a moment: the next one, unless that is sooner. */
function firstPaymentAfter(subscription: Stripe.Subscription, moment: number): number {
  let day = periodEnd(subscription);
  for (let months = 1; day < moment && months <= 120; months++) day = dayOfPayment(subscription, months);
  return day;
}

/** What Stripe is asked to put whole into a gift, so that one can say what it is taken from. */
const methodOfPayment = ['default_payment_method', 'customer.invoice_settings.default_payment_method'];

/** What the next payment is taken from: the gift's own card, or else the one that its customer has chosen for all. */
function paidBy({ default_payment_method: own, customer }: Stripe.Subscription): MonthlyGift['paidBy'] {
  const general =
    typeof customer === 'object' && !('deleted' in customer) ? customer.invoice_settings.default_payment_method : null;
  const method = own ?? general;
  if (typeof method !== 'object' || method === null) return undefined;
  const { card, bacs_debit: account } = method;
  if (card) return { what: 'card', lastFour: card.last4 };
  return account?.last4 ? { what: 'bank account', lastFour: account.last4 } : undefined;
}

function asMonthlyGift(subscription: Stripe.Subscription, terms: GivingTerms): MonthlyGift {
  const { id, customer, metadata, status, pause_collection: pause, cancel_at: endsAt } = subscription;
  const resumesAt = pause?.resumes_at ?? undefined;
  const isEnding = endsAt !== null || subscription.cancel_at_period_end;
  const nextAt = isEnding || (pause && !resumesAt) ? undefined : firstPaymentAfter(subscription, resumesAt ?? 0);
  const method = paidBy(subscription);
  const { fund } = metadata;
  // A fund that is closed is no longer among the terms: what its gift is for was written down when it began.
  const isOpen = !fund || terms.funds.some(({ slug }) => slug === fund);
  return {
    id,
    customer: typeof customer === 'string' ? customer : customer.id,
    amountInPence: amountOf(subscription),
    feeCoverInPence: Number(metadata.feeCoverInPence ?? 0),
    purpose: (isOpen ? undefined : purposeIn(subscription.description)) ?? purposeOf(fund ? { fund } : {}, terms),
    ...(nextAt === undefined ? {} : { nextAt: new Date(nextAt * 1000) }),
    isPaused: pause !== null,
    ...(resumesAt === undefined ? {} : { resumesAt }),
    isEnding,
    isOverdue: status === 'past_due' || status === 'unpaid',
    ...(method ? { paidBy: method } : {}),
    hasGiftAid: metadata.giftAidVersion !== undefined,
    ...(typeof customer === 'object' && !('deleted' in customer) && customer.email ? { email: customer.email } : {}),
    subscription,
  };
}

/** The monthly gifts of these customers, the newest first. Rejects when Stripe does not answer. */
export async function monthlyGiftsOf(
  stripe: StripeOfMonthlyGifts,
  customers: readonly string[],
  terms: GivingTerms,
): Promise<readonly MonthlyGift[]> {
  const expand = methodOfPayment.map((path) => `data.${path}`);
  const lists = await Promise.all(
    customers.map((customer) => stripe.subscriptions.list({ customer, expand, limit: 100 })),
  );
  return lists
    .flatMap(({ data }) => data)
    .filter(isMonthlyGift)
    .map((one) => asMonthlyGift(one, terms));
}

/** What is asked of a gift. */
export type Change =
  | { readonly action: 'amount'; readonly amountInPence: number }
  | { readonly action: 'pause'; readonly months: number }
  | { readonly action: 'start' }
  | { readonly action: 'stop' };

/**
 * A pause ends the day before the payment that follows those left out: so every one of them is left out, and that one is taken.
 * https://docs.stripe.com/billing/subscriptions/pause-payment
 */
const resumesAfter = ({ subscription }: MonthlyGift, months: number): number =>
  dayOfPayment(subscription, months) - 24 * 60 * 60;

/** Whether the gift already is as asked. `undefined` stands for a gift that goes on no more. */
export function isAsAsked(gift: MonthlyGift | undefined, change: Change): boolean {
  if (!gift) return change.action === 'stop';
  switch (change.action) {
    case 'amount':
      // What is typed is the whole, without a fee.
      return gift.amountInPence === change.amountInPence && gift.feeCoverInPence === 0;
    case 'pause':
      return gift.isPaused && gift.resumesAt === resumesAfter(gift, change.months);
    case 'start':
      return !gift.isPaused;
    case 'stop':
      return gift.subscription.status === 'canceled';
  }
}

/**
 * Changes a gift as asked, and gives it as it is now. With the same key it is done once. Rejects when Stripe does not say that it was done; one that was
 * stopped already, Stripe refuses to stop.
 */
export async function changeGift(
  stripe: StripeOfMonthlyGifts,
  gift: MonthlyGift,
  change: Change,
  { idempotencyKey, terms }: { readonly idempotencyKey: string; readonly terms: GivingTerms },
): Promise<MonthlyGift> {
  const { id } = gift;
  const { lastResponse, ...subscription } =
    change.action === 'stop'
      ? await stripe.subscriptions.cancel(id, {}, { idempotencyKey })
      : await stripe.subscriptions.update(id, asStripeHasIt(gift, change), { idempotencyKey });
  // A key that was used before has the answer of that time, and the gift may have been changed since: https://docs.stripe.com/error-low-level#sending-idempotency-keys
  const isOfBefore = lastResponse.headers['idempotent-replayed'] === 'true';
  return asMonthlyGift(isOfBefore ? await stripe.subscriptions.retrieve(id) : subscription, terms);
}

function asStripeHasIt(
  gift: MonthlyGift,
  change: Exclude<Change, { action: 'stop' }>,
): Stripe.SubscriptionUpdateParams {
  switch (change.action) {
    case 'amount': {
      const [item] = gift.subscription.items.data;
      if (!item) throw new Error('A monthly gift has no item');
      const { product } = item.price;
      const price_data = {
        currency: 'gbp',
        product: typeof product === 'string' ? product : product.id,
        unit_amount: change.amountInPence,
        recurring: { interval: 'month' as const },
      };
      return {
        items: [{ id: item.id, price_data, quantity: 1 }],
        proration_behavior: 'none',
        description: describeGift(change.amountInPence, 'monthly', gift.purpose),
        // The new amount is the whole: nothing of it was added for the fee.
        metadata: { feeCoverInPence: '' },
      };
    }
    case 'pause':
      return { pause_collection: { behavior: 'void', resumes_at: resumesAfter(gift, change.months) } };
    case 'start':
      return { pause_collection: '' };
  }
}

/**
 * Where the donor leaves another card. Stripe's page makes it the customer's, and a gift that has a card of its own would never be taken from it
 * (https://docs.stripe.com/customer-management/portal-deep-links): so the gift's own card becomes the customer's first, and the gift goes by that.
 */
export async function pageForCard(
  stripe: StripeOfMonthlyGifts,
  { id, customer, subscription }: MonthlyGift,
  { back, changed }: { readonly back: string; readonly changed: string },
): Promise<string> {
  const own = subscription.default_payment_method;
  if (own) {
    const card = typeof own === 'string' ? own : own.id;
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card } });
    await stripe.subscriptions.update(id, { default_payment_method: '' });
  }
  const { url } = await stripe.billingPortal.sessions.create({
    customer,
    locale: 'en-GB',
    return_url: back,
    flow_data: {
      type: 'payment_method_update',
      after_completion: { type: 'redirect', redirect: { return_url: changed } },
    },
  });
  return url;
}

/** A gift that was stopped, as far as one says. */
export interface StoppedGift extends Pick<MonthlyGift, 'amountInPence' | 'paidBy'> {
  /** When a payment was last taken, if one ever was. */
  readonly lastPaidAt?: Date;
}

/** A gift of these customers that has ended; `undefined` when there is none such. Rejects when Stripe does not answer. */
export async function stoppedGift(
  stripe: StripeOfMonthlyGifts,
  customers: readonly string[],
  id: string,
): Promise<StoppedGift | undefined> {
  if (!/^sub_\w{1,100}$/.test(id)) return undefined;
  const subscription = await stripe.subscriptions.retrieve(id, { expand: methodOfPayment });
  const { customer, metadata, status } = subscription;
  if (
    !customers.includes(typeof customer === 'string' ? customer : customer.id) ||
    !isGift(metadata) ||
    status !== 'canceled'
  )
    return undefined;
  const { data } = await stripe.invoices.list({ subscription: id, status: 'paid', limit: 1 });
  const paidAt = data[0]?.status_transitions.paid_at;
  const method = paidBy(subscription);
  return {
    amountInPence: amountOf(subscription),
    ...(paidAt ? { lastPaidAt: new Date(paidAt * 1000) } : {}),
    ...(method ? { paidBy: method } : {}),
  };
}
