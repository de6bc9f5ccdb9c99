/** Stands in the place of `astro:content` in the preview: what is published, with the draft among it, whatever its day and whether it is a draft. */
import { settings } from '../../../src/schema/contract.ts';
import { type DraftEntry, theDraft } from './draft.ts';

const folderOf = (collection: string) => (settings.some(({ name }) => name === collection) ? 'settings' : collection);

const withDraft = async (collection: string): Promise<readonly DraftEntry[]> => {
  const { entry, published } = theDraft();
  const others = (await published(folderOf(collection))).entries.filter((other) => other.collection === collection);
  if (entry.collection !== collection) return others;
  const place = others.findIndex(({ id }) => id === entry.id);
  return place === -1 ? [...others, entry] : others.with(place, entry);
};

/** The entries are published already, or the draft, so none is filtered out. */
export const getCollection = (collection: string): Promise<readonly DraftEntry[]> => withDraft(collection);

export const getEntry = async (collection: string, id: string): Promise<DraftEntry | undefined> =>
  (await withDraft(collection)).find((entry) => entry.id === id);
