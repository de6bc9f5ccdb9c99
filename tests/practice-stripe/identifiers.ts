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
  invoice: { prefix: 'in_1', length: 23 },
  invoicePayment: { prefix: 'inpay_1', length: 23 },
  lineItem: { prefix: 'il_1', length: 23 },
  paymentIntent: { prefix: 'pi_3', length: 23 },
  paymentMethod: { prefix: 'pm_1', length: 23 },
  portalSession: { prefix: 'bps_1', length: 23 },
  portalAddress: { prefix: 'test_', length: 40 },
  price: { prefix: 'price_1', length: 23 },
  product: { prefix: 'prod_', length: 14 },
  recovery: { prefix: 'live_', length: 24 },
  refund: { prefix: 're_3', length: 23 },
  reference: { prefix: '7', length: 22 },
  subscription: { prefix: 'sub_1', length: 23 },
  subscriptionItem: { prefix: 'si_', length: 14 },
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
