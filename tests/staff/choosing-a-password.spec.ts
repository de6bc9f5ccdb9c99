/** Staff without a GitHub account choose a password by the link that was sent to them, and sign in with it. The link is a key: it is left lying nowhere. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { choosePasswordPath, type LinkKind, linkTokens } from '../../src/signing-in/netlify-identity.ts';
import { violationsIn } from '../accessibility.ts';
import { type Checkout, temporaryCheckout } from '../checkout.ts';
import { type PracticeIdentity, startPracticeIdentity } from '../practice-identity.ts';
import { dist } from '../reader-pages.ts';

// One after another: each worker would have a checkout and an Identity of its own.
test.describe.configure({ mode: 'default', timeout: 120_000 });

let checkout: Checkout;
let identity: PracticeIdentity;
test.beforeAll(async () => {
  checkout = await temporaryCheckout();
  identity = await startPracticeIdentity(checkout.root);
});
test.afterAll(async () => {
  await identity.stop();
  await checkout.remove();
});

// A name of this machine that the CMS does not take for one’s own machine.
const siteAt = (baseURL: string | undefined) => baseURL?.replace('localhost', 'charity.localhost') ?? '';

/** The link in the message of this kind, as Netlify fills it in. */
async function linkIn(email: LinkKind, site: string, token: string): Promise<string> {
  const message = await readFile(join(dist, `admin/emails/${email}/index.html`), 'utf8');
  return (/<a href="([^"]+)"/.exec(message)?.[1] ?? '').replace('{{ .SiteURL }}', site).replace('{{ .Token }}', token);
}

/** The CMS as it is where the build was told that staff sign in with an email address. */
async function signInByEmail(context: BrowserContext): Promise<void> {
  await identity.standIn(context);
  await context.route('https://www.netlifystatus.com/**', (route) => route.fulfill({ json: { components: [] } }));
  // Before any script of the page has run.
  await context.addInitScript(() =>
    document.addEventListener('readystatechange', () => {
      if (document.body.dataset.wayIn) document.body.dataset.wayIn = 'netlify-identity';
    }),
  );
}

/** Signs in to the CMS that is open. */
async function signIn(page: Page, email: string, chosen: string): Promise<void> {
  await page.getByPlaceholder('Email').fill(email);
  await page.getByPlaceholder('Password').fill(chosen);
  await page.getByRole('button', { name: 'Login', exact: true }).click();
}

const alert = (page: Page) => page.getByRole('alert');
const password = (page: Page) => page.getByLabel('Your new password');
const keep = (page: Page) => page.getByRole('button', { name: 'Keep this password' });

test('whoever is invited chooses a password by the link, signs in with it, and out again', async ({
  page,
  context,
  baseURL,
}) => {
  await signInByEmail(context);
  const site = siteAt(baseURL);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const token = identity.invite('drummer@example.org');
  await page.goto(await linkIn('invitation', site, token));

  await test.step('the link is out of the address, and of what this browser keeps', async () => {
    await expect(page).toHaveURL(`${site}${choosePasswordPath}`);
    expect(
      await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])),
    ).not.toContain(token);
    expect(await violationsIn(page)).toEqual([]);
  });

  await test.step('a short password is told beside the box, and nothing is sent', async () => {
    await password(page).fill('drums');
    await password(page).press('Enter');
    await expect(password(page)).toHaveAccessibleDescription(/^Choose a password of at least 12 letters\./);
    await expect(password(page)).toBeFocused();
    expect(await violationsIn(page)).toEqual([]);
  });

  await test.step('what is typed can be looked at', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(password(page)).toHaveAttribute('type', 'text');
    await expect(page.getByRole('button', { name: 'Hide the password' })).toBeFocused();
  });

  await test.step('without an answer, what is typed stays', async () => {
    await password(page).fill('brass kettle Tuesday');
    await context.setOffline(true);
    await keep(page).click();
    await expect(alert(page)).toHaveText(/^No answer came\./);
    await expect(password(page)).toHaveValue('brass kettle Tuesday');
    await context.setOffline(false);
  });

  await keep(page).click();
  await expect(alert(page)).toHaveText(/^Your password is chosen\./);
  expect(await violationsIn(page)).toEqual([]);
  await page.getByRole('link', { name: 'Open the editor and sign in' }).click();
  await signIn(page, 'drummer@example.org', 'brass kettle Tuesday');
  await expect(page.getByRole('link', { name: 'News', exact: true })).toBeVisible();
  expect(said.join('\n')).not.toContain(token);

  // The button with the person’s picture has no name in Decap.
  await page.locator('header [aria-haspopup="true"]').last().click();
  await page.getByRole('menuitem', { name: 'Log Out' }).click();
  await expect(page.getByPlaceholder('Password')).toBeVisible();
  expect(await page.evaluate(() => ({ ...localStorage }))).not.toHaveProperty('gotrue\\.user');
});

