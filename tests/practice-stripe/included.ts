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
  'checkout.session': { line_items: notYet('line_items') },
};
