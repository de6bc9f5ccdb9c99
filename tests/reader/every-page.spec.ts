/** Every page of the built site keeps what we promise a reader: it is sound, it leads somewhere, it runs nothing and calls nobody. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { parse } from 'parse5';
import { budget, overBudget, quickBrotli, weighPages } from '../../integrations/page-weights.ts';
import { securityHeaders } from '../../src/security-headers.ts';
import { builtPage, dist, readerPages } from '../reader-pages.ts';

/** How many scripts a page may have: only a gallery, a photo of one, a story that can be passed on, the form about a referral, that for a gift, its thanks, a monthly gift and the search gain by one. */
function niceties(address: string): number {
  if (/\/photos\/|^\/(search|refer)\/$|^\/donate\/([^/]+\/)?$/.test(address))
    return /(look-over|manage)\/$/.test(address) ? 0 : 1;
  const isStory = /^\/(news|projects|events|appeals)\/[^/]+\/$/.test(address);
  return (isStory ? 1 : 0) + (address === '/news/social-prescribing-day-in-bucks/' ? 1 : 0);
}

/** Adds to `faults` what a page does that no reader’s page may do. */
function watch(page: Page, origin: string, faults: string[]): void {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()} said: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      faults.push(`${page.url()} asked for ${request.url()}`);
  });
}

async function newPage(browser: Browser, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
}

test('no page says anything in the console, asks another host, or keeps anything', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce', baseURL: baseURL ?? '' });
  const faults: string[] = [];
  const left = (await readerPages()).values();
  // Most of the time is waiting until a page asks for nothing more, so several wait at once.
  const visitors = Array.from({ length: 6 }, async () => {
    const page = await context.newPage();
    watch(page, baseURL ?? '', faults);
    for (const address of left) {
      await page.goto(address, { waitUntil: 'networkidle' });
      const { kept, scripts } = await page.evaluate(() => ({
        kept: localStorage.length + sessionStorage.length + document.cookie.length,
        scripts: [...document.scripts].filter((script) => script.type !== 'application/ld+json').length,
      }));
      expect.soft({ address, kept, scripts }).toEqual({ address, kept: 0, scripts: niceties(address) });
    }
  });
  await Promise.all(visitors);
  expect(faults).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test('each page is in UK English, with a title and a description of its own', async () => {
  const [titles, descriptions]: [string[], string[]] = [[], []];
  for (const address of await readerPages()) {
    const html = await builtPage(address);
    expect.soft(html, address).toContain('<html lang="en-GB">');
    titles.push(/<title>([^<]+)<\/title>/.exec(html)?.[1] ?? '');
    descriptions.push(/<meta name="description" content="([^"]+)"/.exec(html)?.[1] ?? '');
  }
  expect(titles).not.toContain('');
  expect(new Set(titles).size).toBe(titles.length);
  expect(descriptions).not.toContain('');
  expect(new Set(descriptions).size).toBe(descriptions.length);
});

test('each page is HTML as the standard has it, with ids that are unlike and labels that exist', async () => {
  for (const address of await readerPages()) {
    const html = await builtPage(address);
    const errors: string[] = [];
    parse(html, { onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) });
    expect.soft(errors, address).toEqual([]);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect
      .soft(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        address,
      )
      .toEqual([]);
    const named = [...html.matchAll(/ (?:aria-labelledby|aria-describedby|for)="([^"]+)"/g)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect
      .soft(
        named.filter((id) => !ids.includes(id)),
        address,
      )
      .toEqual([]);
  }
});

test('every link, picture, style and font leads somewhere, and every page can be reached', async ({ request }) => {
  const pages = await readerPages();
  // The last three are filled in by functions, and led to by no link.
  const reached = new Set(['/', '/404.html', '/donate/thank-you/', '/donate/look-over/', '/donate/my-gift/']);
  const asked = new Map<string, string>();
  for (const address of pages) {
    const html = (await builtPage(address)).replace(/<link rel="canonical"[^>]+>/, '');
    for (const [, found = ''] of html.matchAll(/ (?:href|src|action)="([^"]+)"/g)) {
      const [path = '', fragment] = found.split('#');
      if (path.startsWith('/')) asked.set(path, address);
      if (path.startsWith('/') && path !== address) reached.add(path);
      if (fragment && (path === '' || path === address))
        expect.soft(html, `${address} → #${fragment}`).toContain(` id="${fragment}"`);
      expect.soft(/^(\/(?!\/)|#|https:\/\/|webcal:\/\/|tel:|mailto:)/.test(found), `${address} → ${found}`).toBe(true);
    }
    for (const [, sources = ''] of html.matchAll(/ srcset="([^"]+)"/gi)) {
      for (const source of sources.split(', ')) asked.set(source.split(' ')[0] ?? '', address);
    }
    for (const [, path = ''] of html.matchAll(/url\("?(\/[^")]+)"?\)/g)) asked.set(path, address);
  }
  for (const [path, address] of asked) {
    if (path.startsWith('/api/')) continue;
    expect.soft((await request.get(path)).status(), `${address} → ${path}`).toBe(200);
  }
  expect(pages.filter((address) => !reached.has(address))).toEqual([]);
});

