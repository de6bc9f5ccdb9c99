/** Netlify’s door for Stripe’s events: `/api/stripe-webhook`. */
import type { Config, Context } from '@netlify/functions';
import Stripe from 'stripe';
import { answering } from '../answered-methods.ts';
import { noteDecline } from '../giving/ledger/card-testing.ts';
import { noteHeard } from '../giving/ledger/heard.ts';
import { ledgerIn } from '../giving/ledger/ledger.ts';
import { tellStaff } from '../giving/ledger/news-for-staff.ts';
import { hearFromStripe } from '../giving/ledger/webhook.ts';
import { withoutDetails } from '../giving/without-details.ts';
import { blobsNamed } from './environment/blobs.ts';
import { builtTerms } from './environment/built-pages.ts';
import { newsroom } from './environment/newsroom.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

export default answering(['POST'], (request, context: Context) => {
  const mode = modeOfKey();
  return hearFromStripe(request, {
    stripe: stripeFromEnvironment(),
    webhooks: Stripe.webhooks,
    secret: process.env.STRIPE_WEBHOOK_SECRET,
    mode,
    ledger: ledgerIn(blobsNamed('ledger'), mode),
    terms: builtTerms,
    noteDecline: (event) => noteDecline(blobsNamed('card-testing'), mode, event, new Date()),
    noteHeard: (created) =>
      context.waitUntil(
        noteHeard(blobsNamed('heard'), mode, created).catch((error: unknown) =>
          console.error(`That an event came was not noted: ${withoutDetails(error)}`),
        ),
      ),
    tellStaff: (news) => tellStaff(newsroom(mode), news, (sending) => context.waitUntil(sending)),
    tellOperator: console.error,
  });
});

export const config: Config = { path: '/api/stripe-webhook' };
