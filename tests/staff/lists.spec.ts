/** Staff find an entry among many, and a new one begins with the day it is: in the real CMS, on a real checkout. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import fc from 'fast-check';
import { fromJS } from 'immutable';
import { seenOn } from '../../admin/kept-back.ts';
import { listViews } from '../../admin/list-views.ts';
import { type ShownPeople, whyKeptBack } from '../../src/consent.ts';
import { news } from '../../src/schema/news.ts';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { signIn } from './in-the-cms.ts';

// One after another: each worker would have a checkout and a server of its own.
test.describe.configure({ mode: 'default' });

const ofPeople = 'cover: {file: us.jpg, description: Four people sing., shows: people}\n';

let checkout: Checkout;
let address: string;

test.beforeAll(async () => {
  checkout = await builtCheckout();
  for (const [name, publishedOn, draft] of [
    ['a-song-in-march', '2025-03-04', false],
    ['a-walk-in-may', '2025-05-06', true],
    ['a-day-in-june', '2027-06-07', false],
  ] as const) {
    const folder = join(checkout.root, `content/news/${name}`);
    await mkdir(folder, { recursive: true });
    const title = name.replaceAll('-', ' ').replace('a', 'A');
    await writeFile(
      join(folder, 'index.md'),
      `---\ntitle: ${title}\npublishedOn: ${publishedOn}\nsummary: It happened.\ndraft: ${draft}\n${draft ? ofPeople : ''}---\n\nIt was good.\n`,
    );
  }
  ({ address } = await checkout.serve('preview'));
});
test.afterAll(() => checkout.remove());

async function openNews(page: Page): Promise<void> {
  await signIn(page, address);
  await expect(page.getByRole('heading', { name: 'News' })).toBeVisible();
}

const entries = (page: Page) => page.getByRole('main').getByRole('listitem').getByRole('heading');

test('the list of news begins with the newest, and can be sorted by name', async ({ page }) => {
  await openNews(page);
  const [march, may, june] = [/^A song in march/, /^A walk in may/, /^A day in june/];
  await expect(entries(page)).toHaveText([june, /^Social Prescribing Day/, may, march]);
  await page.getByRole('button', { name: 'Sort by' }).click();
  await page.getByRole('menuitem', { name: 'Headline' }).click();
  await expect(entries(page)).toHaveText([june, march, may, /^Social Prescribing Day/]);
});

test('drafts can be picked out', async ({ page }) => {
  await openNews(page);
  await page.getByRole('button', { name: 'Filter by' }).click();
  await page.getByRole('menuitem', { name: 'Draft' }).click();
  await expect(entries(page)).toHaveText([/^A walk in may/]);
});

test('entries whose picture readers do not see, for want of consent, can be picked out', async ({ page }) => {
  await openNews(page);
  await page.getByRole('button', { name: 'Filter by' }).click();
  await expect(entries(page).filter({ hasText: 'picture lacks consent' })).toHaveText([
    /^A walk in may .* — draft — picture lacks consent/,
  ]);
  await page.getByRole('menuitem', { name: 'Main picture lacks consent' }).click();
  await expect(entries(page)).toHaveText([/^A walk in may/]);
});

test('what lacks consent in a list is what is kept back on the site', () => {
  const today = '2026-10-20';
  const [collection] = seenOn(today, [{ name: 'news', label: 'News', ...listViews(news) }]);
  const pattern = new RegExp(String(collection?.view_filters?.find(({ field }) => field === 'cover')?.pattern));
  const day = fc
    .tuple(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'));
  const near = fc.oneof(day, fc.constantFrom('2026-10-19', '2026-10-20', '2026-10-21', '2026-09-30', '2025-12-31'));
  const consent = fc.record(
    { recordedBy: fc.string(), recordedOn: near, until: near, withdrawnOn: near },
    { requiredKeys: ['recordedBy', 'recordedOn', 'until'] },
  );
  const picture = fc.record(
    { description: fc.string(), shows: fc.constantFrom('nobody', 'people'), consent },
    { requiredKeys: ['description', 'shows'] },
  );
  fc.assert(
    fc.property(
      picture,
      (cover) =>
        pattern.test(String(fromJS(cover))) === (whyKeptBack(cover as unknown as ShownPeople, today) !== undefined),
    ),
    { numRuns: 3000 },
  );
});

test('the news can be grouped by year', async ({ page }) => {
  await openNews(page);
  await page.getByRole('button', { name: 'Group by' }).click();
  await page.getByRole('menuitem', { name: 'Year' }).click();
  await expect(page.getByRole('heading', { name: 'Year 2025' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Year 2027' })).toBeVisible();
});

for (const [timezoneId, day] of [
  ['Europe/London', '2026-07-01'],
  ['America/Los_Angeles', '2026-06-30'],
] as const) {
  test.describe(timezoneId, () => {
    test.use({ timezoneId });
    test('a new post begins with the day on the calendar on the wall, late on a summer evening too', async ({
      page,
    }) => {
      await page.clock.setFixedTime('2026-06-30T23:30:00Z');
      await page.goto(`${address}/admin/#/collections/news/new`);
      await page.getByRole('button', { name: 'Login' }).click();
      await expect(page.getByLabel('Publish on')).toHaveValue(day);
    });
  });
}
