/** Of a long archive, a reader finds the newest first, and the older news by going further back; what they do not ask for is not fetched. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, expect as plainly, test } from '@playwright/test';
import { violationsIn } from '../accessibility.ts';
import { misfits } from '../fit.ts';
import { type Archive, newArchive } from '../search-in-parts.ts';

/** The core is compiled when somebody searches, which takes its time where two browsers share a machine. */
const expect = plainly.configure({ timeout: 20_000 });

test.describe.configure({ mode: 'default' });

let archive: Archive;
test.beforeAll(async () => {
  archive = await newArchive();
  await archive.build([
    { year: 2024, title: 'A choir for Amersham', text: 'Songs for everyone, and a kazoo.' },
    ...Array.from({ length: 11 }, (_, place) => ({ year: 2024, title: `Song ${place}`, text: 'Music, sung.' })),
    { year: 2019, title: 'Bells in the hall', text: 'Music with bells, a singer named Brien, and concerts.' },
    { year: 2019, title: 'A quiet year', text: 'Music at home.' },
    { year: 2016, title: 'Harps by the river', text: 'A harp and its harpist, at the École.' },
    { year: 2015, title: 'A brass band', text: 'Tubas, and O’Brien on the horn, in a concert at the café.' },
    { year: 2012, title: 'Dulcimers on the hill', text: 'Music from a dulcimer.' },
    { year: 2012, title: 'The first day', text: 'Music, and marimbas. A choir performed.' },
    { year: 2012, title: 'The second day', text: 'A kazoo again.' },
  ]);
});
test.afterAll(() => rm(archive.root, { recursive: true }));

/** Opens the search page as it would stand on that site; gives what it has asked for of the index. */
async function openSearch(page: Page, words = '', site = () => archive.site): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/pagefind/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname.replace('/pagefind/', ''));
    await route.fulfill({ path: join(site(), pathname) }).catch(() => route.fulfill({ status: 404 }));
  });
  await page.goto(`/search/${words && `?q=${encodeURIComponent(words)}`}`);
  return asked;
}

async function lookFor(page: Page, words: string): Promise<void> {
  const box = page.getByRole('searchbox', { name: 'What are you looking for?' });
  await box.fill(words);
  await box.press('Enter');
}

const answer = (page: Page) => page.getByRole('status');
const titles = (page: Page) => page.getByRole('main').getByRole('listitem').locator('h2');
const olderThan = (page: Page, year: number) => page.getByRole('button', { name: `Look in news from before ${year}` });
const inOlder = (asked: readonly string[]) => [
  ...new Set(asked.map((path) => /^\d[\d-]*/.exec(path)?.[0]).filter(Boolean)),
];

