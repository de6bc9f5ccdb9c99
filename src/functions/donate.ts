/** Netlify’s door for a posted gift: `/api/donate`. */
import type { Config } from '@netlify/functions';
import { takeGift, withoutDetails } from '../giving/checkout.ts';
import { securityHeaders } from '../security-headers.ts';
import { donatePage } from './environment/donate-page.ts';
import { stripeFromEnvironment } from './environment/stripe-client.ts';

/** Answers a posted gift. When the site itself is set up wrongly, it takes nothing and says so. */
export default async (request: Request): Promise<Response> => {
  try {
    return await takeGift(request, {
      stripe: stripeFromEnvironment(),
      ...(await donatePage()),
      tellOperator: console.error,
    });
  } catch (error) {
    console.error(`Giving is not set up as it should be: ${withoutDetails(error)}`);
    return new Response('Nothing has been taken. We cannot take gifts on this page just now. Please try again later.', {
      status: 503,
      headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  }
};

/** Card testers send hundreds of attempts in minutes; a donor needs a few. The platform counts: https://docs.netlify.com/manage/security/secure-access-to-sites/rate-limiting/ */
export const config: Config = {
  path: '/api/donate',
  rateLimit: { windowLimit: 10, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
