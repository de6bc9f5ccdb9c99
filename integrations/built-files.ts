/** Finds files in the built site. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The full paths of all built files whose name ends in one of `endings`. (Of thousands of folders, looking in one by one takes a fraction of what promises take.) */
export function builtFiles(dir: URL, ...endings: readonly string[]): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A built file's path as its address: `/news/index.html`. */
export const addressOf = (dir: URL, file: string) => `/${file.slice(fileURLToPath(dir).length)}`;

/** Which imports of a script count: those it must have first, or also those it may ask for later. */
export type Reach = 'at once' | 'later too';

const imports: Readonly<Record<Reach, RegExp>> = {
  'at once': /(?:\bfrom|\bimport)\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g,
  'later too': /(?:\bfrom|\bimport)\s*\(?["'`](\.{1,2}\/[^"'`]+)["'`]/g,
};

/** A built script and every script that it imports, save those in `seen`, to which they are added. */
export async function withImported(script: URL, reach: Reach, seen = new Set<string>()): Promise<URL[]> {
  if (seen.has(script.href)) return [];
  seen.add(script.href);
  const found = [script];
  for (const [, path = ''] of (await readFile(script, 'utf8')).matchAll(imports[reach]))
    found.push(...(await withImported(new URL(path, script), reach, seen)));
  return found;
}
