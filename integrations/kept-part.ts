/** A part of the search index is made once: until one of its pages changes, each build takes it as an earlier one has made it of the same pages. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { close, createIndex, type PagefindServiceConfig } from 'pagefind';
import { sumOf, writeWhole } from '../src/whole-file.ts';
import { addressOf, builtFiles } from './built-files.ts';
import { dropOldest } from './drop-oldest.ts';

/** A page, as Pagefind is to read it. */
export interface SearchedPage {
  readonly url: string;
  /** What its content comes to. */
  readonly sum: string;
  /** As HTML. It is asked for only when the part has to be made. */
  content(): Promise<string>;
}

/** A part of the index. */
export interface PartOfIndex {
  /** Its files, by their paths in it. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** How often its pages have each word or number, in small letters. */
  readonly words: ReadonlyMap<string, number>;
}

/** How many parts are kept that this build does not use. */
const keptUnused = 4;

/** Stops the build with what Pagefind says is wrong, if anything is. */
function expectNo(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`The search index could not be written: ${errors.join(' ')}`);
}

/** Every word and number that a page of the part can be found by. */
function wordsIn(files: PartOfIndex['files']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [path, file] of files) {
    if (!path.endsWith('.pf_fragment')) continue;
    // Pagefind’s files are JSON, after its own mark.
    const fragment = gunzipSync(file).toString();
    const { content, meta } = JSON.parse(fragment.slice(fragment.indexOf('{'))) as {
      content: string;
      meta: { title: string };
    };
    for (const [word] of `${meta.title} ${content}`.toLowerCase().matchAll(/[\p{L}\p{N}]{2,}/gu))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Pagefind’s own pages, and its worker: ours asks its core directly. */
const isUsed = (path: string) => !/\.(js|css)$|^wasm\.unknown\./.test(path) || path === 'pagefind.js';

/** Has Pagefind make a part. Its process ends with it, for nothing else gives back the memory that it took. */
async function made(pages: readonly SearchedPage[], options: PagefindServiceConfig): Promise<PartOfIndex> {
  const folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'search-'))}/`);
  try {
    const { index, errors } = await createIndex(options);
    expectNo(errors);
    if (!index) throw new Error('Pagefind gave no index, and did not say why.');
    for (const { url, content } of pages) expectNo((await index.addHTMLFile({ url, content: await content() })).errors);
    expectNo((await index.writeFiles({ outputPath: fileURLToPath(folder) })).errors);
    const files = new Map<string, Buffer>();
    for (const file of builtFiles(folder, '')) {
      const path = addressOf(folder, file).slice(1);
      if (isUsed(path)) files.set(path, readFileSync(file));
    }
    return { files, words: wordsIn(files) };
  } finally {
    await close();
    await rm(folder, { recursive: true });
  }
}

/** A part as one file, which a build reads in a fiftieth of the time of thousands: the sum of what follows, a line that says what there is, and the files. */
function packed({ files, words }: PartOfIndex): Buffer {
  const sizes = [...files].map(([path, { byteLength }]) => [path, byteLength]);
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify({ sizes, words: [...words] })}\n`), ...files.values()]);
  return Buffer.concat([Buffer.from(`${sumOf(rest)}\n`), rest]);
}

/** The part in such a file; `undefined` when it is not what was written, or not all of it. */
function unpacked(file: Buffer): PartOfIndex | undefined {
  const sum = file.indexOf('\n');
  const rest = file.subarray(sum + 1);
  if (file.subarray(0, Math.max(0, sum)).toString() !== sumOf(rest)) return undefined;
  let at = rest.indexOf('\n') + 1;
  const { sizes, words } = JSON.parse(rest.subarray(0, at).toString()) as {
    sizes: [string, number][];
    words: [string, number][];
  };
  const files = new Map<string, Buffer>();
  for (const [path, size] of sizes) {
    files.set(path, rest.subarray(at, at + size));
    at += size;
  }
  return { files, words: new Map(words) };
}

/** The version of Pagefind, and how we take what it has made: with another, every part is made anew. */
const madeBy = [
  readFileSync(new URL('../node_modules/pagefind/package.json', import.meta.url), 'utf8'),
  ...[wordsIn, isUsed, packed].map(String),
];

/** Keeps parts in a folder. */
export function keptParts(folder: URL) {
  const used = new Set<string>();
  return {
    /** The part of these pages, and whether it had to be made. */
    async take(
      pages: readonly SearchedPage[],
      options: PagefindServiceConfig,
    ): Promise<PartOfIndex & { readonly isNew: boolean }> {
      const ordered = pages.toSorted((one, other) => (one.url < other.url ? -1 : 1));
      const madeOf = ordered.map(({ url, sum }) => [url, sum]);
      const file = fileURLToPath(new URL(sumOf(JSON.stringify([madeBy, options, madeOf])), folder));
      used.add(basename(file));
      const before = await readFile(file).then(unpacked, () => undefined);
      if (before) {
        const now = new Date();
        // It may be gone already, where another build clears up.
        await utimes(file, now, now).catch(() => undefined);
        return { ...before, isNew: false };
      }
      const part = await made(ordered, options);
      await mkdir(folder, { recursive: true });
      await writeWhole(file, packed(part));
      return { ...part, isNew: true };
    },
    /** Takes away what nothing has used for the longest time. */
    clearUp: () => dropOldest(folder, keptUnused, used),
  };
}

/** Writes files into a folder. One after the other, for that takes a fifth of the processor’s time of writing by promises. */
export function writeFilesInto(folder: URL, files: Iterable<readonly [path: string, content: string | Buffer]>): void {
  const made = new Set<string>();
  for (const [path, content] of files) {
    const file = join(fileURLToPath(folder), path);
    if (!made.has(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    made.add(dirname(file));
    writeFileSync(file, content);
  }
}
