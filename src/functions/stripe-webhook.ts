/** Netlify’s door for Stripe’s events: `/api/stripe-webhook`. */
import { getStore } from '@netlify/blobs';
import type { Config } from '@netlify/functions';
import Stripe from 'stripe';
import { ledgerIn } from '../giving/ledger.ts';
import { hearFromStripe } from '../giving/webhook.ts';

export default (request: Request): Promise<Response> =>
  hearFromStripe(request, {
    stripe: { webhooks: Stripe.webhooks },
    secret: process.env.STRIPE_WEBHOOK_SECRET,
    tellOperator: console.error,
    ledger: (mode) => ledgerIn(getStore({ name: 'ledger', consistency: 'strong' }), mode),
  });

export const config: Config = { path: '/api/stripe-webhook' };
