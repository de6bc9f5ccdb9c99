/** A reader finds what is published by a word in it, with a keyboard alone, and is told plainly when nothing is found or search is out of reach. */
import { type Browser, type Page, expect as plainly, test } from '@playwright/test';
import { violationsIn } from '../accessibility.ts';
import { misfits } from '../fit.ts';

/** The core is compiled when somebody searches, which takes its time where two browsers share a machine. */
const expect = plainly.configure({ timeout: 20_000 });

const box = (page: Page) => page.getByRole('searchbox', { name: 'What are you looking for?' });
const answer = (page: Page) => page.getByRole('status');
const results = (page: Page) =>
  page
    .getByRole('list')
    .filter({ has: page.locator('mark') })
    .getByRole('listitem');
const post = 'Social Prescribing Day in Bucks';

test('by keyboard alone, a story is found by a word in its text, and opened', async ({ page }) => {
  await page.goto('/search/');
  await box(page).focus();
  await page.keyboard.type('drumming');
  await page.keyboard.press('Enter');
  await expect(answer(page)).toHaveText('1 page found for “drumming”.');
  await expect(box(page)).toBeFocused();
  await expect(results(page)).toContainText(['News post']);
  await expect(results(page).locator('mark').first()).toHaveText(/^drum/);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Search' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: post })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: post })).toBeVisible();
});

test('each result says what kind of page it is, and is found by its own words, not by those of the panel that asks', async ({
  page,
}) => {
  const kinds = {
    'Safe in Sound': ['Project', 'Safe in Sound'],
    performance: ['Event', 'Safe in Sound: the performance'],
    'Mobbs Memorial': ['Funder or partner', 'The Mobbs Memorial Trust'],
    cookies: ['Page', 'Your privacy on this site'],
    Gareth: ['Page', 'People'],
    'White Hill': ['News post', post],
  };
  for (const [words, [kind = '', title = '']] of Object.entries(kinds)) {
    await page.goto(`/search/?q=${encodeURIComponent(words)}`);
    const result = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
    await expect(result).toContainText(kind);
  }
  // “Donate here” stands on the panel at the foot of every story, and of no other page.
  await page.goto('/search/?q=%22Donate%20here%22');
  await expect(answer(page)).toContainText('Nothing found');
});

test('who looks for a way to call finds how to reach us, whichever word they use for it', async ({ page }) => {
  await page.goto('/search/');
  for (const words of ['telephone', 'phone', 'call']) {
    await box(page).fill(words);
    await box(page).press('Enter');
    await expect(answer(page)).toHaveText(new RegExp(`^\\d+ pages? found for “${words}”\\.$`));
    await expect(results(page).getByRole('link', { name: 'Contact us', exact: true })).toBeVisible();
  }
});

test('a mistyped word is put right, and that is said; one that nothing is near to is left out, and that is said too', async ({
  page,
}) => {
  const answers = {
    'music theropy': /^No page has “theropy”\. \d+ pages found for “music therapy”\.$/,
    Chehsam: /^No page has “Chehsam”\. \d+ pages found for “chesham”\.$/,
    'dementia zzyzxq': /^No page has “zzyzxq”\. \d+ pages found for “dementia”\.$/,
    // Words of their own, which only look like “house”, “person” and “drums”.
    abuse: /^Nothing found for “abuse”/,
    prison: /^Nothing found for “prison”/,
    drugs: /^Nothing found for “drugs”/,
    // Somebody is still writing “drumming”: that is no mistake.
    drumm: '1 page found for “drumm”.',
    // Too short, or a number: nobody can tell what was meant, and nothing else is passed off as it.
    hb: 'Nothing found for “hb”. Try another word, or fewer, or look through the lists below.',
    '2O24': /^Nothing found for “2O24”\. /,
    abc: /^Nothing found for “abc”\. /,
    '18,617': /^Nothing found for “18,617”\. /,
    'music 2O24 hb': /^No page has “2O24” or “hb”\. \d+ pages found for “music”\.$/,
    // What is there is found, however short.
    '2024': /^\d+ pages found for “2024”\.$/,
    '£7,000': /^\d+ pages? found for “£7,000”\.$/,
    mu: /^\d+ pages found for “mu”\.$/,
    // All of it in quotation marks, straight or curly, is looked for as it stands; one mark alone changes nothing.
    '"theropy"': /^Nothing found for “theropy”, word for word\. /,
    '“music therapy”': /^\d+ pages found for “music therapy”, word for word\.$/,
    '"theropy': /^No page has “theropy”\. \d+ pages found for “therapy”\.$/,
    'the "Chehsam" hub': /^No page has “Chehsam”\. \d+ pages? found for “the chesham hub”\.$/,
  };
  await page.goto('/search/');
  for (const [words, said] of Object.entries(answers)) {
    await box(page).fill(words);
    await box(page).press('Enter');
    await expect(answer(page)).toHaveText(said);
    await expect(box(page)).toHaveValue(words);
  }
});

