/** Identifiers that look like Stripe's own: a prefix that says what the thing is, then letters and digits by chance. */
import { randomInt } from 'node:crypto';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** How each kind of thing's identifier begins, and how many characters follow, as on Stripe in test mode. */
const SHAPES = {
  balanceTransaction: { prefix: 'txn_3', length: 23 },
  bankPayment: { prefix: 'py_3', length: 23 },
  charge: { prefix: 'ch_3', length: 23 },
  checkoutSession: { prefix: 'cs_test_', length: 58 },
  customer: { prefix: 'cus_', length: 14 },
  dispute: { prefix: 'du_1', length: 23 },
  event: { prefix: 'evt_1', length: 23 },
  paymentIntent: { prefix: 'pi_3', length: 23 },
  paymentMethod: { prefix: 'pm_1', length: 23 },
  recovery: { prefix: 'live_', length: 24 },
  refund: { prefix: 're_3', length: 23 },
  reference: { prefix: '7', length: 22 },
  request: { prefix: 'req_', length: 14 },
} as const;

/**
 * A new identifier for a thing of the given kind, for instance `cs_test_…` for a Checkout Session.
 * Two calls never give the same one, as near as chance allows.
 */
export function newIdentifier(kind: keyof typeof SHAPES): string {
  const { prefix, length } = SHAPES[kind];
  let identifier: string = prefix;
  for (let count = 0; count < length; count += 1) {
    identifier += LETTERS_AND_DIGITS.charAt(randomInt(LETTERS_AND_DIGITS.length));
  }
  return identifier;
}
