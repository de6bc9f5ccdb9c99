/**
 * What pages are told of the files that lie in `content/`: texts, pictures, and when they were changed. All that a page needs of a disk goes
 * through here, so that the CMS, where there is none, can draw the same pages (`admin/preview/stand-ins/on-disk.ts` stands in its place).
 */

import { URL as siteAddress } from 'astro:env/server';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ImageMetadata } from 'astro';
import { type ShownPeople, whyKeptBack } from './consent.ts';
import { type FundTotals, totalsWhenBuilt } from './giving/funds/totals-when-built.ts';
import { lastChanges } from './history.ts';
import { type Withdrawn, withdrawnBy, withdrawnPictures } from './proofreading/left-out.ts';
import { textBelow } from './proofreading/markdown-file.ts';
import { folderOfFile } from './schema/collection.ts';

export { focusOf } from './focus.ts';

/** The Markdown below the fields of an entry’s file. The store holds the fields alone. (Of thousands, reading one by one takes a quarter of what promises take.) */
export const textIn = async (file: string): Promise<string> => textBelow(readFileSync(file, 'utf8'));

/** How large a file is, in bytes. */
export const sizeOf = async (file: string): Promise<number> => (await stat(file)).size;

const kept = new Map<string, Promise<unknown>>();

/** What is read once a build, by its name. While the site is served as it is written, it is read each time. */
export function onceABuild<Read>(name: string, read: () => Promise<Read>): Promise<Read> {
  const once = kept.get(name) ?? read();
  if (!import.meta.env.DEV) kept.set(name, once);
  return once as Promise<Read>;
}

/** When a folder of content, or a file of settings, was last changed, by the repository’s history; `undefined` where that does not tell. */
export const changedIn = async (place: string): Promise<Date | undefined> =>
  (await onceABuild('changes', () => lastChanges('content'))).get(place);

/** What each fund had when it was last asked; `undefined` where nobody could be asked, now or before. */
export const fundTotals = (): Promise<FundTotals | undefined> =>
  onceABuild('fund totals', () => totalsWhenBuilt(siteAddress));

/** Vite wants the pattern written out; a test holds it to `pictureEndings`. */
const pictures = import.meta.glob<{ default: ImageMetadata }>(
  '/content/**/*.{jpg,jpeg,JPG,JPEG,png,PNG,webp,avif,svg}',
);

/** A picture that lies beside an entry, for Astro's image pipeline. `folder` is from the project's root. */
export async function pictureIn(folder: string, file: string): Promise<ImageMetadata> {
  const found = pictures[`/${folder}/${file}`];
  if (!found) throw new Error(`${folder} has no picture ${file}: run “npm run proofread”.`);
  return (await found()).default;
}

/**
 * The address of every picture on the site, by its path and that of its folder, both from the project’s root. It is another when the picture is, and may be
 * when another post has the same picture: of two alike, the site has one.
 */
export const addressesOfPictures = (): Promise<
  ReadonlyMap<string, readonly (readonly [path: string, src: string])[]>
> =>
  onceABuild('addresses of pictures', async () => {
    const addresses = Object.entries(pictures).map(async ([path, load]) => {
      const picture: ImageMetadata & { readonly clone?: ImageMetadata } = (await load()).default;
      // To ask the picture itself is to Astro as good as to show it as it is.
      return [path.slice(1), (picture.clone ?? picture).src] as const;
    });
    return Map.groupBy(await Promise.all(addresses), ([path]) => folderOfFile(path));
  });

/** The pictures that somebody in them wants gone. */
export const withdrawn = (): Promise<Withdrawn> => onceABuild('withdrawn', () => withdrawnPictures('.'));

/**
 * Whether a picture may be shown, for all that is said of it here and elsewhere.
 * @param path the picture, from the project's root
 * @param today a calendar date
 */
export async function mayBeShown(path: string, people: ShownPeople, today: string): Promise<boolean> {
  if (whyKeptBack(people, today) !== undefined) return false;
  return (await withdrawnBy(path, await withdrawn())) === undefined;
}
