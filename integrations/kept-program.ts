/**
 * A program that is made of code alone is made once: until its code changes, each build takes what an earlier one has made. The CMS, the preview in it and
 * the functions are half the work of building a small site, and staff change what the site says, not its code.
 */
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AstroConfig } from 'astro';
import { digestOfCode, digestsOf } from '../src/digest-of-code.ts';
import { sumOf } from '../src/whole-file.ts';
import { dropOldest } from './drop-oldest.ts';

/** How many versions of a program are kept. */
const keptVersions = 4;

/** What says which files a kept program has, and what is in each: so that none is used that was cut short or garbled. */
const listOfFiles = 'files.json';

/** Whether a kept program is what was made, and all of it. */
async function isWhole(version: string): Promise<boolean> {
  try {
    const { [listOfFiles]: _, ...found } = digestsOf(version);
    return JSON.stringify(found) === (await readFile(join(version, listOfFiles), 'utf8'));
  } catch {
    return false;
  }
}

export interface Program {
  /** What it is called where it is kept. */
  readonly name: string;
  /** What goes into it beside the code: each setting that its code is made with. */
  readonly madeWith?: Readonly<Record<string, string>>;
  /** Makes it, in a folder that is empty. */
  make(folder: URL): Promise<unknown>;
}

/**
 * Puts a program into a folder, as it was made of the same code by the same Node before, or makes it now.
 * @param into the folder; what else is in it stays
 */
export async function putProgram(
  { name, madeWith = {}, make }: Program,
  { root, cacheDir }: Pick<AstroConfig, 'root' | 'cacheDir'>,
  into: URL,
): Promise<void> {
  const versions = join(fileURLToPath(cacheDir), 'programs', name);
  const version = join(versions, sumOf(JSON.stringify({ code: digestOfCode(fileURLToPath(root)), ...madeWith })));
  if (!(await isWhole(version))) {
    const beside = `${version}.${process.pid}.part`;
    await mkdir(beside, { recursive: true });
    await make(pathToFileURL(`${beside}/`));
    await writeFile(join(beside, listOfFiles), JSON.stringify(digestsOf(beside)));
    // A garbled one makes room. One that a build beside this one has made meanwhile is as good as ours.
    if (!(await isWhole(version))) {
      await rm(version, { recursive: true, force: true });
      await rename(beside, version);
    }
    await rm(beside, { recursive: true, force: true });
    await dropOldest(pathToFileURL(versions), keptVersions);
  }
  await cp(version, into, { recursive: true, filter: (file) => basename(file) !== listOfFiles });
}
