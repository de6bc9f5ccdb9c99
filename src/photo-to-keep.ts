/** How a photo is kept, wherever it comes from: how large, how good, and by which name. Staff's browsers make it so, and so does what moves in from another site. */
import { plainName, withoutEnding } from './plain-name.ts';

/** A photo is made this long on its longer side before it leaves the browser of the person who adds it; a smaller one stays as it is. */
export const longestSideInPixels = 2400;

/** A JPEG of this quality, of 1, shows no blocks on a screen: https://developer.mozilla.org/docs/Web/API/HTMLCanvasElement/toBlob */
export const photoQuality = 0.85;
/** A picture with transparent parts stays a PNG up to this weight; a heavier one is a photo, and its ground becomes white. */
export const heaviestPngInBytes = 1_000_000;

/** A mark of what is in a file, for its name: two files of one name differ in it. */
export const markOf = (digest: Uint8Array): string =>
  [...digest.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * The name of a photo, with a mark of what is in it: every iPhone calls its photo `image.jpg`.
 * @param digest of its content, SHA-256
 */
export function photoName(name: string, digest: Uint8Array, ending: 'jpg' | 'png'): string {
  const plain = plainName(withoutEnding(name)).slice(0, 60).replace(/-$/, '');
  return `${plain || 'photo'}-${markOf(digest)}.${ending}`;
}
