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
      const load = async () => put(context, await parsed(context, await read(root)));
      // One save is heard of more than once. Each reads when the one before has put what it read: the last to put has read last.
      let last = load();
      await last;
      context.watcher?.on('all', (_event, path) => {
        if (!relative(root, path).replaceAll('\\', '/').startsWith(place)) return;
        last = last.then(load).catch((mistake: unknown) => context.logger.error(String(mistake)));
      });
    },
  };
}

type Stored = Parameters<LoaderContext['store']['set']>[0];

async function parsed(
  { parseData, generateDigest, logger, watcher }: LoaderContext,
  entries: readonly Entry[],
): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const { slug, file, fields, text, unreadable } of entries) {
    try {
      if (unreadable) throw new Error(`${file}: ${unreadable}`);
      const data = await parseData({ id: slug, data: fields as Record<string, unknown>, filePath: file });
      stored.push({ id: slug, data, filePath: file, digest: generateDigest({ fields, text }) });
    } catch (mistake) {
      // While someone writes (there is a watcher), one unfinished entry must not take the whole site away: it is left out, and said.
      if (!watcher) throw mistake;
      logger.warn(`${file} is left out until it is mended. Run “npm run proofread” to see what it needs.`);
    }
  }
  return stored;
}

/** In one step: a page that is asked for meanwhile finds all entries, and not those that were put so far. */
function put({ store }: LoaderContext, entries: readonly Stored[]): void {
  store.clear();
  for (const entry of entries) store.set(entry);
}
