/** The pictures that stand for an entry in search engines: its own main picture first, then the one that is drawn from its title. */
import { getImage } from 'astro:assets';
import type { ShownPicture } from './content.ts';
import { sharePictureAddress } from './share-picture.ts';

/**
 * Their paths, the best first.
 * @param sharedAs the page whose drawn picture it is shared with, when that is not its own: such a picture says nothing of the entry
 */
export async function picturesFor(
  address: string,
  cover: ShownPicture | undefined,
  sharedAs: string | undefined,
): Promise<string[]> {
  const own = sharedAs === undefined ? [sharePictureAddress(address)] : [];
  if (!cover?.mayBeShared || cover.picture.format === 'svg') return own;
  const { src } = await getImage({
    src: cover.picture,
    layout: 'none',
    format: 'webp',
    width: Math.min(1200, cover.picture.width),
  });
  return [src, ...own];
}
