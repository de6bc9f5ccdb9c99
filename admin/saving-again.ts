/**
 * Lets somebody save again what could not be saved the first time, where an entry is first a draft. Decap (3.19) takes a draft that it could not
 * make for one that is there, and every save after that would go to it, and fail.
 */
import type { BackendClass, Entry, Options } from './second-save.ts';

/** The same backend, which makes a draft when there is none yet. */
export const withSavingAgain = (Plain: BackendClass): BackendClass =>
  class extends Plain {
    /** What was to be a draft, and could not be made one. */
    readonly #notYet = new Set<string>();

    override async persistEntry(entry: Entry, options: Options) {
      const path = entry.dataFiles[0]?.path ?? '';
      const unpublished = options.unpublished === true && !this.#notYet.has(path);
      try {
        const saved = await super.persistEntry(entry, { ...options, unpublished });
        this.#notYet.delete(path);
        return saved;
      } catch (failure) {
        if (!unpublished) this.#notYet.add(path);
        throw failure;
      }
    }
  };
