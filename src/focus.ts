/** Which part of a picture must stay in view when a frame cuts it: what staff say, or, where they say nothing, where the eye goes first. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { keptInView } from './kept-in-view.ts';
import type { Focus } from './schema/field.ts';
import { writeWhole } from './whole-file.ts';

/** The picture this large is enough to find where the eye goes. */
const sideInPixels = 96;

/** Where along its length the best part of a picture lies, when it is cut to this shape: at the start, the end, or neither. */
async function bestPart(picture: Buffer, width: number, height: number): Promise<{ across: number; down: number }> {
  const { info } = await sharp(picture)
    .resize(width, height, { position: sharp.strategy.attention })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { across: -(info.cropOffsetLeft ?? 0), down: -(info.cropOffsetTop ?? 0) };
}

const third = (part: number, room: number, start: string, end: string) =>
  room < 1 || (part > room / 3 && part < (2 * room) / 3) ? '' : part <= room / 3 ? start : end;

const found = new Map<string, Promise<string>>();

/** Looks at a picture as libvips does: skin, strong colour and fine detail draw the eye. https://www.libvips.org/API/current/enum.Interesting.html */
async function find(picture: Buffer): Promise<string> {
  const small = await sharp(picture)
    .autoOrient()
    .resize(sideInPixels * 2, sideInPixels * 2, { fit: 'inside' })
    .removeAlpha()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = small.info;
  const [tallCut, wideCut] = [Math.round(width / 2), Math.round(height / 2)];
  const [across, down] = await Promise.all([
    bestPart(small.data, tallCut, height),
    bestPart(small.data, width, wideCut),
  ]);
  const sides = [
    third(across.across, width - tallCut, 'keep-left', 'keep-right'),
    third(down.down, height - wideCut, 'keep-top', 'keep-bottom'),
  ];
  return sides.filter(Boolean).join(' ');
}

/** Beside the pictures that Astro has made, and kept as long: looking takes as long as making one. */
const kept = 'node_modules/.astro/focus';

/** What was found in the same picture by an earlier build, or what is found now. */
async function findOnce(file: string): Promise<string> {
  const picture = await readFile(file);
  const before = `${kept}/${createHash('sha256').update(picture).digest('hex')}`;
  const known = await readFile(before, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const sides = await find(picture);
  await mkdir(kept, { recursive: true });
  await writeWhole(before, sides);
  return sides;
}

/**
 * The classes that keep the right part of a picture in view. They are classes, since a page's policy allows no style of an element's own.
 * @param file its path from the project's root
 */
export function focusOf(file: string, focus: Focus | undefined): Promise<string> {
  if (focus) return Promise.resolve(keptInView[focus]);
  if (file.endsWith('.svg')) return Promise.resolve('');
  const once = found.get(file) ?? findOnce(file);
  found.set(file, once);
  return once;
}
