/** Staff write, add a photo and publish on a phone of 390 px, by thumb, in the real CMS. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { preview, previewFrame, story } from './in-the-cms.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

let checkout: Checkout | undefined;
test.afterEach(() => checkout?.remove());

/** Nothing stands beyond the screen’s edge, where one would have to push the page to and fro. */
const fits = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

/** A thumb hits it: at least 44 px high (WCAG 2.5.5). */
async function press(page: Page, role: 'button' | 'menuitem' | 'option', name: string | RegExp): Promise<void> {
  const found = page.getByRole(role, { name }).first();
  expect((await found.boundingBox())?.height, String(name)).toBeGreaterThanOrEqual(44);
  await found.tap();
}

test('on a phone, by thumb: a post is written, gets a photo, is seen as readers will see it, and is published', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const own = await builtCheckout();
  checkout = own;
  const { address } = await own.serve('preview');
  // The preview stands below the form, and costs nothing until one comes to it.
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/admin/preview/')) fetched.push(request.url());
  });
  await page.goto(`${address}/admin/`);
  await page.getByRole('button', { name: 'Login' }).tap();
  await page.getByRole('link', { name: 'Create entry of type news post' }).tap();
  await expect(page.getByLabel('Headline')).toBeVisible();
  // The way to the handbook is under the lists, and not over the form.
  await expect(page.getByRole('link', { name: 'Handbook' })).toBeHidden();
  await fits(page);
  await page.getByLabel('Headline').fill('A day by phone');
  await page.getByLabel('Summary').fill('We sang on the train home.');

  await page.getByRole('button', { name: 'Choose an image' }).first().tap();
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('Upload', { exact: true }).first().tap();
  await (await chooser).setFiles(join(import.meta.dirname, 'photos/photo-4.jpg'));
  await expect(page.getByText(/^photo-4-[0-9a-f]{6}\.jpg$/).first()).toBeVisible();
  await fits(page);
  await press(page, 'button', 'Choose selected');
  await page.getByLabel('What the picture shows').fill('Hills and four small trees.');
  // A first tap may only close the keyboard.
  await expect(async () => {
    await page.getByLabel('Who is in it').tap();
    await expect(page.getByRole('option').first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await press(page, 'option', 'Nobody who could be recognised');

  expect(fetched).toEqual([]);
  await story(page).tap();
  await expect(story(page)).toBeFocused();
  await page.keyboard.type('Words by thumb.');
  await page.getByRole('button', { name: 'Add Component' }).tap();
  await press(page, 'menuitem', 'Quote');
  await page.getByLabel('Their words').fill('It was the best day.');
  await page.getByLabel('Who said it').fill('Sam, who came');
  await page.getByLabel('Who recorded their consent').fill('Gareth');
  await page.getByLabel('The day they said yes').last().fill('2026-11-20');
  await fits(page);

  // It stands below the form.
  await page.locator('#preview-pane').scrollIntoViewIfNeeded();
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText('A day by phone');
  await expect(preview(page).getByRole('blockquote')).toContainText('It was the best day.');
  expect((await previewFrame(page).boundingBox())?.width).toBe(390);

  await press(page, 'button', 'Publish');
  await press(page, 'menuitem', 'Publish now');
  await expect(page.getByText('Entry saved')).toBeVisible();
  await fits(page);
  const folder = join(own.root, 'content/news/a-day-by-phone');
  expect((await readdir(folder)).sort()).toEqual(['index.md', expect.stringMatching(/^photo-4-[0-9a-f]{6}\.jpg$/)]);
  const written = await readFile(join(folder, 'index.md'), 'utf8');
  expect(written).toContain('description: Hills and four small trees.');
  expect(written).toContain('Words by thumb.');
});
