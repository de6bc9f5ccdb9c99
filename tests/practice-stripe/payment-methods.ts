/** The cards that monthly donors have left with Stripe, each kept for the gifts to come. */
import type Stripe from 'stripe';
import type { Account } from './account.ts';
import { newIdentifier } from './identifiers.ts';

/** The cards of practice, by their last four figures: Stripe's own for tests (https://docs.stripe.com/testing). */
export const CARDS = { first: '4242', other: '5556', declined: '0341' } as const;

/** A card that a customer leaves. */
export function keepCard(account: Account, customer: string, last4: string): Stripe.PaymentMethod {
  const nobody = { address: null, email: null, name: null, phone: null, tax_id: null };
  const paymentMethod: Stripe.PaymentMethod = {
    id: newIdentifier('paymentMethod'),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: nobody,
    card: {
      brand: 'visa',
      checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
      country: 'GB',
      display_brand: 'visa',
      exp_month: 12,
      exp_year: 2040,
      fingerprint: `practice${last4}`,
      funding: 'debit',
      generated_from: null,
      last4,
      networks: { available: ['visa'], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: account.clock.time,
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
  account.paymentMethods.set(paymentMethod.id, paymentMethod);
  return paymentMethod;
}