test('whoever has forgotten a password is led from the sign-in to a new one, and nobody learns who may sign in', async ({
  page,
  context,
  baseURL,
}) => {
  await signInByEmail(context);
  const site = siteAt(baseURL);
  identity.invite('singer@example.org');
  await page.goto(`${site}/admin/`);
  await page.getByRole('link', { name: 'Choose one here' }).click();
  const send = async (email: string) => {
    await page.getByLabel('Your email address').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
  };
  await send('singer');
  await expect(page.getByLabel('Your email address')).toHaveAccessibleDescription(
    /^Write your email address, with an @/,
  );
  for (const email of ['singer@example.org', 'stranger@example.org']) {
    await send(email);
    await expect(alert(page)).toHaveText(
      new RegExp(`^If ${email} may sign in here, a message with a link is on its way\\.`),
    );
  }

  await page.goto(await linkIn('recovery', site, identity.recoveries.get('singer@example.org') ?? ''));
  // More than Identity keeps; by now the link has served, and yet another password can be tried.
  await password(page).fill('la '.repeat(40));
  await keep(page).click();
  await expect(password(page)).toHaveAccessibleDescription(/does not take this password\. Choose another/);
  await password(page).fill('silver ladder moth');
  await keep(page).click();
  await expect(alert(page)).toHaveText(/^Your password is chosen\./);
  await page.getByRole('link', { name: 'Open the editor and sign in' }).click();
  await signIn(page, 'singer@example.org', 'brass kettle Tuesday');
  await expect(page.getByText('This email address and this password do not go together.')).toBeVisible();
  await signIn(page, 'singer@example.org', 'silver ladder moth');
  await expect(page.getByRole('link', { name: 'News', exact: true })).toBeVisible();

  await test.step('a sign-in that ends while somebody writes loses nothing', async () => {
    await page.goto(`${site}/admin/#/collections/events/entries/safe-in-sound-performance/index`);
    await page.getByLabel('Summary').fill('Written all morning.');
    identity.endSignIns();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Not saved yet. Your sign-in has run out.')).toBeVisible();
    await expect(page.getByLabel('Summary')).toHaveValue('Written all morning.');
    const another = await context.newPage();
    await another.goto(`${site}/admin/`);
    await signIn(another, 'singer@example.org', 'silver ladder moth');
    await expect(another.getByRole('link', { name: 'News', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Entry saved')).toBeVisible();
    const draft = 'cms/events/safe-in-sound-performance/index:content/events/safe-in-sound-performance/index.md';
    expect(checkout.run('git', 'show', draft).output).toContain('summary: Written all morning.');
  });
});

test('a link that has served, has run out, or is none, says so and how to get a new one', async ({
  page,
  context,
  baseURL,
}) => {
  await identity.standIn(context);
  const site = siteAt(baseURL);
  const late = identity.invite('late@example.org');
  identity.letRunOut(late);
  for (const [kind, token] of [
    ['invitation', late],
    ['invitation', 'used'],
    ['recovery', 'used'],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(await linkIn(kind, site, token));
    await password(page).fill('brass kettle Tuesday');
    await keep(page).click();
    await expect(alert(page)).toHaveText(
      /^This link has been used already, or is too old\..* ask for a new link here\.$/,
    );
    await expect(page.getByRole('button', { name: 'Send me a link' })).toBeVisible();
  }
});

test('where signing in with an email address is not switched on, or cannot be done now, whoever tries reads why, and does not doubt the password', async ({
  page,
  context,
  baseURL,
}) => {
  await page.goto(choosePasswordPath);
  await page.getByLabel('Your email address').fill('drummer@example.org');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(alert(page)).toHaveText(/not switched on for this site/);

  await signInByEmail(context);
  await page.goto(`${siteAt(baseURL)}/admin/`);
  for (const [status, said] of [
    [404, /not switched on for this site/],
    [429, /tried too often\. Wait a few minutes/],
    [503, /No answer came/],
    [403, /Netlify refused this sign-in \(403\)/],
    [401, /do not go together/],
  ] as const) {
    await context.route('**/.netlify/identity/token', (route) => route.fulfill({ status, body: 'No.' }));
    await signIn(page, 'drummer@example.org', 'brass kettle Tuesday');
    await expect(page.getByText(said)).toBeVisible();
  }
});

test('nothing but this site hears of the link: the page tells no other where it is, and asks no other for anything', async ({
  page,
}) => {
  const answer = await page.goto(`${choosePasswordPath}#${linkTokens.invitation}=a-token`);
  expect(answer?.headers()['referrer-policy']).toBe('no-referrer');
  const policy = await page.locator('meta[http-equiv="content-security-policy"]').getAttribute('content');
  expect(policy).toMatch(
    /default-src 'none';.*connect-src 'self'; script-src 'self'; style-src 'self'( 'sha256-[^']+')+$/,
  );
});
