/** Staff sign in with GitHub, and out again. The token reaches the CMS on our own site, and nobody else. */
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { gitHubFromEnvironment } from '../../src/functions/environment/github-application.ts';
import { finishSignIn, type GitHubApplication, startSignIn } from '../../src/signing-in/github.ts';
import { type Checkout, temporaryCheckout } from '../checkout.ts';
import { type PracticeGitHub, practiceApplication, practiceToken, startPracticeGitHub } from '../practice-github.ts';
import { practiceRepository, standInForGitHub } from '../practice-repository.ts';
import { listenToNotices, readNotice, saveAndRead } from './in-the-cms.ts';

let gitHub: PracticeGitHub;
test.beforeAll(async () => {
  gitHub = await startPracticeGitHub();
});
test.afterAll(() => gitHub.stop());

const site = 'https://charity.example';
const colleaguesToken = 'gho_practice-colleague';
const application = (): GitHubApplication => ({ ...practiceApplication, address: gitHub.url });
const ask = (path: string, headers: Record<string, string> = {}) => new Request(`${site}${path}`, { headers });

/** Goes to the practice GitHub and comes back with its code, as a browser does. */
async function goAndComeBack(): Promise<{ cookie: string; state: string; code: string }> {
  const started = startSignIn(ask('/api/auth?provider=github&scope=admin:org'), application());
  const authorize = new URL(started.headers.get('location') ?? '');
  const page = await (await fetch(authorize)).text();
  const back = new URL(/href="([^"]+)">Authorize/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '');
  return {
    cookie: started.headers.get('set-cookie')?.split(';')[0] ?? '',
    state: authorize.searchParams.get('state') ?? '',
    code: back.searchParams.get('code') ?? '',
  };
}

test('a sign-in starts at GitHub, with a state that only this browser holds, and asks for the repository alone', () => {
  const started = startSignIn(ask('/api/auth?provider=github&scope=admin:org'), application());
  expect(started.status).toBe(302);
  const { searchParams, origin, pathname } = new URL(started.headers.get('location') ?? '');
  expect(origin + pathname).toBe(`${gitHub.url}/login/oauth/authorize`);
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: practiceApplication.clientId,
    redirect_uri: `${site}/api/callback`,
    scope: 'repo',
    state: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(started.headers.get('set-cookie')).toBe(
    `__Host-cms-sign-in=${searchParams.get('state')}; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax`,
  );
  const again = startSignIn(ask('/api/auth'), application());
  expect(again.headers.get('set-cookie')).not.toBe(started.headers.get('set-cookie'));
});

test('only the browser that started a sign-in ends it, once, and whatever goes wrong is said in words', async () => {
  const finish = async (
    query: Record<string, string>,
    cookie: string,
    by: GitHubApplication | undefined = application(),
  ) => {
    const answer = await finishSignIn(ask(`/api/callback?${new URLSearchParams(query)}`, cookie ? { cookie } : {}), by);
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-cms-sign-in=; Path=\/; Max-Age=0;/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return { status: answer.status, page: await answer.text() };
  };
  const { cookie, state, code } = await goAndComeBack();
  const notStartedHere = { status: 403, page: expect.stringContaining('This sign-in was not started here') };
  expect(await finish({ code, state }, '')).toEqual(notStartedHere);
  expect(await finish({ code }, cookie)).toEqual(notStartedHere);
  expect(await finish({ code, state: '' }, '__Host-cms-sign-in=')).toEqual(notStartedHere);
  expect(await finish({ code, state: `${state}x` }, cookie)).toEqual(notStartedHere);
  expect(await finish({ code, state: state.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) }, cookie)).toEqual(
    notStartedHere,
  );
  expect(await finish({ error: 'access_denied', state: 'forged' }, cookie)).toEqual(notStartedHere);
  expect(await finish({ code, state }, `x__Host-cms-sign-in=${state}`)).toEqual(notStartedHere);

  const whole = await finish({ code, state }, `theme=dark; ${cookie}`);
  expect(whole).toEqual({ status: 200, page: expect.stringContaining('authorization:github:success:') });
  expect(whole.page).toContain('gho_practice\\u003c/script>');
  expect(await finish({ code, state }, cookie)).toMatchObject({
    status: 403,
    page: expect.stringContaining('has run out'),
  });
  expect(await finish({ error: 'access_denied', state }, cookie)).toMatchObject({
    status: 403,
    page: expect.stringContaining('You said no at GitHub'),
  });
  expect(await finish({ error: '<b>', state }, cookie)).toMatchObject({
    status: 502,
    page: expect.not.stringContaining('<b>'),
  });
  const later = await goAndComeBack();
  const wrongSecret = { ...application(), clientSecret: 'practice-wrong' };
  expect(await finish(later, later.cookie, wrongSecret)).toMatchObject({
    status: 503,
    page: expect.stringContaining('GitHub does not know this site'),
  });
  const away = { ...application(), address: 'http://127.0.0.1:9' };
  expect(await finish(later, later.cookie, away)).toMatchObject({
    status: 502,
    page: expect.stringContaining('GitHub did not answer'),
  });
});

