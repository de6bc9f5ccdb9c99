/** Staff publish through the real CMS: real Decap, its real local server, a real git repository, and the real build. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Checkout, temporaryCheckout } from '../checkout.ts';

const photos = [1, 2, 3, 4, 5, 6].map((number) => join(import.meta.dirname, `photos/photo-${number}.jpg`));
const descriptions = [
  'Round drums of different sizes, seen from above.',
  'Five lines of sound on a dark ground.',
  'Hills and a field, under a ringed sun.',
  'A tall picture of hills and four small trees.',
  'Five lines of sound run across a wide dark ground.',
  'A tall picture of round drums, seen from above.',
];

let checkout: Checkout;
test.beforeAll(async () => {
  checkout = await temporaryCheckout();
  // The post is written here from nothing.
  await rm(join(checkout.root, 'content/news'), { recursive: true });
  expect(checkout.build()).toMatchObject({ code: 0 });
});
test.afterAll(async () => checkout?.remove());

/** Opens the CMS and signs in. */
async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/admin/`);
  await page.getByRole('button', { name: 'Login' }).click();
  await expect(page.getByRole('link', { name: 'New news post' })).toBeVisible();
}

const story = (page: Page) => page.locator('[data-slate-editor="true"]').first();

/** Chooses a file for a picture field: opens its picker, uploads, and takes it. */
async function upload(page: Page, pick: ReturnType<Page['getByRole']>, file: string): Promise<void> {
  await pick.click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('Upload', { exact: true }).click();
  await (await chooser).setFiles(file);
  await page.getByRole('button', { name: 'Choose selected' }).click();
}

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).first().click();
  await page.getByRole('menuitem', { name: 'Publish now' }).click();
  await expect(page.getByText('Entry saved')).toBeVisible();
}

test('staff publish the reference post from nothing, and then change it', async ({ page }) => {
  test.setTimeout(240_000);
  const { address } = await checkout.serve('preview');
  await signIn(page, address);
  await page.getByRole('link', { name: 'New news post' }).click();
  await page.getByLabel('Headline').fill('Social Prescribing Day in Bucks');
  await page.screenshot({ path: '/tmp/shots/e1.png' });
});
