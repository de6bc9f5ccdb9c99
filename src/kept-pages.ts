/**
 * How long a page may stand that an earlier build has made: as long as all that it shows. A page of news shows its own posts and, of the rest of the site,
 * only what is not news: so when one post of thousands is changed, the pages of all others stand.
 */
import type { CollectionKey } from 'astro:content';
import { createHash } from 'node:crypto';
import {
  addressOf,
  allFunds,
  allSettings,
  everyDownload,
  everyFileThatAsks,
  lastChanged,
  type Post,
  progressOf,
  published,
  today,
  topicsWithNews,
} from './content.ts';
import { addressesOfPictures, onceABuild, withdrawn } from './on-disk.ts';
import { fileOfEntry, folderOfFile } from './schema/collection.ts';
import { collections } from './schema/contract.ts';
import type { Sheet } from './sheets.ts';

const digestOf = (things: unknown) => createHash('sha256').update(JSON.stringify(things)).digest('base64url');

const folderOfNews = folderOfFile(fileOfEntry('news', ''));

/** What every page may show, beside posts, and how far funds are. It is another each day, and where any of it is changed: then every page is made anew. */
const allButPosts = (): Promise<string> =>
  onceABuild('all but posts', async () => {
    const names = collections.map(({ name }) => name).filter((name) => name !== 'news');
    const entries = (await Promise.all(names.map((name) => published(name as CollectionKey)))).flat();
    return digestOf([
      today,
      await allSettings(),
      [...(await withdrawn())],
      [...(await addressesOfPictures())].filter(([folder]) => !folder.startsWith(folderOfNews)),
      await Promise.all(
        entries.map(async (entry) => [entry.collection, entry.id, entry.digest, await lastChanged(entry)]),
      ),
    ]);
  });

/**
 * What a page is kept by that shows these posts, as Astro’s `cacheKey`: while that is the same, and the code is (`integrations/every-page.ts`), the page is.
 * @param alsoShown what else it shows, that neither the posts nor the rest of the site tells
 */
export async function keyOfPage(posts: readonly Post[], alsoShown?: unknown): Promise<string> {
  // While the site is served as it is written, no page is kept, and to look at all there is for each would take minutes.
  if (import.meta.env.DEV) return '';
  const [downloads, thatAsk, pictures] = await Promise.all([
    everyDownload(),
    everyFileThatAsks(),
    addressesOfPictures(),
  ]);
  const ofPosts = posts.map(async (post) => [
    post.id,
    post.digest,
    await lastChanged(post),
    pictures.get(folderOfFile(post.filePath ?? '')),
    downloads.filter(({ address }) => address.startsWith(addressOf('news', post.id))),
    // Of the totals, a page shows the day: the moment at which they were asked is another in each build.
    thatAsk.has(post.filePath) ? await Promise.all((await allFunds()).map(progressOf)) : undefined,
  ]);
  return digestOf([await allButPosts(), await Promise.all(ofPosts), alsoShown]);
}

/** What the page of a sheet of posts is kept by. It names every topic that has any. */
export const keyOfSheet = async ({ things, number, count }: Sheet<Post>): Promise<string> =>
  keyOfPage(things, [number, count, (await topicsWithNews()).map(({ topic }) => topic.id)]);
