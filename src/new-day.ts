/** Has the site built anew at the start of each day in the charity’s own time: a post dated ahead appears, and an event that is over moves to the past. */
import { ownTimeZone } from './dates.ts';

/** What building anew needs. */
export interface Builder {
  readonly now: Date;
  /** The address that Netlify builds the site at when it is posted to; without one nothing is done. */
  readonly buildHook: string | undefined;
  readonly ask: typeof fetch;
  /** Writes a line for whoever runs the site. It never holds the build hook: whoever has it can build. */
  readonly tellOperator: (line: string) => void;
}

const hourInOwnTime = (now: Date) =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: ownTimeZone, hour: 'numeric', hourCycle: 'h23' }).format(now));

const isAtNetlify = (address: string) => URL.canParse(address) && new URL(address).origin === 'https://api.netlify.com';

/**
 * Has the site built if a day has just begun here. Netlify’s clock is UTC and knows no summer time, so it calls at both hours that can be
 * midnight here, and at one of them nothing is done.
 * @returns whether a build was asked for
 */
export async function buildIfDayBegins({ now, buildHook, ask, tellOperator }: Builder): Promise<boolean> {
  if (!buildHook || hourInOwnTime(now) !== 0) return false;
  if (!isAtNetlify(buildHook)) {
    tellOperator(
      'The site was not built for the new day: BUILD_HOOK_URL is not an address at https://api.netlify.com.',
    );
    return false;
  }
  try {
    const { ok, status } = await ask(buildHook, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    if (!ok) tellOperator(`The site was not built for the new day: the build hook answered ${status}.`);
    return ok;
  } catch {
    tellOperator('The site was not built for the new day: the build hook did not answer.');
    return false;
  }
}
