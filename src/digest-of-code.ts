/** What is kept from build to build was made by the code of this site, and stands as long as that is the same. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sumOf } from './whole-file.ts';

/** All of this project that can make something of content. What is in packages follows from the lockfile. */
export const code = ['admin', 'src', 'integrations', 'astro.config.mjs', 'package-lock.json', 'tsconfig.json'] as const;

/** npm’s own list of the packages that there are: who has changed them by hand has others than the lockfile says. Not every way to install writes it. */
const installed = 'node_modules/.package-lock.json';

/** What is in each file of a folder, or in one file, by its path. (One after the other, for that takes a third of what promises take.) */
export function digestsOf(root: string, path = ''): Record<string, string> {
  const place = join(root, path);
  if (statSync(place).isFile()) return { [path]: sumOf(readFileSync(place)) };
  return Object.assign(
    {},
    ...readdirSync(place)
      .sort()
      .map((name) => digestsOf(root, join(path, name))),
  );
}

/**
 * What the code of the site in this folder comes to, with the Node that runs it: another code, another digest.
 * @throws when some of it is not there
 */
export const digestOfCode = (root: string): string =>
  sumOf(
    JSON.stringify([
      process.version,
      ...[...code, ...(existsSync(join(root, installed)) ? [installed] : [])].map((path) => digestsOf(root, path)),
    ]),
  );
