/**
 * `npm run screenshots`: takes a picture of one page of every type on the built site, whole, at four widths, light and dark, and writes docs/look/:
 * a sheet for each type, the main pages large enough to read, and a README that shows them. The same site in the same browser gives the same bytes.
 * With the name of a folder, every single picture is written there too, in full: `npm run screenshots -- /tmp/look`.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { askedOf } from './local/asked.ts';
import { findChromium, launchOptions } from './local/chromium.ts';
import { pagesByType } from './local/page-types.ts';
import { sayMistakesPlainly } from './local/running.ts';
import { serve } from './local/served.ts';

sayMistakesPlainly();
const root = process.cwd();
const folder = join(root, 'docs/look');
const [everyPicture] = askedOf({ allowPositionals: true }).positionals;

/** The width of a screen, and its width on a sheet, in pixels: a small screen is shown larger, so that it can be read. */
const screens = [
  { width: 390, onSheet: 130 },
  { width: 768, onSheet: 180 },
  { width: 1280, onSheet: 260 },
  { width: 1920, onSheet: 320 },
] as const;
const schemes = ['light', 'dark'] as const;
/** Types of page that are shown to be read as well, light, at these widths; none of these pictures is wider than `widest`. */
const toRead = { types: ['Home', 'News post', 'Donate'], widths: [390, 1280], widest: 960 };
const opening = { width: 1280, height: 820 };
const budgetInBytes = 3 * 1024 * 1024;
/** A long page on a wide screen takes a busy machine its time. */
const patienceInMs = 180_000;
const gap = 24;
const ground = '#8a8f8c';

const fileName = (type: string) => type.toLowerCase().replaceAll(' ', '-');
const webp = (picture: Sharp, quality: number) => picture.webp({ quality, effort: 6 }).toBuffer();

/** Opens a page and waits until its fonts and all its pictures are there, those further down too. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { timeout: patienceInMs });
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (const picture of document.images) picture.loading = 'eager';
    await Promise.all([...document.images].map((picture) => picture.decode().catch(() => undefined)));
  });
}

/** Light above dark, each from the narrowest screen to the widest. */
async function sheetOf(shots: ReadonlyMap<string, Buffer>): Promise<Sharp> {
  const placed: OverlayOptions[] = [];
  let [top, right] = [gap, 0];
  for (const scheme of schemes) {
    let [left, bottom] = [gap, top];
    for (const { width, onSheet } of screens) {
      const { data, info } = await sharp(shots.get(`${width}-${scheme}`))
        .resize({ width: onSheet })
        .png()
        .toBuffer({ resolveWithObject: true });
      placed.push({ input: data, left, top });
      left += onSheet + gap;
      bottom = Math.max(bottom, top + info.height);
    }
    top = bottom + gap;
    right = Math.max(right, left);
  }
  const blank = sharp({ create: { width: right, height: top, channels: 3, background: ground } });
  return sharp(await blank.composite(placed).png().toBuffer());
}

const pages = await pagesByType(pathToFileURL(`${root}/dist/`));
const served = await serve('preview', { root, environment: { ...process.env, STRIPE_SECRET_KEY: '' } });
const browser = await chromium.launch(launchOptions(findChromium()));

/** A picture of a page, from a window of its own, so that nothing of one page is left for the next. */
async function take(
  address: string,
  {
    width,
    height,
    colorScheme,
    fullPage,
  }: { width: number; height: number; colorScheme: 'light' | 'dark'; fullPage: boolean },
): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    baseURL: served.address,
  });
  await open(page, address);
  const picture = await page.screenshot({ fullPage, timeout: patienceInMs });
  await page.close();
  return picture;
}

if (everyPicture !== undefined) await mkdir(everyPicture, { recursive: true });
const files = new Map<string, string | Buffer>();
const rows: string[] = [];
for (const { type, address } of pages) {
  const shots = new Map<string, Buffer>();
  for (const { width } of screens) {
    for (const colorScheme of schemes) {
      const name = `${width}-${colorScheme}`;
      const shot = await take(address, { width, height: 900, colorScheme, fullPage: true });
      shots.set(name, shot);
      if (everyPicture !== undefined) await writeFile(join(everyPicture, `${fileName(type)}-${name}.png`), shot);
    }
  }
  const sheet = `${fileName(type)}.webp`;
  files.set(sheet, await webp(await sheetOf(shots), 40));
  const large: string[] = [];
  for (const width of toRead.types.includes(type) ? toRead.widths : []) {
    const file = `${fileName(type)}-${width}.webp`;
    files.set(
      file,
      await webp(sharp(shots.get(`${width}-light`)).resize({ width: Math.min(width, toRead.widest) }), 40),
    );
    large.push(`[${width} px](${file})`);
  }
  const words = [`**${type}**`, `\`${address}\``, large.length > 0 ? `to read: ${large.join(', ')}` : ''];
  rows.push(
    `| ${words.filter(Boolean).join('<br>')} | [![${type} at four widths, light and dark](${sheet})](${sheet}) |`,
  );
  process.stdout.write(`${type}\n`);
}

const firstScreen = await take('/', { ...opening, colorScheme: 'light', fullPage: false });
files.set('opening.webp', await webp(sharp(firstScreen), 80));
await browser.close();
await served.stop();

files.set(
  'README.md',
  `# How it looks

One page of every type, whole, at ${screens.map(({ width }) => width).join(', ')} px, light above dark. Press a picture to see it large.
\`npm run build && npm run screenshots\` draws them all again; nothing here is written by hand.

| page | |
| --- | --- |
${rows.join('\n')}
`,
);
await mkdir(folder, { recursive: true });
for (const old of await readdir(folder)) if (!files.has(old)) await rm(join(folder, old));
let weight = 0;
for (const [name, content] of files) {
  await writeFile(join(folder, name), content);
  weight += content.length;
}
process.stdout.write(`${files.size} files in docs/look/, ${(weight / 1024 / 1024).toFixed(2)} MB.\n`);
if (weight > budgetInBytes) {
  process.stderr.write(`That is more than ${budgetInBytes / 1024 / 1024} MB: lower the quality.\n`);
  process.exitCode = 1;
}