test('when nothing is found for what a mistyped word was put right to, that is said', async ({ page }) => {
  await page.goto('/search/?q=Memorail%20cookies');
  await expect(answer(page)).toHaveText(
    'No page has “Memorail”. Nothing found for “memorial cookies”. Try another word, or fewer, or look through the lists below.',
  );
  expect(await violationsIn(page)).toEqual([]);
});

test('when the list of words alone is out of reach, the search goes on, and puts nothing right', async ({ page }) => {
  await page.route('**/pagefind/words.txt', (route) => route.abort());
  await page.goto('/search/?q=music%20theropy');
  await expect(answer(page)).toHaveText(/^No page has “theropy”\. \d+ pages found for “music”\.$/);
  await page.unroute('**/pagefind/words.txt');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(answer(page)).toHaveText(/^No page has “theropy”\. \d+ pages found for “music therapy”\.$/);
});

test('what was looked for is in the address: it can be shared, and Back and forward bring it again', async ({
  page,
}) => {
  await page.goto('/search/');
  await box(page).pressSequentially('dementia');
  await expect(answer(page)).toContainText('found for “dementia”');
  await expect(page).toHaveURL(/\/search\/\?q=dementia$/);
  await box(page).press('Enter');
  await box(page).fill('drumming');
  await box(page).press('Enter');
  await expect(answer(page)).toContainText('found for “drumming”');
  await expect(page).toHaveTitle(/^“drumming” · Search/);
  await page.getByRole('link', { name: post }).click();
  await expect(page.getByRole('heading', { level: 1, name: post })).toBeVisible();
  await page.goBack();
  await expect(answer(page)).toContainText('found for “drumming”');
  await page.goBack();
  await expect(box(page)).toHaveValue('dementia');
  await expect(answer(page)).toContainText('found for “dementia”');
  await page.goBack();
  await expect(box(page)).toHaveValue('');
  await expect(answer(page)).toHaveText('');
  await page.goForward();
  await expect(answer(page)).toContainText('found for “dementia”');
});

