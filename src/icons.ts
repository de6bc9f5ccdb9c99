/** The site's mark at the sizes that browsers and phones ask for, all of them from the one drawing, `public/favicon.svg`. */
import sharp from 'sharp';

/** The sizes that the web manifest names, in pixels. */
export const iconSizes = [192, 512] as const;

/** The mark as a PNG file. */
export const iconAsPng = (sizeInPixels: number): Promise<Buffer> =>
  sharp('public/favicon.svg', { density: (72 * sizeInPixels) / 32 })
    .resize(sizeInPixels, sizeInPixels)
    .png({ compressionLevel: 9 })
    .toBuffer();

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
