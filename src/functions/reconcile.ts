/** Netlify’s door for holding the ledger against Stripe. It has no address: only Netlify’s clock calls it. */
import type { Config } from '@netlify/functions';
import { ledgerIn } from '../giving/ledger/ledger.ts';
import { tellWhatWaits } from '../giving/ledger/news-for-staff.ts';
import { reconcile } from '../giving/ledger/reconciliation.ts';
import { blobsNamed } from './environment/blobs.ts';
import { mostForOneInMilliseconds, newsroom } from './environment/newsroom.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

/** Netlify ends a scheduled function after thirty seconds: https://docs.netlify.com/build/functions/scheduled-functions/ */
const mostInMilliseconds = 28_000;

export default async (): Promise<Response> => {
  const endsAt = Date.now() + mostInMilliseconds;
  const stripe = stripeFromEnvironment();
  const mode = modeOfKey();
  if (stripe) {
    const ledger = ledgerIn(blobsNamed('ledger'), mode);
    await reconcile({ stripe, ledger, tellOperator: console.error }, new Date());
  }
  // The ledger comes first: it must not wait for a mail server that says nothing.
  await tellWhatWaits(newsroom(mode), () => Date.now() + mostForOneInMilliseconds < endsAt);
  return new Response(null, { status: 204 });
};

/** Not on the hour, when everybody else asks. */
export const config: Config = { schedule: '23 * * * *' };
