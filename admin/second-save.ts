/**
 * Tells whoever saves second that somebody else saved the same entry while they were writing. Decap would put the one in place of the other,
 * and say nothing (https://github.com/decaporg/decap-cms/issues/1500).
 */
import { told } from './told.ts';

export interface Entry {
  readonly dataFiles: readonly { readonly slug: string; readonly path: string; readonly raw: string }[];
}

export interface Options {
  readonly collectionName: string;
  /** Whether nothing has been kept of it before. */
  readonly newEntry?: boolean;
  /** Whether an entry is first a draft. */
  readonly useWorkflow?: boolean;
  /** Whether it is a draft that is changed, and not what is published. */
  readonly unpublished?: boolean;
}

/** Whoever is signed in. */
export interface User {
  /** The name at GitHub, or the email address. */
  readonly login?: string;
}

/** What we use of a backend of Decap. */
export interface Backend {
  getEntry(path: string): Promise<{ readonly data: string }>;
  /** Fails, and says that it is not under the workflow, where there is no draft. */
  unpublishedEntry(asked: { readonly collection: string; readonly slug: string }): Promise<unknown>;
  unpublishedEntryDataFile(collection: string, slug: string, path: string, id: string | null): Promise<string>;
  persistEntry(entry: Entry, options: Options): Promise<unknown>;
  entriesByFolder(folder: string, ending: string, depth: number): Promise<readonly { readonly data: string }[]>;
  /** The same, where the other gives no more than twenty. */
  allEntriesByFolder?(folder: string, ending: string, depth: number): Promise<readonly { readonly data: string }[]>;
  deleteFiles(paths: readonly string[], message: string): Promise<unknown>;
  authenticate(credentials: object): Promise<User | undefined>;
  restoreUser(user: User): Promise<unknown>;
}

export type BackendClass = new (config: object, options: object) => Backend;

/** Each file as it was when it was last looked at. There is one backend to a page. */
const seen = new Map<string, string>();

/** A file as it was when it was last looked at. */
export const seenOf = (path: string): string => seen.get(path) ?? '';

/**
 * Words come back that were written over a file as it was earlier.
 * @returns what puts the file as it was last read in its place again, unless it was saved in between
 */
export function sawEarlier(path: string, earlier: string): () => void {
  const latest = seenOf(path);
  seen.set(path, earlier);
  return () => {
    if (seen.get(path) === earlier) seen.set(path, latest);
  };
}

/**
 * The same backend, which saves nothing over what somebody else has saved since the entry was opened. It says so once, and Decap keeps the form
 * as it is; whoever then saves again has decided, and the history of the repository has the other text.
 */
export const withSecondSaveTold = (Plain: BackendClass): BackendClass =>
  class extends Plain {
    /** What was written here. It may have been kept even where no answer came. */
    readonly #written = new Set<string>();

    override async getEntry(path: string) {
      const entry = await super.getEntry(path);
      seen.set(path, entry.data);
      return entry;
    }

    override async unpublishedEntryDataFile(collection: string, slug: string, path: string, id: string | null) {
      const data = await super.unpublishedEntryDataFile(collection, slug, path, id);
      seen.set(path, data);
      return data;
    }

    override async persistEntry(entry: Entry, options: Options) {
      for (const { slug, path } of entry.dataFiles) {
        if (!seenOf(path)) continue;
        // What cannot be read now has been deleted, or is out of reach, which saving itself will say.
        const now = await (options.unpublished
          ? super.unpublishedEntryDataFile(options.collectionName, slug, path, null)
          : super.getEntry(path).then(({ data }) => data)
        ).catch(() => '');
        if (!now || now === seen.get(path) || this.#written.has(now)) continue;
        seen.set(path, now);
        throw told(
          'Somebody else saved this while you were writing. Your text is still here. Open it in another tab to see theirs; save again, and yours takes its place.',
        );
      }
      for (const { raw } of entry.dataFiles) this.#written.add(raw);
      const saved = await super.persistEntry(entry, options);
      for (const { path, raw } of entry.dataFiles) seen.set(path, raw);
      return saved;
    }
  };
