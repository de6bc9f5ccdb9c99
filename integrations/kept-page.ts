/**
 * A page is made once: until something that it shows changes, each build takes it as an earlier one has made it. Of a long archive, most of a build is to
 * make the same pages again.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AssetsGlobalStaticImagesList, PrerenderRenderMetadata } from 'astro';
import { readSealed, sumOf, writeSealed } from '../src/whole-file.ts';
import { isStill, nameAsWell } from './second-name.ts';

/** A page that is kept. */
export interface KeptPage {
  /** What it is kept by: it stands as long as that is the same. */
  readonly key: string;
  /** What it comes to. Its file has this for a name. */
  readonly sum: string;
  /** What the steps have found on it, one after another. */
  readonly found: readonly unknown[];
  /** The pictures that Astro has to make for it, or to leave where they are. Absent where it has none. */
  readonly pictures?: Pick<PrerenderRenderMetadata, 'staticImages' | 'referencedImages'>;
}

/**
 * The pages that one build takes from those before it, and keeps for the next. Two builds at once do each other no harm: what one has taken away that the
 * other wrote down is made anew.
 * @param cache where things are kept from build to build
 * @param site the folder that the site is built into
 */
export async function keptPages(cache: URL, site: URL) {
  const folder = fileURLToPath(new URL('pages/', cache));
  const list = fileURLToPath(new URL('pages.json', cache));
  const before: Readonly<Record<string, KeptPage>> = JSON.parse((await readSealed(list)) ?? '{}');
  const taken = new Map<string, KeptPage>();
  const anew = new Map<string, KeptPage>();
  const fileOf = (address: string) => join(fileURLToPath(site), address, 'index.html');
  return {
    /**
     * Puts a page into the site as it was made before.
     * @param key what it is kept by: all that it shows, and all that it is made by
     * @returns what the steps had found on it; `undefined` when there is none, or what is there is not, byte by byte, what was made: it may have been cut
     * short, or garbled. Then it is to be made anew.
     */
    take(address: string, key: string): KeptPage['found'] | undefined {
      const page = before[address];
      const file = page?.key === key ? join(folder, page.sum) : undefined;
      if (page && file !== undefined && isStill(file, page.sum)) {
        mkdirSync(dirname(fileOf(address)), { recursive: true });
        if (nameAsWell(file, fileOf(address))) {
          taken.set(address, page);
          return page.found;
        }
      }
      return undefined;
    },
    /**
     * Puts a page into the site that was made now. From the end of this build on it is kept by this key, if its pictures are known: else there is no telling
     * what to make the next time.
     */
    add(address: string, key: string, html: string, found: KeptPage['found'], pictures: KeptPage['pictures']): void {
      const written = Buffer.from(html);
      mkdirSync(dirname(fileOf(address)), { recursive: true });
      writeFileSync(fileOf(address), written);
      if (!pictures) return;
      const { staticImages, referencedImages = [] } = pictures;
      const hasAny = staticImages.length + referencedImages.length > 0;
      anew.set(address, {
        key,
        sum: sumOf(written),
        found,
        ...(hasAny && { pictures: { staticImages, referencedImages } }),
      });
    },
    /** The pictures of the pages that were taken, as Astro lists what it has to make. */
    pictures(): AssetsGlobalStaticImagesList {
      const toMake: AssetsGlobalStaticImagesList = new Map();
      for (const { pictures } of taken.values()) {
        for (const { originalPath, originalSrcPath, hash, ...made } of pictures?.staticImages ?? []) {
          const ofPicture = toMake.get(originalPath) ?? { originalSrcPath, transforms: new Map() };
          ofPicture.transforms.set(hash, made);
          toMake.set(originalPath, ofPicture);
        }
        // Astro (7.3) takes away what it has made others of, but for those that are named here: there is no other way to tell it.
        for (const path of pictures?.referencedImages ?? []) globalThis.astroAsset.referencedImages?.add(path);
      }
      return toMake;
    },
    /** Keeps the pages of this build, when all of them are written, and no others. */
    async end(): Promise<void> {
      await mkdir(folder, { recursive: true });
      for (const [address, { sum }] of anew) nameAsWell(fileOf(address), join(folder, sum));
      const pages = new Map([...taken, ...anew]);
      await writeSealed(list, JSON.stringify(Object.fromEntries(pages)));
      const sums = new Set([...pages.values()].map(({ sum }) => sum));
      for (const sum of readdirSync(folder)) if (!sums.has(sum)) rmSync(join(folder, sum), { force: true });
    },
  };
}
