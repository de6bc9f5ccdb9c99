/** The site is found and passed on well: search engines, feed readers, phones and friends each get what they ask for, and it is true. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { parse } from 'parse5';
import sharp from 'sharp';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const post = '/news/social-prescribing-day-in-bucks/';

/** Every built page, with its address and its HTML. */
async function builtPages(): Promise<{ address: string; html: string }[]> {
  const files = (await readdir(dist, { recursive: true })).filter(
    (file) => file.endsWith('.html') && !file.startsWith('admin/'),
  );
  return Promise.all(
    files.map(async (file) => ({
      address: `/${file.replace(/index\.html$/, '')}`,
      html: await readFile(join(dist, file), 'utf8'),
    })),
  );
}

const isHidden = (html: string) => html.includes('<meta name="robots" content="noindex">');
const said = (html: string, property: string) =>
  new RegExp(`<meta (?:property|name)="${property}" content="([^"]*)">`).exec(html)?.[1];

/** The things that a page tells search engines of. */
const things = (html: string): Record<string, unknown>[] =>
  [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].flatMap(
    ([, json = '']) => JSON.parse(json)['@graph'],
  );
const ofType = (html: string, type: string) => things(html).find((thing) => thing['@type'] === type);

/** XML as a browser reads it: the text of what the selector finds. */
const inXml = (page: Page, xml: string, selector: string): Promise<string[]> =>
  page.evaluate(
    ([source = '', wanted = '']) => {
      const parsed = new DOMParser().parseFromString(source, 'application/xml');
      const mistake = parsed.querySelector('parsererror');
      if (mistake) throw new Error(mistake.textContent ?? 'not XML');
      return [...parsed.querySelectorAll(wanted)].map((element) => element.textContent ?? '');
    },
    [xml, selector],
  );

test('each page says where it lives and how it looks where it is shared, with a picture of its own title', async () => {
  for (const { address, html } of await builtPages()) {
    if (address === '/404.html' || /\/(thank-you|look-over|my-gift)\/$/.test(address)) {
      expect.soft(isHidden(html), address).toBe(true);
      expect.soft(said(html, 'og:image'), address).toBeUndefined();
      continue;
    }
    const home = /<link rel="canonical" href="([^"]+)">/.exec(html)?.[1];
    expect.soft(said(html, 'og:url'), address).toBe(home);
    if (!isHidden(html)) expect.soft(new URL(home ?? '').pathname, address).toBe(address);
    expect.soft(said(html, 'og:title'), address).toBeTruthy();
    expect.soft(said(html, 'og:description'), address).toBe(said(html, 'description'));
    const picture = new URL(said(html, 'og:image') ?? '').pathname;
    expect.soft(await sharp(join(dist, picture)).metadata(), address).toMatchObject({
      format: 'png',
      width: 1200,
      height: 630,
    });
  }
  const [one, other] = await Promise.all(
    ['news/social-prescribing-day-in-bucks.png', 'projects/safe-in-sound.png'].map((file) =>
      readFile(join(dist, 'share', file)),
    ),
  );
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
});

test('the sitemap lists each page that may be found, and no other, with the time its content was last changed', async ({
  page,
}) => {
  const index = await readFile(join(dist, 'sitemap-index.xml'), 'utf8');
  const [list = ''] = await inXml(page, index, 'loc');
  const sitemap = await readFile(join(dist, new URL(list).pathname), 'utf8');
  const listed = (await inXml(page, sitemap, 'loc')).map((address) => new URL(address).pathname);
  const found = (await builtPages()).filter(({ html }) => !isHidden(html)).map(({ address }) => address);
  expect(listed.sort()).toEqual(found.sort());

  const isWhole =
    execFileSync('git', ['rev-parse', '--is-shallow-repository'], { encoding: 'utf8' }).trim() === 'false';
  const entries = await inXml(page, sitemap.replace(/<urlset[^>]*>/, '<urlset>'), 'url');
  const days = new Map(
    entries.map((entry) => {
      const [, location = '', day] = /^\s*(\S+?\/)\s*(\d{4}-\d\d-\d\dT[\d:.]+Z)?\s*$/.exec(entry) ?? [];
      return [new URL(location).pathname, day];
    }),
  );
  for (const [address, written] of Object.entries({
    [post]: [`content${post}`],
    '/contact/': ['content/settings/charity.yaml'],
    '/donate/': ['content/settings/giving.yaml', 'content/funds'],
  })) {
    const changed = execFileSync('git', ['log', '-1', '--format=%ct', '--', ...written], { encoding: 'utf8' }).trim();
    expect(days.get(address), address).toBe(isWhole ? new Date(Number(changed) * 1000).toISOString() : undefined);
  }
});

