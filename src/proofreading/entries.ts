/** Reads what lies in `content/` from the disk: each entry with its fields, its text, and where it came from. Nothing is checked here. */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Collection, fileOfSettings, folderOfFile, type Settings } from '../schema/collection.ts';
import { type Readings, readAnew } from './kept-readings.ts';
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

/** What a file says, or why it cannot be read. */
export type Read = { readonly written: string } | { readonly unreadable: string };

const whyNot: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder, and must be a file',
  EACCES: 'this computer does not let you read it',
  EPERM: 'this computer does not let you read it',
};

/** What a file says; `undefined` when there is none. (Of thousands, reading them one by one takes a quarter of what promises take.) */
export function readIfThere(file: string): Read | undefined {
  try {
    return { written: readFileSync(file, 'utf8') };
  } catch (mistake) {
    const { code = '' } = mistake as NodeJS.ErrnoException;
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(file))
      return { unreadable: 'it is a link that leads to no file. Put the file itself there' };
    if (/^(ENOENT|ENOTDIR)$/.test(code)) return undefined;
    return { unreadable: whyNot[code] ?? `this computer says “${code}”` };
  }
}

const isFolder = (place: string) => existsSync(place) && statSync(place).isDirectory();

/** The file of each entry of a collection under `root`, from there, with all that it says: nothing of it is read any closer. */
export function* filesOf(root: string, { name }: Pick<Collection, 'name'>): Generator<[file: string, written: string]> {
  const home = `content/${name}`;
  if (!isFolder(join(root, home))) return;
  for (const slug of readdirSync(join(root, home)).sort()) {
    const file = `${home}/${slug}/index.md`;
    const read = readIfThere(join(root, file));
    if (read && 'written' in read) yield [file, read.written];
  }
}

/**
 * Every entry of a collection under `root`, by name. A folder with no text in it is no entry: when staff delete one in the CMS, its
 * `index.md` goes and its pictures stay, and the CMS cannot take the folder away.
 */
export async function readEntries(
  root: string,
  { name }: Pick<Collection, 'name'>,
  { fieldsOf }: Pick<Readings, 'fieldsOf'> = readAnew,
): Promise<Entry[]> {
  const home = `content/${name}`;
  if (!isFolder(join(root, home))) {
    const there = lstatSync(join(root, home), { throwIfNoEntry: false });
    const unreadable = 'it must be a folder, with a folder in it for each entry';
    return there ? [{ slug: name, file: home, folder: 'content', fields: {}, text: '', unreadable }] : [];
  }
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
    const read = readIfThere(join(root, file));
    if (read && 'written' in read) return [{ slug, file, folder, ...readMarkdown(read.written, fieldsOf) }];
    if (read) return [{ slug, file, folder, fields: {}, text: '', ...read }];
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
  const read = readIfThere(join(root, file)) ?? { unreadable: 'the file is missing' };
  return { ...common, ...('written' in read ? readFields(read.written, 1) : { fields: {}, ...read }) };
}
