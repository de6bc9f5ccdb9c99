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
export async function soundPages(
  cache: URL,
  keys: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, KeptPage>> {
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

/** Writes down what there is to know of each page that is kept, by its address. */
export async function keepFindings(cache: URL, pages: ReadonlyMap<string, KeptPage>): Promise<void> {
  const written = JSON.stringify(Object.fromEntries(pages));
  await mkdir(cache, { recursive: true });
  await writeWhole(fileURLToPath(new URL(findings, cache)), `${sumOf(written)}\n${written}`);
}
