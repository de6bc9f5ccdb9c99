/** Finds files in the built site. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
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

/** Writes every built page anew, as `change` has it; one that stays as it is is left alone. */
export async function changePages(dir: URL, change: (html: string, address: string) => string): Promise<void> {
  for (const page of await builtFiles(dir, '.html')) {
    const html = await readFile(page, 'utf8');
    const changed = change(html, addressOf(dir, page));
    if (changed !== html) await writeFile(page, changed);
  }
}
