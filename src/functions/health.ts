/** Netlify’s door for whoever watches the site: `/health/`. */
import type { Config } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { answerHealth } from '../watching/health.ts';
import { builtWhen } from './environment/built-pages.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

export default answering(['GET', 'HEAD'], (request) =>
  answerHealth(request, {
    stripe: stripeFromEnvironment(),
    webhookSecret: process.env.STRIPE_WEBHOOK_SECRET,
    mode: modeOfKey(),
    built: builtWhen,
    now: () => new Date(),
  }),
);

/** Whoever watches asks once a minute, from some places at once. */
export const config: Config = {
  path: '/health',
  rateLimit: { windowLimit: 20, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
