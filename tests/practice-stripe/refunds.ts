/** Refunds: the whole or a part of what a charge took goes back; and, seldom, comes to the charity again. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import { enter } from './balance.ts';
import {
  integer,
  metadata,
  type NamesOf,
  readNothing,
  readParameters,
  type TheRestOf,
  text,
} from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';
import { latestCharge } from './payments.ts';
import { invalidRequest, noSuchParameter } from './refusal.ts';

const createParameters = {
  amount: integer(1).optional(),
  charge: text().optional(),
  metadata: metadata().optional(),
  payment_intent: text().optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
} satisfies NamesOf<Stripe.RefundCreateParams>;

const listParameters = {
  ...pageParameters,
  charge: text().optional(),
  payment_intent: text().optional(),
} satisfies NamesOf<Stripe.RefundListParams>;

const LATER = {
  create: {
    '': {
      currency: true,
      customer: true,
      instructions_email: true,
      origin: true,
      refund_application_fee: true,
      reverse_transfer: true,
    } satisfies TheRestOf<Stripe.RefundCreateParams, typeof createParameters>,
  },
  list: { '': {} satisfies TheRestOf<Stripe.RefundListParams, typeof listParameters> },
};

/** `POST /v1/refunds`: gives back the amount asked for, or all that is left. Throws a `Refusal` for more than that. */
export function refund(account: Account, form: Record<string, unknown>): Stripe.Refund {
  const asked = readParameters(z.strictObject(createParameters), form, LATER.create);
  const charge = chargeToRefund(account, asked);
  const left = charge.amount - charge.amount_refunded;
  const amountInPence = asked.amount ?? left;
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  }
  if (isTakenBack(account, charge)) {
    throw invalidRequest(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  }
  if (amountInPence > left) {
    throw invalidRequest(
      `Refund amount (${inPounds(amountInPence)}) is greater than ` +
        `${left === charge.amount ? 'charge amount' : 'unrefunded amount on charge'} (${inPounds(left)})`,
      'amount',
    );
  }

  const id = newIdentifier('refund');
  const entered = enter(account, {
    type: charge.payment_method_details?.type === 'card' ? 'refund' : 'payment_refund',
    reportingCategory: 'refund',
    amountInPence: -amountInPence,
    source: id,
    description: `REFUND FOR CHARGE${charge.description === null ? '' : ` (${charge.description})`}`,
  });
  const onItsWay: Stripe.Refund.DestinationDetails = {
    card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
    type: 'card',
  };
  const made: Stripe.Refund = {
    id,
    object: 'refund',
    amount: amountInPence,
    balance_transaction: entered.id,
    charge: charge.id,
    created: account.clock.time,
    currency: 'gbp',
    customer: charge.customer,
    customer_account: null,
    destination_details: onItsWay,
    metadata: asked.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: asked.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  account.refunds.set(id, made);
  const refunded = takeBack(account, charge, amountInPence);
  account.events.tell('refund.created', made);
  account.events.tell('charge.refunded', refunded, { amount_refunded: charge.amount_refunded });
  const withReference: Stripe.Refund = {
    ...made,
    destination_details: {
      card: {
        reference: newIdentifier('reference'),
        reference_status: 'available',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
  };
  account.refunds.set(id, withReference);
  account.events.tell('refund.updated', withReference, { destination_details: onItsWay });
  return made;
}

/**
 * The bank sends a refund back, days later (https://docs.stripe.com/refunds#failed-refunds): the money is in the balance
 * again, and the charge counts as not refunded.
 */
export function failRefund(account: Account, id: string): Stripe.Refund {
  const before = named(account.refunds, 'refund', id);
  if (before.status === 'failed') throw invalidRequest(`Refund ${id} has failed already.`);
  const entered = enter(account, {
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    amountInPence: before.amount,
    source: id,
    description: `REFUND FAILURE (${before.id})`,
  });
  const failed: Stripe.Refund = {
    ...before,
    failure_balance_transaction: entered.id,
    failure_reason: 'expired_or_canceled_card',
    status: 'failed',
  };
  account.refunds.set(id, failed);
  takeBack(account, named(account.charges, 'charge', String(before.charge)), -before.amount);
  account.events.tell('refund.failed', failed, { status: before.status });
  account.events.tell('refund.updated', failed, { status: before.status });
  account.events.tell('charge.refund.updated', failed, { status: before.status });
  return failed;
}

/** The routes of the API that deal in refunds. */
export function refundRoutes(account: Account): readonly ApiRoute[] {
  return [
    { method: 'POST', path: /^\/v1\/refunds$/, answer: (_id, form) => refund(account, form) },
    {
      method: 'GET',
      path: /^\/v1\/refunds$/,
      answer: (_id, form) => {
        const { charge, payment_intent, ...page } = readParameters(z.strictObject(listParameters), form, LATER.list);
        return pageOf(
          account.refunds,
          'refund',
          '/v1/refunds',
          page,
          (one) =>
            (charge === undefined || one.charge === charge) &&
            (payment_intent === undefined || one.payment_intent === payment_intent),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/refunds\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.refunds, 'refund', id);
      },
    },
  ];
}

function chargeToRefund(
  account: Account,
  { charge, payment_intent }: { charge?: string | undefined; payment_intent?: string | undefined },
): Stripe.Charge {
  if (charge !== undefined && payment_intent !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: payment_intent, charge.');
  }
  if (charge !== undefined) {
    const found = account.charges.get(charge);
    if (found === undefined) throw noSuchParameter('charge', charge, 'charge');
    return refundable(found);
  }
  if (payment_intent === undefined) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const payment = account.paymentIntents.get(payment_intent);
  if (payment === undefined) throw noSuchParameter('payment_intent', payment_intent, 'payment_intent');
  if (payment.latest_charge === null) {
    throw invalidRequest(`This PaymentIntent (${payment.id}) does not have a successful charge to refund.`);
  }
  return refundable(latestCharge(account, payment.id));
}

function refundable(charge: Stripe.Charge): Stripe.Charge {
  if (charge.status === 'succeeded') return charge;
  throw invalidRequest(`Charge ${charge.id} has a status of ${charge.status}: it has nothing to refund.`);
}

/** Whether the donor's bank has the money already, or may yet. */
function isTakenBack(account: Account, { id }: Stripe.Charge): boolean {
  return [...account.disputes.values()].some(({ charge, status }) => charge === id && status !== 'won');
}

function takeBack(account: Account, charge: Stripe.Charge, amountInPence: number): Stripe.Charge {
  const amount_refunded = charge.amount_refunded + amountInPence;
  const changed = { ...charge, amount_refunded, refunded: amount_refunded === charge.amount } satisfies Stripe.Charge;
  account.charges.set(charge.id, changed);
  return changed;
}

function inPounds(amountInPence: number): string {
  return `£${(amountInPence / 100).toFixed(2)}`;
}
