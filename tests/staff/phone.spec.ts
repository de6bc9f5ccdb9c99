/** Staff write, add a photo and publish on a phone of 390 px, by thumb, in the real CMS. */
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { preview, previewFrame, story } from './in-the-cms.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

let checkout: Checkout | undefined;
test.afterEach(() => checkout?.remove());

/** Nothing stands beyond the screen’s edge, where one would have to push the page to and fro. */
const fits = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

/** A thumb hits it: it is all on the screen, and at least 44 px high (WCAG 2.5.5). */
async function inReach(page: Page, role: 'button' | 'menuitem' | 'option', name: string | RegExp): Promise<Locator> {
  const found = page.getByRole(role, { name }).first();
  const { x, width, height } = (await found.boundingBox()) ?? { x: -1, width: 0, height: 0 };
  expect(height, String(name)).toBeGreaterThanOrEqual(44);
  expect(x, String(name)).toBeGreaterThanOrEqual(0);
  expect(x + width, String(name)).toBeLessThanOrEqual(390);
  return found;
}

const press = async (...named: Parameters<typeof inReach>): Promise<void> => (await inReach(...named)).tap();

test('on a phone, by thumb: a post is written, gets a photo, is seen as readers will see it, is found on the board of drafts, and is published', async ({
  page,
}) => {
  test.setTimeout(240_000);
  // As on the live site: first a draft.
  const own = await builtCheckout({ DECAP_SERVER_MODE: 'git' });
  checkout = own;
  own.run('git', 'config', 'user.name', 'A member of staff');
  own.run('git', 'config', 'user.email', 'staff@example.org');
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

  await press(page, 'button', 'Save');
  await expect(page.getByRole('button', { name: 'Status: Draft' })).toBeVisible();
  await fits(page);

  await page.getByRole('link', { name: /^←? ?Writing in/ }).tap();
  await page.getByRole('link', { name: 'Workflow' }).tap();
  await expect(page.getByRole('heading', { name: 'Drafts' })).toBeVisible();
  await fits(page);
  await page.getByRole('link', { name: 'A day by phone' }).tap();
  await expect(page.getByLabel('Headline')).toHaveValue('A day by phone');
  await inReach(page, 'button', 'Delete unpublished entry');
  await press(page, 'button', 'Status: Draft');
  await press(page, 'menuitem', 'Ready');
  await expect(page.getByRole('button', { name: 'Status: Ready' })).toBeVisible();
  await fits(page);
  page.once('dialog', (dialog) => dialog.accept());
  await press(page, 'button', 'Publish');
  await press(page, 'menuitem', 'Publish now');
  const folder = 'content/news/a-day-by-phone';
  const onSite = (file = '') => own.run('git', 'show', `main:${folder}/${file}`).output;
  await expect.poll(onSite).toMatch(/\nindex\.md\nphoto-4-[0-9a-f]{6}\.jpg\n$/);
  expect(onSite('index.md')).toContain('description: Hills and four small trees.');
  expect(onSite('index.md')).toContain('Words by thumb.');
  await fits(page);
});
