/** What is kept from build to build was made by the code of this site, and stands as long as that is the same. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sumOf } from './whole-file.ts';

/** All that can make something of content. The lockfile says which packages there should be; npm’s own list, which there are. */
const code = [
  'admin',
  'src',
  'integrations',
  'astro.config.mjs',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
];

/** What is in each file of a folder, or in one file, by its path; nothing, when there is neither. (One after the other, for that takes a third of what promises take.) */
export function digestsOf(root: string, path = ''): Record<string, string> {
  const place = join(root, path);
  const there = statSync(place, { throwIfNoEntry: false });
  if (!there) return {};
  if (there.isFile()) return { [path]: sumOf(readFileSync(place)) };
  return Object.assign(
    {},
    ...readdirSync(place)
      .sort()
      .map((name) => digestsOf(root, join(path, name))),
  );
}

/** What the code of the site in this folder comes to, with the Node that runs it: another code, another digest. */
export const digestOfCode = (root: string): string =>
  sumOf(JSON.stringify([process.version, ...code.map((path) => digestsOf(root, path))]));
