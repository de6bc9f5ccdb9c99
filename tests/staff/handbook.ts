/** Takes the pictures of the staff handbook while tests pass by what they show, so that they are never older than the CMS. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';

/** Where the handbook is. */
export const handbook = join(import.meta.dirname, '../../docs/handbook');

/** Its pages, by the names of their files. */
export const handbookFiles = async (): Promise<string[]> =>
  (await readdir(handbook)).filter((file) => file.endsWith('.md')).sort();

/** What a picture may weigh: ten how-tos with all of theirs are then lighter than one photo. */
export const heaviestPictureInBytes = 40 * 1024;

/** What a test that takes pictures carries in its name, so that `npm run handbook` runs those alone. */
export const takesPictures = { tag: '@handbook' };

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest frame that has all of these in it, and a little ground around them, within the window. */
function around(boxes: readonly Frame[], window: { readonly width: number; readonly height: number }): Frame {
  const ground = 12;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const [left, top] = [Math.max(0, Math.floor(x - ground)), Math.max(0, Math.floor(y - ground))];
  return {
    x: left,
    y: top,
    width: Math.min(window.width, Math.ceil(right + ground)) - left,
    height: Math.min(window.height, Math.ceil(bottom + ground)) - top,
  };
}

/** A field as staff see it: with its name above, and under it what to write. */
export const fieldOf = (control: Locator): Locator =>
  control.locator('xpath=ancestor::*[contains(@class, "ControlContainer")][1]');

/** The whole window is shown small enough to be read on a page; a part of it is found in one that is tall. */
const windows = { whole: { width: 900, height: 640 }, part: { width: 1280, height: 1500 } };

/** Those of this run: a screen that a test passes by again is shown as it was at first. */
const taken = new Set<string>();

/**
 * Writes a picture of the screen as it is, cut to what is named, beside the how-to; in a run for any other purpose it does nothing.
 * @param name the how-to: `write-a-post`
 * @param number which of its pictures this is, from 1
 * @param shown what is in the picture; the whole window when nothing is named
 */
export async function pictureFor(
  page: Page,
  name: string,
  number: number,
  ...shown: readonly Locator[]
): Promise<void> {
  if (process.env.HANDBOOK_PICTURES !== 'taken' || taken.has(`${name}-${number}`)) return;
  taken.add(`${name}-${number}`);
  const before = page.viewportSize();
  const window = shown.length > 0 ? windows.part : windows.whole;
  await page.setViewportSize(window);
  // What the CMS says in passing would stand over what is shown.
  const quiet = await page.addStyleTag({ content: '[class*="oastify"], .handbook { display: none }' });
  // The preview follows a moment later.
  await page.waitForTimeout(2000);
  await shown[0]?.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  const boxes = (await Promise.all(shown.map((one) => one.boundingBox()))).filter((box) => box !== null);
  const screen = await page.screenshot({
    animations: 'disabled',
    ...(boxes.length > 0 ? { clip: around(boxes, window) } : {}),
  });
  await quiet.evaluate((one) => (one as Element).remove());
  if (before) await page.setViewportSize(before);
  const folder = join(handbook, 'pictures');
  await mkdir(folder, { recursive: true });
  for (const quality of [80, 60, 40, 20]) {
    const picture = await sharp(screen).webp({ quality, effort: 6 }).toBuffer();
    if (picture.length > heaviestPictureInBytes) continue;
    await writeFile(join(folder, `${name}-${number}.webp`), picture);
    return;
  }
  throw new Error(`The picture ${name}-${number} is too heavy: show less in it.`);
}
