/**
 * What was typed and not saved when a tab died comes back, and goes over nothing that a colleague has saved since. Decap (3.19) offers it while it
 * still reads the entry, which then takes its place; and it takes what it has just read for what the words were written over.
 */
import { Backend } from 'decap-cms-core/dist/esm/backend.js';
import { store } from 'decap-cms-core/dist/esm/redux/index.js';
import { sawEarlier, seenOf } from './second-save.ts';

/** What is in the form once an entry has been read, or a new one begun. */
const opened = (slug: string | undefined) =>
  new Promise<{ get(name: 'isModification'): boolean }>((found) => {
    const place = location.hash;
    const look = () => {
      const entry = store.getState().entryDraft.get('entry');
      if (!entry || (slug ? entry.get('slug') !== slug : !entry.get('newRecord'))) return;
      stop();
      if (location.hash === place) found(entry);
    };
    const stop = store.subscribe(look);
    look();
  });

/** Under what name the browser keeps what these words were written over. */
const kept = (collection: { get(name: 'name'): string }, slug: string) => `seen ${collection.get('name')}/${slug}`;

/** Goes back to what was read last, once the words are saved, or not wanted. */
let forgetEarlier: () => void = () => undefined;

const { getLocalDraftBackup, persistLocalDraftBackup, deleteLocalDraftBackup } = Backend.prototype;

Backend.prototype.persistLocalDraftBackup = async function (entry, collection) {
  await persistLocalDraftBackup.call(this, entry, collection);
  const slug = entry.get('slug');
  if (slug) localStorage.setItem(kept(collection, slug), seenOf(entry.get('path')));
};

Backend.prototype.getLocalDraftBackup = async function (collection, slug) {
  const { entry } = await getLocalDraftBackup.call(this, collection, slug);
  if (!entry) return {};
  const isModification = (await opened(slug)).get('isModification');
  const earlier = slug && localStorage.getItem(kept(collection, slug));
  if (earlier) forgetEarlier = sawEarlier(entry.path, earlier);
  return { entry: { ...entry, isModification } };
};

Backend.prototype.deleteLocalDraftBackup = function (collection, slug) {
  forgetEarlier();
  if (slug) localStorage.removeItem(kept(collection, slug));
  return deleteLocalDraftBackup.call(this, collection, slug);
};
