/** Netlify’s door for a monthly donor who has followed the link to their gift: `/api/my-gift`. */
import type { Config, Context } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { answerMyGift } from '../giving/monthly/my-gift.ts';
import { builtPage, builtTerms } from './environment/built-pages.ts';
import { letterSender } from './environment/letters.ts';
import { secretFor } from './environment/secret.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';

export default answering(['GET', 'HEAD', 'POST'], async (request, context: Context) => {
  const [terms, giftPage, formPage] = await Promise.all([
    builtTerms(),
    builtPage('/donate/my-gift/'),
    builtPage('/donate/manage/'),
  ]);
  return answerMyGift(request, {
    stripe: stripeFromEnvironment(),
    terms,
    giftPage,
    formPage,
    send: letterSender(terms.email),
    afterwards: (work) => context.waitUntil(work),
    secret: secretFor('link to a gift'),
    now: () => new Date(),
    tellOperator: console.error,
  });
});

export const config: Config = {
  path: '/api/my-gift',
  rateLimit: { windowLimit: 30, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
