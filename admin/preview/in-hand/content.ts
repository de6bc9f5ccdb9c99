/** Stands in the place of `astro:content` in the preview: what is published, with the entry in hand among it, whatever its day and whether it is a draft. */
import { settings } from '../../../src/schema/contract.ts';
import { type EntryInHand, inHand } from './hand.ts';

const folderOf = (collection: string) => (settings.some(({ name }) => name === collection) ? 'settings' : collection);

const withOneInHand = async (collection: string): Promise<readonly EntryInHand[]> => {
  const { entry, published } = inHand();
  const others = (await published(folderOf(collection))).entries.filter((other) => other.collection === collection);
  if (entry.collection !== collection) return others;
  const place = others.findIndex(({ id }) => id === entry.id);
  return place === -1 ? [...others, entry] : others.with(place, entry);
};

/** The entries are published already, or in hand, so none is filtered out. */
export const getCollection = (collection: string): Promise<readonly EntryInHand[]> => withOneInHand(collection);

export const getEntry = async (collection: string, id: string): Promise<EntryInHand | undefined> =>
  (await withOneInHand(collection)).find((entry) => entry.id === id);
