/** Payments: what becomes of each, the charges that were tried for it, and the events that tell of them. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import { enter, feeInPence, type PaymentMethod } from './balance.ts';
import { chargeFor, DECLINED, type Donor } from './charge.ts';
import {
  changedMetadata,
  metadataChange,
  type NamesOf,
  readNothing,
  readParameters,
  type TheRestOf,
  text,
} from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';
import { type NewPayment, newPaymentIntent } from './payment-intent.ts';

/** Begins a payment: nothing has been tried for it yet. */
export function beginPayment(account: Account, payment: Omit<NewPayment, 'created'>): Stripe.PaymentIntent {
  const paymentIntent = newPaymentIntent({ ...payment, created: account.clock.time });
  account.paymentIntents.set(paymentIntent.id, paymentIntent);
  account.events.tell('payment_intent.created', paymentIntent);
  return paymentIntent;
}

/** A card pays, or is declined. */
export function payByCard(account: Account, id: string, donor: Donor, declined: boolean): Stripe.PaymentIntent {
  attempt(account, id, donor, 'card', declined ? 'failed' : 'succeeded');
  return declined ? failed(account, id) : succeeded(account, id);
}

/** A bank is asked for the money (Bacs Direct Debit): it is days before one knows, but the balance has it from now on. */
export function payByBank(account: Account, id: string, donor: Donor): Stripe.PaymentIntent {
  const charge = entered(account, attempt(account, id, donor, 'bacs_debit', 'pending'));
  const processing = changed(account, id, { status: 'processing' });
  account.events.tell('charge.pending', charge);
  account.events.tell('payment_intent.processing', processing);
  return processing;
}

/** The bank that was asked has paid, or has not: then the balance has a second entry, which takes the first one back. */
export function settleByBank(account: Account, id: string, outcome: 'succeeded' | 'failed'): Stripe.PaymentIntent {
  const charge = latestCharge(account, id);
  account.charges.set(
    charge.id,
    outcome === 'succeeded'
      ? { ...charge, paid: true, status: 'succeeded' }
      : {
          ...charge,
          failure_balance_transaction: enter(account, {
            type: 'payment_failure_refund',
            reportingCategory: 'charge_failure',
            amountInPence: -charge.amount,
            feeInPence: -feeInPence(charge.amount, 'bacs_debit'),
            source: charge.id,
            description: charge.description,
          }).id,
          failure_code: 'insufficient_funds',
          failure_message: 'The customer’s account has insufficient funds to cover this payment.',
          status: 'failed',
        },
  );
  return outcome === 'succeeded' ? succeeded(account, id) : failed(account, id);
}

/** The charge that was tried last for a payment. */
export function latestCharge(account: Account, paymentIntent: string): Stripe.Charge {
  const { latest_charge } = named(account.paymentIntents, 'payment_intent', paymentIntent, 'intent');
  return named(account.charges, 'charge', String(latest_charge));
}

function attempt(
  account: Account,
  id: string,
  donor: Donor,
  by: PaymentMethod,
  status: 'failed' | 'pending' | 'succeeded',
): Stripe.Charge {
  const paymentIntent = changed(account, id, { payment_method: newIdentifier('paymentMethod') });
  const charge = chargeFor({ paymentIntent, by, donor, created: account.clock.time, status });
  account.charges.set(charge.id, charge);
  changed(account, id, { latest_charge: charge.id, payment_method_types: [by] });
  return charge;
}

/** The charge, once what it brings is in the balance. */
function entered(account: Account, charge: Stripe.Charge): Stripe.Charge {
  const by = charge.payment_method_details?.type === 'card' ? 'card' : 'bacs_debit';
  const { id } = enter(account, {
    type: by === 'card' ? 'charge' : 'payment',
    reportingCategory: 'charge',
    amountInPence: charge.amount,
    feeInPence: feeInPence(charge.amount, by),
    source: charge.id,
    description: charge.description,
  });
  const withEntry = { ...charge, balance_transaction: id } satisfies Stripe.Charge;
  account.charges.set(charge.id, withEntry);
  return withEntry;
}

function succeeded(account: Account, id: string): Stripe.PaymentIntent {
  const charge = latestCharge(account, id);
  const byCard = charge.payment_method_details?.type === 'card';
  const paid = byCard ? entered(account, charge) : charge;
  const paymentIntent = changed(account, id, {
    amount_received: charge.amount,
    last_payment_error: null,
    status: 'succeeded',
  });
  // A card's money is entered a little later, so the first event does not know of it yet:
  // https://docs.stripe.com/payments/payment-intents/asynchronous-capture
  account.events.tell('charge.succeeded', charge);
  account.events.tell('payment_intent.succeeded', paymentIntent);
  if (byCard) account.events.tell('charge.updated', paid, { balance_transaction: null });
  return paymentIntent;
}

