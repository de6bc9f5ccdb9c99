/** What a charge says, field by field: one attempt to take a payment, that went through, went wrong, or is on its way. */
import type Stripe from 'stripe';
import type { PaymentMethod } from './balance.ts';
import { newIdentifier } from './identifiers.ts';

/** Who gives, as typed on the payment page. */
export interface Donor {
  readonly name: string;
  readonly email: string;
}

/** What a charge is made from. `created` is in epoch seconds. */
export interface Attempt {
  readonly paymentIntent: Stripe.PaymentIntent;
  readonly by: PaymentMethod;
  readonly donor: Donor;
  readonly created: number;
  readonly status: 'failed' | 'pending' | 'succeeded';
}

/** What Stripe says of a card that its bank declines. */
export const DECLINED = { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' };

/** A charge for the whole of a payment, not refunded and not disputed. It takes the payment's metadata as it is now. */
export function chargeFor({ paymentIntent, by, donor, created, status }: Attempt): Stripe.Charge {
  const {
    id: payment,
    amount,
    customer,
    description,
    metadata,
    payment_method,
    statement_descriptor_suffix,
  } = paymentIntent;
  const failed = status === 'failed';
  return {
    id: newIdentifier(by === 'card' ? 'charge' : 'bankPayment'),
    object: 'charge',
    amount,
    amount_captured: failed ? 0 : amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      address: practiceAddress(),
      email: donor.email,
      name: donor.name,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'PRACTICE',
    captured: !failed,
    created,
    currency: 'gbp',
    customer,
    description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failed ? DECLINED.code : null,
    failure_message: failed ? DECLINED.message : null,
    fraud_details: {},
    livemode: false,
    metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: failed ? 'try_again_later' : null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: failed ? 'declined_by_network' : 'approved_by_network',
      reason: failed ? DECLINED.declineCode : null,
      risk_level: by === 'card' ? 'normal' : 'not_assessed',
      seller_message: failed ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
      type: failed ? 'issuer_declined' : 'authorized',
    },
    paid: status === 'succeeded',
    payment_intent: payment,
    payment_method: typeof payment_method === 'string' ? payment_method : null,
    payment_method_details: by === 'card' ? cardDetails(amount, failed) : bacsDetails(),
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** The address that the payment page would have asked for: made up. */
export function practiceAddress(): Stripe.Address {
  return { city: null, country: 'GB', line1: null, line2: null, postal_code: 'HP5 1AA', state: null };
}

/** Stripe's own card for tests that always goes through, and the one that never does (https://docs.stripe.com/testing). */
function cardDetails(amountInPence: number, declined: boolean): Stripe.Charge.PaymentMethodDetails {
  return {
    card: {
      amount_authorized: declined ? null : amountInPence,
      authorization_code: null,
      brand: 'visa',
      checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
      country: 'GB',
      electronic_commerce_indicator: null,
      exp_month: 12,
      exp_year: 2040,
      fingerprint: 'practice',
      funding: 'debit',
      installments: null,
      last4: declined ? '0002' : '4242',
      mandate: null,
      network: 'visa',
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  };
}

function bacsDetails(): Stripe.Charge.PaymentMethodDetails {
  return {
    bacs_debit: { fingerprint: 'practice', last4: '2345', mandate: null, sort_code: '108800' },
    type: 'bacs_debit',
  };
}
