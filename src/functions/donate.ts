/** Netlify’s door for a posted gift: `/api/donate`. */
import type { Config } from '@netlify/functions';
import { takeGift } from '../giving/checkout.ts';
import { donatePage } from './environment/donate-page.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';

export default async (request: Request): Promise<Response> =>
  takeGift(request, { stripe: stripeFromEnvironment(), ...(await donatePage()) });

/** Card testers send hundreds of attempts in minutes; a donor needs a few. The platform counts: https://docs.netlify.com/manage/security/secure-access-to-sites/rate-limiting/ */
export const config: Config = {
  path: '/api/donate',
  rateLimit: { windowLimit: 10, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
