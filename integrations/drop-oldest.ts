/** What builds keep by what it is made of would fill a disk: of what no build uses any more, only the last stays, for two branches may be built in turn. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Takes away what has been used longest ago.
 * @param folder whose files, or folders, each are one thing that is kept
 * @param most how many stay
 * @param inUse the names of those that stay beside them
 */
export async function dropOldest(folder: URL, most: number, inUse: ReadonlySet<string> = new Set()): Promise<void> {
  const place = fileURLToPath(folder);
  const found = (await readdir(place)).filter((name) => !inUse.has(name)).map((name) => join(place, name));
  if (found.length <= most) return;
  // One may be gone already, where another build clears up.
  const usedAt = (path: string) =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  const dated = await Promise.all(found.map(async (path) => ({ path, at: await usedAt(path) })));
  for (const { path } of dated.toSorted((one, other) => other.at - one.at).slice(most))
    await rm(path, { recursive: true, force: true });
}
