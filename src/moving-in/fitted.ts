/** Makes a picture of the old site fit for this one, as `admin/on-demand/photo-made-fit.ts` does with those that staff add: upright, not too large, and with nothing in it of where it was taken. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { heaviestPngInBytes, longestSideInPixels, photoName, photoQuality } from '../photo-to-keep.ts';
import { NotFetched } from './fetched.ts';

/** A picture as it is kept, with its name. */
export interface FittedPicture {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * A picture made fit.
 * @throws NotFetched when it is none, or one that can hold a program
 */
export async function fitted(name: string, original: Buffer): Promise<FittedPicture> {
  if (/^\s*(<\?xml|<!--|<svg)/i.test(original.subarray(0, 200).toString('latin1')))
    throw new NotFetched('it is a drawing (SVG), which can hold a program: save it as a PNG, and add that');
  try {
    const { data, info } = await sharp(original, { limitInputPixels: 200_000_000 })
      .autoOrient()
      .resize({ width: longestSideInPixels, height: longestSideInPixels, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const upright = () => sharp(data, { raw: info });
    if (info.channels === 4 && !(await upright().stats()).isOpaque) {
      const png = await upright().png({ compressionLevel: 9 }).toBuffer();
      if (png.length <= heaviestPngInBytes) return named(name, png, 'png');
    }
    const jpeg = await upright()
      .flatten({ background: '#fff' })
      .jpeg({ quality: photoQuality * 100, mozjpeg: true })
      .toBuffer();
    return named(name, jpeg, 'jpg');
  } catch {
    throw new NotFetched('it is not a picture that can be read');
  }
}

const named = (name: string, content: Buffer, ending: 'jpg' | 'png'): FittedPicture => ({
  name: photoName(name, createHash('sha256').update(content).digest(), ending),
  content,
});
