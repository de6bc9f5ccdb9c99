/** The staff handbook is true: its words are on the screen, its pictures are there, and whoever follows its steps gets what it says. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect as expectSoon, type Locator, type Page } from '@playwright/test';
import { inOurWords } from '../../admin/our-words.ts';
import { blocks } from '../../src/blocks/blocks.ts';
import { proofread } from '../../src/proofreading/proofread.ts';
import { collections, settings } from '../../src/schema/contract.ts';
import { type FormField, formOf } from '../../src/schema/form.ts';
import { violationsIn } from '../accessibility.ts';
import { fieldOf, handbook, handbookFiles, heaviestPictureInBytes, pictureFor, takesPictures } from './handbook.ts';
import { preview, previewPane } from './in-the-cms.ts';
import { test } from './own-cms.ts';

// A busy machine takes its time over a page beside the form.
const expect = expectSoon.configure({ timeout: 30_000 });

// Decap goes on reading after it has saved. On a machine that is busy, one try more; a test that needed it is named at the end.
test.describe.configure({ retries: 1 });
test.use({ actionTimeout: 20_000 });

const index = 'README.md';
const source = (file: string) => readFile(join(handbook, file), 'utf8');
const all = async (file: string, pattern: RegExp) =>
  [...(await source(file)).matchAll(pattern)].map(([, found = '']) => found);

test('every picture that a how-to names is there, is light, and has words for those who cannot see it; and none is left over', async () => {
  const named: string[] = [];
  for (const file of await handbookFiles()) {
    const pictures = [...(await source(file)).matchAll(/!\[([^\]]*)\]\(pictures\/([^)]+)\)/g)];
    expect.soft(pictures.length, file).toBeLessThanOrEqual(3);
    for (const [index, [, words, picture = '']] of pictures.entries()) {
      expect.soft(words, picture).toMatch(/\w.{20,}\.$/);
      expect.soft(picture).toBe(`${file.replace('.md', '')}-${index + 1}.webp`);
      named.push(picture);
    }
  }
  const there = await readdir(join(handbook, 'pictures'));
  expect(there.sort()).toEqual(named.sort());
  for (const picture of there)
    expect
      .soft((await stat(join(handbook, 'pictures', picture))).size, picture)
      .toBeLessThanOrEqual(heaviestPictureInBytes);
});

test('the index leads to every how-to, each has steps, and no link of theirs leads nowhere', async () => {
  const files = await handbookFiles();
  const howTos = files.filter((file) => file !== index);
  expect((await all(index, /\]\(([\w-]+\.md)\)/g)).sort()).toEqual(howTos);
  for (const file of howTos) {
    expect.soft(await source(file), file).toMatch(/^# .+\n\n[A-Z].+\n\n(.+\n\n)?(1\. |## )/);
    for (const link of await all(file, /\]\((?!pictures\/)([^)]+)\)/g)) expect.soft(files, file).toContain(link);
  }
});

/** All the words that a form shows for its fields. */
const wordsOfForm = (fields: readonly FormField[]): string[] =>
  fields.flatMap(({ label, labelSingular, choices = {}, fields: inner = [], item }) => [
    label,
    ...(labelSingular ? [labelSingular] : []),
    ...Object.values(choices),
    ...wordsOfForm(item ? [...inner, item] : inner),
  ]);

/** Every phrase in Decap’s English, however deep. */
const phrasesIn = (phrases: object): string[] =>
  Object.values(phrases).flatMap((one) => (typeof one === 'string' ? [one] : phrasesIn(one)));

/** Decap’s English. Its package is for browsers, and its parts are modules that do not say so. */
async function decapsEnglish(): Promise<object> {
  const file = createRequire(import.meta.url).resolve('decap-cms-locales/dist/esm/en/index.js');
  return (await import(`data:text/javascript,${encodeURIComponent(await readFile(file, 'utf8'))}`)).default;
}

test('every word in bold is on the screen of the CMS: a label, a choice, a button, or a word of our own', async () => {
  const ours = [
    ...collections.flatMap(({ label, labelSingular, schema, ...more }) => [
      label,
      labelSingular,
      ...wordsOfForm(formOf(schema)),
      ...('text' in more ? [more.text.label] : []),
    ]),
    ...settings.flatMap(({ label, schema }) => ['Settings', label, ...wordsOfForm(formOf(schema))]),
    ...blocks.flatMap(({ label, schema }) => [label, ...wordsOfForm(formOf(schema))]),
  ];
  const decaps = phrasesIn(inOurWords((await decapsEnglish()) as never));
  // A phrase such as “Add %{item}” is shown with a word of ours in it, or of Decap’s own.
  const filledIn = decaps
    .filter((one) => /%\{\w+\}/.test(one))
    .flatMap((one) => [...ours, ...decaps].map((word) => one.replace(/%\{\w+\}/, word)));
  const onScreen = new Set([...ours, ...decaps, ...filledIn]);
  const admin = join(import.meta.dirname, '../../');
  for (const [file, words] of [
    ['admin/preview/preview-pane.ts', /Phone: |Computer: /g],
    ['src/pages/admin/index.astro', />Handbook</g],
  ] as const)
    for (const [found] of (await readFile(join(admin, file), 'utf8')).matchAll(words))
      onScreen.add(found.replace(/[^A-Za-z]/g, ''));
  for (const file of await handbookFiles())
    for (const bold of await all(file, /\*\*(.+?)\*\*/g))
      expect.soft([...onScreen], `${file}: ${bold}`).toContain(bold);
});

