/** What may be asked of a subscription: how to list, change and stop it, each parameter as narrow as Stripe's own. */
import type Stripe from 'stripe';
import { z } from 'zod';
import {
  boolean,
  emptyable,
  integer,
  metadataChange,
  type NamesOf,
  type NotDoneYet,
  readParameters,
  type TheRestOf,
  text,
} from './form-parameters.ts';
import { pageParameters } from './lists.ts';
import { notDoneYet } from './refusal.ts';

type StripesItem = Stripe.SubscriptionUpdateParams.Item;
type StripesPriceData = Stripe.SubscriptionUpdateParams.Item.PriceData;

const FEEDBACK = [
  ...['customer_service', 'low_quality', 'missing_features', 'other', 'switched_service', 'too_complex'],
  ...['too_expensive', 'unused'],
] as const;

const cancellationDetails = z
  .strictObject({
    comment: emptyable(text()).optional(),
    feedback: emptyable(z.enum(FEEDBACK)).optional(),
  })
  .optional();

const priceData = {
  currency: text().toLowerCase(),
  product: text(),
  recurring: z.strictObject({
    interval: z.enum(['day', 'month', 'week', 'year']),
    interval_count: integer(1).optional(),
  }),
  unit_amount: integer(0),
} satisfies NamesOf<StripesPriceData>;

const item = {
  id: text().optional(),
  price_data: z.strictObject(priceData).optional(),
  quantity: integer(0).optional(),
} satisfies NamesOf<StripesItem>;

const updateParameters = {
  cancel_at_period_end: boolean().optional(),
  cancellation_details: cancellationDetails,
  default_payment_method: emptyable(text()).optional(),
  description: emptyable(text(500)).optional(),
  items: z.array(z.strictObject(item)).min(1).max(20).optional(),
  metadata: metadataChange().optional(),
  pause_collection: emptyable(
    z.strictObject({
      behavior: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']),
      resumes_at: integer(0).optional(),
    }),
  ).optional(),
  proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
} satisfies NamesOf<Stripe.SubscriptionUpdateParams>;

const listParameters = {
  ...pageParameters,
  customer: text().optional(),
  price: text().optional(),
  status: z
    .enum([
      'active',
      'all',
      'canceled',
      'ended',
      'incomplete',
      'incomplete_expired',
      'past_due',
      'paused',
      'trialing',
      'unpaid',
    ])
    .optional(),
} satisfies NamesOf<Stripe.SubscriptionListParams>;

const cancelParameters = {
  cancellation_details: cancellationDetails,
  invoice_now: boolean().optional(),
  prorate: boolean().optional(),
} satisfies NamesOf<Stripe.SubscriptionCancelParams>;

const LATER = {
  update: {
    '': {
      add_invoice_items: true,
      application_fee_percent: true,
      automatic_tax: true,
      billing_cycle_anchor: true,
      billing_schedules: true,
      billing_thresholds: true,
      cancel_at: true,
      collection_method: true,
      days_until_due: true,
      default_source: true,
      default_tax_rates: true,
      discounts: true,
      invoice_settings: true,
      off_session: true,
      on_behalf_of: true,
      payment_behavior: true,
      payment_settings: true,
      pending_invoice_item_interval: true,
      proration_date: true,
      transfer_data: true,
      trial_end: true,
      trial_from_plan: true,
      trial_settings: true,
    } satisfies TheRestOf<Stripe.SubscriptionUpdateParams, typeof updateParameters>,
    'items[]': {
      billing_thresholds: true,
      clear_usage: true,
      current_trial: true,
      deleted: true,
      discounts: true,
      metadata: true,
      plan: true,
      price: true,
      tax_rates: true,
    } satisfies TheRestOf<StripesItem, typeof item>,
    'items[][price_data]': { tax_behavior: true, unit_amount_decimal: true } satisfies TheRestOf<
      StripesPriceData,
      typeof priceData
    >,
    cancellation_details: { feedback_option: true },
  },
  list: {
    '': {
      automatic_tax: true,
      collection_method: true,
      current_period_end: true,
      current_period_start: true,
      customer_account: true,
      plan: true,
      test_clock: true,
    } satisfies TheRestOf<Stripe.SubscriptionListParams, typeof listParameters>,
  },
  cancel: { cancellation_details: { feedback_option: true } },
} satisfies Record<string, NotDoneYet>;

const updateSchema = z.strictObject(updateParameters);

/** The parameters of a change to a subscription, read: amounts in pence, times in epoch seconds. */
export type SubscriptionUpdate = z.output<typeof updateSchema>;

/** Reads the parameters of `POST /v1/subscriptions/:id`. */
export function readSubscriptionUpdate(form: Record<string, unknown>): SubscriptionUpdate {
  const read = readParameters(updateSchema, form, LATER.update);
  read.items?.forEach(({ price_data }, index) => {
    if (price_data === undefined) return;
    const name = `items[${index}][price_data]`;
    if (price_data.currency !== 'gbp') throw notDoneYet(`the currency ${price_data.currency}`, `${name}[currency]`);
    refuseOtherIntervals(price_data.recurring, `${name}[recurring]`);
  });
  if (read.items !== undefined && read.proration_behavior !== 'none') {
    throw notDoneYet('prorations: ask for none', 'proration_behavior');
  }
  return read;
}

/** Reads the parameters of `GET /v1/subscriptions`. */
export function readSubscriptionList(form: Record<string, unknown>) {
  return readParameters(z.strictObject(listParameters), form, LATER.list);
}

/** Reads the parameters of `DELETE /v1/subscriptions/:id`. */
export function readSubscriptionCancellation(form: Record<string, unknown>) {
  const read = readParameters(z.strictObject(cancelParameters), form, LATER.cancel);
  if (read.invoice_now === true) throw notDoneYet('a last invoice', 'invoice_now');
  if (read.prorate === true) throw notDoneYet('prorations', 'prorate');
  return read;
}

/** Refuses, as not done yet, every rhythm but each month. */
export function refuseOtherIntervals(
  { interval, interval_count = 1 }: { readonly interval: string; readonly interval_count?: number | undefined },
  name: string,
): void {
  if (interval !== 'month') throw notDoneYet(`the interval ${interval}`, `${name}[interval]`);
  if (interval_count !== 1) throw notDoneYet(`every ${interval_count} months`, `${name}[interval_count]`);
}
