/** What an object leaves out until a request asks for it by `expand[]`: lists that stand inside it. */
import type { Included } from './expansion.ts';
import { pageOf } from './lists.ts';
import { notDoneYet } from './refusal.ts';

const notYet = (property: string) => (): never => {
  throw notDoneYet(`the expansion of ${property}`, 'expand');
};

/** For each kind of object, what it can be asked for. */
export const INCLUDED: Included = {
  charge: {
    refunds: (account, id) =>
      pageOf(account.refunds, 'refund', `/v1/charges/${id}/refunds`, {}, ({ charge }) => charge === id),
  },
  customer: {
    subscriptions: (account, id) =>
      pageOf(
        account.subscriptions,
        'subscription',
        `/v1/customers/${id}/subscriptions`,
        {},
        ({ customer, status }) => customer === id && status !== 'canceled',
      ),
  },
  invoice: {
    payments: (account, id) =>
      pageOf(
        account.invoicePayments,
        'invoice_payment',
        `/v1/invoice_payments?invoice=${id}`,
        {},
        ({ invoice }) => invoice === id,
      ),
  },
  'checkout.session': { line_items: notYet('line_items') },
};
