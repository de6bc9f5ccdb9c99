import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect as expectSoon, type Page, test } from '@playwright/test';
import { proofread } from '../../src/proofreading/proofread.ts';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { fieldOf, pictureFor, takesPictures } from './handbook.ts';
import { signIn, story } from './in-the-cms.ts';

// Every step is a commit, and the CMS then reads its entries from git anew.
const expect = expectSoon.configure({ timeout: 30_000 });

test.describe.configure({ retries: 1, timeout: 240_000 });

let own: Checkout;
test.beforeEach(async () => {
  own = await builtCheckout({ DECAP_SERVER_MODE: 'git' });
  own.run('git', 'config', 'user.name', 'A member of staff');
  own.run('git', 'config', 'user.email', 'staff@example.org');
});
test.afterEach(() => own.remove());

const file = 'content/news/a-spring-day/index.md';
const isOn = (branch: string) => own.run('git', 'cat-file', '-e', `${branch}:${file}`).code === 0;

/** Presses a button or chooses from the menu that it opens, and counts. */
function hands(page: Page) {
  let presses = 0;
  return {
    presses: () => presses,
    async press(name: string, choice?: string): Promise<void> {
      await page.getByRole('button', { name, exact: true }).click();
      presses++;
      if (choice === undefined) return;
      await page.getByRole('menuitem', { name: choice, exact: true }).click();
      presses++;
    },
  };
}

test(
  'a post is a draft, then in review, then ready, and only then on the site; nothing of it is there before',
  takesPictures,
  async ({ page }) => {
    const { address } = await own.serve('preview');
    await signIn(page, address);
    await page.getByRole('link', { name: 'News', exact: true }).click();
    await page.goto(`${address}/admin/#/collections/news/new`);
    await page.getByLabel('Headline').fill('A spring day');
    await page.getByLabel('Publish on').fill('2026-11-20');
    await page.getByLabel('Summary').fill('Something happened.');
    await pictureFor(page, 'write-a-post', 1);

    await story(page).click();
    await page.keyboard.type('Round drums, and a song.');
    const { press, presses } = hands(page);
    await press('Save');
    await expect(page.getByRole('button', { name: 'Status: Draft' })).toBeVisible();
    const branch = 'cms/news/a-spring-day/index';
    await expect.poll(() => isOn(branch)).toBe(true);
    expect(isOn('main')).toBe(false);

    await test.step('a draft is not published, whoever presses the button', async () => {
      const said: string[] = [];
      page.once('dialog', (dialog) => {
        said.push(dialog.message());
        return dialog.accept();
      });
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Publish now' }).click();
      await expect.poll(() => said.join()).toMatch(/Ready/);
      expect(isOn('main')).toBe(false);
    });

    await page.getByRole('button', { name: 'Status: Draft' }).click();
    await pictureFor(
      page,
      'write-a-post',
      3,
      page.getByRole('link', { name: /Writing in/ }),
      page.getByRole('menuitem', { name: 'Ready' }),
      page.getByRole('button', { name: 'Delete unpublished entry' }),
    );
    await page.keyboard.press('Escape');
    await press('Status: Draft', 'In review');
    await expect(page.getByRole('button', { name: 'Status: In review' })).toBeVisible();
    await page.goto(`${address}/admin/#/workflow`);
    await expect(page.getByRole('heading', { name: 'In Review' })).toBeVisible();
    await page.getByRole('link', { name: 'A spring day' }).click();
    await press('Status: In review', 'Ready');
    await expect(page.getByRole('button', { name: 'Status: Ready' })).toBeVisible();
    expect(isOn('main')).toBe(false);
    // It asks once more whether to publish.
    page.once('dialog', (dialog) => dialog.accept());
    await press('Publish', 'Publish now');
    await expect.poll(() => isOn('main')).toBe(true);
    await expect.poll(() => isOn(branch)).toBe(false);
    // With that question, eight; a draft that nobody looks over can be made ready at once, and then it is six.
    expect(presses()).toBe(7);

    // The site is built from `main`, and nothing there keeps it from being built. That it is, another test holds: publishing.spec.ts.
    const onMain = own.run('git', 'show', `main:${file}`).output;
    expect(onMain).toMatch(/^---\ntitle: A spring day\n[\s\S]*\n---\n\s*Round drums, and a song\.\s*$/);
    expect(onMain).not.toContain('draft: true');
    expect(await readFile(join(own.root, file), 'utf8')).toBe(onMain);
    expect(await proofread(own.root)).toEqual([]);

    await test.step('what is saved and not published can be dropped, and what is published taken off the site, as the handbook says', async () => {
      page.on('dialog', (dialog) => dialog.accept());
      await page.goto(`${address}/admin/`);
      await page.getByRole('link', { name: 'A spring day' }).click();
      await expect(page.getByLabel('Summary')).toHaveValue('Something happened.');
      await page.getByLabel('Summary').fill('Something else happened.');
      await press('Save');
      await expect(page.getByRole('button', { name: 'Status: Draft' })).toBeVisible();
      await expect.poll(() => isOn(branch)).toBe(true);
      const buttons = page.getByRole('link', { name: /Writing in/ });
      const drop = page.getByRole('button', { name: 'Delete unpublished changes' });
      await pictureFor(page, 'undo-a-mistake', 1, buttons, drop);
      await drop.click();
      await expect.poll(() => isOn(branch)).toBe(false);
      expect(own.run('git', 'show', `main:${file}`).output).toContain('summary: Something happened.');

      await page.goto(`${address}/admin/`);
      await page.reload();
      await page.getByRole('link', { name: 'A spring day' }).click();
      await expect(page.getByLabel('Summary')).toHaveValue('Something happened.');
      // It would delete the page before its draft is saved.
      await page.getByRole('button', { name: 'Published', exact: true }).click();
      await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible();
      await expect(page.getByRole('menuitem', { name: 'Unpublish' })).toBeHidden();
      await page.keyboard.press('Escape');
      await page.getByRole('switch', { name: 'Draft' }).click();
      await pictureFor(page, 'undo-a-mistake', 2, fieldOf(page.getByRole('switch', { name: 'Draft' })));
      await press('Save');
      await press('Status: Draft', 'Ready');
      await expect(page.getByRole('button', { name: 'Status: Ready' })).toBeVisible();
      await press('Publish', 'Publish now');
      await expect.poll(() => own.run('git', 'show', `main:${file}`).output).toContain('draft: true');
    });
  },
);
