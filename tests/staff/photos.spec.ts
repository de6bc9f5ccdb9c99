/** A photo straight from a phone is made fit for the site in the browser: the original, and what the camera wrote into it, never reaches the repository. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import sharp from 'sharp';
import { longestSideInPixels } from '../../src/photo-to-keep.ts';
import { signIn } from './in-the-cms.ts';
import { test } from './own-cms.ts';

/** What a phone makes of 4000 by 3000 pixels held upright: it lies on its side, its left half is red, and it says where it was taken. */
async function phonePhoto(): Promise<Buffer> {
  const [width, height] = [4000, 3000];
  const grain = await sharp(randomBytes(1250 * 940 * 3), { raw: { width: 1250, height: 940, channels: 3 } })
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .modulate({ brightness: 0.6 })
    .toBuffer();
  const red = await sharp({ create: { width: width / 2, height, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  return sharp(grain, { raw: { width, height, channels: 3 } })
    .composite([{ input: red, left: 0, top: 0 }])
    .withExif({
      IFD0: { Make: 'A phone' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 42/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 36/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

test('a phone photo of 8 MB is kept upright, of a stated size, with nothing of where it was taken; what is no photo is refused in words', async ({
  page,
  own,
}) => {
  test.setTimeout(180_000);
  const { address } = own;
  const original = await phonePhoto();
  expect(original.length).toBeGreaterThan(8_000_000);
  expect((await sharp(original).metadata()).orientation).toBe(6);
  expect(original.includes('A phone')).toBe(true);

  await signIn(page, address);
  await page.getByRole('link', { name: 'Create entry of type news post' }).click();
  await page.getByLabel('Headline').fill('A spring day');
  await page.getByLabel('Publish on').fill('2026-11-20');
  await page.getByLabel('Summary').fill('Something happened.');
  await page.getByRole('button', { name: 'Choose an image' }).last().click();
  const give = async (name: string, mimeType: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByText('Upload', { exact: true }).first().click();
    await (await chooser).setFiles({ name, mimeType, buffer });
  };
  const refused = page.getByRole('alert').filter({ hasText: 'Close' });
  await give('IMG_1.HEIC', 'image/heic', Buffer.from('no such picture'));
  await expect(refused).toContainText('On an iPhone: Settings, Camera, Formats, “Most Compatible”');
  await give('logo.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await expect(refused).toContainText('is a drawing (SVG)');
  await refused.getByRole('button', { name: 'Close' }).click();
  await give('IMG 0001 Café.JPG', 'image/jpeg', original);
  await expect(page.getByText(/^img-0001-cafe-[0-9a-f]{6}\.jpg$/).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Choose selected' }).click();
  await page.getByLabel('What the picture shows').fill('A red wall.');
  await page.getByLabel('Who is in it').click();
  await page.getByRole('option', { name: 'Nobody who could be recognised' }).click();
  await expect(page.getByLabel('Headline')).toHaveValue('A spring day');
  await page.getByRole('button', { name: 'Publish' }).first().click();
  await page.getByRole('menuitem', { name: 'Publish now' }).click();
  await expect(page.getByText('Entry saved')).toBeVisible();

  const folder = join(own.root, 'content/news/a-spring-day');
  const [photo = '', ...others] = (await readdir(folder)).filter((name) => name !== 'index.md');
  expect(others).toEqual([]);
  const kept = await readFile(join(folder, photo));
  const { width, height, format, orientation, exif, xmp, iptc } = await sharp(kept).metadata();
  expect({ width, height, format, orientation, exif, xmp, iptc }).toEqual({
    width: (longestSideInPixels * 3) / 4,
    height: longestSideInPixels,
    format: 'jpeg',
    orientation: undefined,
    exif: undefined,
    xmp: undefined,
    iptc: undefined,
  });
  expect(kept.includes('A phone')).toBe(false);
  expect(kept.length).toBeLessThan(original.length / 2);
  test.info().annotations.push({ type: 'bytes', description: `${original.length} to ${kept.length}` });
  // What lay on the left stands on top.
  const { channels } = await sharp(kept).extract({ left: 0, top: 0, width: 1800, height: 1000 }).stats();
  expect(channels.map(({ mean }) => Math.round(mean / 255))).toEqual([1, 0, 0]);
});
