/** What every kind of content declares about itself: where it lies, what staff call it, and its fields. */
import type { z } from 'zod';

/** Many entries of one kind, each a folder with an `index.md` and its pictures. */
export interface Collection<Schema extends z.ZodObject = z.ZodObject> {
  /** The folder under `content/`, the address on the site and the CMS's name for it: `news`. */
  readonly name: string;
  /** Where the pages of its entries lie on the site, when that is not under its own name: `/donate/`. */
  readonly address?: `/${string}`;
  /** Whether its entries stand on one page together, at its address, and have none of their own. */
  readonly onOnePage?: boolean;
  /** What staff call all of them: `News`. */
  readonly label: string;
  /** What staff call one: `news post`. */
  readonly labelSingular: string;
  /** What this is for, said once at the top of the list in the CMS. */
  readonly description: string;
  /** The field that names an entry; its address is made from it. */
  readonly titleField: string;
  /** How the CMS sums up one entry in a list, in Decap's template language. */
  readonly summary: string;
  /** The front matter. The text below it is Markdown, where `text` says so. */
  readonly schema: Schema;
  /** The words for the Markdown text below the fields; absent, an entry has none. */
  readonly text?: { readonly label: string; readonly hint: string };
}

/** The folder of the site that a collection's pages lie in: `/news/`, or `/` for the pages at the top. */
export const addressOfCollection = ({ name, address }: Pick<Collection, 'name' | 'address'>): `/${string}` =>
  address ?? `/${name}/`;

/** One file of settings, `content/settings/<name>.yaml`. */
export interface Settings<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly schema: Schema;
}

/** Where an entry of a collection is written, from the project’s root. */
export const fileOfEntry = (collection: string, slug: string): string => `content/${collection}/${slug}/index.md`;

/** Where a file of settings is written, from the project’s root. */
export const fileOfSettings = (name: string): string => `content/settings/${name}.yaml`;

/** The folder of a file of content, which its pictures lie in, too. */
export const folderOfFile = (file: string): string => file.replace(/\/[^/]*$/, '');
