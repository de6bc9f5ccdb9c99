/** Takes pictures and files from a copy of the old site’s uploads, so that the old site need not be asked for them. Only what was the old site’s is looked for there. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Export } from './export-file.ts';
import { OldSite, readable } from './old-site.ts';
import type { Told } from './report.ts';

/** A folder that holds what the old site’s uploads held. */
export class CopyOfUploads {
  readonly #folder: string;
  readonly #site: OldSite;
  readonly #guessed = new Map<string, string>();
  #byName: Promise<Map<string, string[]>> | undefined;

  constructor(folder: string, exported: Export) {
    this.#folder = folder;
    this.#site = new OldSite(exported);
  }

  /** What lay at an address of the old site, from where it lies in the copy; or else the one file of its name there; `undefined` when there is none, or more. */
  async fileAt(address: string): Promise<Buffer | undefined> {
    // Another website may have a file of the same path, which shows something else. The old site’s library may have lain elsewhere, and is known to the export.
    if (!this.#site.isOfOldSite(address) && this.#site.attachmentAt(address) === undefined) return undefined;
    const path = readable(new URL(address).pathname);
    const home = await realpath(this.#folder);
    const read = async (inside: string) => {
      const found = await realpath(join(home, inside)).catch(() => undefined);
      // A link in the copy, or dots in an address, may lead out of the folder.
      return found?.startsWith(home + sep) && (await stat(found)).isFile() ? readFile(found) : undefined;
    };
    const there = (await read(path)) ?? (await read(path.replace(/^.*?\/uploads\//s, '/')));
    if (there) return there;
    this.#byName ??= namesIn(home);
    const [only, ...others] = (await this.#byName).get(path.replace(/^.*\//s, '')) ?? [];
    if (only === undefined || others.length > 0) return undefined;
    const guessed = await read(only);
    if (guessed) this.#guessed.set(address, only);
    return guessed;
  }

  /** What was taken by its name alone, and should be looked at. */
  get told(): Told[] {
    return [...this.#guessed].map(([address, file]) => ({
      matter: 'look-over',
      words: `${address} was not where it should lie in the copy of the uploads. The one file of its name there was taken for it: ${file}. See that it is the right one.`,
    }));
  }
}

/** The files of a folder by their names, each with its path from there. */
async function namesIn(home: string): Promise<Map<string, string[]>> {
  const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const byName = new Map<string, string[]>();
  for (const { name, parentPath } of files)
    byName.set(name, [...(byName.get(name) ?? []), join(parentPath, name).slice(home.length + 1)]);
  return byName;
}
