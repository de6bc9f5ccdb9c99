/** Subscriptions: they begin on the payment page, renew every month, are changed, paused and stopped. */
import type Stripe from 'stripe';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import type { Donor } from './charge.ts';
import type { CheckoutSessionParameters } from './checkout-session-parameters.ts';
import { monthsAfter } from './clock.ts';
import { cardOf, makeCustomer } from './customers.ts';
import type { Due } from './due.ts';
import { changedMetadata, readNothing } from './form-parameters.ts';
import {
  collect,
  draftFor,
  finalize,
  invoicesOf,
  retriesDue,
  setAside,
  stopCollecting,
  subscriptionOf,
} from './invoices.ts';
import { pageOf } from './lists.ts';
import { CARDS, keepCard } from './payment-methods.ts';
import { makeMonthlyPrice, makeProduct, planOf } from './prices.ts';
import { invalidRequest, noSuch, noSuchParameter, notDoneYet } from './refusal.ts';
import { newSubscription } from './subscription.ts';
import {
  readSubscriptionCancellation,
  readSubscriptionList,
  readSubscriptionUpdate,
  type SubscriptionUpdate,
} from './subscription-parameters.ts';

/** A donor begins to give monthly: a customer, a subscription, and its first invoice, paid. */
export function beginSubscription(
  account: Account,
  { line_items, subscription_data = {} }: CheckoutSessionParameters,
  donor: Donor,
): Stripe.Subscription {
  const customer = makeCustomer(account, donor);
  const prices = line_items.map(({ quantity, price_data: { product_data, unit_amount } }) => ({
    price: makeMonthlyPrice(account, makeProduct(account, product_data).id, unit_amount),
    quantity,
  }));
  const { description, metadata } = subscription_data;
  const begun = newSubscription({
    customer: customer.id,
    paymentMethod: keepCard(account, customer.id, CARDS.first).id,
    created: account.clock.time,
    prices,
    description,
    metadata,
  });
  account.subscriptions.set(begun.id, begun);
  const { id: invoice } = draftFor(account, begun, 'subscription_create', begun.created);
  const subscription = put(account, begun.id, { latest_invoice: invoice });
  account.events.tell('customer.subscription.created', subscription);
  finalize(account, invoice);
  collect(account, invoice);
  return subscription;
}

/** What every subscription comes to by itself, and when: its next month, its end, the end of its pause, another try. */
export function subscriptionsDue(account: Account): Due[] {
  const lives = [...account.subscriptions.values()].filter(({ status }) => status !== 'canceled');
  return [
    ...lives.map(({ id, cancel_at_period_end, ...subscription }) => ({
      at: periodOf(subscription).current_period_end,
      happen: () => (cancel_at_period_end ? end(account, id) : renew(account, id)),
    })),
    ...lives.flatMap(({ id, pause_collection }) => {
      const at = pause_collection?.resumes_at ?? null;
      return at === null ? [] : [{ at, happen: () => void change(account, id, { pause_collection: null }) }];
    }),
    ...retriesDue(account, (invoice) => followUp(account, invoice)),
  ];
}

/** `POST /v1/subscriptions/:id`. Throws a `Refusal` for what Stripe would not change. */
export function updateSubscription(account: Account, id: string, form: Record<string, unknown>): Stripe.Subscription {
  const before = named(account.subscriptions, 'subscription', id);
  const asked = readSubscriptionUpdate(form);
  const { metadata, cancellation_details, ...more } = asked;
  if (before.status === 'canceled' && Object.values(more).some((value) => value !== undefined)) {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.');
  }
  const items = asked.items === undefined ? undefined : changedItems(account, before, asked.items);
  return change(account, id, {
    ...(items !== undefined && { items: { ...before.items, data: items } }),
    ...(asked.cancel_at_period_end !== undefined && stopAtPeriodEnd(account, before, asked.cancel_at_period_end)),
    ...(cancellation_details !== undefined && {
      cancellation_details: withDetails(before, cancellation_details, reasonAfter(before, asked.cancel_at_period_end)),
    }),
    ...(asked.default_payment_method !== undefined && {
      default_payment_method: ownCard(account, before, asked.default_payment_method),
    }),
    ...(asked.description !== undefined && { description: asked.description }),
    ...(metadata !== undefined && { metadata: changedMetadata(before.metadata, metadata) }),
    ...(asked.pause_collection !== undefined && { pause_collection: pauseOf(asked.pause_collection) }),
  });
}

