/** On a browser that is some years old one reads and gives as on a new one: by day and by night, on a phone and on a computer. */
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import postcss, { type Root } from 'postcss';
import { inlineStyle } from '../../integrations/reader-policy.ts';
import { withOwnStyles } from '../../integrations/unused-styles.ts';
import { pagesByType } from '../../scripts/local/page-types.ts';
import { coloursOnly, violationsIn } from '../accessibility.ts';
import { contrast } from '../contrast.ts';
import { misfits } from '../fit.ts';
import { stopsOf } from '../keyboard.ts';

test.describe.configure({ timeout: 300_000 });

const pages = await pagesByType(new URL('../../dist/', import.meta.url));

/** What a browser of 2022 makes of our styles: it passes over what came after it. */
function asIn2022(styles: Root): void {
  // A token takes any words, so they are found to be no colour only where it is used: too late for one that stood before.
  styles.walkDecls((stated) => {
    stated.value = stated.value.replaceAll('light-dark(', 'not-known-yet(');
    if (
      stated.prop === 'mask' ||
      /^overflow.*: clip$/.test(`${stated.prop}: ${stated.value}`) ||
      /\dcq/.test(stated.value)
    )
      stated.remove();
  });
  styles.walkAtRules(/^(media|container|property)$/, (query) => {
    if (query.name !== 'media' || /[<>]/.test(query.params)) query.remove();
  });
  styles.walkAtRules('supports', (condition) => {
    if (/^not \(overflow:\s*clip\)$/.test(condition.params)) condition.replaceWith(condition.nodes ?? []);
  });
  styles.walkRules((rule) => {
    if (rule.parent?.type === 'rule') rule.remove();
  });
}

/** What a browser makes of them that is older still, and knows no layers. */
function withoutLayers(styles: Root): void {
  styles.walkAtRules('layer', (layer) => {
    layer.remove();
  });
}

/** A page in such a browser. */
async function pageIn(browser: Browser, baseURL: string | undefined, ...seen: ((styles: Root) => void)[]) {
  // The policy of a page knows its styles as they are sent.
  const context = await browser.newContext({ baseURL: baseURL ?? '', bypassCSP: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    const body = (await response.text()).replace(inlineStyle, (style, own: string) => {
      const styles = postcss.parse(own);
      for (const see of seen) see(styles);
      return style.replace(own, () => styles.toString());
    });
    await route.fulfill({ response, body });
  });
  return page;
}

/** What something is drawn in, and the ground it lies on. */
const drawing = (one: Locator) =>
  one.evaluate((element) => {
    const groundOf = (holder: Element | null): string => {
      const { backgroundColor = 'rgb(255, 255, 255)' } = holder ? getComputedStyle(holder) : {};
      return /^rgba\(.*, 0\)$/.test(backgroundColor) ? groundOf(holder?.parentElement ?? null) : backgroundColor;
    };
    const { borderTopColor, borderTopStyle, backgroundColor } = getComputedStyle(element);
    return {
      edge: borderTopStyle === 'none' ? undefined : borderTopColor,
      own: backgroundColor,
      on: groundOf(element.parentElement),
    };
  });

/** The part of the form that stays in sight while the rest is scrolled under it. */
const payBar = (page: Page) =>
  page
    .locator('form > *, form > * > *')
    .filter({ has: page.getByRole('button', { name: 'Go to payment' }) })
    .last();

test('in a browser of 2022 boxes and choices have an edge, what has the focus is seen, and nothing shows through the bar to pay by', async ({
  browser,
  baseURL,
}) => {
  const page = await pageIn(browser, baseURL, asIn2022);
  await page.setViewportSize({ width: 390, height: 844 });
  const grounds: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/donate/');
    const framed = page.locator('.choice, textarea, input:not([type=radio], [type=checkbox], [type=hidden])');
    expect(await framed.filter({ visible: true }).count()).toBeGreaterThan(5);
    for (const one of await framed.filter({ visible: true }).all()) {
      const { edge, on } = await drawing(one);
      expect.soft(edge ? contrast(edge, on) : 0, `${colorScheme}: ${one}`).toBeGreaterThanOrEqual(3);
    }
    for (const { name, ring } of await stopsOf(page, 'Tab'))
      expect.soft(ring ? contrast(ring.colour, ring.on) : 0, `${colorScheme}: ${name}`).toBeGreaterThanOrEqual(3);
    expect.soft((await drawing(payBar(page))).own).not.toMatch(/, 0\)$/);
    expect.soft(await violationsIn(page, coloursOnly), colorScheme).toEqual([]);
    grounds.push((await drawing(page.getByRole('main'))).on);
  }
  // A night of its own, in which a browser draws its boxes and bars for the dark, too.
  const [day = '', night = ''] = grounds;
  expect(contrast(day, 'rgb(0, 0, 0)')).toBeGreaterThan(10);
  expect(contrast(night, 'rgb(255, 255, 255)')).toBeGreaterThan(10);
  await expect(page.locator(':root')).toHaveCSS('color-scheme', /dark/);
  await page.context().close();
});

test('in a browser of 2022 each page fits a phone, and is as broad as a computer allows', async ({
  browser,
  baseURL,
}) => {
  const older = await pageIn(browser, baseURL, asIn2022);
  const newer = await pageIn(browser, baseURL);
  for (const { address } of pages) {
    const tops: unknown[] = [];
    for (const width of [390, 1280]) {
      for (const page of [older, newer]) {
        await page.setViewportSize({ width, height: 844 });
        if (new URL(page.url(), baseURL).pathname !== address) await page.goto(address);
        tops.push(await page.getByRole('banner').boundingBox());
      }
      expect.soft(tops.pop(), `${address} at ${width} px`).toEqual(tops.pop());
      expect.soft(await misfits(older), `${address} at ${width} px`).toEqual([]);
      // What cuts the line at the edge is no window of its own, with a bar to scroll it by.
      const inMain = await older.getByRole('main').evaluate((main) => main.scrollHeight - main.clientHeight);
      expect.soft(inMain, `${address} at ${width} px`).toBe(0);
    }
  }
  await Promise.all([older.context().close(), newer.context().close()]);
});

test('in a browser that is older still, each page is plain: nothing is off a phone’s screen, and nothing lies over the rest', async ({
  browser,
  baseURL,
}) => {
  const page = await pageIn(browser, baseURL, asIn2022, withoutLayers);
  await page.setViewportSize({ width: 375, height: 667 });
  for (const { address } of pages) {
    await page.goto(address);
    const { over, seenThrough } = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      seenThrough: [...document.querySelectorAll('body *')]
        .filter((element) => {
          const { position, backgroundColor } = getComputedStyle(element);
          const stays = ['fixed', 'sticky'].includes(position) && element.checkVisibility();
          return stays && /, 0\)$/.test(backgroundColor);
        })
        .map(({ className }) => className),
    }));
    expect.soft({ over, seenThrough }, address).toEqual({ over: 0, seenThrough: [] });
  }
  await page.context().close();
});

test('a style that two parts of the site have in common, with what an older browser does not know, is on a page that has one of them', () => {
  const styles =
    ':is(.one[data-astro-cid-1]:has(a),.two[data-astro-cid-2]){color:red}.three[data-astro-cid-3]{color:red}';
  const body = '<p class="two" data-astro-cid-2></p>';
  const both = ':is(.one[data-astro-cid-1]:has(a),.two[data-astro-cid-2]){color:red}';
  expect(withOwnStyles(`<style>${styles}</style>${body}`)).toBe(`<style>${both}</style>${body}`);
});
