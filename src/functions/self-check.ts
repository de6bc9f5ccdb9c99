/** Netlify’s door for the site’s weekly look at itself. It has no address: only Netlify’s clock calls it. */
import type { Config } from '@netlify/functions';
import { checkItself } from '../watching/self-check.ts';
import { blobsNamed } from './environment/blobs.ts';
import { builtWhen } from './environment/built-pages.ts';
import { newsroom } from './environment/newsroom.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

/** Of the thirty seconds that Netlify gives it, the rest is for the last answers to come, and for telling. */
const followsLinksForInMilliseconds = 8000;

export default async (): Promise<Response> => {
  const endsAt = Date.now() + followsLinksForInMilliseconds;
  const mode = modeOfKey();
  const sending: Promise<void>[] = [];
  await checkItself({
    stripe: stripeFromEnvironment(),
    webhookSecret: process.env.STRIPE_WEBHOOK_SECRET,
    heard: blobsNamed('heard'),
    store: blobsNamed('self-check'),
    newsroom: newsroom(mode),
    built: builtWhen,
    buildHook: process.env.BUILD_HOOK_URL,
    site: process.env.URL,
    ask: fetch,
    now: new Date(),
    isTimeLeft: () => Date.now() < endsAt,
    later: (one) => sending.push(one),
  });
  await Promise.all(sending);
  return new Response(null, { status: 204 });
};

/** Monday morning, so that there is a week to see to it; not on the hour, when everybody else asks. */
export const config: Config = { schedule: '41 6 * * 1' };