test('with no application set up nobody signs in, and it says what is missing', async () => {
  expect(gitHubFromEnvironment({ GITHUB_CLIENT_ID: 'one' })).toBeUndefined();
  expect(gitHubFromEnvironment({ GITHUB_CLIENT_SECRET: 'two' })).toBeUndefined();
  const both = { GITHUB_CLIENT_ID: 'one', GITHUB_CLIENT_SECRET: 'two' };
  expect(gitHubFromEnvironment(both)?.address).toBe('https://github.com');
  // No setting sends a real secret anywhere else.
  for (const PRACTICE_GITHUB_URL of ['https://evil.example', 'http://127.0.0.1:1'])
    expect(() => gitHubFromEnvironment({ ...both, PRACTICE_GITHUB_URL })).toThrow('practice');
  for (const answer of [
    startSignIn(ask('/api/auth'), undefined),
    await finishSignIn(ask('/api/callback?code=1'), undefined),
  ]) {
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET');
  }
});

test.describe('in the CMS itself', () => {
  // One after another: each worker would build the site for itself.
  test.describe.configure({ mode: 'default', timeout: 120_000 });
  let checkout: Checkout;
  let cms: string;

  test.beforeAll(async () => {
    // It builds a site.
    test.setTimeout(300_000);
    checkout = await temporaryCheckout({
      GITHUB_CLIENT_ID: practiceApplication.clientId,
      GITHUB_CLIENT_SECRET: practiceApplication.clientSecret,
      PRACTICE_GITHUB_URL: gitHub.url,
      REPOSITORY_URL: 'https://a-secret-token@github.com/charity/site.git',
    });
    expect(checkout.build()).toMatchObject({ code: 0 });
    const { address } = await checkout.serve('preview');
    // A name of this machine that the CMS does not take for one’s own machine, and that browsers trust as they trust https.
    cms = address.replace('localhost', 'charity.localhost');
  });
  test.afterEach(() => gitHub.giveNewToken(practiceToken));
  test.afterAll(() => checkout.remove());

  /** Answers for api.github.com, and gives the tokens that it was shown. Those that have run out are refused. */
  async function answerForGitHub(context: BrowserContext, runOut = new Set<string>()): Promise<Set<string>> {
    const shown = new Set<string>();
    await standInForGitHub(context, practiceRepository(checkout.root), (token) => {
      shown.add(token);
      if (runOut.has(token)) return undefined;
      return token === colleaguesToken ? 'colleague' : 'staff';
    });
    return shown;
  }

  async function openWindow(page: Page): Promise<Page> {
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Login with GitHub' }).click();
    const window = await opened;
    await expect(window).toHaveTitle('Practice GitHub');
    return window;
  }

  async function signOut(page: Page): Promise<void> {
    // The button with the person’s picture has no name in Decap.
    await page.locator('header [aria-haspopup="true"]').last().click();
    await page.getByRole('menuitem', { name: 'Log Out' }).click();
    await expect(page.getByRole('button', { name: 'Login with GitHub' })).toBeVisible();
  }

  test('staff sign in through the small window, the token arrives, and signing out forgets it', async ({
    page,
    context,
  }) => {
    const shown = await answerForGitHub(context);
    await page.goto(`${cms}/admin/`);
    const window = await openWindow(page);
    const closed = window.waitForEvent('close');
    await window.getByRole('link', { name: 'Authorize' }).click();
    await closed;
    await expect(page.getByRole('link', { name: 'News', exact: true })).toBeVisible();
    expect([...shown]).toEqual([practiceToken]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('gho_practice');
    // What was for the sign-in alone is gone with it.
    expect(await context.cookies()).toEqual([]);

    await page.reload();
    await expect(page.getByRole('link', { name: 'News', exact: true })).toBeVisible();
    await signOut(page);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('gho_practice');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Login with GitHub' })).toBeVisible();
  });

  test('what the build was told of the repository beside its name is nowhere in the built site', async () => {
    const dist = join(checkout.root, 'dist');
    const files = await readdir(dist, { recursive: true, withFileTypes: true });
    const told: string[] = [];
    for (const file of files.filter((entry) => entry.isFile())) {
      const content = await readFile(join(file.parentPath, file.name), 'latin1');
      expect.soft(content.includes('a-secret-token'), file.name).toBe(false);
      if (content.includes('charity/site')) told.push(file.name);
    }
    expect(told).toEqual(['index.html']);
  });

  test('someone who says no at GitHub, or is too slow, reads in the CMS what to do', async ({ page, context }) => {
    await answerForGitHub(context);
    await page.goto(`${cms}/admin/`);
    await (await openWindow(page)).getByRole('link', { name: 'Cancel' }).click();
    await expect(page.getByText('You said no at GitHub, so nothing was done.')).toBeVisible();
    const window = await openWindow(page);
    gitHub.letCodesRunOut();
    await window.getByRole('link', { name: 'Authorize' }).click();
    await expect(page.getByText('GitHub’s code has run out. Please sign in again.')).toBeVisible();
  });

  test('a sign-in that ends while somebody writes loses nothing: they sign in again in another tab, and save; nobody else saves for them', async ({
    page,
    context,
  }) => {
    const runOut = new Set<string>();
    await answerForGitHub(context, runOut);
    const signIn = async (tab: Page) => {
      const window = await openWindow(tab);
      const closed = window.waitForEvent('close');
      await window.getByRole('link', { name: 'Authorize' }).click();
      await closed;
    };
    const draft = () =>
      checkout.run(
        'git',
        'show',
        'cms/events/safe-in-sound-performance/index:content/events/safe-in-sound-performance/index.md',
      ).output;
    await listenToNotices(page);
    await page.goto(`${cms}/admin/#/collections/events/entries/safe-in-sound-performance/index`);
    await signIn(page);
    await page.getByLabel('Summary').fill('Written all morning.');
    runOut.add(practiceToken);
    await saveAndRead(
      page,
      /^Not saved yet\. Your sign-in has run out\. Your text is still here: leave this tab open, sign in again in another one/,
    );
    await expect(page.getByLabel('Summary')).toHaveValue('Written all morning.');

    const another = await context.newPage();
    await another.goto(`${cms}/admin/`);
    const signInThere = async (token: string) => {
      gitHub.giveNewToken(token);
      await signIn(another);
      await expect(another.getByRole('link', { name: 'News', exact: true })).toBeVisible();
    };
    await signInThere('gho_practice-renewed');
    await saveAndRead(page, /^Entry saved/);
    expect(draft()).toContain('summary: Written all morning.');

    const signedOut = /^Not saved yet\. You signed out in another tab\. Your text is still here: leave this tab open/;
    await page.getByLabel('Summary').fill('Written all day.');
    await signOut(another);
    await saveAndRead(page, signedOut);
    await signInThere(colleaguesToken);
    await saveAndRead(page, signedOut);
    expect(draft()).toContain('summary: Written all morning.');
    await signOut(another);
    // Whoever comes back at once, on a slow network, need not know that this tab has still to look who they are.
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await page.route('https://api.github.com/user', async (route) => {
      isAsked();
      await answered;
      await route.fallback();
    });
    await signInThere('gho_practice-once-more');
    await expect(page.getByLabel('Summary')).toHaveValue('Written all day.');
    await asked;
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saving...')).toBeVisible();
    answer();
    await readNotice(page, /^Entry saved/);
    expect(draft()).toContain('summary: Written all day.');
  });

  test('another site that opens our window, and asks as the CMS does, hears nothing', async ({ page }) => {
    const evil = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end(
        `<script>
          const heard = [];
          addEventListener('message', ({ data }) => heard.push(data));
          const opened = open('${cms}/api/auth?provider=github');
          setInterval(() => opened.postMessage('authorizing:github', '*'), 50);
        </script>`,
      ),
    );
    await new Promise<void>((listening) => evil.listen(0, '127.0.0.1', listening));
    const address = evil.address();
    const opened = page.waitForEvent('popup');
    await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
    const window = await opened;
    await window.getByRole('link', { name: 'Authorize' }).click();
    await expect(window.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
    // Its messages do arrive, and are passed over; a moment for any answer to them.
    await page.waitForTimeout(500);
    expect(await page.evaluate('heard')).toEqual([]);
    evil.closeAllConnections();
    evil.close();
  });
});
