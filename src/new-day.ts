/** Has the site built anew at the start of each day in the charity’s own time: a post dated ahead appears, a picture whose consent has ended goes, and an event that is over moves to the past. */
import { setTimeout as pause } from 'node:timers/promises';
import { ownTimeZone } from './dates.ts';

/** What building anew needs. */
export interface Builder {
  readonly now: Date;
  /** The address that Netlify builds the site at when it is posted to; without one nothing is done. */
  readonly buildHook: string | undefined;
  readonly ask: typeof fetch;
  /** How long it waits before it asks again. */
  readonly pauseInMilliseconds?: number;
  /** Writes a line for whoever runs the site. It never holds the build hook: whoever has it can build. */
  readonly tellOperator: (line: string) => void;
}

const hourInOwnTime = (now: Date) =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: ownTimeZone, hour: 'numeric', hourCycle: 'h23' }).format(now));

/** Asks so often, of which each may take so long: with the pauses it is within the 30 seconds that Netlify gives a function of its clock. */
const tries = 3;
const timeoutInMilliseconds = 7000;

const isAtNetlify = (address: string) => URL.canParse(address) && new URL(address).origin === 'https://api.netlify.com';

/**
 * Has the site built if a day has just begun here. Netlify’s clock is UTC and knows no summer time, so it calls at both hours that can be
 * midnight here, and at one of them nothing is done.
 * @returns whether a build was asked for
 */
export async function buildIfDayBegins({
  now,
  buildHook,
  ask,
  pauseInMilliseconds = 2000,
  tellOperator,
}: Builder): Promise<boolean> {
  if (!buildHook || hourInOwnTime(now) !== 0) return false;
  if (!isAtNetlify(buildHook)) {
    tellOperator(
      'The site was not built for the new day: BUILD_HOOK_URL is not an address at https://api.netlify.com.',
    );
    return false;
  }
  let went = '';
  for (let asked = 0; asked < tries; asked++) {
    if (asked > 0) await pause(pauseInMilliseconds);
    went = await howItWent(ask, buildHook);
    if (went === '') return true;
  }
  tellOperator(`The site was not built for the new day: the build hook ${went}.`);
  return false;
}

/** Asks for a build once. @returns nothing when it was taken on, or what came instead */
async function howItWent(ask: typeof fetch, buildHook: string): Promise<string> {
  try {
    const { ok, status } = await ask(buildHook, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutInMilliseconds),
    });
    return ok ? '' : `answered ${status}`;
  } catch {
    return 'did not answer';
  }
}