function failed(account: Account, id: string): Stripe.PaymentIntent {
  const charge = latestCharge(account, id);
  const byCard = charge.payment_method_details?.type === 'card';
  const paymentIntent = changed(account, id, {
    last_payment_error: {
      charge: charge.id,
      code: charge.failure_code ?? DECLINED.code,
      ...(byCard && { decline_code: DECLINED.declineCode }),
      message: charge.failure_message ?? DECLINED.message,
      type: byCard ? 'card_error' : 'invalid_request_error',
    },
    payment_method: null,
    status: 'requires_payment_method',
  });
  account.events.tell('charge.failed', charge);
  account.events.tell('payment_intent.payment_failed', paymentIntent);
  return paymentIntent;
}

function changed(account: Account, id: string, changes: Partial<Stripe.PaymentIntent>): Stripe.PaymentIntent {
  const paymentIntent = { ...named(account.paymentIntents, 'payment_intent', id, 'intent'), ...changes };
  account.paymentIntents.set(id, paymentIntent);
  return paymentIntent;
}

const paymentIntentListParameters = {
  ...pageParameters,
  customer: text().optional(),
} satisfies NamesOf<Stripe.PaymentIntentListParams>;

const chargeListParameters = {
  ...pageParameters,
  customer: text().optional(),
  payment_intent: text().optional(),
} satisfies NamesOf<Stripe.ChargeListParams>;

const updateParameters = {
  description: text(1000).optional(),
  metadata: metadataChange().optional(),
} satisfies NamesOf<Stripe.PaymentIntentUpdateParams>;

const LATER = {
  paymentIntents: {
    '': { customer_account: true } satisfies TheRestOf<
      Stripe.PaymentIntentListParams,
      typeof paymentIntentListParameters
    >,
  },
  charges: { '': { transfer_group: true } satisfies TheRestOf<Stripe.ChargeListParams, typeof chargeListParameters> },
  update: {
    '': {
      allowed_payment_method_types: true,
      amount: true,
      amount_details: true,
      application_fee_amount: true,
      capture_method: true,
      currency: true,
      customer: true,
      customer_account: true,
      excluded_payment_method_types: true,
      hooks: true,
      payment_details: true,
      payment_method: true,
      payment_method_configuration: true,
      payment_method_data: true,
      payment_method_options: true,
      receipt_email: true,
      setup_future_usage: true,
      shipping: true,
      statement_descriptor: true,
      statement_descriptor_suffix: true,
      transfer_data: true,
      transfer_group: true,
    } satisfies TheRestOf<Stripe.PaymentIntentUpdateParams, typeof updateParameters>,
  },
};

/** The routes of the API that read payments and their charges, and write on a payment. */
export function paymentRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/payment_intents$/,
      answer: (_id, form) => {
        const { customer, ...page } = readParameters(
          z.strictObject(paymentIntentListParameters),
          form,
          LATER.paymentIntents,
        );
        return pageOf(
          account.paymentIntents,
          'payment_intent',
          '/v1/payment_intents',
          page,
          (one) => customer === undefined || one.customer === customer,
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/payment_intents\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.paymentIntents, 'payment_intent', id, 'intent');
      },
    },
    {
      method: 'POST',
      path: /^\/v1\/payment_intents\/([^/]+)$/,
      answer: (id, form) => {
        const { description, metadata } = readParameters(z.strictObject(updateParameters), form, LATER.update);
        const before = named(account.paymentIntents, 'payment_intent', id, 'intent');
        // The charge keeps what it took when it was made: https://docs.stripe.com/metadata#payment-intents
        return changed(account, id, {
          description: description ?? before.description,
          metadata: changedMetadata(before.metadata, metadata),
        });
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/charges$/,
      answer: (_id, form) => {
        const { customer, payment_intent, ...page } = readParameters(
          z.strictObject(chargeListParameters),
          form,
          LATER.charges,
        );
        return pageOf(
          account.charges,
          'charge',
          '/v1/charges',
          page,
          (one) =>
            (customer === undefined || one.customer === customer) &&
            (payment_intent === undefined || one.payment_intent === payment_intent),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/charges\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.charges, 'charge', id);
      },
    },
  ];
}
