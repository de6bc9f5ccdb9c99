/** Netlify’s door for a monthly donor who asks for the link to their gift: `/api/manage`. */
import type { Config, Context } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { sendGiftLink } from '../giving/monthly/link-by-email.ts';
import { builtPage, builtTerms } from './environment/built-pages.ts';
import { letterSender } from './environment/letters.ts';
import { secretFor } from './environment/secret.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';

export default answering(['GET', 'HEAD', 'POST'], async (request, context: Context) => {
  const [terms, formPage] = await Promise.all([builtTerms(), builtPage('/donate/manage/')]);
  return sendGiftLink(request, {
    stripe: stripeFromEnvironment(),
    terms,
    formPage,
    send: letterSender(terms.email),
    stripesOwnPage: process.env.STRIPE_PORTAL_LOGIN_URL,
    secret: secretFor('link to a gift'),
    now: () => new Date(),
    afterwards: (work) => context.waitUntil(work),
    tellOperator: console.error,
  });
});

/** A donor asks once or twice; whoever tries addresses, or would fill mailboxes, asks more often. */
export const config: Config = {
  path: '/api/manage',
  rateLimit: { windowLimit: 5, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