test('staff open the handbook beside what they write, and lose nothing; whoever reads it meets no barrier', async ({
  page,
  baseURL,
}) => {
  await page.goto(`${baseURL}/admin/#/collections/news/new`);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByLabel('Headline').fill('A day by the river');
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Handbook' }).click();
  const beside = await opened;
  await expect(beside.getByRole('heading', { level: 1 })).toHaveText('The staff handbook');
  await expect(beside.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
  for (const link of await beside.getByRole('main').getByRole('link').all()) {
    const address = await link.getAttribute('href');
    expect.soft((await beside.request.get(`${baseURL}${address}`)).status(), `${address}`).toBe(200);
  }
  await beside.getByRole('link', { name: 'Write a news post' }).click();
  await expect(beside.getByRole('heading', { level: 1 })).toHaveText('Write a news post');
  const pictures = beside.getByRole('main').getByRole('img');
  await expect(pictures).toHaveCount(3);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  }
  expect(await violationsIn(beside)).toEqual([]);
  await expect(page.getByLabel('Headline')).toHaveValue('A day by the river');
});

const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });

test(
  'whoever follows the how-tos adds an event, starts and closes an appeal, changes the amounts and a project, records consent, and moves a page',
  takesPictures,
  async ({ page, own }) => {
    test.setTimeout(180_000);
    const { address } = own;
    const saved = (file: string) => readFile(join(own.root, 'content', file), 'utf8').catch(() => 'nothing');
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const open = async (...steps: readonly (string | RegExp)[]) => {
      for (const step of steps)
        await page.getByRole('link', typeof step === 'string' ? { name: step, exact: true } : { name: step }).click();
    };
    /** On one’s own machine there are no drafts: to publish is one step. Then back to the list, when the file is as it should be. */
    const publish = async (file: string, line: string) => {
      await press('Publish');
      await page.getByRole('menuitem', { name: 'Publish now' }).click();
      await expect.poll(() => saved(file)).toContain(line);
      await expect(page.getByText('Changes saved')).toBeVisible();
      await open(/Writing in/);
    };
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      return dialog.accept();
    });
    const pane = previewPane(page);
    const heading = preview(page).getByRole('heading', { level: 1 });
    await page.goto(`${address}/admin/`);
    await press('Login');

    await test.step('add an event', async () => {
      await open('Events', 'Create entry of type event');
      await field(page, 'Name').fill('Autumn sing-along');
      await field(page, 'Day').fill('2099-10-03');
      await page.getByLabel('Starts at').fill('14:30');
      await page.getByLabel('Ends at').fill('16:00');
      await page.getByLabel('Summary').fill('Songs that many people know. Everyone is welcome.');
      await page.getByLabel('Where').fill('White Hill Centre, Chesham');
      await pictureFor(
        page,
        'add-an-event',
        1,
        fieldOf(page.getByLabel('Starts at')),
        fieldOf(page.getByLabel('Ends at')),
      );
      await publish('events/autumn-sing-along/index.md', 'startsAt: 14:30\nendsAt: 16:00\n');
    });

    await test.step('start an appeal, and close it', async () => {
      const file = 'appeals/a-drum-for-every-hub/index.md';
      await open('Appeals', 'Create entry of type appeal');
      await field(page, 'Name').fill('A drum for every hub');
      await page.getByLabel('Starts on').fill('2026-01-05');
      await page.getByLabel('Summary').fill('Our hub needs drums.');
      await page.getByLabel('Fund').fill('Our hub');
      await page.getByRole('option', { name: 'Our hub in Chesham' }).click();
      await pictureFor(page, 'start-an-appeal', 1, fieldOf(page.getByLabel('Fund')));
      await publish(file, 'fund: chesham-hub');
      await open(/A drum for every hub/);
      await expect(heading).toHaveText('A drum for every hub');
      await page.getByLabel('Last day').fill('2026-02-06');
      await expect(preview(page).getByText('over now, with thanks')).toBeVisible();
      await publish(file, 'closesOn: 2026-02-06');
    });

    await test.step('change the amounts for giving', async () => {
      await open('Settings', 'Giving');
      for (const [place, pounds] of ['12', '30.00', '£60'].entries())
        await page.getByLabel('Amount', { exact: true }).nth(place).fill(pounds);
      await expect(preview(page).getByText('£12').first()).toBeVisible();
      await pictureFor(
        page,
        'change-the-amounts',
        1,
        fieldOf(page.getByLabel('Amount', { exact: true }).first()),
        fieldOf(page.getByLabel('What it helps with').nth(1)),
      );
      await pictureFor(page, 'change-the-amounts', 2, preview(page).getByRole('group', { name: 'How much?' }));
      await publish('settings/giving.yaml', 'amountInPence: 1200\n');
    });

    await test.step('change a project, and drop what is not saved yet', async () => {
      await open('Projects', /Safe in Sound/);
      await page.getByLabel('Where it stands').click();
      await expect(page.getByRole('option', { name: 'Running, and full' })).toBeVisible();
      await pictureFor(
        page,
        'change-a-project-or-a-person',
        1,
        fieldOf(page.getByLabel('Where it stands')),
        page.getByRole('listbox'),
      );
      await page.getByRole('option', { name: 'Finished' }).click();
      await expect(page.getByText('Unsaved Changes')).toBeVisible();
      await open(/Writing in/);
      await expect.poll(() => asked).toContain('Are you sure you want to leave this page?');
      await open(/Safe in Sound/);
      await expect(page.getByText('Taking referrals').first()).toBeVisible();
      await expect(heading).toHaveText('Safe in Sound');
      await open(/Writing in/);
    });

    await test.step('record consent, and take a picture off when it is withdrawn', async () => {
      await open('Events', /the performance/);
      await expect(heading).toHaveText('Safe in Sound: the performance');
      await page.getByLabel('Who is in it').click();
      await page.getByRole('option', { name: 'People who could be recognised' }).click();
      await expect(pane.getByRole('status')).toContainText('their consent is not recorded');
      await page.getByRole('button', { name: 'Expand' }).click();
      await page.getByLabel('Who asked them').fill('Ana');
      await page.getByLabel('The day they said yes').fill('2026-01-05');
      await page.getByLabel('Holds until').fill('2098-01-05');
      await page.getByLabel('What they agreed to').click();
      await page.getByRole('option', { name: /^The pages of this website/ }).click();
      await expect(pane.getByRole('status')).toBeEmpty();
      await pictureFor(
        page,
        'add-photos',
        2,
        fieldOf(page.getByLabel('Who is in it')),
        fieldOf(page.getByLabel('What they agreed to')),
      );
      await page.getByLabel('Withdrawn on').fill('2026-02-06');
      await expect(pane.getByRole('status')).toHaveText(
        'Not on the page: Main picture. Why: consent was withdrawn on 6 February 2026.',
      );
      await pictureFor(
        page,
        'take-a-picture-off',
        1,
        fieldOf(page.getByLabel('Holds until')),
        fieldOf(page.getByLabel('Withdrawn on')),
      );
      await pictureFor(page, 'take-a-picture-off', 2, pane.getByRole('group', { name: 'Show it on' }), heading);
      await publish('events/safe-in-sound-performance/index.md', 'withdrawnOn: 2026-02-06');
    });

    await test.step('move a page, and keep its old address', async () => {
      const old = join(own.root, 'content/events/autumn-sing-along/index.md');
      await writeFile(old, (await readFile(old, 'utf8')).replace(/^---\n/, '---\nformerly:\n  - /diary/autumn/\n'));
      await open('Events', /Autumn sing-along/);
      await press('Published');
      await page.getByRole('menuitem', { name: 'Duplicate' }).click();
      // The form is that of the copy when the page beside it is drawn anew.
      await expect(page).toHaveURL(/\/events\/new$/);
      await expect(page.getByText('Unsaved Changes')).toBeVisible();
      await expect(heading).toHaveText('Autumn sing-along');
      await field(page, 'Name').fill('Winter sing-along');
      await expect(heading).toHaveText('Winter sing-along');
      await publish('events/winter-sing-along/index.md', 'title: Winter sing-along');
      // Both pages are there, and no address leads to two.
      expect(await proofread(own.root)).toEqual([]);
      await open('Events', /Autumn sing-along/);
      await expect(heading).toHaveText('Autumn sing-along');
      await press('Delete entry');
      await expect.poll(() => saved('events/autumn-sing-along/index.md')).toBe('nothing');
      await open(/Winter sing-along/);
      await press('Add old address');
      await field(page, 'Old address').fill('/events/autumn-sing-along/');
      await pictureFor(page, 'rename-or-move-a-page', 1, fieldOf(field(page, 'Old address')));
      await publish('events/winter-sing-along/index.md', '- /events/autumn-sing-along/');
      expect(await proofread(own.root)).toEqual([]);
    });
  },
);
