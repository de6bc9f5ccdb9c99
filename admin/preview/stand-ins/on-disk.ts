/** Stands in the place of `src/on-disk.ts` in the preview, where there is no disk: it knows the draft, and what was published of all others. What was
 * withdrawn in another entry, only the build can tell, by what is in the file. */

import { whyKeptBack } from '../../../src/consent.ts';
import { keptInView } from '../../../src/kept-in-view.ts';
import type * as onDisk from '../../../src/on-disk.ts';
import { folderOfFile } from '../../../src/schema/collection.ts';
import { theDraft } from './draft.ts';

const folderOfDraft = () => folderOfFile(theDraft().entry.filePath);

const ownName = (path: string) =>
  path.startsWith(`${folderOfDraft()}/`) ? path.slice(folderOfDraft().length + 1) : undefined;

/** What is published in the folder of `content/` that a picture lies in. */
const published = (path: string) => theDraft().published(path.split('/')[1] ?? '');

/** Of the draft alone: no page draws the text of another. */
export const textIn: typeof onDisk.textIn = async (file) => (file === theDraft().entry.filePath ? theDraft().text : '');

export const sizeOf: typeof onDisk.sizeOf = async (file) => theDraft().sizes.get(ownName(file) ?? '') ?? 0;

/** The draft changes as one types. */
export const onceABuild: typeof onDisk.onceABuild = (_name, read) => read();

/** Nothing of it is seen on a page. */
export const changedIn: typeof onDisk.changedIn = async () => undefined;

/** A preview shows how a fund will look, not what it has. */
export const fundTotals: typeof onDisk.fundTotals = async () => undefined;

/** What the build has found in a picture, it has told; in a new one nothing has been looked for yet. */
export const focusOf: typeof onDisk.focusOf = async (file, focus) =>
  focus ? keptInView[focus] : ((await published(file)).focus[file] ?? '');

export const pictureIn: typeof onDisk.pictureIn = async (folder, file) => {
  const path = `${folder}/${file}`;
  const picture = theDraft().pictures.get(ownName(path) ?? '') ?? (await published(path)).pictures[path];
  if (!picture) throw new Error(`${folder} has no picture ${file}.`);
  return picture;
};

export const mayBeShown: typeof onDisk.mayBeShown = async (path, people, today) => {
  const { entry, pictures } = theDraft();
  const own = ownName(path);
  if (own !== undefined && pictures.has(own)) return whyKeptBack(people, today) === undefined;
  // All settings lie in one folder, and of others’ pictures nobody’s consent is known here: those that may be shown are.
  const isOwn = own !== undefined && !entry.filePath.startsWith('content/settings/');
  return path in (await published(path)).pictures && (!isOwn || whyKeptBack(people, today) === undefined);
};
