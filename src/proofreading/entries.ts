/** Reads what lies in `content/` from the disk: each entry with its fields, its text, and where it came from. Nothing is checked here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Collection, fileOfSettings, folderOfFile, type Settings } from '../schema/collection.ts';
import { readFields, readMarkdown } from './markdown-file.ts';

/** One entry as it was found. */
export interface Entry {
  /** The name of its folder, and of its address. */
  readonly slug: string;
  /** Its file, from the project's root: `content/news/a-day/index.md`. */
  readonly file: string;
  /** The folder its pictures lie in, from the project's root. */
  readonly folder: string;
  /** Its fields with all blanks dropped, or `{}`. */
  readonly fields: unknown;
  /** The Markdown below the fields. */
  readonly text: string;
  /** Why the fields cannot be read at all, in plain words. */
  readonly unreadable?: string;
}

/** What a file says; `undefined` when there is none. (Of thousands, reading them one by one takes a quarter of what promises take.) */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (mistake) {
    if (/^(ENOENT|ENOTDIR)$/.test((mistake as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw mistake;
  }
}

/** The file of each entry of a collection under `root`, from there, with all that it says: nothing of it is read any closer. */
export function* filesOf(root: string, { name }: Pick<Collection, 'name'>): Generator<[file: string, written: string]> {
  const home = `content/${name}`;
  if (!existsSync(join(root, home))) return;
  for (const slug of readdirSync(join(root, home)).sort()) {
    const file = `${home}/${slug}/index.md`;
    const written = contentOf(join(root, file));
    if (written !== undefined) yield [file, written];
  }
}

/**
 * Every entry of a collection under `root`, by name. A folder with no text in it is no entry: when staff delete one in the CMS, its
 * `index.md` goes and its pictures stay, and the CMS cannot take the folder away.
 */
export async function readEntries(root: string, { name }: Pick<Collection, 'name'>): Promise<Entry[]> {
  const home = `content/${name}`;
  if (!existsSync(join(root, home))) return [];
  const found = (await readdir(join(root, home), { withFileTypes: true })).filter(
    (entry) => !entry.name.startsWith('.'),
  );
  const entries = found.map(async (entry): Promise<Entry[]> => {
    const slug = entry.name;
    if (!entry.isDirectory()) {
      const unreadable = 'it lies beside the entries: each entry is a folder with an index.md in it';
      return [{ slug, file: `${home}/${slug}`, folder: home, fields: {}, text: '', unreadable }];
    }
    const folder = `${home}/${slug}`;
    const file = `${folder}/index.md`;
    const written = contentOf(join(root, file));
    if (written !== undefined) return [{ slug, file, folder, ...readMarkdown(written) }];
    const misnamed = (await readdir(join(root, folder))).find((other) => /\.(md|mdx|markdown)$/i.test(other));
    if (misnamed === undefined) return [];
    const unreadable = 'its name must be index.md';
    return [{ slug, file: `${folder}/${misnamed}`, folder, fields: {}, text: '', unreadable }];
  });
  return (await Promise.all(entries)).flat().sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

/** One file of settings under `root`. */
export async function readSettings(root: string, { name }: Pick<Settings, 'name'>): Promise<Entry> {
  const file = fileOfSettings(name);
  const common = { slug: name, file, folder: folderOfFile(file), text: '' };
  if (!existsSync(join(root, file))) return { ...common, fields: {}, unreadable: 'the file is missing' };
  return { ...common, ...readFields(await readFile(join(root, file), 'utf8'), 1) };
}
