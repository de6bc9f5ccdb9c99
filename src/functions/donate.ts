/** Netlify’s door for a posted gift: `/api/donate`. */
import type { Config } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { takeGift } from '../giving/checkout.ts';
import { firstTryIn } from '../giving/form/question.ts';
import { isCardTesting } from '../giving/ledger/card-testing.ts';
import { withoutDetails } from '../giving/without-details.ts';
import { securityHeaders } from '../security-headers.ts';
import { blobsNamed } from './environment/blobs.ts';
import { builtPage, builtTerms } from './environment/built-pages.ts';
import { secretFor } from './environment/secret.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';
import { modeOfKey } from './environment/stripe-mode.ts';

/** Answers a posted gift. When the site itself is set up wrongly, it takes nothing and says so. */
export default answering(['GET', 'HEAD', 'POST'], async (request) => {
  try {
    const [terms, formPage, lookOverPage] = await Promise.all([
      builtTerms(),
      builtPage('/donate/'),
      builtPage('/donate/look-over/'),
    ]);
    return await takeGift(request, {
      stripe: stripeFromEnvironment(),
      terms,
      formPage,
      lookOverPage,
      isUnderAttack: async () => {
        try {
          return (await isCardTesting(blobsNamed('card-testing'), modeOfKey(), new Date())) ? 'yes' : 'no';
        } catch (error) {
          // A question too many costs a donor a moment; one too few may cost the charity its account.
          console.error(`Whether robots are here is not known: ${withoutDetails(error)}`);
          return 'unknown';
        }
      },
      secret: secretFor('question'),
      firstTry: async (token, rightAt) => {
        try {
          return await firstTryIn(blobsNamed('questions'))(token, rightAt);
        } catch (error) {
          console.error(`A question may be tried again, for its try was not noted: ${withoutDetails(error)}`);
          return rightAt;
        }
      },
      now: () => new Date(),
      tellOperator: console.error,
    });
  } catch (error) {
    console.error(`Giving is not set up as it should be: ${withoutDetails(error)}`);
    return new Response('Nothing has been taken. We cannot take gifts on this page just now. Please try again later.', {
      status: 503,
      headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  }
});

/**
 * Card testers send hundreds of attempts in minutes; a donor needs a few, and a whole concert may have one address. The platform counts, each call of
 * a function alike: a form that a link fills in counts with the presses, for which there is room. To count them apart would take a function for each.
 * https://docs.netlify.com/manage/security/secure-access-to-sites/rate-limiting/
 */
export const config: Config = {
  path: '/api/donate',
  rateLimit: { windowLimit: 30, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
