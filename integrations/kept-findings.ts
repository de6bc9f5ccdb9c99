/**
 * What our steps have found on the pages that Astro keeps from one build to the next; and that of those none is used that is not, byte by byte, the page it
 * was. Astro takes its copy without a look: one that was cut short when the disk was full, or written by a build that was broken off, for words that have
 * been taken back since, would be on the site.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sumOf, writeWhole } from '../src/whole-file.ts';

/** A page that is kept. */
export interface KeptPage {
  /** What Astro keeps it by. */
  readonly key: string;
  /** What it comes to. */
  readonly sum: string;
  /** What the steps have found on it, one after another. */
  readonly found: readonly unknown[];
}

/** Where Astro (7.3, `core/build/incremental.js`) has a copy of each page that it keeps, by its path on the site. */
const copies = 'dist/';
const findings = 'found-on-pages.json';

/** The variable of the environment that says `yes` to the one build of a checkout that may use and write what is kept. */
export const keepsPages = 'KEEPS_PAGES';

async function readKept(cache: URL): Promise<Readonly<Record<string, KeptPage>>> {
  const file = await readFile(new URL(findings, cache), 'utf8').catch(() => '');
  const [sum, ...lines] = file.split('\n');
  const written = lines.join('\n');
  return sum === sumOf(written) ? JSON.parse(written) : {};
}

/**
 * The pages that can be used again, by their addresses. Of all others that may be kept, Astro's copy is taken away, so that they are made anew.
 * @param keys what each page of this build is kept by
 */
async function soundPages(cache: URL, keys: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, KeptPage>> {
  const sound = new Map<string, KeptPage>();
  if (!existsSync(new URL(copies, cache))) return sound;
  const kept = await readKept(cache);
  for (const [address, key] of keys) {
    const copy = new URL(`.${encodeURI(address)}index.html`, new URL(copies, cache));
    const before = kept[address];
    if (before?.key === key && existsSync(copy) && sumOf(readFileSync(copy)) === before.sum) sound.set(address, before);
    else rmSync(copy, { force: true });
  }
  // Astro forgets what it has when code or packages change: so the copies of pages that are gone go here.
  if (sound.size === 0) rmSync(new URL(copies, cache), { recursive: true, force: true });
  return sound;
}

/** The pages that one build takes from the last, and keeps for the next. */
export function keptPages(cache: URL) {
  let keys: ReadonlyMap<string, string> = new Map();
  let sound: ReadonlyMap<string, KeptPage> = new Map();
  const sums = new Map<string, string>();
  return {
    /**
     * Comes before the first page.
     * @param ofThisBuild what each page is kept by that is, by its address
     */
    async begin(ofThisBuild: ReadonlyMap<string, string>): Promise<void> {
      keys = ofThisBuild;
      sound = await soundPages(cache, keys);
    },
    /** Comes with each page that was made anew. */
    note(address: string, html: string): void {
      if (keys.has(address)) sums.set(address, sumOf(html));
    },
    /**
     * Comes after the last page, and writes down what there is to know for the next build.
     * @param found what was found on each page that was made anew; what was on those that were kept is added
     */
    async end(found: Map<string, KeptPage['found']>): Promise<void> {
      const pages: Record<string, KeptPage> = {};
      for (const [address, key] of keys) {
        const [sum, anew] = [sums.get(address), found.get(address)];
        const page = sum !== undefined && anew ? { key, sum, found: anew } : sound.get(address);
        if (!page)
          throw new Error(`Astro has kept ${address} elsewhere than it did: see integrations/kept-findings.ts.`);
        found.set(address, page.found);
        pages[address] = page;
      }
      const written = JSON.stringify(pages);
      await mkdir(cache, { recursive: true });
      await writeWhole(fileURLToPath(new URL(findings, cache)), `${sumOf(written)}\n${written}`);
    },
  };
}
