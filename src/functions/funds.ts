/** Netlify’s door for what each fund has: `/api/funds`. */
import type { Config } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { answerFundTotals } from '../giving/funds/fund-totals.ts';
import { ledgerIn } from '../giving/ledger/ledger.ts';
import { blobsNamed } from './environment/blobs.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

export default answering(['GET'], (request) =>
  answerFundTotals(request, {
    ledger: ledgerIn(blobsNamed('ledger'), modeOfKey()),
    now: new Date(),
    tellOperator: console.error,
  }),
);

/** Netlify reads this without running it, so the path cannot be taken from `fundTotalsPath`; a test holds the two together. */
export const config: Config = { path: '/api/funds' };
