/** What a payment says, field by field, before anything was tried: a PaymentIntent with the metadata asked for it, and no other's. */
import type Stripe from 'stripe';
import { newIdentifier } from './identifiers.ts';

/** What a payment is made from. `created` is in epoch seconds. */
export interface NewPayment {
  readonly amountInPence: number;
  readonly created: number;
  readonly customer: string | null;
  readonly description?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly statementDescriptorSuffix?: string | undefined;
}

/** A PaymentIntent in pounds that waits for a way to pay. */
export function newPaymentIntent(payment: NewPayment): Stripe.PaymentIntent {
  const { amountInPence, created, customer, description, metadata = {}, statementDescriptorSuffix } = payment;
  const id = newIdentifier('paymentIntent');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: amountInPence,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_practice`,
    confirmation_method: 'automatic',
    created,
    currency: 'gbp',
    customer,
    customer_account: null,
    description: description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'bacs_debit'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: statementDescriptorSuffix ?? null,
    status: 'requires_payment_method',
    transfer_group: null,
  };
}
