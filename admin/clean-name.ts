/** Makes no entry of a name that no address can have, or that the site has a page of its own at: the build would stop, and staff cannot rename a folder. */
import type { BackendClass, Entry, Options } from './second-save.ts';
import { told } from './told.ts';

/** The names, for each collection’s folder of the site, that pages of the site’s own have. */
export type TakenNames = Readonly<Record<string, readonly string[]>>;

/**
 * The same backend, which refuses a new entry of such a name.
 * @param leadTo leads to the field that the name is made from, and says there what is wrong
 */
export const withCleanName = (
  Plain: BackendClass,
  taken: TakenNames,
  leadTo: (words: string, path: string) => Promise<void> | void,
): BackendClass =>
  class extends Plain {
    override async persistEntry(entry: Entry, options: Options) {
      for (const { path } of options.newEntry ? entry.dataFiles : []) {
        const { whyNot } = await import('./on-demand/why-no-name.ts');
        const refused = whyNot(options.collectionName, path, taken);
        if (!refused) continue;
        await leadTo(refused.words, refused.titleField);
        throw told(refused.words);
      }
      return super.persistEntry(entry, options);
    }
  };
