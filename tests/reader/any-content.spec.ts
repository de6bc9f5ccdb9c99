/** Whatever staff write, however much or little, the pages hold: the empty site, the crowded one, and words that do not break. */
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { collections } from '../../src/schema/contract.ts';
import { coloursOnly, violationsIn } from '../accessibility.ts';
import { openInCalendar } from '../calendar-program.ts';
import { type Checkout, temporaryCheckout } from '../checkout.ts';
import { contrast, textColours } from '../contrast.ts';
import { misfits } from '../fit.ts';

test.describe.configure({ timeout: 300_000 });

const photos = join(import.meta.dirname, '../staff/photos');

let checkout: Checkout | undefined;
test.afterAll(() => checkout?.remove());

async function write({ root }: Checkout, slug: string, front: string, text = ''): Promise<void> {
  const folder = join(root, 'content', slug);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.md'), `---\n${front.trim()}\n---\n\n${text}`);
}

/** The page is sound: axe finds nothing, ids are unlike, and nothing runs off a 320 px screen. */
async function expectSound(page: Page): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await misfits(page), `${page.url()} at ${width} px`).toEqual([]);
  }
  expect.soft(await violationsIn(page), page.url()).toEqual([]);
  const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
  expect
    .soft(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      page.url(),
    )
    .toEqual([]);
}

test('a site with nothing in it yet says so kindly on every list', async ({ page }) => {
  checkout = await temporaryCheckout();
  for (const { name } of collections) await rm(join(checkout.root, 'content', name), { recursive: true, force: true });
  const settings = join(checkout.root, 'content/settings/charity.yaml');
  const charity = await readFile(settings, 'utf8');
  await writeFile(settings, charity.replace(/^telephone: .*$/m, 'email: hello@charity.example'));
  const giving = join(checkout.root, 'content/settings/giving.yaml');
  await writeFile(
    giving,
    `${await readFile(giving, 'utf8')}bankTransfer:
  accountName: A charity
  sortCode: 12-34-56
  accountNumber: "01234567"
  reference: Gift, and your surname
`,
  );
  const { code, output } = checkout.build();
  expect(code, output).toBe(0);
  const { address } = await checkout.serve('preview');
  const rests = {
    news: 'no news here yet',
    projects: 'No project',
    events: 'Nothing is in the diary',
    funders: 'Nobody is named here yet',
    people: 'will be introduced here',
    appeals: 'No appeal is running now',
    policies: 'No policy is on this page yet',
    refer: 'No group takes referrals just now',
  };
  for (const [list, words] of Object.entries(rests)) {
    await page.goto(`${address}/${list}/`);
    await expect(page.getByText(words)).toBeVisible();
    await expectSound(page);
  }
  await page.emulateMedia({ media: 'print' });
  await page.goto(`${address}/refer/`);
  await expect(page.getByRole('region', { name: 'Ask us first' }).getByRole('listitem')).toHaveText([
    'Write an email to hello@charity.example',
    /^Write a letter to /,
  ]);
  await page.emulateMedia({ media: 'screen' });
  openInCalendar(await (await page.request.get(`${address}/events/calendar.ics`)).text());
  for (const path of ['/', '/donate/', '/donate/thank-you/']) {
    await page.goto(`${address}${path}`);
    await expectSound(page);
    if (path === '/donate/')
      await expect(page.getByRole('region', { name: 'By bank transfer' }).getByRole('definition')).toHaveText([
        'A charity',
        '12-34-56',
        '01234567',
        'Gift, and your surname',
      ]);
  }
});