/** The donor stops at the end of the month that is paid for, or does not after all. */
export function setToStop(account: Account, id: string, stop: boolean): Stripe.Subscription {
  const before = named(account.subscriptions, 'subscription', id);
  return change(account, id, stopAtPeriodEnd(account, before, stop));
}

/** The donor's other card pays from now on. */
export function setCard(account: Account, id: string, paymentMethod: string): Stripe.Subscription {
  return change(account, id, { default_payment_method: paymentMethod });
}

/** What a subscription gives each month, in pence. */
export function monthlyInPence({ items }: Stripe.Subscription): number {
  return items.data.reduce((sum, { price, quantity = 1 }) => sum + (price.unit_amount ?? 0) * quantity, 0);
}

/** The month that is paid for: every item has the same. */
export function periodOf({ items }: Pick<Stripe.Subscription, 'items'>): Stripe.SubscriptionItem {
  const [item] = items.data;
  if (item === undefined) throw new Error('A subscription has no item.');
  return item;
}

function renew(account: Account, id: string): void {
  const before = named(account.subscriptions, 'subscription', id);
  const since = periodOf(before).current_period_start;
  const start = periodOf(before).current_period_end;
  // From the first day on, so that what began on the 31st comes back to it after a shorter month.
  const anchor = before.billing_cycle_anchor;
  const months = monthsBetween(anchor, start) + 1;
  const items = {
    ...before.items,
    data: before.items.data.map((item) => ({
      ...item,
      current_period_end: monthsAfter(anchor, months),
      current_period_start: start,
    })),
  };
  const renewed = put(account, id, { items });
  const { id: invoice } = draftFor(account, renewed, 'subscription_cycle', since);
  change(account, id, { latest_invoice: invoice }, { items: before.items });
  if (renewed.pause_collection !== null) {
    setAside(account, invoice, renewed.pause_collection.behavior);
    return;
  }
  finalize(account, invoice);
  followUp(account, collect(account, invoice));
}

/** After a try at an invoice: the subscription is in arrears, is in order again, or has come to its end. */
function followUp(account: Account, invoice: Stripe.Invoice): void {
  const id = subscriptionOf(invoice);
  const { status } = named(account.subscriptions, 'subscription', id);
  if (status === 'canceled') return;
  if (invoice.status === 'open' && invoice.next_payment_attempt === null) {
    end(account, id, 'payment_failed');
  } else {
    const owes = invoicesOf(account, id).some((one) => one.status === 'open');
    if (owes !== (status === 'past_due')) change(account, id, { status: owes ? 'past_due' : 'active' });
  }
}

function end(account: Account, id: string, reason?: 'payment_failed' | 'cancellation_requested'): void {
  const before = named(account.subscriptions, 'subscription', id);
  const { time } = account.clock;
  const ended = put(account, id, {
    canceled_at: before.canceled_at ?? time,
    ...(reason !== undefined && { cancellation_details: withDetails(before, {}, reason) }),
    ended_at: time,
    status: 'canceled',
  });
  stopCollecting(account, id);
  account.events.tell('customer.subscription.deleted', ended);
}

function cancel(account: Account, id: string, form: Record<string, unknown>): Stripe.Subscription {
  const before = named(account.subscriptions, 'subscription', id);
  const { cancellation_details = {} } = readSubscriptionCancellation(form);
  if (before.status === 'canceled') throw noSuch('subscription', id, 'id');
  put(account, id, {
    cancellation_details: withDetails(before, cancellation_details, 'cancellation_requested'),
  });
  end(account, id);
  return named(account.subscriptions, 'subscription', id);
}

function stopAtPeriodEnd(
  account: Account,
  before: Stripe.Subscription,
  stop: boolean,
): Pick<Stripe.Subscription, 'cancel_at' | 'cancel_at_period_end' | 'canceled_at' | 'cancellation_details'> {
  return {
    cancel_at: stop ? periodOf(before).current_period_end : null,
    cancel_at_period_end: stop,
    canceled_at: stop ? account.clock.time : null,
    cancellation_details: withDetails(before, {}, reasonAfter(before, stop)),
  };
}

function reasonAfter(
  { cancellation_details }: Stripe.Subscription,
  stop: boolean | undefined,
): Stripe.Subscription.CancellationDetails.Reason | null {
  if (stop === undefined) return cancellation_details?.reason ?? null;
  return stop ? 'cancellation_requested' : null;
}

