/** Netlify’s door for the start of a day. It has no address: only Netlify’s clock calls it. */
import type { Config } from '@netlify/functions';
import { buildIfDayBegins } from '../new-day.ts';

export default async (): Promise<Response> => {
  await buildIfDayBegins({
    now: new Date(),
    buildHook: process.env.BUILD_HOOK_URL,
    ask: fetch,
    tellOperator: console.error,
  });
  return new Response(null, { status: 204 });
};

/** Five past midnight in the UK, in UTC: in winter, and in summer. */
export const config: Config = { schedule: '5 0,23 * * *' };
