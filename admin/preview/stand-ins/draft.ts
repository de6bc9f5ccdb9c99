/** What the preview draws: the entry as it is being written, with its pictures, and what is published beside it. */
import type { ImageMetadata } from 'astro';

/** An entry as a page takes it. */
export interface DraftEntry {
  /** Its collection, or the name of its file of settings. */
  readonly collection: string;
  /** Its slug; of settings, their name. */
  readonly id: string;
  /** Its file, from the project’s root. */
  readonly filePath: string;
  /** Its fields, as the schema reads them. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is published in one folder of `content/`, a collection or the settings: `src/pages/admin/preview/[folder].json.ts`. */
export interface Published {
  readonly entries: readonly DraftEntry[];
  /** The pictures in their fields that may be shown, by their path from the project’s root. */
  readonly pictures: Readonly<Record<string, ImageMetadata>>;
  /** The classes that keep the right part of a picture in view, in their texts too, where there are any. */
  readonly focus: Readonly<Record<string, string>>;
}

export interface Draft {
  readonly entry: DraftEntry;
  /** The Markdown below its fields. */
  readonly text: string;
  /** Its pictures, and the files it offers, by their names. One that is still on its way is missing. */
  readonly pictures: ReadonlyMap<string, ImageMetadata>;
  readonly sizes: ReadonlyMap<string, number>;
  /** What is published of a collection, or of all the `settings`. */
  readonly published: (folder: string) => Promise<Published>;
}

let draft: Draft | undefined;

/** From now on, pages are drawn of this. */
export const setDraft = (given: Draft): void => {
  draft = given;
};

/** @throws when there is none yet */
export function theDraft(): Draft {
  if (!draft) throw new Error('There is no draft: setDraft() comes first.');
  return draft;
}
