/** Netlify’s door for a donor who comes back from paying: `/api/thank-you`. */
import type { Config } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { thankDonor } from '../giving/thanks.ts';
import { withoutDetails } from '../giving/without-details.ts';
import { securityHeaders } from '../security-headers.ts';
import { builtPage, builtTerms } from './environment/built-pages.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';

/** Thanks. Whoever comes here may have paid, and reads no error, whatever fails. */
export default answering(['GET', 'HEAD'], async (request) => {
  try {
    const [terms, thanksPage] = await Promise.all([builtTerms(), builtPage('/donate/thank-you/')]);
    return await thankDonor(request, {
      stripe: stripeFromEnvironment(),
      terms,
      thanksPage,
      now: () => new Date(),
      tellOperator: console.error,
    });
  } catch (error) {
    console.error(`A donor was thanked in plain words alone: ${withoutDetails(error)}`);
    return new Response('Thank you. If you have paid, Stripe sends you a receipt by email.', {
      headers: {
        ...securityHeaders,
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      },
    });
  }
});

export const config: Config = {
  path: '/api/thank-you',
  rateLimit: { windowLimit: 20, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
