/** Everyone can use every page: with large or spaced text, by keyboard alone, by ear, in forced colours, in the dark, on paper, without motion. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { pagesByType } from '../../scripts/local/page-types.ts';
import { coloursOnly, violationsIn } from '../accessibility.ts';
import { contrast, textColours } from '../contrast.ts';
import { misfits, spacedText } from '../fit.ts';
import { outOfOrder, stopsOf } from '../keyboard.ts';
import { type Heard, readAloud } from '../read-aloud.ts';
import { aPageOfEachType, readerPages } from '../reader-pages.ts';

test.describe.configure({ timeout: 300_000 });

const everyPage = await readerPages();
const ofEachType = new Set(await aPageOfEachType());

const moving = (page: Page) => page.evaluate(() => document.getAnimations().length);

/** The texts that do not stand out in a reader's own colours. axe cannot say: it asks for `-webkit-text-fill-color`, which is not forced. */
async function faintInForcedColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active' });
  return (await textColours(page)).filter(({ ink, ground }) => contrast(ink, ground) < 4.5).map(({ words }) => words);
}

/** A page in which styles may be added, as a reader's own browser may. */
async function newPage(browser: Browser, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce', bypassCSP: true, ...options })).newPage();
}

const said = ({ role, name, leadsTo }: Heard) => `${role} “${name}” ${leadsTo}`.trim();

/** By ear: the parts of a page, its headings, its links and its pictures say what they are. */
async function expectToBeHeard(page: Page, address: string): Promise<void> {
  const all = await readAloud(page.locator('body'));
  const of = (...roles: string[]) => all.filter(({ role }) => roles.includes(role));

  // One of each of the three parts that every page has; of the others, each with a name of its own.
  expect
    .soft(
      of('banner', 'main', 'contentinfo').map(({ role }) => role),
      address,
    )
    .toEqual(['banner', 'main', 'contentinfo']);
  const parts = of('navigation', 'region', 'complementary', 'form', 'search');
  expect.soft(parts.filter(({ name }) => name === '').map(said), address).toEqual([]);
  expect.soft(new Set(parts.map(said)).size, address).toBe(parts.length);

  // An outline: one title, no level passed over, and no two headings alike under one heading.
  const headings = of('heading');
  expect
    .soft(
      headings.filter(({ level }) => level === 1),
      address,
    )
    .toHaveLength(1);
  expect.soft(headings[0]?.level, address).toBe(1);
  const within: string[] = [];
  const outline = headings.map(({ level, name }, index) => {
    expect.soft(name, address).not.toBe('');
    expect.soft(level, `${address}: ${name}`).toBeLessThanOrEqual((headings[index - 1]?.level ?? 0) + 1);
    within.splice(level - 1, Number.POSITIVE_INFINITY, name);
    return within.join(' > ');
  });
  expect
    .soft(
      outline.filter((one, index) => outline.indexOf(one) !== index),
      address,
    )
    .toEqual([]);

  // Out of its sentence a link still says where it leads, and the same words lead to one place.
  const links = of('link');
  const empty = /^(|(click |read |see |find out |learn )?(here|more|this|link|continue|details)\W*)$/i;
  // A bare address says nothing, save where it is there to be copied into a calendar.
  const bare = (name: string) => /^(https?:|www\.)/.test(name) && !name.endsWith('.ics');
  expect.soft(links.filter(({ name }) => empty.test(name) || bare(name)).map(said), address).toEqual([]);
  const leads = new Map<string, Set<string>>();
  for (const { name, leadsTo } of links) leads.set(name, (leads.get(name) ?? new Set()).add(leadsTo));
  expect
    .soft(
      [...leads].filter(([, places]) => places.size > 1).map(([name]) => name),
      address,
    )
    .toEqual([]);

  // A picture is told in words, and not by the name of its file.
  const pictures = of('img').map(({ name }) => name);
  expect
    .soft(
      pictures.filter(
        (name) => !/\S \S/.test(name) || /\.\w{3,4}$|_|\b(IMG|DSC)\b|^(image|picture|photo) of/i.test(name),
      ),
      address,
    )
    .toEqual([]);
  expect.soft(pictures.length, address).toBe(await page.locator('img').count());
}

