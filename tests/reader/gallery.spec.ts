/** Photos are looked at large, one after another, with whatever a person has: a finger, a mouse, keys, or no JavaScript at all. */
import { expect, type Page, test } from '@playwright/test';
import { misfits } from '../fit.ts';

const story = '/news/social-prescribing-day-in-bucks/';
const gallery = (page: Page) => page.getByRole('region', { name: 'Photos from the day' });
const photo = (page: Page, number: number) => gallery(page).getByRole('link', { name: `Photo ${number} of 7` });
const view = (page: Page) => page.getByRole('dialog', { name: 'Photos from the day' });

test.beforeEach(async ({ page }) => {
  await page.goto(story);
});

test('a photo opens large over its story, with its own address; Back closes it, and reload shows its own page', async ({
  page,
}) => {
  await photo(page, 2).click();
  await expect(view(page).getByRole('status')).toHaveText('Photo 2 of 7');
  await expect(view(page).getByRole('img', { name: 'One line leaps and fades' })).toBeVisible();
  await expect(page).toHaveURL(/\/photos\/call-and-answer\/$/);
  await page.goBack();
  await expect(view(page)).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`${story}$`));

  await photo(page, 2).click();
  await expect(view(page)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('main').getByRole('img', { name: 'One line leaps and fades' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Social Prescribing Day in Bucks');
});

test('by keyboard one goes on, back, to the first and the last; Escape closes, and the focus is where one was', async ({
  page,
}) => {
  await photo(page, 3).focus();
  await page.keyboard.press('Enter');
  const where = view(page).getByRole('status');
  for (const [key, words] of [
    ['ArrowRight', 'Photo 4 of 7'],
    ['ArrowLeft', 'Photo 3 of 7'],
    ['End', 'Photo 7 of 7'],
    ['ArrowRight', 'Photo 7 of 7'],
    ['Home', 'Photo 1 of 7'],
    ['ArrowLeft', 'Photo 1 of 7'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(where).toHaveText(words);
  }
  await view(page).getByRole('button', { name: 'Next' }).click();
  await page.keyboard.press('Escape');
  await expect(view(page)).toBeHidden();
  await expect(photo(page, 2)).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`${story}$`));
});

test('at 400 % zoom the photo keeps its size, and the view begins at its top', async ({ page }) => {
  const window = { width: 320, height: 256 };
  await page.setViewportSize(window);
  await page.goto(story);
  await photo(page, 1).click();
  // The photo takes the place of its thumbnail when it has come.
  const box = () => view(page).getByRole('img').boundingBox();
  await expect.poll(async () => (await box())?.height ?? 0).toBeGreaterThan(window.height / 2);
  await expect.poll(async () => (await box())?.y ?? -1).toBeGreaterThan(0);
  expect.soft((await box())?.y ?? Number.NaN).toBeLessThan(window.height / 2);
  await expect(view(page).getByRole('button', { name: 'Close' })).toBeFocused();
  await view(page).getByRole('button', { name: 'Next' }).click();
  await expect(view(page).getByRole('status')).toContainText('of 7');
});

test('on a phone on its side the photo is there whole, and its words and the ways on beside it, with nothing to scroll', async ({
  page,
}) => {
  for (const window of [
    { width: 667, height: 331 },
    { width: 844, height: 390 },
  ]) {
    await page.setViewportSize(window);
    await page.goto(story);
    await photo(page, 1).click();
    const image = view(page).getByRole('img');
    const said = view(page).locator('figcaption');
    await expect(said).toBeVisible();
    await expect(image).toHaveJSProperty('complete', true);
    await expect(view(page).getByRole('button', { name: 'Next' })).toBeFocused();
    for (const part of [
      image,
      said,
      view(page).getByRole('status'),
      ...(await view(page).getByRole('heading').or(view(page).getByRole('button')).all()),
    ])
      await expect.soft(part).toBeInViewport({ ratio: 1 });
    expect.soft(await view(page).evaluate((dialog) => dialog.scrollHeight - dialog.clientHeight)).toBe(0);
    const picture = await image.boundingBox();
    expect.soft(picture?.width ?? 0).toBeGreaterThan(window.width / 2);
    expect.soft((await said.boundingBox())?.x ?? 0).toBeGreaterThan((picture?.x ?? 0) + (picture?.width ?? 0));
    expect.soft(await misfits(page)).toEqual([]);
  }
});

/** As browsers tell a page that it is about to be printed, and as some tell it that it stands as it will on paper. */
const printing: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'before it is printed': (page) => page.evaluate(() => dispatchEvent(new Event('beforeprint'))),
  'once it stands as it will on paper': (page) => page.emulateMedia({ media: 'print' }),
};
for (const [when, print] of Object.entries(printing)) {
  test(`${when}, a story fetches all its pictures, though nobody scrolled to them`, async ({ page }) => {
    const there = () =>
      gallery(page)
        .getByRole('img')
        .evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length);
    expect(await there()).toBe(0);
    await print(page);
    await expect.poll(there).toBe(7);
  });
}

