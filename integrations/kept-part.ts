/** A part of the search index is made once: until one of its pages changes, each build takes it as an earlier one has made it of the same pages. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { close, createIndex, type PagefindServiceConfig } from 'pagefind';
import { readSealed, sumOf, writeSealed } from '../src/whole-file.ts';
import { addressOf, builtFiles } from './built-files.ts';
import { dropOldest } from './drop-oldest.ts';
import { isStill, nameAsWell } from './second-name.ts';

/** A page, as Pagefind is to read it. */
export interface SearchedPage {
  readonly url: string;
  /** What its content comes to. */
  readonly sum: string;
  /** As HTML. It is asked for only when the part has to be made. */
  content(): Promise<string>;
}

/** A part of the index, as it is kept. */
export interface PartOfIndex {
  /** The folder that its files lie in. None of them may be changed. */
  readonly folder: URL;
  /** What each of its files comes to, by its path in the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** How often its pages have each word or number, in small letters. */
  readonly words: readonly (readonly [word: string, count: number])[];
}

/** How many parts are kept that this build does not use. */
const keptUnused = 4;

/** Stops the build with what Pagefind says is wrong, if anything is. */
function expectNo(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`The search index could not be written: ${errors.join(' ')}`);
}

/** Adds up every word and number that a page can be found by, of what Pagefind keeps of it. */
function countWords(fragment: Buffer, counts: Map<string, number>): void {
  // Pagefind’s files are JSON, after its own mark.
  const written = gunzipSync(fragment).toString();
  const { content, meta } = JSON.parse(written.slice(written.indexOf('{'))) as {
    content: string;
    meta: { title: string };
  };
  for (const [word] of `${meta.title} ${content}`.toLowerCase().matchAll(/[\p{L}\p{N}]{2,}/gu))
    counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** Pagefind’s own pages, and its worker: ours asks its core directly. */
const isUsed = (path: string) => !/\.(js|css)$|^wasm\.unknown\./.test(path) || path === 'pagefind.js';

/** What says what there is of a part. */
const listIn = (folder: URL) => fileURLToPath(new URL('part.json', folder));

/** Has Pagefind make a part, in a folder that is empty. Its process ends with it, for nothing else gives back the memory that it took. */
async function make(folder: URL, pages: readonly SearchedPage[], options: PagefindServiceConfig): Promise<void> {
  try {
    const { index, errors } = await createIndex(options);
    expectNo(errors);
    if (!index) throw new Error('Pagefind gave no index, and did not say why.');
    for (const { url, content } of pages) expectNo((await index.addHTMLFile({ url, content: await content() })).errors);
    expectNo((await index.writeFiles({ outputPath: fileURLToPath(folder) })).errors);
  } finally {
    await close();
  }
  const files: Record<string, string> = {};
  const counts = new Map<string, number>();
  for (const file of builtFiles(folder, '')) {
    const path = addressOf(folder, file).slice(1);
    if (!isUsed(path)) {
      rmSync(file);
      continue;
    }
    const content = readFileSync(file);
    files[path] = sumOf(content);
    if (path.endsWith('.pf_fragment')) countWords(content, counts);
  }
  await writeSealed(listIn(folder), JSON.stringify({ files, words: [...counts] }));
}

/** The part that was made in this folder; `undefined` when that cannot be told. */
async function partIn(folder: URL): Promise<PartOfIndex | undefined> {
  const written = await readSealed(listIn(folder));
  return written === undefined
    ? undefined
    : { folder, ...(JSON.parse(written) as Pick<PartOfIndex, 'files' | 'words'>) };
}

/** Whether a part is there, and byte by byte as it was made. */
async function isWhole(folder: URL): Promise<boolean> {
  const part = await partIn(folder);
  return (
    part !== undefined &&
    Object.entries(part.files).every(([path, sum]) => isStill(join(fileURLToPath(folder), path), sum))
  );
}

/**
 * Puts files of a part into the site.
 * @param without those that are not wanted
 * @returns whether all are there now, byte by byte as they were made
 */
function isPut({ folder, files }: PartOfIndex, into: URL, without: (path: string) => boolean): boolean {
  const made = new Set<string>();
  return Object.entries(files).every(([path, sum]) => {
    const [from, to] = [join(fileURLToPath(folder), path), join(fileURLToPath(into), path)];
    if (!isStill(from, sum)) return false;
    if (without(path)) return true;
    if (!made.has(dirname(to))) mkdirSync(dirname(to), { recursive: true });
    made.add(dirname(to));
    return nameAsWell(from, to);
  });
}

/** The version of Pagefind, and how we take what it has made: with another, every part is made anew. */
const madeBy = [
  readFileSync(new URL('../node_modules/pagefind/package.json', import.meta.url), 'utf8'),
  ...[countWords, isUsed, make].map(String),
];

/** Keeps parts, each in a folder of its own. */
export function keptParts(home: URL) {
  const used = new Set<string>();
  /** Makes a part beside its place, and moves it there when it is whole. */
  async function makeAnew(place: string, pages: readonly SearchedPage[], options: PagefindServiceConfig) {
    await mkdir(home, { recursive: true });
    const beside = await mkdtemp(`${place}.`);
    try {
      await make(pathToFileURL(`${beside}/`), pages, options);
      // Another build may be at work with one that is whole.
      if (!(await isWhole(pathToFileURL(`${place}/`)))) await rm(place, { recursive: true, force: true });
      await rename(beside, place);
    } catch (failure) {
      await rm(beside, { recursive: true, force: true });
      // A build beside this one may have put its own there: that is as good.
      if (!/^(ENOTEMPTY|EEXIST)$/.test((failure as NodeJS.ErrnoException).code ?? '')) throw failure;
    }
  }
  return {
    /**
     * Puts the part of these pages into the site.
     * @param without those of its files that the site does without
     * @returns the part, and whether it had to be made
     */
    async put(
      pages: readonly SearchedPage[],
      options: PagefindServiceConfig,
      into: URL,
      without: (path: string) => boolean,
    ): Promise<PartOfIndex & { readonly isNew: boolean }> {
      const ordered = pages.toSorted((one, other) => (one.url < other.url ? -1 : 1));
      const madeOf = ordered.map(({ url, sum }) => [url, sum]);
      const name = sumOf(JSON.stringify([madeBy, options, madeOf]));
      const folder = new URL(`${name}/`, home);
      used.add(name);
      for (const isNew of [false, true]) {
        if (isNew) await makeAnew(fileURLToPath(new URL(name, home)), ordered, options);
        const part = await partIn(folder);
        if (!part || !isPut(part, into, without)) continue;
        const now = new Date();
        // It may be gone already, where another build clears up.
        await utimes(folder, now, now).catch(() => undefined);
        return { ...part, isNew };
      }
      throw new Error('A part of the search index was taken away while it was used. Build the site again.');
    },
    /** Takes away what nothing has used for the longest time. */
    clearUp: () => dropOldest(home, keptUnused, used),
  };
}
