/** The site's mark at the sizes that browsers and phones ask for, all of them from the one drawing, `content/settings/mark.svg`. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** The sizes that the web manifest names, in pixels. */
export const iconSizes = [192, 512] as const;

/** Where the mark lies, from the project’s root. */
export const markFile = 'content/settings/mark.svg';

/** What must be mended in the mark under `root`; `undefined` when it can be drawn. */
export async function mistakeInMark(root: string): Promise<string | undefined> {
  const file = join(root, markFile);
  if (!existsSync(file)) return 'The file is missing: the charity’s mark, a square drawing, for the browser’s tab.';
  const { format } = await readFile(file)
    .then((drawing) => sharp(drawing).metadata())
    .catch(() => ({ format: undefined }));
  return format === 'svg' ? undefined : 'This is no drawing that can be read. Save your mark again as an SVG file.';
}

/** The mark as it is drawn. The proofreader has seen that there is one. */
export const drawnMark = (): Promise<string> => readFile(markFile, 'utf8');

/** The mark, as large as a square of so many pixels, whatever size it was drawn at. */
const mark = async (sizeInPixels: number) => {
  const drawing = Buffer.from(await drawnMark());
  const { width = sizeInPixels } = await sharp(drawing).metadata();
  return sharp(drawing, { density: Math.min(72 * Math.max(1, sizeInPixels / width), 2400) }).resize(
    sizeInPixels,
    sizeInPixels,
  );
};

const asPng = (picture: Sharp) => picture.png({ compressionLevel: 9 }).toBuffer();

/** The mark as a PNG file. */
export const iconAsPng = async (sizeInPixels: number): Promise<Buffer> => asPng(await mark(sizeInPixels));

/** The mark for a phone’s home screen, which rounds the corners itself and shows nothing through: on a ground, with room around it. */
export async function touchIcon(ground: string): Promise<Buffer> {
  const [side, room] = [180, 28];
  const inside = await (await mark(side - 2 * room)).toBuffer();
  return asPng(
    sharp({ create: { width: side, height: side, channels: 3, background: ground } }).composite([{ input: inside }]),
  );
}

/** A PNG file as an ICO file, for the browsers and readers that ask for `/favicon.ico` whatever a page says: https://en.wikipedia.org/wiki/ICO_(file_format) */
export function pngAsIco(png: Buffer, sizeInPixels: number): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2); // an icon
  head.writeUInt16LE(1, 4); // one picture
  head.writeUInt8(sizeInPixels, 6);
  head.writeUInt8(sizeInPixels, 7);
  head.writeUInt16LE(1, 10); // one colour plane
  head.writeUInt16LE(32, 12); // bits for each pixel
  head.writeUInt32LE(png.byteLength, 14);
  head.writeUInt32LE(head.byteLength, 18);
  return Buffer.concat([head, png]);
}
