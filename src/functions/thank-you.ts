/** Netlify’s door for a donor who comes back from paying: `/api/thank-you`. */
import type { Config } from '@netlify/functions';
import { thankDonor } from '../giving/thanks.ts';
import { builtPage, builtTerms } from './environment/built-pages.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';

export default async (request: Request): Promise<Response> => {
  const [terms, thanksPage] = await Promise.all([builtTerms(), builtPage('/donate/thank-you/')]);
  return thankDonor(request, {
    stripe: stripeFromEnvironment(),
    terms,
    thanksPage,
    now: () => new Date(),
    tellOperator: console.error,
  });
};

export const config: Config = {
  path: '/api/thank-you',
  rateLimit: { windowLimit: 20, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
