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
  publishUnpublishedEntry(collection: string, slug: string): Promise<unknown>;
  deleteUnpublishedEntry(collection: string, slug: string): Promise<unknown>;
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

const since = 'Somebody else has changed this draft since you opened it. Open it again and look it over first.';

/** What failed, in our words; Decap’s own words for it, or a server’s, would help nobody. */
const inWords = (failure: Error, words: string) => (failure.name ? told(words) : failure);

/**
 * The same backend, which saves nothing over what somebody else has saved since the entry was opened, and deletes, publishes and drops nothing of
 * it. Of what is saved or deleted it says so once, and Decap keeps the form as it is; whoever then does it again has decided, and the history of
 * the repository has the other text. A draft must be opened again.
 */
export const withSecondSaveTold = (Plain: BackendClass): BackendClass =>
  class extends Plain {
    /** What was written here. It may have been kept even where no answer came. */
    readonly #written = new Set<string>();
    /** The file of each draft that was looked at. */
    readonly #drafts = new Map<string, string>();

    override async getEntry(path: string) {
      try {
        const entry = await super.getEntry(path);
        seen.set(path, entry.data);
        return entry;
      } catch (failure) {
        throw inWords(failure as Error, 'This could not be read just now. Load the page again in a moment.');
      }
    }

    override async unpublishedEntryDataFile(collection: string, slug: string, path: string, id: string | null) {
      const data = await super.unpublishedEntryDataFile(collection, slug, path, id);
      seen.set(path, data);
      this.#drafts.set(`${collection}/${slug}`, path);
      return data;
    }

    /** What somebody else has put where this file was; nothing, when it is as it was seen, or gone. */
    async #others(path: string, draft?: { readonly collection: string; readonly slug: string }) {
      try {
        const now = draft
          ? await super.unpublishedEntryDataFile(draft.collection, draft.slug, path, null)
          : (await super.getEntry(path)).data;
        return now === seen.get(path) || this.#written.has(now) ? '' : now;
      } catch (failure) {
        if ((failure as { readonly status?: number }).status === 404) return '';
        throw inWords(
          failure as Error,
          'It could not be seen whether somebody else has changed this since you opened it. Nothing is lost: try again in a moment.',
        );
      }
    }

    /** Refuses what would be done with a draft that is not as it was looked over. */
    async #refuseIfOthers(collection: string, slug: string) {
      const path = this.#drafts.get(`${collection}/${slug}`);
      if (path && (await this.#others(path, { collection, slug }))) throw told(since);
    }

    override async persistEntry(entry: Entry, options: Options) {
      for (const { slug, path } of entry.dataFiles) {
        if (!seenOf(path)) continue;
        const now = await this.#others(
          path,
          options.unpublished ? { collection: options.collectionName, slug } : undefined,
        );
        if (!now) continue;
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

    override async deleteFiles(paths: readonly string[], message: string) {
      for (const path of paths) {
        // A picture is not opened.
        const now = seenOf(path) && (await this.#others(path));
        if (!now) continue;
        seen.set(path, now);
        throw told(
          'Somebody else has saved this since you opened it. Open it in another tab to see theirs; delete it again, and it goes.',
        );
      }
      return super.deleteFiles(paths, message);
    }

    override async publishUnpublishedEntry(collection: string, slug: string) {
      await this.#refuseIfOthers(collection, slug);
      return super.publishUnpublishedEntry(collection, slug);
    }

    override async deleteUnpublishedEntry(collection: string, slug: string) {
      try {
        await this.#refuseIfOthers(collection, slug);
        return await super.deleteUnpublishedEntry(collection, slug);
      } catch (failure) {
        // Decap (3.19) says of a draft that it could not delete that it is deleted, and goes on as if it were: so it hears nothing of it.
        alert(`Not deleted. ${failure instanceof Error ? failure.message : failure}`);
        return new Promise(() => undefined);
      }
    }
  };