/** By keyboard alone one goes through a page in the order in which it is read, and always sees where one is. */
async function expectToBeReached(page: Page, key: 'Tab' | 'Shift+Tab', address: string): Promise<void> {
  const stops = await stopsOf(page, key);
  for (const { name, faults, ring } of stops) {
    expect.soft(faults, `${address}: ${name}`).toEqual([]);
    expect.soft(ring ? contrast(ring.colour, ring.on) : 0, `${address}: ${name}`).toBeGreaterThanOrEqual(3);
  }
  const read = key === 'Tab' ? stops : stops.toReversed();
  expect
    .soft(
      read.map(({ place }) => place),
      address,
    )
    .toEqual(read.map((_, index) => index));
  // In a narrow window the search and the button stand above the navigation that they come after.
  if ((page.viewportSize()?.width ?? 0) > 1000) expect.soft(outOfOrder(read), address).toEqual([]);
  // All of it was reached, and the keyboard let go at the end.
  expect.soft(stops.length, address).toBe(stops[0]?.count);
}

/** In this light axe finds nothing and nothing moves; and where the colours are looked at, they stand out in the other light, and in colours of a reader’s own. */
async function expectToBeSeen(page: Page, light: 'light' | 'dark', looksAtColours: boolean): Promise<void> {
  const where = `${page.url()} at ${page.viewportSize()?.width} px`;
  await page.emulateMedia({ colorScheme: light, forcedColors: 'none' });
  const violations = await violationsIn(page);
  if (looksAtColours) {
    await page.emulateMedia({ colorScheme: light === 'light' ? 'dark' : 'light' });
    violations.push(...(await violationsIn(page, coloursOnly)));
    expect.soft(await faintInForcedColours(page), where).toEqual([]);
  }
  expect.soft({ violations, moving: await moving(page) }, where).toEqual({ violations: [], moving: 0 });
}

/** In forced colours what can be pressed keeps an edge. */
async function expectEdges(page: Page, address: string): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active' });
  const without = await page
    .locator('button, .gift-button, input:not([type=radio], [type=checkbox]), textarea')
    .evaluateAll((all) =>
      all
        .filter((one) => one.checkVisibility())
        .filter((one) => {
          const { borderTopStyle, borderTopWidth, textDecorationLine } = getComputedStyle(one);
          return (borderTopStyle === 'none' || borderTopWidth === '0px') && textDecorationLine === 'none';
        })
        .map(({ outerHTML }) => outerHTML),
    );
  expect.soft(without, address).toEqual([]);
}

/** All that is to be seen has room in this window: as it is, with text spaced out, and as large as it is asked for. */
async function expectToFit(page: Page, address: string, sizes: readonly string[]): Promise<void> {
  const own = await page.addStyleTag({ content: '/* the reader’s own */' });
  for (const css of ['', ...sizes]) {
    await own.evaluate((style, text) => (style.textContent = text), css);
    expect.soft(await misfits(page), `${address} at ${page.viewportSize()?.width} px, ${css}`).toEqual([]);
  }
  await own.evaluate((style) => (style as HTMLStyleElement).remove());
}

/** On paper a page has its words in ink, where its links lead, and nothing that can only be pressed. */
async function expectToBePrinted(page: Page, address: string): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark', forcedColors: 'none' });
  expect.soft(await misfits(page), address).toEqual([]);
  // Printers leave grounds out: what counts is the ink against white.
  const faint = (await textColours(page)).filter(({ ink }) => contrast(ink, 'rgb(255, 255, 255)') < 4.5);
  const { pressed, unsaid } = await page.evaluate(() => {
    const words = (selector: string, without: (element: Element) => boolean) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.checkVisibility() && without(element))
        .map(({ textContent }) => textContent?.trim());
    return {
      pressed: words('nav, button', () => true),
      unsaid: words(
        'main a[href^="http"], main .prose a[href^="/"], main a.gift-button',
        (link) => !getComputedStyle(link, '::after').content.includes(link.getAttribute('href') ?? ''),
      ),
    };
  });
  expect.soft({ pressed, unsaid, faint }, address).toEqual({ pressed: [], unsaid: [], faint: [] });
}