test('what a page is about stands in it for search engines: the charity, a story, an event, giving, and the way there', async () => {
  const pages = new Map((await builtPages()).map(({ address, html }) => [address, html]));
  const at = (address: string) => pages.get(address) ?? '';
  expect(ofType(at('/'), 'NGO')).toMatchObject({
    name: 'Chiltern Music Therapy',
    telephone: '01442 780541',
    address: {
      streetAddress: 'Kings Head House, 15 London End',
      addressLocality: 'Beaconsfield',
      postalCode: 'HP9 2HN',
    },
    potentialAction: { '@type': 'DonateAction' },
  });
  expect(ofType(at(post), 'NewsArticle')).toMatchObject({
    headline: 'Social Prescribing Day in Bucks',
    datePublished: '2026-11-22',
    image: [expect.stringMatching(/^https?:\/\/.*drum-circle.*\.webp$/), expect.stringMatching(/\/share\/.*\.png$/)],
    publisher: { '@type': 'NGO', name: 'Chiltern Music Therapy' },
  });
  expect(ofType(at('/events/safe-in-sound-performance/'), 'Event')).toMatchObject({
    startDate: '2024-07-14',
    location: { '@type': 'Place', name: 'Chesham' },
    organizer: { name: 'Chiltern Music Therapy' },
  });
  expect(ofType(at('/donate/'), 'DonateAction')).toMatchObject({
    recipient: { name: 'Chiltern Music Therapy' },
    target: { urlTemplate: expect.stringMatching(/\/donate\/$/) },
  });
  for (const { address, html } of await builtPages()) {
    if (isHidden(html) || address === '/') continue;
    const steps = (ofType(html, 'BreadcrumbList') as { itemListElement: { position: number; item: string }[] })
      .itemListElement;
    expect
      .soft(
        steps.map(({ position }) => position),
        address,
      )
      .toEqual(steps.map((_, index) => index + 1));
    expect.soft(steps.map(({ item }) => new URL(item).pathname).at(-1), address).toBe(address);
    for (const { item } of steps) expect.soft(pages.has(new URL(item).pathname), `${address} → ${item}`).toBe(true);
  }
});

test('a feed reader gets each post whole, in Atom and in JSON, with nothing that needs our page', async ({ page }) => {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const [, address = ''] = /<link rel="alternate" href="([^"]+)" type="application\/atom\+xml"/.exec(html) ?? [];
  const atom = await readFile(join(dist, address), 'utf8');
  expect(await inXml(page, atom, 'entry > title')).toEqual(['Social Prescribing Day in Bucks']);
  const [content = ''] = await inXml(page, atom, 'entry > content');
  const json = JSON.parse(await readFile(join(dist, 'news/feed.json'), 'utf8'));
  expect(json.items[0]).toMatchObject({ title: 'Social Prescribing Day in Bucks', content_html: content });
  for (const words of ['Social prescribing means helping', '+40%', 'Alert', 'Photos from the day', 'Donate here'])
    expect(content).toContain(words);
  expect(content).not.toMatch(/<(style|script|svg|button|section|div)\b| class=| style=|Photo 1 of/);
  const addresses = [...content.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, found = '']) => found);
  expect(addresses.length).toBeGreaterThan(10);
  for (const found of addresses) expect.soft(found).toMatch(/^(https?:\/\/|tel:|mailto:)/);
  parse(content, { onParseError: ({ code }) => expect(code).toBe('missing-doctype') });
});

