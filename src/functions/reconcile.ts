/** Netlify’s door for holding the ledger against Stripe. It has no address: only Netlify’s clock calls it. */
import type { Config } from '@netlify/functions';
import { ledgerIn } from '../giving/ledger.ts';
import { tellWhatWaits } from '../giving/news-for-staff.ts';
import { reconcile } from '../giving/reconciliation.ts';
import { blobsNamed } from './environment/blobs.ts';
import { newsroom } from './environment/newsroom.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

export default async (): Promise<Response> => {
  const stripe = stripeFromEnvironment();
  const mode = modeOfKey();
  await tellWhatWaits(newsroom(mode));
  if (stripe) {
    const ledger = ledgerIn(blobsNamed('ledger'), mode);
    await reconcile({ stripe, ledger, tellOperator: console.error }, new Date());
  }
  return new Response(null, { status: 204 });
};

/** Not on the hour, when everybody else asks. */
export const config: Config = { schedule: '23 * * * *' };
