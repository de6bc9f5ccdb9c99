/** Disputes: a donor's bank takes a payment back, and gives it again if the charity wins. A test begins and settles them. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import { DISPUTE_FEE_IN_PENCE, enter } from './balance.ts';
import { type NamesOf, readNothing, readParameters, type TheRestOf, text } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';
import { latestCharge } from './payments.ts';
import { invalidRequest } from './refusal.ts';

const TIME_TO_ANSWER_IN_SECONDS = 9 * 24 * 60 * 60;

/** A donor's bank takes back what is left of a payment. Throws a `Refusal` when there is nothing to take or it has done so. */
export function dispute(account: Account, paymentIntent: string): Stripe.Dispute {
  const charge = latestCharge(account, paymentIntent);
  const amountInPence = charge.amount - charge.amount_refunded;
  if (charge.status !== 'succeeded' || charge.disputed || amountInPence === 0) {
    throw invalidRequest(`Charge ${charge.id} can't be disputed: it is not paid, is refunded, or was disputed before.`);
  }
  const id = newIdentifier('dispute');
  const withdrawn = enter(account, {
    type: 'adjustment',
    reportingCategory: 'dispute',
    amountInPence: -amountInPence,
    feeInPence: DISPUTE_FEE_IN_PENCE,
    source: id,
    description: `Chargeback withdrawal for ${charge.id}`,
  });
  const begun: Stripe.Dispute = {
    id,
    object: 'dispute',
    amount: amountInPence,
    balance_transactions: [withdrawn],
    charge: charge.id,
    created: account.clock.time,
    currency: 'gbp',
    enhanced_eligibility_types: [],
    evidence: noEvidence(),
    evidence_details: {
      due_by: account.clock.time + TIME_TO_ANSWER_IN_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
      type: 'card',
    },
    reason: 'fraudulent',
    status: 'needs_response',
  };
  account.disputes.set(id, begun);
  account.charges.set(charge.id, { ...charge, disputed: true });
  account.events.tell('charge.dispute.created', begun);
  account.events.tell('charge.dispute.funds_withdrawn', begun);
  return begun;
}

/** The bank decides. Won, the money comes again and the fee does not; the charge says that it was disputed all the same. */
export function settleDispute(account: Account, id: string, outcome: 'won' | 'lost'): Stripe.Dispute {
  const before = named(account.disputes, 'dispute', id);
  if (before.status !== 'needs_response') throw invalidRequest(`Dispute ${id} is settled already.`);
  const reinstated =
    outcome === 'won'
      ? [
          enter(account, {
            type: 'adjustment',
            reportingCategory: 'dispute_reversal',
            amountInPence: before.amount,
            source: id,
            description: `Chargeback reversal for ${String(before.charge)}`,
          }),
        ]
      : [];
  const closed: Stripe.Dispute = {
    ...before,
    balance_transactions: [...before.balance_transactions, ...reinstated],
    is_charge_refundable: outcome === 'won',
    status: outcome,
  };
  account.disputes.set(id, closed);
  account.events.tell('charge.dispute.closed', closed, { status: before.status });
  if (outcome === 'won') account.events.tell('charge.dispute.funds_reinstated', closed);
  return closed;
}

const listParameters = {
  ...pageParameters,
  charge: text().optional(),
  payment_intent: text().optional(),
} satisfies NamesOf<Stripe.DisputeListParams>;

const LATER = { '': {} satisfies TheRestOf<Stripe.DisputeListParams, typeof listParameters> };

/** The routes of the API that read disputes. */
export function disputeRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/disputes$/,
      answer: (_id, form) => {
        const { charge, payment_intent, ...page } = readParameters(z.strictObject(listParameters), form, LATER);
        return pageOf(
          account.disputes,
          'dispute',
          '/v1/disputes',
          page,
          (one) =>
            (charge === undefined || one.charge === charge) &&
            (payment_intent === undefined || one.payment_intent === payment_intent),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/disputes\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.disputes, 'dispute', id);
      },
    },
  ];
}

function noEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
