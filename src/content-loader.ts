/** Gives Astro the entries of a collection, or a file of settings, as the proofreader reads them: fields only, so that the store stays small. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Loader, LoaderContext } from 'astro/loaders';
import { type Entry, readEntries, readSettings } from './proofreading/entries.ts';
import { keptReadings } from './proofreading/kept-readings.ts';
import { type Collection, fileOfSettings, type Settings } from './schema/collection.ts';

let kept: ReturnType<typeof keptReadings> | undefined;
/** In a build, what the proofreader has just read: each begins with it. */
const readingsOf = (root: string) => {
  kept ??= keptReadings(root);
  return kept;
};

/** Loads every entry of a collection, and again when one of its files changes. */
export const entriesOf = (collection: Collection): Loader =>
  loaderOf(`content/${collection.name}/`, async (root) => readEntries(root, collection, await readingsOf(root)));

/** Loads one file of settings, and again when it changes. */
export const settingsOf = (settings: Settings): Loader =>
  loaderOf(fileOfSettings(settings.name), async (root) => [await readSettings(root, settings)]);

function loaderOf(place: string, read: (root: string) => Promise<readonly Entry[]>): Loader {
  return {
    name: place,
    async load(context) {
      const root = fileURLToPath(context.config.root);
      await store(context, await read(root));
      context.watcher?.on('all', async (_event, path) => {
        if (relative(root, path).replaceAll('\\', '/').startsWith(place)) await store(context, await read(root));
      });
    },
  };
}

async function store(
  { store, parseData, generateDigest, logger, watcher }: LoaderContext,
  entries: readonly Entry[],
): Promise<void> {
  store.clear();
  for (const { slug, file, fields, text, unreadable } of entries) {
    try {
      if (unreadable) throw new Error(`${file}: ${unreadable}`);
      const data = await parseData({ id: slug, data: fields as Record<string, unknown>, filePath: file });
      store.set({ id: slug, data, filePath: file, digest: generateDigest({ fields, text }) });
    } catch (mistake) {
      // While someone writes (there is a watcher), one unfinished entry must not take the whole site away: it is left out, and said.
      if (!watcher) throw mistake;
      logger.warn(`${file} is left out until it is mended. Run “npm run proofread” to see what it needs.`);
    }
  }
}
