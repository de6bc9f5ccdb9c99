/** By day and by night the home page opens with one picture: its hills have a night of their own, and run into the page. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import sharp, { type Stats } from 'sharp';

type Scheme = 'light' | 'dark';

/** The opening picture as a reader with this scheme meets it, once it is there. */
async function opening(page: Page, colorScheme: Scheme): Promise<Locator> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto('/');
  const picture = page.getByRole('img', { name: 'Chalk hills' });
  await picture.evaluate((image: HTMLImageElement) => image.decode());
  return picture;
}

/** The colours of a strip of the page as wide as the picture, a share of its height from its top to another. */
async function strip(page: Page, picture: Locator, from: number, to: number): Promise<Stats> {
  const box = await picture.boundingBox();
  if (!box) throw new Error('The opening picture is not on the page.');
  const [top, bottom] = [Math.ceil(box.y + box.height * from), Math.floor(box.y + box.height * to)];
  const clip = { x: 0, y: top, width: Math.floor(box.width), height: bottom - top };
  return sharp(await page.screenshot({ clip, fullPage: true }))
    .removeAlpha()
    .stats();
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the nearest hill runs into the ground below it without a seam, ${colorScheme}`, async ({ page }) => {
    const picture = await opening(page, colorScheme);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const meeting = await strip(page, picture, 0.98, 1.02);
      // Where the last row of the picture is mixed with the page the browser rounds: no eye sees a step of one in 255.
      for (const { min, max } of meeting.channels) expect.soft(max - min, `at ${width} px`).toBeLessThanOrEqual(2);
    }
  });
}

test('the hills are dark at night, and not only dimmed', async ({ page }) => {
  const redness = async (colorScheme: Scheme) =>
    (await strip(page, await opening(page, colorScheme), 0.62, 0.9)).channels[0]?.mean ?? 0;
  expect(await redness('dark')).toBeLessThan(0.6 * (await redness('light')));
});
