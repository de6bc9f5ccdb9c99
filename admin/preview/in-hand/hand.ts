/** What the preview has in its hand: the entry as it is being written, with its pictures, and what is published beside it. */
import type { ImageMetadata } from 'astro';

/** An entry as a page takes it. */
export interface EntryInHand {
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
  readonly entries: readonly EntryInHand[];
  /** The pictures in their fields that may be shown, by their path from the project’s root. */
  readonly pictures: Readonly<Record<string, ImageMetadata>>;
  /** The classes that keep the right part of a picture in view, in their texts too, where there are any. */
  readonly focus: Readonly<Record<string, string>>;
}

export interface Hand {
  readonly entry: EntryInHand;
  /** The Markdown below its fields. */
  readonly text: string;
  /** Its pictures, and the files it offers, by their names. One that is still on its way is missing. */
  readonly pictures: ReadonlyMap<string, ImageMetadata>;
  readonly sizes: ReadonlyMap<string, number>;
  /** What is published of a collection, or of all the `settings`. */
  readonly published: (folder: string) => Promise<Published>;
}

let hand: Hand | undefined;

/** Takes another entry in hand. */
export const take = (taken: Hand): void => {
  hand = taken;
};

/** @throws when nothing has been taken yet */
export function inHand(): Hand {
  if (!hand) throw new Error('Nothing is in hand: take() comes first.');
  return hand;
}
