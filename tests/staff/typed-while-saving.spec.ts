/** Whoever writes on while an entry is saved for the first time, or published, loses no word, and is asked nothing: in the real CMS, on a slow network. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { pressPublish, signIn, story } from './in-the-cms.ts';

let checkout: Checkout | undefined;
test.afterEach(() => checkout?.remove());

/** A new page with a title and a word in its text; each answer takes its time. */
async function begun(page: Page, settings: Record<string, string>): Promise<Checkout> {
  const own = await builtCheckout(settings);
  checkout = own;
  own.run('git', 'config', 'user.name', 'A member of staff');
  own.run('git', 'config', 'user.email', 'staff@example.org');
  const { address } = await own.serve('preview');
  page.on('dialog', (dialog) => {
    expect(dialog.message(), 'what is asked').toContain('publish this entry');
    return dialog.accept();
  });
  await page.route('**/decap-server/**', async (route) => {
    await new Promise((over) => setTimeout(over, 200));
    await route.continue();
  });
  await signIn(page, address);
  await page.getByRole('link', { name: 'Pages', exact: true }).click();
  await page.getByRole('link', { name: 'Create entry of type page' }).click();
  await page.getByLabel('Title').fill('First save');
  await page.getByLabel('Summary').fill('What came of it.');
  await story(page).click();
  await page.keyboard.type('Hello.');
  return own;
}

/** Into a field: the text’s cursor has a time of its own. */
async function typeOn(page: Page, more: string): Promise<void> {
  await page.getByLabel('Summary').focus();
  await page.getByLabel('Summary').press('End');
  await page.keyboard.type(more, { delay: 40 });
}

test('what is typed while a new entry is published stays, with the cursor in it, and is published next', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const own = await begun(page, {});
  await pressPublish(page);
  await typeOn(page, ' And more, and yet more, until it is there.');
  await expect(page).toHaveURL(/\/entries\/first-save\/index$/);
  await page.keyboard.type(' The end.');
  const whole = 'What came of it. And more, and yet more, until it is there. The end.';
  await expect(page.getByLabel('Summary')).toHaveValue(whole);
  await expect(page.getByText('Unsaved Changes')).toBeVisible();
  await pressPublish(page);
  const file = () => readFile(join(own.root, 'content/pages/first-save/index.md'), 'utf8');
  await expect.poll(file).toContain(`summary: ${whole}`);
  expect(await file()).toContain('Hello.');
});

test('where an entry is first a draft, what is typed while it is saved and while it is published stays', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await begun(page, { DECAP_SERVER_MODE: 'git' });
  const summary = page.getByLabel('Summary');
  await page.getByRole('button', { name: 'Save' }).click();
  await typeOn(page, ' And more, and yet more, until it is there.');
  await expect(page).toHaveURL(/\/entries\/first-save\/index$/);
  const whole = 'What came of it. And more, and yet more, until it is there.';
  await expect(summary).toHaveValue(whole);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await page.getByRole('button', { name: 'Status: Draft' }).click();
  await page.getByRole('menuitem', { name: 'Ready' }).click();
  await page.getByRole('button', { name: 'Status: Ready' }).waitFor();
  await page.getByRole('button', { name: 'Publish' }).first().click();
  await page.getByRole('menuitem', { name: 'Publish now' }).click();
  await typeOn(page, ' P');
  await expect(page.getByText('Entry published')).toBeVisible();
  await expect(page.getByText('Unsaved Changes')).toBeVisible();
  await expect(summary).toHaveValue(`${whole} P`);
});

test('when what was saved cannot be read again, the form is no form that saves for ever: it is saved the next time', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const own = await begun(page, {});
  const summary = page.getByLabel('Summary');
  let isSaved = false;
  await page.route('**/decap-server/**', async (route) => {
    const { action } = route.request().postDataJSON() as { action: string };
    if (isSaved && action === 'getEntry') return route.abort();
    if (action === 'persistEntry') isSaved = true;
    return route.fallback();
  });
  await pressPublish(page);
  await expect(page.getByText('Entry saved')).toBeVisible();
  await expect(page).toHaveURL(/\/entries\/first-save\/index$/);
  isSaved = false;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await expect(summary).toHaveValue('What came of it.');
  await typeOn(page, ' The end.');
  await expect(page.getByText('Unsaved Changes')).toBeVisible();
  await pressPublish(page);
  const file = () => readFile(join(own.root, 'content/pages/first-save/index.md'), 'utf8');
  await expect.poll(file).toContain('summary: What came of it. The end.');
});

test('a picture that is chosen while a new entry is saved is beside it at the next save', async ({ page }) => {
  test.setTimeout(120_000);
  const own = await begun(page, {});
  await page.route('**/decap-server/**', async (route) => {
    const { action } = route.request().postDataJSON() as { action: string };
    if (action === 'persistEntry') await new Promise((over) => setTimeout(over, 8000));
    return route.fallback();
  });
  await pressPublish(page);
  await page.getByRole('button', { name: 'Choose an image' }).first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('Upload', { exact: true }).first().click();
  await (await chooser).setFiles(join(import.meta.dirname, 'photos/photo-4.jpg'));
  await page.getByRole('button', { name: 'Choose selected' }).click();
  await expect(page).toHaveURL(/\/new$/);
  await expect(page).toHaveURL(/\/entries\/first-save\/index$/);
  await page.getByLabel('What the picture shows').fill('Hills and trees.');
  await page.getByLabel('Who is in it').click();
  await page.getByRole('option', { name: 'Nobody who could be recognised' }).click();
  await pressPublish(page);
  const folder = join(own.root, 'content/pages/first-save');
  await expect.poll(() => readdir(folder)).toEqual(['index.md', expect.stringMatching(/^photo-4-[0-9a-f]{6}\.jpg$/)]);
  const [, picture = ''] = await readdir(folder);
  expect(await readFile(join(folder, 'index.md'), 'utf8')).toContain(`file: ${picture}`);
});

test('what was typed is not put over what a draft is dropped for', async ({ page }) => {
  test.setTimeout(120_000);
  await begun(page, { DECAP_SERVER_MODE: 'git' });
  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => dialog.accept());
  const { origin } = new URL(page.url());
  await page.goto('about:blank');
  await page.goto(`${origin}/admin/#/collections/funders/entries/heart-of-bucks/index`);
  await expect(page.getByLabel('Name')).toHaveValue('Heart of Bucks');
  const supports = page.getByLabel('What they do for us');
  const before = await supports.inputValue();
  await supports.fill('A draft of other words.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Entry saved')).toBeVisible();
  await supports.fill('A draft of other words, and more.');
  await page.getByRole('button', { name: 'Delete unpublished changes' }).click();
  await expect(supports).toHaveValue(before);
});
