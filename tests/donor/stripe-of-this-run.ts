/**
 * The Stripe of this run, as the tests of giving need it: the practice Stripe; or, with a test key of Stripe’s in the environment, Stripe itself. The same tests
 * run against either. What they cannot have of Stripe itself, they say, and pass over there.
 */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type Stripe from 'stripe';
import { stripeFromEnvironment } from '../../src/functions/environment/stripe-client.ts';
import { type PracticeMailServer, startPracticeMailServer } from '../practice-mail-server.ts';
import { dressAsStripes } from '../practice-stripe/dressed-as-stripes.ts';
import { PRACTICE_SECRET_KEY } from '../practice-stripe/practice-keys.ts';
import { bringNews } from './news-from-stripe.ts';
import { type StripeItself, stripeItself } from './stripe-itself.ts';
import { type Donor, expectDeclined, goBack, payByBank, payByCard, whatHolds } from './stripes-own-page.ts';

/** Stripe’s page for one gift. Whatever is done there, the donor’s own page is afterwards where Stripe sends them. */
export interface PageForPaying {
  /** The SDK, speaking to the Stripe whose page it is. */
  readonly stripe: Stripe;
  /** The session, as it now is. */
  session(): Promise<Stripe.Checkout.Session>;
  /** The payment that it led to, if any. */
  payment(): Promise<Stripe.PaymentIntent | undefined>;
  /** Expects that the donor reads all of this there. */
  shows(...words: string[]): Promise<void>;
  /** Pays by card; with `isTwice`, by two presses of the button. */
  pay(donor?: Partial<Donor> & { readonly isTwice?: boolean }): Promise<void>;
  /** Has it taken from a bank, which pays days later. */
  payByBank(): Promise<void>;
  /** Tries a card that is declined, reads so, and is still there. */
  tryDeclinedCard(): Promise<void>;
  /** Leaves by the link that is there for it. */
  goBack(): Promise<void>;
}

/** What the tests of giving need of Stripe. */
export interface StripeOfThisRun {
  /** Whether it is Stripe itself. */
  readonly isItself: boolean;
  /** What a command of the project finds in its environment to speak to it. */
  settings(): Readonly<Record<string, string>>;
  /** The page for paying that a donor has come to. */
  pageForPaying(page: Page): Promise<PageForPaying>;
  /** Expects that a donor has come to the page for leaving another card. */
  isAtPageForCard(page: Page): Promise<void>;
  /** An email address for a donor: at Stripe itself, where what earlier runs left stays, none that they used. */
  address(name: string): string;
  /** The newest letter that the site has sent to an address, as it is written; `undefined` when there is none. */
  letterTo(address: string): Promise<string | undefined>;
}

