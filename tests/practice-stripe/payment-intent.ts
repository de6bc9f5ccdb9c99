/** The payment that a paid Checkout Session leads to, with the metadata that was asked for it and not the session's. */
import type Stripe from 'stripe';
import type { ApiRoute } from './api.ts';
import type { CheckoutSessionParameters } from './checkout-session-parameters.ts';
import { readNothing } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { noSuch } from './refusal.ts';

/** What a payment is made from. `created` is in epoch seconds. */
export interface Payment {
  readonly amountInPence: number;
  readonly created: number;
  readonly customer: string | null;
  readonly data: NonNullable<CheckoutSessionParameters['payment_intent_data']>;
}

/** A PaymentIntent that succeeded, by card, in pounds. */
export function paidPaymentIntent({ amountInPence, created, customer, data }: Payment): Stripe.PaymentIntent {
  const id = newIdentifier('paymentIntent');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: amountInPence,
    amount_capturable: 0,
    amount_received: amountInPence,
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
    description: data.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: newIdentifier('charge'),
    livemode: false,
    managed_payments: null,
    metadata: data.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: newIdentifier('paymentMethod'),
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
    status: 'succeeded',
    transfer_group: null,
  };
}

/** The route of the API that reads a payment. */
export function paymentIntentRoutes(paymentIntents: ReadonlyMap<string, Stripe.PaymentIntent>): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/payment_intents\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        const paymentIntent = paymentIntents.get(id);
        if (paymentIntent === undefined) throw noSuch('payment_intent', id, 'intent');
        return paymentIntent;
      },
    },
  ];
}