test('nothing found is said, with what to try; no words at all are asked for', async ({ page }) => {
  await page.goto('/search/?q=zzyzx');
  await expect(answer(page)).toHaveText(
    'Nothing found for “zzyzx”. Try another word, or fewer, or look through the lists below.',
  );
  await box(page).fill('   ');
  await box(page).press('Enter');
  await expect(answer(page)).toHaveText('Please write a word or two to look for.');
  await expect(page).toHaveURL(/\/search\/$/);
  await page.getByRole('main').getByRole('link', { name: 'Dementia' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dementia');
});

for (const outOfReach of ['pagefind.js', 'pagefind-entry.json', '*.pf_meta', 'wasm.*', 'index/*', 'fragment/*']) {
  test(`when ${outOfReach} is out of reach that is said, not that nothing was found; and one can try again`, async ({
    page,
  }) => {
    const address = `**/pagefind/${outOfReach}*`;
    await page.route(address, (route) => route.abort());
    await page.goto('/search/?q=drumming');
    await expect(answer(page)).toContainText('Sorry, the search cannot be reached just now.');
    await expect(page.getByRole('main').getByRole('link', { name: 'News', exact: true })).toBeVisible();
    await page.unroute(address);
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(answer(page)).toHaveText('1 page found for “drumming”.');
  });
}

test('what is looked for may be anything, and is never more than text', async ({ page }) => {
  const hostile = '<img src="/x" onerror="alert(1)"></p><mark>"&amp;';
  page.on('dialog', () => expect(false, 'something ran').toBe(true));
  await page.goto(`/search/?q=${encodeURIComponent(hostile)}`);
  await expect(answer(page)).toContainText(`for “${hostile}”`);
  expect(await page.getByRole('status').locator('*').count()).toBe(0);
  await page.goto(`/search/?q=${'qzxj'.repeat(200)}`);
  await expect(answer(page)).toContainText(`Nothing found for “${'qzxj'.repeat(25)}”`);
});

test('nothing of the index is fetched until somebody searches', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/search/', { waitUntil: 'networkidle' });
  expect(asked.filter((path) => path.startsWith('/pagefind/'))).toEqual([]);
  await box(page).fill('drumming');
  await expect(answer(page)).toContainText('1 page found');
  expect(asked.filter((path) => path.startsWith('/pagefind/'))).not.toEqual([]);
});

test('the parts of the index that carry a hash may be kept for ever; those that do not are asked for again', async ({
  page,
}) => {
  const kept = new Map<string, string>();
  page.on('response', (response) => {
    const [, file] = /\/pagefind\/([^?]+)/.exec(response.url()) ?? [];
    if (file) kept.set(file.replace(/\/.*|_.*\./, '/'), response.headers()['cache-control'] ?? '');
  });
  await page.goto('/search/?q=drumming');
  await expect(answer(page)).toContainText('1 page found');
  const forEver = 'public, max-age=31536000, immutable';
  const askAgain = 'public, max-age=0, must-revalidate';
  expect(Object.fromEntries(kept)).toEqual({
    'pagefind.js': askAgain,
    'pagefind-entry.json': askAgain,
    'wasm.en-gb.pagefind': askAgain,
    'pagefind.en-gb/pf_meta': forEver,
    'index/': forEver,
    'fragment/': forEver,
  });
});

test('without JavaScript, or when our script does not arrive, no form is shown that does nothing: the lists are', async ({
  browser,
  baseURL,
}) => {
  const withoutScript = async (page: Page) => {
    await page.goto('/search/?q=drumming');
    await expect(page.getByRole('searchbox')).toBeHidden();
    const lists = page.getByRole('main').getByRole('link');
    for (const name of [
      ...['Dementia', 'News', 'Our work', 'Events', 'Funders', 'Refer', 'About us', 'People', 'Appeals', 'Contact us'],
      ...['Our policies', 'Using this site', 'Your privacy', 'Donate'],
    ])
      await expect(lists.and(page.getByRole('link', { name, exact: true }))).toBeVisible();
  };
  const without = await (await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false })).newPage();
  await withoutScript(without);
  await expect(without.getByText('Searching needs JavaScript')).toBeVisible();
  await without.context().close();
  const cutOff = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await cutOff.route('**/*.js', (route) => route.abort());
  await withoutScript(cutOff);
  await cutOff.context().close();
});

const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'nothing asked yet': async (page) => {
    await page.goto('/search/');
    await expect(box(page)).toBeVisible();
  },
  'pages found': async (page) => {
    await page.goto('/search/?q=music');
    await expect(answer(page)).toContainText('pages found');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(results(page).nth(10)).toBeVisible();
  },
  'nothing found': async (page) => {
    await page.goto(`/search/?q=${'z'.repeat(100)}`);
    await expect(answer(page)).toContainText('Nothing found');
  },
  'out of reach': async (page) => {
    await page.route('**/pagefind/**', (route) => route.abort());
    await page.goto('/search/?q=music');
    await expect(answer(page)).toContainText('Sorry');
  },
};

async function openIn(browser: Browser, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
}

for (const [state, reach] of Object.entries(states)) {
  test(`with ${state}, there is no accessibility violation, and nothing runs off a screen of 320 px`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const page = await openIn(browser, { baseURL: baseURL ?? '', viewport: { width: 320, height: 700 } });
    await reach(page);
    expect(await violationsIn(page)).toEqual([]);
    expect(await misfits(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violationsIn(page)).toEqual([]);
    await page.context().close();
  });
}

test('more of what was found is shown when asked for, and the focus goes to the first of it', async ({ page }) => {
  await page.goto('/search/?q=music');
  await expect(answer(page)).toContainText('pages found');
  const links = page.getByRole('main').getByRole('listitem').getByRole('heading').getByRole('link');
  await expect(links).toHaveCount(10);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(links.nth(10)).toBeFocused();
  // Older news lies apart only where there is a great deal of it: tests/reader/older-news.spec.ts.
  await expect(page.getByRole('button', { name: /^Look in/ })).toHaveCount(0);
});
