/** Has the site look itself over, and tells staff of what is wrong: once, however long it stays so. */
import type Stripe from 'stripe';
import { dayInWords, dayOf } from '../dates.ts';
import { newestUnheard } from '../giving/ledger/heard.ts';
import { type News, type Newsroom, tellStaff } from '../giving/ledger/news-for-staff.ts';
import type { Store } from '../giving/ledger/store.ts';
import { withoutDetails } from '../giving/without-details.ts';
import { type GivingSetUp, troubles, troublesNow } from './giving-now.ts';
import type { Built } from './health.ts';
import { followLinks } from './links.ts';

/** What looking needs. */
export interface SelfCheck extends Omit<GivingSetUp, 'stripe'> {
  readonly stripe: Pick<Stripe, 'checkout' | 'events'> | undefined;
  /** Where the webhook notes what it has heard. */
  readonly heard: Store;
  /** Where it is noted what was wrong at the last check. */
  readonly store: Store;
  readonly newsroom: Newsroom;
  readonly built: () => Promise<Built>;
  readonly buildHook: string | undefined;
  /** The address of the site; without one no link is followed. */
  readonly site: string | undefined;
  readonly ask: typeof fetch;
  readonly now: Date;
  readonly isTimeLeft: () => boolean;
  /** Sees to it that the sending, which never rejects, comes to its end. */
  readonly later: (sending: Promise<void>) => void;
}

/** What is wrong: a key for each thing, and how it is said to staff. */
type Faults = Readonly<Record<string, string>>;

/** What stands from one check to the next. */
interface Kept {
  readonly faults: Faults;
  readonly lastPage?: string;
}

/** Gifts: what stays wrong until somebody sees to it. That Stripe was silent for a moment is for whoever watches `/health/`. */
async function faultsOfGiving(check: SelfCheck): Promise<Faults> {
  const found = await troublesNow(check);
  if (found.includes('no-answer')) throw new Error('Stripe did not answer');
  return Object.fromEntries(found.map((trouble) => [trouble, troubles[trouble]]));
}

/** Whether Stripe’s events reach the site. */
async function faultsOfHearing({ stripe, heard, newsroom: { mode }, now }: SelfCheck): Promise<Faults> {
  if (!stripe) return {};
  try {
    const unheard = await newestUnheard(stripe, heard, mode, now);
    return unheard
      ? {
          unheard: `Stripe has news of ${dayInWords(dayOf(unheard))} that never reached the site. At Stripe, under Developers, Webhooks, look at whether the endpoint is there, with its events, and what it was answered.`,
        }
      : {};
  } catch (error) {
    if ((error as Partial<Stripe.errors.StripeError>).type !== 'StripePermissionError') throw error;
    return { unread: 'Nobody can tell whether Stripe’s news reaches the site: its key may not read Events.' };
  }
}

/** Whether the site was built at the start of this day, as it should be (`new-day.ts`). */
async function faultsOfDay({ built, buildHook, now }: SelfCheck): Promise<Faults> {
  if (!buildHook)
    return {
      'no-hook':
        'BUILD_HOOK_URL is not set, so the site is not built anew each night: a picture whose consent has ended stays, and what is dated ahead does not appear.',
    };
  const day = dayOf(new Date((await built()).builtAt));
  return day === dayOf(now)
    ? {}
    : {
        old: `The site was last built on ${dayInWords(day)}, and not last night: a picture whose consent has ended may still be there, and what is dated ahead is not. Look at Netlify, under Deploys.`,
      };
}

/** Which links lead nowhere; of pages for which there was no time, what was so at the last check. */
async function faultsOfLinks({ site, ask, isTimeLeft }: SelfCheck, before: Kept): Promise<Kept> {
  if (!site) return { faults: {} };
  const { dead, pages, looked, last } = await followLinks({
    site: new URL(site),
    ask,
    after: before.lastPage,
    isTimeLeft,
  });
  const stillSo = Object.entries(before.faults).filter(([key]) => {
    const [page = ''] = key.split(' ');
    return pages.includes(page) && !looked.has(page);
  });
  const found = dead.map(({ page, link }) => [`${page} ${link}`, `On ${page} a link leads nowhere, to ${link}`]);
  return { faults: Object.fromEntries([...stillSo, ...found]), ...(last === undefined ? {} : { lastPage: last }) };
}

const part = (name: string, faults: Faults): Faults =>
  Object.fromEntries(Object.entries(faults).map(([key, words]) => [`${name} ${key}`, words]));
const partOf = (name: string, faults: Faults): Faults =>
  Object.fromEntries(
    Object.entries(faults)
      .filter(([key]) => key.startsWith(`${name} `))
      .map(([key, words]) => [key.slice(name.length + 1), words]),
  );

/** The most that a message names. */
const mostNamed = 20;

function newsOf(words: readonly string[], standing: number, now: Date): News {
  const more = words.length - mostNamed;
  const lines = [
    `The website’s weekly look at itself found ${words.length === 1 ? 'something' : `${words.length} things`} to see to:`,
    ...words.slice(0, mostNamed).map((one) => `• ${one}`),
    ...(more > 0 ? [`• and ${more} more.`] : []),
    ...(standing > 0
      ? [
          `${standing === 1 ? 'One thing' : `${standing} things`} of earlier weeks still stand${standing === 1 ? 's' : ''}.`,
        ]
      : []),
  ];
  return { key: `self-check/${now.toISOString()}`, text: lines.join('\n') };
}

/**
 * Looks, and tells staff of what was not wrong at the check before. What was mended and breaks again is told again. What could not be looked at now is
 * taken to be as it was.
 */
export async function checkItself(check: SelfCheck): Promise<void> {
  const { newsroom, store, now, later } = check;
  if (!newsroom.send) return;
  const key = `self-check/${newsroom.mode}`;
  const found = await store.read(key);
  const before: Kept = { faults: {}, ...(found?.value as Kept | undefined) };
  const looks: Readonly<Record<string, (before: Kept) => Promise<Kept>>> = {
    giving: async () => ({ faults: await faultsOfGiving(check) }),
    hearing: async () => ({ faults: await faultsOfHearing(check) }),
    day: async () => ({ faults: await faultsOfDay(check) }),
    links: (earlier) => faultsOfLinks(check, earlier),
  };
  const kept = await Promise.all(
    Object.entries(looks).map(async ([aspect, look]): Promise<Kept> => {
      const earlier = { ...before, faults: partOf(aspect, before.faults) };
      try {
        const { faults, ...rest } = await look(earlier);
        return { ...rest, faults: part(aspect, faults) };
      } catch (error) {
        newsroom.tellOperator(`The weekly look at ${aspect} came to no end: ${withoutDetails(error)}`);
        return { ...earlier, faults: part(aspect, earlier.faults) };
      }
    }),
  );
  const after: Kept = Object.assign({}, ...kept, { faults: Object.assign({}, ...kept.map(({ faults }) => faults)) });
  const fresh = Object.entries(after.faults).filter(([fault]) => !(fault in before.faults));
  if (fresh.length > 0) {
    const standing = Object.keys(after.faults).length - fresh.length;
    await tellStaff(
      newsroom,
      newsOf(
        fresh.map(([, words]) => words),
        standing,
        now,
      ),
      later,
    );
  }
  await store.write(key, after, found?.version);
}