test('a swipe goes on, and a swipe down does not', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    hasTouch: true,
    viewport: { width: 390, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(story);
  await photo(page, 1).click();
  const where = view(page).getByRole('status');
  await expect(where).toHaveText('Photo 1 of 7');
  const swipe = (across: number, down: number) =>
    view(page).evaluate(
      (dialog, [x = 0, y = 0]) => {
        const touch = (clientX: number, clientY: number) =>
          new Touch({ identifier: 1, target: dialog, clientX, clientY });
        const [from, to] = [touch(200, 300), touch(200 + x, 300 + y)];
        dialog.dispatchEvent(new TouchEvent('touchstart', { touches: [from], changedTouches: [from], bubbles: true }));
        dialog.dispatchEvent(new TouchEvent('touchend', { touches: [], changedTouches: [to], bubbles: true }));
      },
      [across, down],
    );
  await swipe(-120, 10);
  await expect(where).toHaveText('Photo 2 of 7');
  await swipe(-60, 200);
  await expect(where).toHaveText('Photo 2 of 7');
  await swipe(120, 0);
  await expect(where).toHaveText('Photo 1 of 7');
  await context.close();
});

test('no photo is fetched large until it is looked at', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await gallery(page).scrollIntoViewIfNeeded();
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => path.includes('/photos/'))).toEqual([]);
  await photo(page, 4).click();
  await expect(view(page).getByRole('img')).toBeVisible();
  // The one that is looked at, and the one that most likely comes next.
  await expect
    .poll(() => new Set(asked.filter((path) => path.includes('/photos/'))))
    .toEqual(new Set([`${story}photos/meeting/`, `${story}photos/umbrellas/`]));
});

test('until a photo has come, its thumbnail stands as large as the photo will', async ({ page }) => {
  for (const window of [
    { width: 1280, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(window);
    for (const number of [1, 3]) {
      await page.goto(story);
      const thumbnail = gallery(page)
        .getByRole('img')
        .nth(number - 1);
      await thumbnail.scrollIntoViewIfNeeded();
      await expect.poll(() => thumbnail.evaluate((image) => (image as HTMLImageElement).complete)).toBe(true);
      const near = await thumbnail.evaluate((image) => (image as HTMLImageElement).currentSrc);
      const itsPage = Promise.withResolvers<void>();
      const photoItself = Promise.withResolvers<void>();
      await page.route('**/photos/**', async (route) => {
        await itsPage.promise;
        await route.continue();
      });
      await page.route(/\.(avif|webp)$/, async (route) => {
        if (route.request().url() !== near) await photoItself.promise;
        await route.continue();
      });
      await photo(page, number).click();
      const shown = view(page).getByRole('img');
      const drawn = async () => (await shown.boundingBox()) ?? { y: 0, height: 0 };
      await expect(shown).toHaveJSProperty('complete', true);
      const held = await drawn();
      itsPage.resolve();
      await expect(shown).toHaveJSProperty('complete', false);
      const coming = await drawn();
      photoItself.resolve();
      await expect(shown).toHaveJSProperty('complete', true);
      await expect(shown).not.toHaveAttribute('style');
      const there = await drawn();
      expect(there.height).toBeGreaterThan(150);
      // Within two px, for a photo's sides are rounded.
      expect(Math.abs(coming.height - there.height)).toBeLessThan(2);
      expect(Math.abs(coming.y - there.y)).toBeLessThan(2);
      // The caption comes with the photo's page; until then the thumbnail has its room as well.
      expect(Math.abs(held.height - there.height)).toBeLessThan(60);
      await page.unrouteAll();
    }
  }
});

test('someone who asks for a new tab gets the photo’s own page', async ({ page, context }) => {
  const opened = context.waitForEvent('page');
  // A tab that opens behind the story may take a browser with no window long to draw: that it is asked for is enough.
  const asked = context.waitForEvent('request', (request) => request.isNavigationRequest());
  await photo(page, 1).click({ modifiers: ['ControlOrMeta'] });
  await opened;
  expect(new URL((await asked).url()).pathname).toBe(`${story}photos/drum-circle/`);
  await expect(view(page)).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`${story}$`));
});

test('without JavaScript each photo has a page, with the ways to the next and back to the story', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(story);
  await photo(page, 1).click();
  await expect(page.getByRole('link', { name: 'Previous photo' })).toHaveCount(0);
  for (let number = 2; number <= 7; number++) {
    await page.getByRole('link', { name: 'Next photo' }).click();
    await expect(page.getByText(`Photo ${number} of 7`, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole('link', { name: 'Next photo' })).toHaveCount(0);
  await page.getByRole('link', { name: 'All the photos, in the story' }).click();
  await expect(page).toHaveURL(new RegExp(`${story}#photos$`));
  await context.close();
});
