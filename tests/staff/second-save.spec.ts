/** Two people write in the same entry: whoever saves second is told, and loses nothing. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Checkout, temporaryCheckout } from '../checkout.ts';

let checkout: Checkout;
test.beforeEach(async () => {
  checkout = await temporaryCheckout();
  await cp(join(import.meta.dirname, '../../dist'), join(checkout.root, 'dist'), { recursive: true });
});
test.afterEach(() => checkout.remove());

async function openEvent(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}/admin/#/collections/events/entries/safe-in-sound-performance/index`);
  await page.getByRole('button', { name: 'Login' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('Safe in Sound: the performance');
  return page;
}

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).first().click();
  await page.getByRole('menuitem', { name: 'Publish now' }).click();
}

test('the second is told before anything is lost, keeps what was typed, and can put it in its place', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { address } = await checkout.serve('preview');
  const saved = () => readFile(join(checkout.root, 'content/events/safe-in-sound-performance/index.md'), 'utf8');
  const [first, second] = [await openEvent(browser, address), await openEvent(browser, address)];
  await first.getByLabel('Summary').fill('Theirs.');
  await publish(first);
  await expect(first.getByText('Entry saved')).toBeVisible();

  await second.getByLabel('Summary').fill('Mine.');
  await publish(second);
  await expect(second.getByRole('alert')).toHaveText(
    /^Not saved yet\. Somebody else saved this while you were writing\. Your text is still here\./,
  );
  await expect(second.getByLabel('Summary')).toHaveValue('Mine.');
  expect(await saved()).toContain('summary: Theirs.');

  await publish(second);
  await expect(second.getByText('Entry saved')).toBeVisible();
  expect(await saved()).toContain('summary: Mine.');

  // One’s own saving is nobody else’s.
  await second.getByLabel('Summary').fill('Mine again.');
  await publish(second);
  await expect.poll(saved).toContain('summary: Mine again.');
  await first.context().close();
  await second.context().close();
});

test('a connection that drops keeps the text: it says that nothing was saved, and saves when it is back', async ({
  browser,
}) => {
  const { address } = await checkout.serve('preview');
  const page = await openEvent(browser, address);
  await page.getByLabel('Summary').fill('Written on a train.');
  const api = '**/api/v1*';
  await page.route(api, (route) => route.abort());
  await publish(page);
  await expect(page.getByRole('alert')).toContainText('Not saved yet.');
  await expect(page.getByLabel('Summary')).toHaveValue('Written on a train.');
  await page.unroute(api);
  await publish(page);
  await expect(page.getByText('Entry saved')).toBeVisible();
  expect(await readFile(join(checkout.root, 'content/events/safe-in-sound-performance/index.md'), 'utf8')).toContain(
    'summary: Written on a train.',
  );
  await page.context().close();
});