test.describe('everyone can use', () => {
  let page: Page;
  test.beforeAll(async ({ browser, baseURL }) => {
    page = await newPage(browser, { baseURL: baseURL ?? '' });
  });
  test.afterAll(() => page.context().close());

  // A page is opened once for all of it: to open it takes as long as most of what is then looked at.
  for (const address of everyPage)
    test(address, async () => {
      // Pages of one type have the same colours, and the same to do.
      const isOfItsType = ofEachType.has(address);
      await page.emulateMedia({ media: 'screen', colorScheme: 'light', forcedColors: 'none' });
      await page.setViewportSize({ width: 1280, height: 1024 });
      await page.goto(address);
      await test.step('by ear', () => expectToBeHeard(page, address));
      if (isOfItsType) await test.step('by keyboard', () => expectToBeReached(page, 'Tab', address));
      await test.step('on a computer, in the dark', () => expectToBeSeen(page, 'dark', isOfItsType));
      if (isOfItsType) await test.step('in their own colours', () => expectEdges(page, address));
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
      await test.step('with text spaced out, or twice as large', () =>
        expectToFit(page, address, [spacedText, 'html { font-size: 200% }']));
      await page.setViewportSize({ width: 390, height: 900 });
      await test.step('on a phone, by day', () => expectToBeSeen(page, 'light', isOfItsType));
      // A window of 1280 by 1024 px at 400 % zoom is one of 320 by 256 of CSS's px.
      await page.setViewportSize({ width: 320, height: 256 });
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
      await test.step('at 400 % zoom, with text spaced out, too', () => expectToFit(page, address, [spacedText]));
      if (isOfItsType) {
        await test.step('by keyboard backwards, at 400 % zoom', () => expectToBeReached(page, 'Shift+Tab', address));
        await test.step('by keyboard without what comes before the main part', async () => {
          await page.keyboard.press('Tab');
          const skip = page.getByRole('link', { name: 'Skip to the main part of the page' });
          await expect.soft(skip, address).toBeFocused();
          await page.keyboard.press('Enter');
          await expect.soft(page.getByRole('main'), address).toBeFocused();
        });
      }
      // A sheet of A4 between margins of 1 cm.
      await page.setViewportSize({ width: 718, height: 1047 });
      await test.step('on paper', () => expectToBePrinted(page, address));
    });
});

