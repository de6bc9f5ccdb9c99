/** Finds files in the built site. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The full paths of all built files whose name ends in one of `endings`. */
export async function builtFiles(dir: URL, ...endings: readonly string[]): Promise<string[]> {
  const all = await readdir(dir, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A built file's path as its address: `/news/index.html`. */
export const addressOf = (dir: URL, file: string) => `/${file.slice(fileURLToPath(dir).length)}`;
