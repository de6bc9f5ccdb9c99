/** Every page of the built site keeps what we promise a reader: it is sound, it leads somewhere, it runs nothing and calls nobody. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { parse } from 'parse5';
import { budget, overBudget, weighPages } from '../../integrations/page-weights.ts';
import { securityHeaders } from '../../src/security-headers.ts';
import { violationsIn } from '../accessibility.ts';

const dist = join(import.meta.dirname, '../../dist');

/** The address of every built page that a reader can meet. */
async function readerPages(): Promise<string[]> {
  const files = await readdir(dist, { recursive: true });
  return files
    .filter((file) => file.endsWith('.html') && !file.startsWith('admin/'))
    .map((file) => `/${file.replace(/index\.html$/, '')}`)
    .sort();
}

const builtPage = (address: string) =>
  readFile(join(dist, address.endsWith('/') ? `${address}index.html` : address), 'utf8');

/** What a page did that no reader’s page may do. */
function watch(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()} said: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      faults.push(`${page.url()} asked for ${request.url()}`);
  });
  return faults;
}

async function newPage(browser: Browser, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    test(`no page has an accessibility violation, at ${width} px, ${colorScheme}`, async ({ browser, baseURL }) => {
      test.setTimeout(180_000);
      const page = await newPage(browser, { colorScheme, viewport: { width, height: 900 }, baseURL: baseURL ?? '' });
      for (const address of await readerPages()) {
        await page.goto(address);
        expect.soft(await violationsIn(page), address).toEqual([]);
      }
      await page.context().close();
    });
  }
}

test('no page runs off a screen of 320 px, says anything in the console, asks another host, or keeps anything', async ({
  browser,
  baseURL,
}) => {
  const page = await newPage(browser, { viewport: { width: 320, height: 700 }, baseURL: baseURL ?? '' });
  const faults = watch(page, baseURL ?? '');
  for (const address of await readerPages()) {
    await page.goto(address, { waitUntil: 'networkidle' });
    const { over, kept, scripts } = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - innerWidth,
      kept: localStorage.length + sessionStorage.length + document.cookie.length,
      scripts: [...document.scripts].filter((script) => script.type !== 'application/ld+json').length,
    }));
    // Only a gallery, a photo of one, and the search gain by a script.
    const niceties = /^\/(photos|.*\/photos)\/|^\/news\/social-prescribing-day-in-bucks\/$|^\/search\/$/.test(address)
      ? 1
      : 0;
    expect.soft({ address, over, kept, scripts }).toEqual({ address, over: 0, kept: 0, scripts: niceties });
  }
  expect(faults).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();
});

test('each page has one h1, headings that skip no level, and a title and a description of its own', async () => {
  const [titles, descriptions]: [string[], string[]] = [[], []];
  for (const address of await readerPages()) {
    const html = await builtPage(address);
    expect.soft(html, address).toContain('<html lang="en-GB">');
    titles.push(/<title>([^<]+)<\/title>/.exec(html)?.[1] ?? '');
    descriptions.push(/<meta name="description" content="([^"]+)"/.exec(html)?.[1] ?? '');
    const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
    expect
      .soft(
        levels.filter((level) => level === 1),
        address,
      )
      .toHaveLength(1);
    for (const [index, level] of levels.entries())
      expect.soft(level, address).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    expect.soft(html.match(/<main[ >]/g), address).toHaveLength(1);
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
  const reached = new Set(['/', '/404.html', '/donate/thank-you/']);
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
  for (const address of await readerPages()) {
    await without.goto(address);
    await ordinary.goto(address);
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
  const page = await request.get('/');
  for (const [name, value] of Object.entries(securityHeaders)) {
    // On one’s own machine the practice Stripe stands beside Stripe’s address in the policy.
    expect(page.headers()[name]?.replace(/ http:\/\/127\.0\.0\.1:\d+/, '')).toBe(value);
  }
  expect(page.headers()['cache-control']).toContain('must-revalidate');
  const picture = /src="(\/_astro\/[^"]+)"/.exec(await page.text())?.[1] ?? '';
  expect((await request.get(picture)).headers()['cache-control']).toBe('public, max-age=31536000, immutable');
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

test('by keyboard one can skip to the main part, and always sees where one is', async ({ page }) => {
  for (const address of ['/', '/news/social-prescribing-day-in-bucks/', '/donate/']) {
    await page.goto(address);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the main part of the page' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.goto(address);
    const stops: string[] = [];
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const { activeElement: focused } = document;
        if (!focused || focused === document.body) return undefined;
        const outlined = [focused, focused.closest('label')].some((element) => {
          const { outlineStyle, outlineWidth } = element
            ? getComputedStyle(element)
            : { outlineStyle: 'none', outlineWidth: '0' };
          return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
        });
        const { top, height } = focused.getBoundingClientRect();
        return { outlined, top: Math.round(top + scrollY), height, name: focused.textContent?.trim() || focused.id };
      });
      if (!focus) break;
      expect.soft(focus, address).toMatchObject({ outlined: true });
      stops.push(focus.name);
    }
    // The foot of the page was reached, so nothing held the focus.
    expect(stops.at(-1)).toBe('Donate');
  }
});

test('text twice as large still fits, and nothing is cut off', async ({ browser, baseURL }) => {
  const page = await newPage(browser, {
    bypassCSP: true,
    viewport: { width: 1280, height: 900 },
    baseURL: baseURL ?? '',
  });
  for (const address of await readerPages()) {
    await page.goto(address);
    await page.addStyleTag({ content: 'html { font-size: 200% }' });
    const cut = await page.evaluate(() => {
      const over = document.documentElement.scrollWidth - innerWidth;
      const texts = [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dd, label, b, small, a, button)')];
      return {
        over,
        cut: texts
          .filter(
            (element) =>
              element.getBoundingClientRect().right > innerWidth + 1 &&
              getComputedStyle(element).position !== 'absolute',
          )
          .map(({ textContent }) => textContent),
      };
    });
    expect.soft({ address, ...cut }).toEqual({ address, over: 0, cut: [] });
  }
  await page.context().close();
});

test('in forced colours the button for giving keeps its edge; on paper the post is there without the navigation', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/');
  const button = page.getByRole('main').getByRole('link', { name: 'Donate here' });
  expect(await button.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('solid');
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await page.goto('/news/social-prescribing-day-in-bucks/');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'The workshop' })).toBeVisible();
  await expect(page.getByText('+40%')).toBeVisible();
});

test('nothing moves for someone who asked for stillness', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/');
  expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
});