/** What a page can come to while somebody uses it, and how. */
const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'the form for a gift, given back with its mistakes': async (page) => {
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Other' }).check();
    await page.getByRole('textbox', { name: 'Your own amount' }).fill('a lot');
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'the form for a gift, with an amount of one’s own': async (page) => {
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Other' }).check();
    await expect(page.getByRole('textbox', { name: 'Your own amount' })).toBeVisible();
  },
  'a gift that is looked over before it is paid, large and with words to us': async (page) => {
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Other' }).check();
    await page.getByRole('textbox', { name: 'Your own amount' }).fill('1550');
    await page.getByText('A message to us').click();
    await page.getByLabel('What would you like to say?').fill('For the choir,\nwith love');
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await expect(page.getByText('You typed £1,550. Is that right?')).toBeVisible();
    await expect(page.getByText('Your message to us: For the choir,')).toBeVisible();
  },
  'the form for the link to a monthly gift, given back with its mistake': async (page) => {
    await page.goto('/donate/manage/');
    await page.getByLabel('Your email address').fill('not an address');
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'the page of a monthly gift, with all that it can show': async (page) => {
    await page.goto('/donate/my-gift/');
    await page.evaluate(() => {
      for (const part of document.querySelectorAll<HTMLElement>('[data-gift], [data-when]')) part.hidden = false;
      for (const place of document.querySelectorAll('[data-said]')) place.textContent ||= 'What is said here.';
    });
    await expect(page.getByRole('button', { name: 'Pause it' })).toBeVisible();
  },
  'the form about a referral, not right yet': async (page) => {
    await page.goto('/refer/');
    await page.getByLabel('Your email at work').fill('not an address');
    await page.getByRole('button', { name: 'Send your question' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
  },
  'a photo, large over its story': async (page) => {
    await page.goto('/news/social-prescribing-day-in-bucks/');
    await page.getByRole('link', { name: 'Photo 1 of 7' }).click();
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
  },
  'the link that skips, focused': async (page) => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the main part of the page' })).toBeInViewport();
  },
  'an address with nothing at it': (page) => page.goto('/news/there-is-no-such-post/'),
};

for (const [state, reach] of Object.entries(states)) {
  test(`everyone can use ${state}`, async ({ browser, baseURL }) => {
    const page = await newPage(browser, { viewport: { width: 390, height: 844 }, baseURL: baseURL ?? '' });
    await reach(page);
    const narrow = await violationsIn(page);
    const narrowMisfits = await misfits(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const wideInTheDark = await violationsIn(page);
    const wideMisfits = await misfits(page);
    const faint = await faintInForcedColours(page);
    expect({ narrow, narrowMisfits, wideInTheDark, wideMisfits, faint }).toEqual({
      narrow: [],
      narrowMisfits: [],
      wideInTheDark: [],
      wideMisfits: [],
      faint: [],
    });
    await page.context().close();
  });
}

test('with letters twice as large on a phone no page is scrolled sideways: the browser’s own, or by a reader’s style', async ({
  browser,
  baseURL,
}) => {
  const page = await newPage(browser, { baseURL: baseURL ?? '' });
  const devtools = await page.context().newCDPSession(page);
  const ownLetters = (standard: number) => devtools.send('Page.setFontSizes', { fontSizes: { standard } });
  for (const { address } of await pagesByType(new URL('../../dist/', import.meta.url))) {
    await ownLetters(32);
    await page.goto(address);
    for (const whose of ['the browser’s', 'a reader’s']) {
      // A width that is asked for in rem goes by the browser’s own letters, and hears nothing of a style’s.
      if (whose === 'a reader’s') {
        await ownLetters(16);
        await page.addStyleTag({ content: 'html { font-size: 32px }' });
      }
      for (const width of [320, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const { size, over } = await page.evaluate(() => ({
          size: getComputedStyle(document.documentElement).fontSize,
          over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        }));
        expect.soft({ size, over }, `${address} at ${width} px, ${whose}`).toEqual({ size: '32px', over: 0 });
      }
    }
    const give = page.getByRole('banner').getByRole('link', { name: 'Donate' });
    await expect.soft(give, address).toBeInViewport({ ratio: 1 });
  }
  await page.context().close();
});

test('at twice its size on a phone, too, one can give: the head, the form and the link to a gift are whole', async ({
  page,
}) => {
  // A phone of 390 px at 200 % has half as many of CSS’s px. It is more than WCAG asks for.
  await page.setViewportSize({ width: 195, height: 420 });
  for (const path of ['/donate/', '/donate/manage/']) {
    await page.goto(path);
    expect.soft(await misfits(page), path).toEqual([]);
    await expect.soft(page.getByRole('banner').getByRole('link', { name: 'Donate' })).toBeInViewport({ ratio: 1 });
  }
});

test('the measured result is read as a sentence and a list, printed in ink, and drawn in the reader’s own colours', async ({
  page,
}) => {
  await page.goto('/news/social-prescribing-day-in-bucks/');
  const result = page.getByRole('region', { name: 'Umbrellas up' });
  await expect(result).toMatchAriaSnapshot(`
    - region "Umbrellas up":
      - heading "Umbrellas up" [level=2]
      - paragraph: +40%
      - paragraph: /Overall wellbeing scores were 40% higher by the end of the day\\. Five feelings rose, too/
      - list "What rose":
        - listitem: Inspired
        - listitem: Enthusiastic
        - listitem: Happy
        - listitem: Alert
        - listitem: Active
  `);
  const figure = result.getByText('+40%');
  const umbrella = result.getByRole('listitem').first().locator('svg');
  const colours = () =>
    Promise.all([
      figure.evaluate((element) => getComputedStyle(element).color),
      umbrella.evaluate((element) => getComputedStyle(element).stroke),
      page.evaluate(() => {
        const own = document.createElement('p');
        own.style.color = 'CanvasText';
        document.body.append(own);
        return getComputedStyle(own).color;
      }),
    ]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const [ofFigure, ofUmbrella, own] = await colours();
    expect({ ofFigure, ofUmbrella }).toEqual({ ofFigure: own, ofUmbrella: own });
    await expect(figure).toBeVisible();
    await expect(umbrella).toBeVisible();
  }
  await page.emulateMedia({ forcedColors: 'none', media: 'print', colorScheme: 'dark' });
  await expect(figure).toBeVisible();
  await expect(umbrella).toBeVisible();
  const [ofFigure, ofUmbrella] = await colours();
  expect({ ofFigure, ofUmbrella }).toEqual({ ofFigure: 'rgb(23, 41, 43)', ofUmbrella: 'rgb(23, 41, 43)' });
});

test('in forced colours what is chosen shows it', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/donate/');
  const frame = (name: string) => page.locator('label').filter({ hasText: name });
  await expect(frame('£25')).toHaveCSS('outline-style', 'solid');
  await expect(frame('£50')).not.toHaveCSS('outline-style', 'solid');
});

test('on a slow connection no page jumps under a reader when its letters arrive', async ({ browser, baseURL }) => {
  // The phone that Lighthouse measures by.
  const options = { baseURL: baseURL ?? '', viewport: { width: 412, height: 823 }, isMobile: true };
  const page = await newPage(browser, options);
  await page.addInitScript(() => {
    const moves: PerformanceEntry[] = [];
    Object.assign(window, { moves });
    new PerformanceObserver((seen) => moves.push(...seen.getEntries())).observe({
      type: 'layout-shift',
      buffered: true,
    });
  });
  for (const { address } of await pagesByType(new URL('../../dist/', import.meta.url))) {
    const drawn = Promise.withResolvers<void>();
    await page.route('**/*.woff2', async (route) => {
      await drawn.promise;
      await route.continue();
    });
    await page.goto(address, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    drawn.resolve();
    await page.waitForLoadState();
    const moved = await page.evaluate(async () => {
      await document.fonts.ready;
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      const { moves } = window as unknown as { moves: { value: number }[] };
      return {
        letters: document.fonts.check('1em "Atkinson Next"'),
        by: moves.reduce((sum, { value }) => sum + value, 0),
      };
    });
    expect.soft(moved.letters, address).toBe(true);
    // The lead of one page or another may have a line less, which is some 0.02. Where the top has a line less, it is up to 0.2.
    expect.soft(moved.by, address).toBeLessThan(0.03);
    await page.unroute('**/*.woff2');
  }
  await page.context().close();
});

test('nothing moves for someone who asked for stillness, and on the home page something does for all others', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/news/social-prescribing-day-in-bucks/');
  await page.getByRole('link', { name: 'Donate here' }).hover();
  expect(await moving(page)).toBe(0);
  await page.getByRole('link', { name: 'Photo 1 of 7' }).click();
  expect(await moving(page)).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/');
  expect(await moving(page)).toBeGreaterThan(0);
});

test('a story on paper takes few sheets', async ({ page }) => {
  await page.goto('/news/social-prescribing-day-in-bucks/');
  const sheets = (await page.pdf({ format: 'A4', margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } }))
    .toString('latin1')
    .match(/\/Type\s*\/Page\b/g);
  expect(sheets?.length).toBeGreaterThan(1);
  expect(sheets?.length).toBeLessThanOrEqual(6);
});
