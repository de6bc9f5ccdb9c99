/**
 * Makes a draft where there is none, and changes the one that there is. Decap (3.19) goes by what it saw when the entry was opened: it takes a
 * draft that it could not make for one that is there, and puts a new one over what somebody else has begun since.
 */
import type { BackendClass, Entry, Options } from './second-save.ts';

/** The same backend, which asks before each save whether there is a draft. */
export const withDraftAskedFor = (Plain: BackendClass): BackendClass =>
  class extends Plain {
    override async persistEntry(entry: Entry, options: Options) {
      const [file] = entry.dataFiles;
      if (!options.useWorkflow || !file) return super.persistEntry(entry, options);
      const unpublished = await super.unpublishedEntry({ collection: options.collectionName, slug: file.slug }).then(
        () => true,
        (failure) => {
          if (failure.notUnderEditorialWorkflow) return false;
          throw failure;
        },
      );
      return super.persistEntry(entry, { ...options, unpublished });
    }
  };