test('robots, whoever finds a hole, and a phone that keeps the site are told what they need', async ({ request }) => {
  const text = async (path: string) => (await request.get(path)).text();
  expect(await text('/robots.txt')).toMatch(/Disallow: \/admin\/[\s\S]*Sitemap: https?:\/\/\S+\/sitemap-index\.xml/);
  const security = await text('/.well-known/security.txt');
  expect(security).toMatch(/^Contact: https?:\/\/\S+\/contact\/$/m);
  const expires = Date.parse(/^Expires: (\S+)$/m.exec(security)?.[1] ?? '');
  expect(expires).toBeGreaterThan(Date.now());
  expect(expires).toBeLessThan(Date.now() + 365 * 24 * 60 * 60 * 1000);
  const manifest = JSON.parse(await text('/site.webmanifest'));
  expect(manifest).toMatchObject({ name: 'Chiltern Music Therapy', short_name: 'Chiltern', start_url: '/' });
  for (const { src, sizes } of manifest.icons) {
    const { width, height } = await sharp(await (await request.get(src)).body()).metadata();
    expect(`${width}x${height}`).toBe(sizes);
  }
  const icon = await (await request.get('/favicon.ico')).body();
  expect(icon.readUInt16LE(2)).toBe(1);
  expect(await sharp(icon.subarray(icon.readUInt32LE(18))).metadata()).toMatchObject({ width: 32, height: 32 });
});

test('a story is passed on with its address and nothing else, with or without JavaScript', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(post);
  const share = page.getByRole('region', { name: 'Pass it on' });
  await expect(share.getByRole('button')).toHaveCount(0);
  const home = await page.locator('link[rel=canonical]').getAttribute('href');
  for (const name of ['Share by email', 'Share on WhatsApp', 'Share on Facebook']) {
    const address = new URL((await share.getByRole('link', { name }).getAttribute('href')) ?? '');
    expect(decodeURIComponent(address.search)).toContain(home);
    expect([...address.searchParams.keys()].filter((key) => !['subject', 'body', 'text', 'u'].includes(key))).toEqual(
      [],
    );
  }
  await context.close();
});

test('the device’s own way to share is offered where there is one; elsewhere the address can be copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'share'));
  await page.goto(post);
  const home = await page.locator('link[rel=canonical]').getAttribute('href');
  await page.getByRole('button', { name: 'Copy the address' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(home);

  await page.addInitScript(() => {
    Navigator.prototype.share = async (what) => {
      document.title = JSON.stringify(what);
    };
  });
  await page.reload();
  await page.getByRole('button', { name: 'Share another way' }).click();
  await expect(page).toHaveTitle(JSON.stringify({ title: 'Social Prescribing Day in Bucks', url: home }));
});

test('the first large picture is preloaded as the browser will choose it, and nothing else is', async ({ page }) => {
  for (const { html, address } of await builtPages()) {
    const preloads = html.match(/<link rel="preload"[^>]*>/g) ?? [];
    const first = html.match(/<img[^>]* fetchpriority="high"/g) ?? [];
    expect.soft({ address, preloads: preloads.length }).toEqual({ address, preloads: first.length });
    expect.soft(first.length, address).toBeLessThanOrEqual(1);
  }
  for (const [width, address] of [
    [390, post],
    [1280, post],
    [390, '/'],
    [1280, '/projects/'],
  ] as const) {
    const asked: string[] = [];
    // A page that grows would choose its picture anew.
    await page.goto('about:blank');
    page.on('request', (request) => request.resourceType() === 'image' && asked.push(request.url()));
    await page.setViewportSize({ width, height: 800 });
    await page.goto(address, { waitUntil: 'networkidle' });
    const shown = await page.locator('img[fetchpriority=high]').evaluate((image: HTMLImageElement) => image.currentSrc);
    const stem = (url: string) => new URL(url).pathname.replace(/\..*$/, '');
    // Once: what was preloaded is what is shown.
    expect(asked.filter((url) => stem(url) === stem(shown))).toEqual([shown]);
    page.removeAllListeners('request');
  }
});