const itself = stripeItself();
const linkToGift = /https?:\/\/[^\s"/]+\/api\/my-gift\?link=[\w-]+/;

const pageForCard = /\/p\/session\//;

/** What a site of this run finds in its environment, beside what there is: nothing, and it starts a practice Stripe; or how to speak to Stripe itself. */
export const settingsOfSite: Readonly<Record<string, string>> = itself?.settings ?? {};

/** As Playwright’s own, with `stripe`: the Stripe of this run. Its site is at `baseURL`. */
export const test = base.extend<{ stripe: StripeOfThisRun }>({
  stripe: async ({ browser, context, baseURL, javaScriptEnabled }, use) => {
    if (!itself) return use(practising());
    const windows: BrowserContext[] = [];
    const dressed = async (one: BrowserContext) => {
      if (itself.rehearsedAt) await dressAsStripes(one);
      return one;
    };
    await dressed(context);
    const client = clientFor(itself.settings);
    const mail = await startPracticeMailServer(itself.mailPort);
    const news = bringNews(client, {
      webhook: `${baseURL}/api/stripe-webhook`,
      secret: itself.settings.STRIPE_WEBHOOK_SECRET,
    });
    await use(
      atStripeItself(client, mail, {
        site: new URL(baseURL ?? '').origin,
        settings: itself.settings,
        // Stripe’s page is drawn by a script. A donor who has none goes on to it in a window that has.
        openWindow: async (page) => {
          if (javaScriptEnabled !== false) {
            // Playwright dresses no page that is come to by a redirect.
            await page.waitForLoadState();
            if (itself.rehearsedAt) await page.reload();
            return page;
          }
          const window = await browser.newContext({ javaScriptEnabled: true });
          windows.push(await dressed(window));
          return window.newPage();
        },
      }),
    );
    mail.stop();
    try {
      await Promise.all(windows.map((window) => window.close()));
    } finally {
      await news.stop();
    }
  },
});

/** The practice Stripe that the site itself has started. Where it is, its page for paying tells. */
function practising(): StripeOfThisRun {
  let address = '';
  return {
    isItself: false,
    settings: () => ({ STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY, PRACTICE_STRIPE_URL: address }),
    isAtPageForCard: (page) => page.waitForURL(pageForCard),
    address: (name) => `${name}@example.org`,
    async pageForPaying(page) {
      const session = await sessionAt(page);
      address = new URL(page.url()).origin;
      const stripe = clientFor({ STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY, PRACTICE_STRIPE_URL: address });
      const payButton = page.getByRole('button', { name: /£\d/ });
      return {
        ...whatBecomesOf(session, stripe),
        async shows(...words) {
          await expect(payButton).toBeVisible();
          for (const one of words) await expect(page.getByText(one).first()).toBeVisible();
        },
        async pay({ name, email, isTwice = false } = {}) {
          if (name) await page.getByLabel('Your name').fill(name);
          if (email) await page.getByLabel('Your email address').fill(email);
          await (isTwice ? payButton.dblclick() : payButton.click());
        },
        payByBank: () => page.getByRole('button', { name: 'Practise a bank payment' }).click(),
        async tryDeclinedCard() {
          await page.getByRole('button', { name: 'Practise a declined card' }).click();
          await expect(page.getByRole('alert')).toContainText('declined');
        },
        goBack: () => page.getByRole('link', { name: /Go back/ }).click(),
      };
    },
    async letterTo(to) {
      const mailbox = await (await fetch(new URL('/practice/mail', address))).text();
      return mailbox.split('<li>').find((letter) => letter.includes(`To: ${to}<`));
    },
  };
}

/** Stripe itself, by its API, its own page, and its list of events. */
function atStripeItself(
  stripe: Stripe,
  mail: PracticeMailServer,
  {
    site,
    settings,
    openWindow,
  }: Pick<StripeItself, 'settings'> & { site: string; openWindow(page: Page): Promise<Page> },
): StripeOfThisRun {
  const run = Date.now().toString(36);
  const address = (name: string) => `${name}.${run}@example.org`;
  return {
    isItself: true,
    settings: () => settings,
    isAtPageForCard: (page) =>
      page.waitForURL(pageForCard, { timeout: 30_000 }).catch(() => {
        throw new Error(
          'Stripe gave no page for another card. In this account of Stripe’s, let customers update their payment methods under Settings → Billing → Customer portal, and save; a restricted key needs its leave, too.',
        );
      }),
    address,
    async pageForPaying(page) {
      const session = await sessionAt(page);
      const startsAt = page.url();
      let opened: Page | undefined;
      const window = async () => {
        opened ??= await openWindow(page);
        if (opened !== page && opened.url() === 'about:blank') await opened.goto(startsAt);
        return opened;
      };
      /** Does what leads away from Stripe’s page, and has the donor’s own page where it leads. */
      async function leave(act: (window: Page) => Promise<void>): Promise<void> {
        const at = await window();
        const isLedAway = at.waitForRequest(
          (request) => request.isNavigationRequest() && new URL(request.url()).origin === site,
          { timeout: 60_000 },
        );
        // What comes of it is told below, unless something else fails before.
        isLedAway.catch(() => undefined);
        // The site shows a gift’s thanks once: to the donor, and not to the window.
        if (at !== page) await at.route(`${site}/**`, (route) => route.abort());
        await act(at);
        const led = await isLedAway.catch(async () => {
          throw new Error(await whatHolds(at));
        });
        if (at === page) return page.waitForURL((url) => url.origin === site, { waitUntil: 'commit' });
        await at.close();
        await page.goto(led.url());
      }
      const donorBy = ({ name = 'Practice Donor', email = address('donor') }: Partial<Donor>) => ({ name, email });
      return {
        ...whatBecomesOf(session, stripe),
        async shows(...words) {
          const at = await window();
          for (const one of words) await expect(at.getByText(one).filter({ visible: true }).first()).toBeVisible();
        },
        pay: ({ isTwice, ...donor } = {}) => leave((at) => payByCard(at, 'paid', donorBy(donor), isTwice)),
        payByBank: () => leave((at) => payByBank(at, donorBy({}))),
        async tryDeclinedCard() {
          const at = await window();
          await payByCard(at, 'declined', donorBy({}));
          await expectDeclined(at).catch(async () => {
            throw new Error(await whatHolds(at));
          });
        },
        goBack: () => leave(goBack),
      };
    },
    // In a letter, a line that is too long is broken, and what stands for that is written otherwise.
    letterTo: async (to) =>
      mail.messages
        .map((letter) => letter.replaceAll('=\r\n', '').replaceAll('=3D', '='))
        .findLast((letter) => letter.includes(`To: ${to}\r\n`)),
  };
}

/** The link in the letter that the site has sent to an address, once it is there. */
export async function linkSentTo(stripe: StripeOfThisRun, address: string): Promise<string> {
  let link = '';
  await expect(async () => {
    [link = ''] = linkToGift.exec((await stripe.letterTo(address)) ?? '') ?? [];
    expect(link).not.toBe('');
  }).toPass();
  return link;
}

/** The session of the page for paying that somebody has come to, from its address. */
async function sessionAt(page: Page): Promise<string> {
  const inAddress = /cs_test_\w+/;
  await page.waitForURL((url) => /\/pay\//.test(url.pathname) && inAddress.test(url.pathname), { waitUntil: 'commit' });
  return inAddress.exec(page.url())?.[0] ?? '';
}

function whatBecomesOf(id: string, stripe: Stripe): Pick<PageForPaying, 'stripe' | 'session' | 'payment'> {
  const session = () => stripe.checkout.sessions.retrieve(id);
  return {
    stripe,
    session,
    async payment() {
      const { payment_intent: payment } = await session();
      return typeof payment === 'string' ? stripe.paymentIntents.retrieve(payment) : undefined;
    },
  };
}

/** The SDK, for whoever finds this in their environment. */
export function clientFor(settings: NodeJS.ProcessEnv): Stripe {
  const client = stripeFromEnvironment(settings);
  if (!client) throw new Error('There is no key.');
  return client;
}