/** A page with every block, each as full as it can be, and as bare and with words that do not break: whole for every reader, and on paper. */
async function expectEveryBlockForEveryone(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectSound(page);
  const faults: Record<string, readonly string[]> = {};
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    faults[`it fits ${width} px`] = await misfits(page);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  faults['on a phone'] = await violationsIn(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  faults['in the dark'] = await violationsIn(page, coloursOnly);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  faults['in forced colours'] = (await textColours(page))
    .filter(({ ink, ground }) => contrast(ink, ground) < 4.5)
    .map(({ words }) => words);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await page.setViewportSize({ width: 718, height: 1047 });
  faults['on paper'] = await misfits(page);
  // What one would press, its address says on paper: to the video, to its words, to the file, to what comes next.
  const addresses = page.getByRole('main').locator('.prose a:not([href^="mailto:"], [href^="tel:"])');
  expect.soft(await addresses.count()).toBe(11);
  faults['where it leads, on paper'] = await addresses.evaluateAll((links) =>
    links
      .filter((link) => !getComputedStyle(link, '::after').content.includes(link.getAttribute('href') ?? ''))
      .map(({ outerHTML }) => outerHTML),
  );
  await expect.soft(page.getByRole('img', { name: 'Before: 50%. After: 70%.' })).toBeVisible();
  await page.emulateMedia({ media: 'screen', reducedMotion: 'no-preference' });
  expect.soft(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
}

const longName = `Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ${'and '.repeat(6)}on`;
const bare = 'Bare & <b>bold</b>, ]]> </script>';

/** A crowded post, a bare one, a page with every block, and what is to come, is over, or is not there yet. */
async function writeAllSorts(full: Checkout): Promise<void> {
  const names = await readdir(photos);
  const gallery = (heading: string, count: number) =>
    [
      `:::gallery{heading="${heading}"}`,
      ...Array.from(
        { length: count },
        (_, index) =>
          `![Photo ${index + 1} of ${heading}](<${names[index % names.length]}> "A caption, ${index + 1}"){shows="nobody"}`,
      ),
      ':::',
    ].join('\n');
  const outcome = (heading: string) =>
    `:::outcome{heading="${heading}" figure="+7%" words="What it means." source="Our own count"}\n- Happy\n:::`;
  await write(
    full,
    'news/crowded',
    `title: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and ${'very '.repeat(4)}long
publishedOn: 2026-11-02
summary: A summary with a_very_long_word_${'o'.repeat(80)}_in_it.
funders: [heart-of-bucks]
cover: {file: ${names[0]}, description: "Drums > songs, and <style> is a word.", shows: nobody}`,
    [
      'Words with <b>tags</b>, 10:30 and note:this.',
      '### A third heading\n\n#### A fourth\n\n> Somebody said this.\n\n1. One\n2. Two',
      '| A | B |\n|---|---|\n| a cell | another |',
      '```\na line of code that is much longer than any telephone is wide, and does not break anywhere at all\n```',
      gallery('One photo', 1),
      outcome('Measured'),
      `A link: https://example.org/${'a'.repeat(120)}`,
      gallery('Thirty photos', 30),
      '::donate{fund="chesham-hub"}',
      outcome('Measured again'),
      '::donate{fund="drums"}',
      '::donate',
    ].join('\n\n'),
  );
  await cp(photos, join(full.root, 'content/news/crowded'), { recursive: true });
  await cp(photos, join(full.root, 'content/pages/every-block'), { recursive: true });
  await cp(join(import.meta.dirname, 'every-block.md'), join(full.root, 'content/pages/every-block/index.md'));
  await writeFile(join(full.root, 'content/pages/every-block/leaflet.pdf'), '%PDF-1.4\n%%EOF\n');
  await write(
    full,
    'news/bare',
    `title: "${bare}"\npublishedOn: 2026-11-01\nsummary: "No picture,\\v no text: <style> <script> <main> > and nobody to thank."`,
  );
  // What the CMS leaves of an entry that was deleted.
  await cp(join(photos, names[0] ?? ''), join(full.root, 'content/news/gone/left-behind.jpg'));
  await write(full, 'news/later', 'title: Not yet\npublishedOn: 2099-01-01\nsummary: It is dated ahead.');
  await write(full, 'news/unfinished', 'title: Unfinished\npublishedOn: 2026-11-01\nsummary: A draft.\ndraft: true');
  await write(
    full,
    'events/to-come',
    'title: To come\nstartsOn: 2099-06-14\nendsOn: 2099-06-16\nstartsAt: "14:30"\nsummary: It will be.\nplace: Chesham\naccess: No steps.',
  );
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date());
  await write(
    full,
    'events/today',
    `title: ${longName}\nstartsOn: ${today}\nstartsAt: "09:05"\nendsAt: "12:00"\nsummary: It is today.\nplace: ${'A long street, '.repeat(6)}Chesham`,
  );
  await write(full, 'funders/quiet', 'name: A quiet funder with a rather long name that goes on\nrole: funder');
  await write(
    full,
    'funds/closed-appeal',
    'title: Last year’s appeal\nsummary: It bought drums.\nifPassed: It goes where it is needed.\nstate: closed',
  );
  const fund = 'summary: It buys drums.\nifPassed: It goes where it is needed.\nstate: open';
  await write(
    full,
    'funds/drums',
    `title: Drums\n${fund}\ntargetInPence: 500000\nopensOn: ${today}\nclosesOn: ${today}`,
  );
  await write(full, 'funds/ended', `title: Ended\n${fund}\nclosesOn: 2026-01-01`);
  await write(full, 'funds/to-come', `title: To come\n${fund}\nopensOn: 2099-01-01`);
  // What an earlier build was told by the running site.
  await writeFile(
    join(full.root, 'node_modules/.astro/fund-totals.json'),
    JSON.stringify({
      funds: { drums: { heldInPence: 123_450, gifts: 12 } },
      general: { heldInPence: 0, gifts: 0 },
      at: '2026-11-02T23:59:00Z',
    }),
  );
  const appeal = 'publishedOn: 2026-11-02\nclosesOn: 2099-12-31\nsummary: It is needed.';
  await write(full, 'appeals/passed', `title: Drums for everyone\n${appeal}\nfund: closed-appeal`);
  await appendFile(
    join(full.root, 'content/settings/referrals.yaml'),
    'secureRoute: {words: Use our secure form for their details., label: Our secure form, address: https://safe.example/form}\n',
  );
  const committed = full.run(
    ...['env', 'GIT_COMMITTER_DATE=2026-01-02T03:04:05Z', 'git', '-c', 'user.name=Staff', '-c', 'user.email='],
    ...['commit', '--amend', '--no-edit', '--quiet'],
  );
  expect(committed.code, committed.output).toBe(0);
}

/** What a charity has come to after many years. */
async function writeManyYears(full: Checkout): Promise<void> {
  await cp(photos, join(full.root, 'content/people/one'), { recursive: true });
  const [photo = ''] = await readdir(photos);
  await cp(join(photos, photo), join(full.root, 'content/settings', photo));
  const home = join(full.root, 'content/settings/home.yaml');
  await writeFile(home, (await readFile(home, 'utf8')).replace(/^ {2}file: .*$/m, `  file: ${photo}`));
  for (let index = 1; index <= 45; index++) {
    await write(
      full,
      `news/post-${index}`,
      `title: Post ${index}\npublishedOn: ${Math.min(2000 + index, 2026)}-01-01\nsummary: It happened, ${index}.\ntopics: [dementia]\nprojects: [safe-in-sound]\nfunders: [heart-of-bucks]\ncover: {file: ${photo}, description: Drums., shows: nobody}`,
    );
    await cp(join(photos, photo), join(full.root, `content/news/post-${index}/${photo}`));
  }
  for (let index = 1; index <= 12; index++) {
    await write(
      full,
      `events/event-${index}`,
      `title: Event ${index}\nstartsOn: 2020-01-${String(index).padStart(2, '0')}\nsummary: It was.\nplace: Chesham`,
    );
    await write(
      full,
      `events/next-${index}`,
      `title: Next ${index}\nstartsOn: 2099-07-${String(index).padStart(2, '0')}\nsummary: It will be.\nplace: Chesham`,
    );
    await write(
      full,
      `projects/project-${index}`,
      `title: Project ${index}\nstate: finished\nsummary: It ran.\nwhoFor: Anybody\nachieved: It was good.\nleaders: [one]`,
    );
  }
  await write(
    full,
    'people/one',
    `name: One\nrole: A role\ngroup: board\nwords: Some words.\nphoto: {file: ${photo}, description: A drum., shows: nobody}`,
  );
  // The one to begin with is newer, and would stand on the home page in its place.
  await rm(join(full.root, 'content/appeals/music-in-chesham'), { recursive: true });
  await write(
    full,
    'appeals/running',
    'title: A drum for every hub\npublishedOn: 2020-01-01\nsummary: We need drums.\nfund: chesham-hub',
  );
  await write(
    full,
    'appeals/over',
    'title: Last year’s drums\npublishedOn: 2020-01-01\nclosesOn: 2020-02-01\nsummary: We needed drums.\nfund: chesham-hub',
  );
}

test.describe('with all sorts in it, and many years', () => {
  // One after another: each worker would build the site for itself.
  test.describe.configure({ mode: 'default' });
  let full: Checkout;
  let address: string;
  test.beforeAll(async () => {
    test.setTimeout(300_000);
    full = await temporaryCheckout();
    await writeAllSorts(full);
    await writeManyYears(full);
    const { code, output } = full.build();
    expect(code, output).toBe(0);
    ({ address } = await full.serve('preview'));
  });
  test.afterAll(() => full?.remove());

  test('a photo that opens the home page stands below its words, on any screen', async ({ page }) => {
    await page.goto(`${address}/`);
    const [words, picture] = [page.locator('.opening .lead'), page.locator('.opening img')];
    await expect(picture).toHaveAttribute('src', /^\/_astro\//);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const [above, below] = [await words.boundingBox(), await picture.boundingBox()];
      expect.soft(below?.y, `${width} px`).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
    }
    await expectSound(page);
  });

  test('a crowded post, a bare one, a page with every block, and an event to come are all sound', async ({ page }) => {
    expect((await readdir(join(full.root, 'dist/_astro'))).join()).not.toContain('left-behind');
    await page.goto(`${address}/donate/closed-appeal/`);
    await expect(page.getByText('This fund is closed: it takes no more gifts')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Last year’s appeal' })).toHaveCount(0);
    await expect(page.getByRole('radio', { name: 'Wherever music is needed most' })).toBeChecked();
    await expectSound(page);

    // A fund takes gifts from its first day to its last, and says how far it is: as it was when the page was built, and then as it is.
    await page.goto(`${address}/donate/`);
    const offered = page.getByRole('group', { name: 'Where should it go?' });
    await expect(offered.getByRole('radio', { name: 'Drums' })).toBeVisible();
    await expect(offered.getByRole('radio', { name: /Ended|To come/ })).toHaveCount(0);
    await page.goto(`${address}/donate/ended/`);
    await expect(page.getByText('This fund is closed: it takes no more gifts')).toBeVisible();
    await page.goto(`${address}/donate/to-come/`);
    await expect(page.getByText('This fund opens on 1 January 2099.')).toBeVisible();
    await page.route('**/api/funds', (route) => route.abort());
    for (const path of ['/donate/drums/', '/news/crowded/']) {
      await page.goto(`${address}${path}`);
      await expect(page.getByText('£1,234.50 raised of £5,000')).toBeVisible();
      await expect(page.getByText('From 12 gifts, as of 2 November 2026')).toBeVisible();
      await expect(page.getByRole('meter', { name: 'How far the fund is' })).toHaveJSProperty('value', 123_450);
    }
    await page.unroute('**/api/funds');
    const drums = { heldInPence: 600_001, gifts: 1 };
    await page.route('**/api/funds', (route) => route.fulfill({ json: { funds: { drums }, general: drums, at: '' } }));
    await page.goto(`${address}/donate/drums/`);
    await expect(page.getByText('£6,000.01 raised, more than the £5,000 we hoped for')).toBeVisible();
    await expect(page.getByText('From one gift, as of this minute')).toBeVisible();
    await expectSound(page);
    await page.unroute('**/api/funds');

    // An appeal whose fund is closed is over, whatever its last day: it is thanked for, and asks for nothing that nobody could give to.
    await page.goto(`${address}/`);
    await expect(page.getByRole('link', { name: 'A drum for every hub' })).toBeVisible();
    await expect(page.getByText('Drums for everyone')).toHaveCount(0);
    await page.goto(`${address}/appeals/`);
    await expect(page.getByRole('region', { name: 'Over now, with thanks' }).getByRole('listitem')).toHaveText([
      /^Drums for everyone\s*2 November 2026$/,
      /^Last year’s drums/,
    ]);
    await page.getByRole('link', { name: 'Drums for everyone' }).click();
    await expect(page.getByText('Appeals, over now, with thanks')).toBeVisible();
    await expect(page.getByText('2099')).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('link', { name: 'Donate here' })).toHaveAttribute('href', '/donate/');
    await expectSound(page);

    // Once there is a safe way to send details, the last step is that way, and nothing says to ask for one.
    await page.goto(`${address}/refer/`);
    const lastStep = page.getByRole('region', { name: 'How it goes' }).getByRole('listitem').last();
    await expect(lastStep).toHaveText(
      /^Refer them safely\s*Use our secure form for their details\.\s*Our secure form$/,
    );
    await expect(lastStep.getByRole('link', { name: 'Our secure form' })).toHaveAttribute(
      'href',
      'https://safe.example/form',
    );
    await expect(page.getByRole('link', { name: 'Our secure form' })).toHaveCount(1);
    await expect(page.getByText('Ask us how to send')).toHaveCount(0);
    await expectSound(page);

    await page.goto(`${address}/news/crowded/`);
    await expect(page.getByRole('region', { name: 'Thirty photos' }).getByRole('img')).toHaveCount(30);
    await expect(page.getByText('Words with <b>tags</b>, 10:30 and note:this.')).toBeVisible();
    await expectSound(page);
    await expect(page.getByRole('img', { name: 'Drums > songs, and <style> is a word.' })).toBeVisible();
    await expect(page.locator('link[rel=preload]')).toHaveCount(1);
    await page.goto(`${address}/every-block/`);
    await expectEveryBlockForEveryone(page);
    await page.goto(`${address}/news/bare/`);
    await expect(page.getByText('1 November 2026', { exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(bare);
    // Words that look like tags, in a field that stands in an attribute too, take no style away.
    await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('font-family', /Young Serif/);
    await expect(page.getByText('no text: <style> <script> <main> > and nobody')).toBeVisible();
    await expectSound(page);
    const forEngines = await page.locator('script[type="application/ld+json"]').textContent();
    expect(JSON.parse(forEngines ?? '')['@graph'][0]).toMatchObject({ '@type': 'NewsArticle', headline: bare });

    await page.goto(`${address}/news/`);
    const articles = page.getByRole('article').filter({ hasNotText: /Post \d/ });
    await expect(articles).toHaveCount(3);
    await expect(page.getByText('Not yet')).toHaveCount(0);
    await expect(page.getByText('Unfinished')).toHaveCount(0);
    await expectSound(page);
    const atom = await (await page.request.get(`${address}/news/feed.xml`)).text();
    const titles = await page.evaluate((source) => {
      const feed = new DOMParser().parseFromString(source, 'application/xml');
      return [...feed.querySelectorAll('entry > title')].map(({ textContent }) => textContent);
    }, atom);
    expect(titles.filter((title) => !/^Post \d/.test(title ?? ''))).toHaveLength(3);
    expect(titles).toContain(bare.replace('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    const json = await (await page.request.get(`${address}/news/feed.json`)).json();
    expect(json.items.map(({ title }: { title: string }) => title)).toContain(bare);
    const sitemap = await (await page.request.get(`${address}/sitemap-0.xml`)).text();
    expect(sitemap).toContain('/news/bare/');
    expect(sitemap).not.toMatch(/\/news\/(later|unfinished)\//);
    expect((await page.request.get(`${address}/news/later/`)).status()).toBe(404);
    expect((await page.request.get(`${address}/news/unfinished/`)).status()).toBe(404);

    const found = page.getByRole('status');
    for (const hidden of ['"dated ahead"', 'unfinished']) {
      await page.goto(`${address}/search/?q=${encodeURIComponent(hidden)}`);
      await expect(found).toContainText('Nothing found', { timeout: 20_000 });
    }
    await page.goto(`${address}/search/?q=tags`);
    await expect(found).toContainText('1 page found', { timeout: 20_000 });
    await expect(page.getByRole('listitem').filter({ hasText: 'Words with <b>tags</b>, 10:30' })).toBeVisible();
    await expectSound(page);

    await page.goto(`${address}/events/`);
    await expect(page.getByRole('region', { name: 'Coming up' }).getByText('14 to 16 June 2099')).toBeVisible();
    await page.goto(`${address}/events/to-come/`);
    await expect(page.getByText('14 to 16 June 2099')).toBeVisible();
    await expect(page.getByText('from 2.30 pm on the first day')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Find it on a map' })).toHaveAttribute('href', /Chesham/);
    await expectSound(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Add to your calendar' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('to-come.ics');
    const [one] = openInCalendar(await readFile(await download.path(), 'utf8')).events;
    expect([one?.uid, one?.summary, String(one?.startDate), String(one?.endDate)]).toEqual([
      'to-come@localhost',
      'To come',
      '2099-06-14',
      '2099-06-17',
    ]);
    await page.goto(`${address}/events/today/`);
    await expect(page.getByRole('link', { name: 'Add to your calendar' })).toBeVisible();
    await expect(page.getByText('9.05 am to midday')).toBeVisible();
    await expect(page.getByText('What do you need to know before you come?')).toBeVisible();
    await expectSound(page);
    await page.goto(`${address}/events/safe-in-sound-performance/`);
    await expect(page.getByRole('link', { name: 'Add to your calendar' })).toHaveCount(0);

    await page.goto(`${address}/events/`);
    const subscribe = page.getByRole('link', { name: 'Subscribe to all our events' });
    await expect(subscribe).toHaveAttribute('href', /^webcal:\/\/[^/]+\/events\/calendar\.ics$/);
    const told = await page.request.get(`${address}/events/calendar.ics`);
    expect(told.headers()['content-type']).toBe('text/calendar; charset=utf-8');
    const { events } = openInCalendar(await told.text());
    expect(events.map(({ summary }) => summary)).toEqual([
      longName,
      'To come',
      ...Array.from({ length: 12 }, (_, index) => `Next ${index + 1}`),
      'Safe in Sound: the performance',
      ...Array.from({ length: 12 }, (_, index) => `Event ${12 - index}`),
    ]);
    // As git tells, not as the build does: a calendar is not told of a change that was none.
    expect(String(events[14]?.component.getFirstPropertyValue('dtstamp'))).toBe('2026-01-02T03:04:05Z');
    await page.goto(`${address}/funders/quiet/`);
    await expect(page.getByText('What comes of it will be told here')).toBeVisible();
    await expectSound(page);
  });

  test('a site of many years is as light as a young one: its lists go on from sheet to sheet', async ({ page }) => {
    await page.goto(`${address}/news/`);
    await expect(page.getByRole('article')).toHaveCount(10);
    await expectSound(page);
    await page.getByRole('link', { name: 'Older' }).click();
    await expect(page.getByText('Page 2 of 5')).toBeVisible();
    await expect(page).toHaveTitle(/^News, page 2/);
    await page.goto(`${address}/news/page/5/`);
    await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0);
    await page.getByRole('link', { name: 'Newer' }).click();
    await expect(page).toHaveURL(/\/news\/page\/4\/$/);

    await page.goto(`${address}/news/`);
    await page.getByRole('navigation', { name: 'Topics' }).getByRole('link', { name: 'Dementia' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dementia');
    await page.getByRole('link', { name: 'Older' }).click();
    await expect(page).toHaveURL(/\/news\/topics\/dementia\/page\/2\/$/);
    await expectSound(page);

    // Each post is found once: not again in the lists, on their later sheets, or on the pages of those it thanks.
    await page.goto(`${address}/search/?q=%22It%20happened%22`);
    await expect(page.getByRole('status')).toContainText('45 pages found', { timeout: 20_000 });

    for (const list of ['projects', 'events', 'funders/heart-of-bucks']) {
      await page.goto(`${address}/${list}/`);
      await expectSound(page);
      await page.getByRole('link', { name: 'Older' }).click();
      await expect(page.getByText('Page 2 of 2', { exact: true })).toBeVisible();
      await expectSound(page);
    }

    await page.goto(`${address}/events/`);
    await expect(page.getByRole('region', { name: 'Coming up' }).getByRole('listitem')).toHaveCount(10);
    await expect(page.getByRole('region', { name: 'Further ahead' }).getByRole('listitem')).toHaveCount(4);

    await page.goto(`${address}/projects/project-1/`);
    await expect(page.getByText('It was good.')).toBeVisible();
    await page.getByRole('link', { name: 'One', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Trustees or directors' })).toBeVisible();
    await expectSound(page);

    await page.goto(`${address}/appeals/`);
    await page.getByRole('link', { name: 'A drum for every hub' }).click();
    for (const link of await page.getByRole('link', { name: 'Donate here' }).all())
      await expect(link).toHaveAttribute('href', '/donate/chesham-hub/');
    await expectSound(page);
    await page.goto(`${address}/appeals/over/`);
    await expect(page.getByText('over now, with thanks')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Donate here' })).toHaveAttribute('href', '/donate/');
    await page.goto(`${address}/`);
    await expect(page.getByRole('link', { name: 'A drum for every hub' })).toBeVisible();
    await expectSound(page);
  });
});
