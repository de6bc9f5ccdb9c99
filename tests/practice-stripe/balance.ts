/** The balance: what every payment, refund and dispute adds to it or takes from it, and Stripe's fee, to the penny. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import { type NamesOf, readNothing, readParameters, type TheRestOf, text } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';

/** The ways to pay that are practised. */
export type PaymentMethod = 'card' | 'bacs_debit';

/** What Stripe keeps of a dispute, whoever wins it (https://stripe.com/gb/pricing). */
export const DISPUTE_FEE_IN_PENCE = 2000;

/** How long until money in the balance may be paid out. */
const AVAILABLE_AFTER_IN_SECONDS = 7 * 24 * 60 * 60;

/** A movement of the balance: an amount that comes in or, below nothing, goes out. */
export interface Movement {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reportingCategory: string;
  readonly amountInPence: number;
  readonly feeInPence?: number;
  /** What it is about: the identifier of a charge, a refund or a dispute. */
  readonly source: string;
  readonly description: string | null;
}

/** Stripe's fee for a payment in the UK (https://stripe.com/gb/pricing): by a UK card, or by Bacs Direct Debit. */
export function feeInPence(amountInPence: number, by: PaymentMethod): number {
  if (by === 'card') return Math.round(amountInPence * 0.015) + 20;
  return Math.min(Math.max(Math.round(amountInPence * 0.01), 20), 400);
}

/** Enters a movement, and returns it as Stripe shows it. */
export function enter(account: Account, movement: Movement): Stripe.BalanceTransaction {
  const { type, reportingCategory, amountInPence, feeInPence: fee = 0, source, description } = movement;
  const created = account.clock.time;
  const entered: Stripe.BalanceTransaction = {
    id: newIdentifier('balanceTransaction'),
    object: 'balance_transaction',
    amount: amountInPence,
    available_on: created + AVAILABLE_AFTER_IN_SECONDS,
    balance_type: 'payments',
    created,
    currency: 'gbp',
    description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: 'gbp',
              description: type === 'adjustment' ? 'Dispute fee' : 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amountInPence - fee,
    reporting_category: reportingCategory,
    source,
    status: 'pending',
    type,
  };
  account.balanceTransactions.set(entered.id, entered);
  return entered;
}

const listParameters = {
  ...pageParameters,
  currency: text().optional(),
  source: text().optional(),
  type: text().optional(),
} satisfies NamesOf<Stripe.BalanceTransactionListParams>;

const LIST_LATER = {
  '': { payout: true } satisfies TheRestOf<Stripe.BalanceTransactionListParams, typeof listParameters>,
};

/** The routes of the API that read the balance. */
export function balanceRoutes(account: Account): readonly ApiRoute[] {
  /** What was pending becomes available when its time comes. */
  const asOfNow = (one: Stripe.BalanceTransaction): Stripe.BalanceTransaction =>
    one.available_on <= account.clock.time ? { ...one, status: 'available' } : one;
  return [
    {
      method: 'GET',
      path: /^\/v1\/balance_transactions$/,
      answer: (_id, form) => {
        const { currency, source, type, ...page } = readParameters(z.strictObject(listParameters), form, LIST_LATER);
        const list = pageOf(
          account.balanceTransactions,
          'balance_transaction',
          '/v1/balance_transactions',
          page,
          (one) =>
            (currency === undefined || one.currency === currency.toLowerCase()) &&
            (source === undefined || one.source === source) &&
            (type === undefined || one.type === type),
        );
        return { ...list, data: list.data.map(asOfNow) };
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/balance_transactions\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return asOfNow(named(account.balanceTransactions, 'balance_transaction', id));
      },
    },
  ];
}
