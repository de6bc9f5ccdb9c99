/** Whether the built site may be older than what it is made of: then what is found in it says nothing of the site that would go live. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { code } from '../digest-of-code.ts';
import type { Finding } from './findings.ts';
import { told } from './told.ts';

/** All that the build reads. The handbook is in it, too: staff read it in the CMS. */
const madeOf = ['content', 'public', 'docs/handbook', 'package.json', 'netlify.toml', ...code];

/** When a file or folder was last changed, in milliseconds; `undefined` when it is not there. */
const changedAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** A folder’s own date counts too: it alone tells that something in it was deleted. */
async function changedAfter(moment: number, root: string): Promise<string[]> {
  const found: string[] = [];
  for (const part of madeOf) {
    const inside = await readdir(join(root, part), { recursive: true }).catch(() => []);
    for (const path of [part, ...inside.map((name) => join(part, name))])
      if (((await changedAt(join(root, path))) ?? 0) > moment) found.push(path.replaceAll('\\', '/'));
  }
  return found;
}

/**
 * What to see to when something of the project at `root` was changed after its site was built; nothing when there is no built site. Dates of files are
 * all that it has, and git gives what it checks out the date of that moment: so it says “may be”, and a build settles it.
 */
export async function findingsInAge(root: string): Promise<Finding[]> {
  // Every build writes `built.json` anew, while it reads the content; a page may be kept from an earlier one.
  const builtAt = (await changedAt(join(root, 'dist/built.json'))) ?? (await changedAt(join(root, 'dist/index.html')));
  if (builtAt === undefined) return [];
  const changed = await changedAfter(builtAt, root);
  // Its files say more than a folder does.
  const [named = changed[0]] = changed.filter((path) => !changed.some((other) => other.startsWith(`${path}/`)));
  if (named === undefined) return [];
  return [
    {
      code: 'BUILD-AGE',
      severity: 'must',
      words: `The built site may be older than ${named}, so what is said of it here may not hold. Run \`npm run build\`, and then this again.`,
      page: told.check,
    },
  ];
}