function withDetails(
  { cancellation_details: before }: Stripe.Subscription,
  { comment, feedback }: NonNullable<SubscriptionUpdate['cancellation_details']>,
  reason: Stripe.Subscription.CancellationDetails.Reason | null,
): Stripe.Subscription.CancellationDetails {
  return {
    comment: comment === undefined ? (before?.comment ?? null) : comment,
    feedback: feedback === undefined ? (before?.feedback ?? null) : feedback,
    feedback_option: null,
    reason,
  };
}

/** The gift's own card, or none: then it goes by the customer's. */
function ownCard(account: Account, { customer }: Stripe.Subscription, asked: string | null): string | null {
  if (asked !== null) cardOf(account, String(customer), asked, 'default_payment_method');
  return asked;
}

function pauseOf(
  asked: NonNullable<SubscriptionUpdate['pause_collection']> | null,
): Stripe.Subscription.PauseCollection | null {
  return asked === null ? null : { behavior: asked.behavior, resumes_at: asked.resumes_at ?? null };
}

function changedItems(
  account: Account,
  { items }: Stripe.Subscription,
  asked: NonNullable<SubscriptionUpdate['items']>,
): Stripe.SubscriptionItem[] {
  const unknown = asked.findIndex(({ id }) => !items.data.some((item) => item.id === id));
  if (unknown !== -1) {
    const { id } = asked[unknown] ?? {};
    if (id === undefined) throw notDoneYet('a further item of a subscription', `items[${unknown}]`);
    throw noSuchParameter('subscription_item', id, `items[${unknown}][id]`);
  }
  return items.data.map((item) => {
    const index = asked.findIndex(({ id }) => id === item.id);
    const { price_data, quantity = item.quantity ?? 1 } = asked[index] ?? {};
    if (price_data === undefined) return { ...item, quantity };
    if (!account.products.has(price_data.product)) {
      throw noSuchParameter('product', price_data.product, `items[${index}][price_data][product]`);
    }
    const price = makeMonthlyPrice(account, price_data.product, price_data.unit_amount);
    return { ...item, plan: planOf(price), price, quantity };
  });
}

/** How many whole months of the calendar lie between a start and one of the times that `monthsAfter` gives for it. */
function monthsBetween(start: number, later: number): number {
  const [from, to] = [new Date(start * 1000), new Date(later * 1000)];
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
}

/** Changes a subscription, and tells of it with what was otherwise before. A change of nothing is told to nobody. */
function change(
  account: Account,
  id: string,
  changes: Partial<Stripe.Subscription>,
  alreadyChanged: Partial<Stripe.Subscription> = {},
): Stripe.Subscription {
  const before = named(account.subscriptions, 'subscription', id);
  const after = put(account, id, changes);
  const otherwise = Object.fromEntries(
    Object.entries(before).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(after, name)),
    ),
  );
  const previous: Partial<Stripe.Subscription> = { ...otherwise, ...alreadyChanged };
  if (Object.keys(previous).length > 0) account.events.tell('customer.subscription.updated', after, previous);
  return after;
}

function put(account: Account, id: string, changes: Partial<Stripe.Subscription>): Stripe.Subscription {
  const subscription = { ...named(account.subscriptions, 'subscription', id), ...changes };
  account.subscriptions.set(id, subscription);
  return subscription;
}

/** The routes of the API that deal in subscriptions. */
export function subscriptionRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/subscriptions$/,
      answer: (_id, form) => {
        const { customer, price, status, ...page } = readSubscriptionList(form);
        return pageOf(
          account.subscriptions,
          'subscription',
          '/v1/subscriptions',
          page,
          (one) =>
            (customer === undefined || one.customer === customer) &&
            (price === undefined || one.items.data.some((item) => item.price.id === price)) &&
            hasStatus(one, status),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/subscriptions\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.subscriptions, 'subscription', id);
      },
    },
    {
      method: 'POST',
      path: /^\/v1\/subscriptions\/([^/]+)$/,
      answer: (id, form) => updateSubscription(account, id, form),
    },
    {
      method: 'DELETE',
      path: /^\/v1\/subscriptions\/([^/]+)$/,
      answer: (id, form) => cancel(account, id, form),
    },
  ];
}

/** Whether a list shows a subscription: without a status, every one that is not canceled (https://docs.stripe.com/api/subscriptions/list). */
function hasStatus({ status }: Stripe.Subscription, asked: string | undefined): boolean {
  if (asked === undefined) return status !== 'canceled';
  return asked === 'all' || asked === status || (asked === 'ended' && status === 'canceled');
}
