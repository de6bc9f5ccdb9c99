/** Stands in the place of `src/on-disk.ts` in the preview, where there is no disk: it knows the entry in hand, and what was published of all others. */

import { whyKeptBack } from '../../../src/consent.ts';
import { keptInView } from '../../../src/kept-in-view.ts';
import type * as onDisk from '../../../src/on-disk.ts';
import { inHand } from './hand.ts';

const folderInHand = () => inHand().entry.filePath.replace(/\/[^/]*$/, '');

const ownName = (path: string) =>
  path.startsWith(`${folderInHand()}/`) ? path.slice(folderInHand().length + 1) : undefined;

/** What is published in the folder of `content/` that a picture lies in. */
const published = (path: string) => inHand().published(path.split('/')[1] ?? '');

/** Of the entry in hand alone: no page draws the text of another. */
export const textIn: typeof onDisk.textIn = async (file) => (file === inHand().entry.filePath ? inHand().text : '');

export const sizeOf: typeof onDisk.sizeOf = async (file) => inHand().sizes.get(ownName(file) ?? '') ?? 0;

/** What is in hand changes as one types. */
export const onceABuild: typeof onDisk.onceABuild = (_name, read) => read();

/** Nothing of it is seen on a page. */
export const changedIn: typeof onDisk.changedIn = async () => undefined;

/** What the build has found in a picture, it has told; in a new one nothing has been looked for yet. */
export const focusOf: typeof onDisk.focusOf = async (file, focus) =>
  focus ? keptInView[focus] : ((await published(file)).focus[file] ?? '');

export const pictureIn: typeof onDisk.pictureIn = async (folder, file) => {
  const path = `${folder}/${file}`;
  const picture = inHand().pictures.get(ownName(path) ?? '') ?? (await published(path)).pictures[path];
  if (!picture) throw new Error(`${folder} has no picture ${file}.`);
  return picture;
};

export const mayBeShown: typeof onDisk.mayBeShown = async (path, people, today) => {
  const own = ownName(path);
  const isThere = inHand().pictures.has(own ?? '') || path in (await published(path)).pictures;
  return isThere && (own === undefined || whyKeptBack(people, today) === undefined);
};