test('the newest is found first; one press goes further back, and the focus to what is new there', async ({ page }) => {
  const asked = await openSearch(page, 'music');
  await expect(answer(page)).toHaveText('13 pages found for “music”.');
  await expect(titles(page)).toHaveCount(10);
  expect(inOlder(asked)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await violationsIn(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
  await olderThan(page, 2020).press('Enter');
  await expect(answer(page)).toHaveText('15 pages found for “music”, 2 of them in news from before 2020.');
  await expect(titles(page)).toHaveCount(12);
  await expect(titles(page).nth(10).getByRole('link')).toBeFocused();
  expect((await titles(page).allTextContents()).slice(10).sort()).toEqual(['A quiet year', 'Bells in the hall']);
  expect(inOlder(asked)).toEqual(['2019']);
  // What was not shown yet of the newest is there still.
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(titles(page)).toHaveCount(15);
  await expect(titles(page).nth(12).getByRole('link')).toBeFocused();
  // No post of 2015 and 2016 has it: what comes next follows by itself.
  await olderThan(page, 2017).press('Enter');
  await expect(answer(page)).toHaveText('17 pages found for “music”, 2 of them in news from before 2013.');
  await expect(titles(page).nth(15).getByRole('link')).toBeFocused();
  await expect(page.getByRole('button', { name: /^Look in/ })).toHaveCount(0);
  expect(
    asked.filter((path) => path.includes('wasm.')),
    'the core comes once',
  ).toHaveLength(1);
});

test('a word of long ago is found though nothing newer has it, mistyped or half written; what can have none of it is not fetched', async ({
  page,
}) => {
  const asked = await openSearch(page, 'dulcimer');
  await expect(answer(page)).toHaveText('1 page found for “dulcimer”, in news from before 2013.');
  await expect(titles(page)).toHaveText(['Dulcimers on the hill']);
  expect(inOlder(asked)).toEqual(['2012']);
  const answers = {
    marimb: '1 page found for “marimb”, in news from before 2013.',
    dulcmier: 'No page has “dulcmier”. 1 page found for “dulcimer”, in news from before 2013.',
    // In another form, or without its accents, a word is found as where there is one part.
    performing: '1 page found for “performing”, in news from before 2013.',
    'music performing': '1 page found for “music performing”, in news from before 2013.',
    cafe: '1 page found for “cafe”, in news from before 2017.',
    ecole: '1 page found for “ecole”, in news from before 2017.',
    ecol: '1 page found for “ecol”, in news from before 2017.',
    'O’Brien': '1 page found for “O’Brien”, in news from before 2017.',
    'choir drum-cirlce': 'No page has “drum-cirlce”. 1 page found for “choir”.',
    '"Music, and"': '1 page found for “Music, and”, word for word, in news from before 2013.',
    zzyzx: 'Nothing found for “zzyzx”. Try another word, or fewer, or look through the lists below.',
    'harp dulcimer': 'Nothing found for “harp dulcimer”. Try another word, or fewer, or look through the lists below.',
  };
  for (const [words, said] of Object.entries(answers)) {
    await lookFor(page, words);
    await expect(answer(page)).toHaveText(said);
  }
  await expect(page.getByRole('button', { name: /^Look in/ })).toHaveCount(0);
});

test('where older news has no more, that is said where one is', async ({ page }) => {
  await openSearch(page, 'harp');
  await expect(answer(page)).toHaveText('1 page found for “harp”, in news from before 2017.');
  await olderThan(page, 2013).press('Enter');
  await expect(answer(page)).toHaveText('1 page found for “harp”, and no more in older news.');
  await expect(page.getByText('There is no more in older news.')).toBeFocused();
  expect(await violationsIn(page)).toEqual([]);
  await lookFor(page, 'kazoo');
  await expect(answer(page)).toHaveText('1 page found for “kazoo”.');
  await expect(page.getByText('There is no more in older news.')).toHaveCount(0);
  // In older news the word has another form.
  await lookFor(page, 'concerts');
  await expect(answer(page)).toHaveText('1 page found for “concerts”, in news from before 2020.');
  await olderThan(page, 2017).press('Enter');
  await expect(answer(page)).toHaveText('2 pages found for “concerts”, 1 of them in news from before 2017.');
});

for (const outOfReach of ['2012/pagefind-entry.json', '2012/index/', 'words/']) {
  test(`when ${outOfReach} of older news is out of reach that is said, and one can try again`, async ({ page }) => {
    await openSearch(page, 'kazoo');
    await expect(answer(page)).toHaveText('1 page found for “kazoo”.');
    const address = `**/pagefind/${outOfReach}**`;
    await page.route(address, (route) => route.abort());
    await olderThan(page, 2020).click();
    await expect(answer(page)).toContainText('Sorry, the search cannot be reached just now.');
    await expect(titles(page)).toHaveCount(1);
    await page.unroute(address);
    await olderThan(page, 2020).click();
    await expect(answer(page)).toHaveText('2 pages found for “kazoo”, 1 of them in news from before 2013.');
  });
}

test('when the list of words is out of reach, no word of older news is denied; and one can try again', async ({
  page,
}) => {
  const address = '**/pagefind/words/**';
  await openSearch(page);
  await page.route(address, (route) => route.abort());
  for (const words of ['dulcimer', 'choir dulcimer']) {
    await lookFor(page, words);
    await expect(answer(page)).toContainText('Sorry, the search cannot be reached just now.');
  }
  await page.unroute(address);
  await lookFor(page, 'dulcimer');
  await expect(answer(page)).toHaveText('1 page found for “dulcimer”, in news from before 2013.');
});

test('while older news of an earlier search does not come, the buttons of the present one do what they say', async ({
  page,
}) => {
  await openSearch(page, 'kazoo');
  await expect(answer(page)).toHaveText('1 page found for “kazoo”.');
  const hanging = Promise.withResolvers<void>();
  await page.route('**/pagefind/2012/**', async (route) => {
    await hanging.promise;
    await route.abort();
  });
  const asked = page.waitForRequest('**/pagefind/2012/**');
  await olderThan(page, 2020).click();
  await asked;
  await lookFor(page, 'music');
  await expect(titles(page)).toHaveCount(10);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(titles(page)).toHaveCount(13);
  await olderThan(page, 2020).click();
  await expect(titles(page)).toHaveCount(15);
  hanging.resolve();
});

test('a page left open while the site is published anew, with other parts, finds all again when one tries again', async ({
  page,
}) => {
  const later = await newArchive();
  try {
    await later.build([
      { year: 2024, title: 'A choir for Amersham', text: 'Songs for everyone, and a kazoo.' },
      { year: 2024, title: 'Song 1', text: 'Music, sung.' },
      { year: 2015, title: 'A brass band', text: 'Tubas.' },
      { year: 2012, title: 'The second day', text: 'A kazoo again, and a dulcimer.' },
    ]);
    let { site } = archive;
    await openSearch(page, 'kazoo', () => site);
    await expect(answer(page)).toHaveText('1 page found for “kazoo”.');
    site = later.site;
    for (const time of ['once', 'twice']) {
      // So that it can be told when the same is said again.
      await answer(page).evaluate((said) => said.replaceChildren());
      await olderThan(page, 2020).click();
      await expect(answer(page), time).toContainText('Sorry, the search cannot be reached just now.');
    }
    await olderThan(page, 2020).press('Enter');
    await expect(answer(page)).toHaveText('1 page found for “kazoo”.');
    await expect(titles(page).getByRole('link')).toBeFocused();
    await olderThan(page, 2016).click();
    await expect(answer(page)).toHaveText('2 pages found for “kazoo”, 1 of them in news from before 2016.');
    // The same the other way round, and by the words alone.
    site = archive.site;
    await lookFor(page, 'marimbas');
    await expect(answer(page)).toContainText('Sorry, the search cannot be reached just now.');
    await lookFor(page, 'marimbas');
    await expect(answer(page)).toHaveText('1 page found for “marimbas”, in news from before 2013.');
  } finally {
    await rm(later.root, { recursive: true });
  }
});
