/** What a subscription says, field by field: a gift every month, until it is stopped. */
import type Stripe from 'stripe';
import { monthsAfter } from './clock.ts';
import { newIdentifier } from './identifiers.ts';
import { planOf } from './prices.ts';

/** What a subscription is made from. `created`, in epoch seconds, is also the day and time of every month. */
export interface NewSubscription {
  readonly customer: string;
  /** The card that was left. */
  readonly paymentMethod: string;
  readonly created: number;
  readonly prices: readonly { readonly price: Stripe.Price; readonly quantity: number }[];
  readonly description?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** A subscription that has begun, in its first month. */
export function newSubscription(asked: NewSubscription): Stripe.Subscription {
  const { customer, created, prices, description, metadata = {} } = asked;
  const id = newIdentifier('subscription');
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created,
    currency: 'gbp',
    customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: asked.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: description ?? null,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: prices.map(({ price, quantity }) => ({
        id: newIdentifier('subscriptionItem'),
        object: 'subscription_item',
        billing_thresholds: null,
        created,
        current_period_end: monthsAfter(created, 1),
        current_period_start: created,
        current_trial: null,
        discounts: [],
        metadata: {},
        plan: planOf(price),
        price,
        quantity,
        subscription: id,
        tax_rates: [],
      })),
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status: 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
    trial_start: null,
  };
}