test('without JavaScript every page reads the same', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const [without, ordinary] = [
    await newPage(browser, { javaScriptEnabled: false, baseURL: baseURL ?? '' }),
    await newPage(browser, { baseURL: baseURL ?? '' }),
  ];
  // A search needs JavaScript, and its page says so: tests/reader/search.spec.ts.
  for (const address of (await readerPages()).filter((one) => one !== '/search/')) {
    // How many there are, no page has more: see above. Where there is none, it cannot matter whether one may run.
    if (niceties(address) === 0) continue;
    await Promise.all([without.goto(address), ordinary.goto(address)]);
    // The one thing more is the device’s own way to share.
    await ordinary.locator('.share li:has(button)').evaluateAll((more) => {
      for (const one of more) one.remove();
    });
    const read = await without.locator('main').ariaSnapshot();
    expect.soft(read, address).toBe(await ordinary.locator('main').ariaSnapshot());
  }
  await without.context().close();
  await ordinary.context().close();
});

test('every page is within its budget, and one that is not would be named', async () => {
  const weights = await weighPages(new URL(`file://${dist}/`));
  expect(weights.length).toBeGreaterThan(15);
  expect(overBudget(weights)).toEqual([]);
  // The build weighs closely only what this finds too heavy, so it may find nothing lighter than it is.
  const quickly = new Map(
    (await weighPages(new URL(`file://${dist}/`), quickBrotli)).map((page) => [page.address, page]),
  );
  for (const { address, htmlAndCss } of weights)
    expect.soft(quickly.get(address)?.htmlAndCss, address).toBeGreaterThanOrEqual(htmlAndCss);
  const heavy = {
    address: '/heavy/',
    htmlAndCss: budget.htmlAndCss + 1,
    fonts: 0,
    deferredScript: 0,
    scriptInTheWay: 1,
  };
  expect(overBudget([heavy])).toEqual([
    `/heavy/ is past its budget: htmlAndCss ${budget.htmlAndCss + 1} bytes, and ${budget.htmlAndCss} is the most.`,
    '/heavy/ is past its budget: scriptInTheWay 1 bytes, and 0 is the most.',
  ]);
});

test('pages carry the security headers and are asked for again; hashed files may be kept for ever', async ({
  request,
}) => {
  const names = Object.keys(securityHeaders);
  for (const address of [...(await readerPages()), '/news/there-is-none/', '/news/feed.xml', '/search/?q=drums']) {
    const sent = (await request.get(address)).headers();
    // On one’s own machine the practice Stripe stands beside Stripe’s address in the policy.
    const carried = names.map((name) => [name, sent[name]?.replace(/ http:\/\/127\.0\.0\.1:\d+/, '')]);
    expect.soft({ address, ...Object.fromEntries(carried) }).toEqual({ address, ...securityHeaders });
  }
  const page = await request.get('/');
  expect(page.headers()['cache-control']).toContain('must-revalidate');
  const picture = /src="(\/_astro\/[^"]+)"/.exec(await page.text())?.[1] ?? '';
  // A feed reader on another site shows the pictures of a story, too.
  expect((await request.get(picture)).headers()).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
  });
});

test('each page carries a policy of its own that lets it load our files and its own styles, and run nothing', async () => {
  for (const address of await readerPages()) {
    const html = await builtPage(address);
    const [, policy = 'none'] = /<meta http-equiv="content-security-policy" content="([^"]*)">/.exec(html) ?? [];
    expect.soft(policy, address).toMatch(/^default-src 'none'; /);
    // The core of the search is WebAssembly. Nothing else is made as it runs, and that on the one page.
    const beyond = address === '/search/' ? policy.replace("script-src 'self' 'wasm-unsafe-eval';", '') : policy;
    expect.soft(beyond, address).not.toMatch(/unsafe|\*|https?:/);
    const before = html.slice(0, html.indexOf('http-equiv="content-security-policy"'));
    expect.soft(before, `${address}: nothing is loaded before the policy`).not.toMatch(/<(link|style|script|img)/);
  }
});

test('an address with nothing at it says so kindly, and shows the ways on', async ({ page }) => {
  const answer = await page.goto('/news/there-is-no-such-post/');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A missed beat');
  await page.getByRole('main').getByRole('link', { name: 'News' }).click();
  await expect(page).toHaveURL(/\/news\/$/);
});
