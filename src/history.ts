/** When each file of `content/` was last changed, as the repository's own history tells it: nobody has to write it down, or can forget to. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const git = async (...parameters: string[]) =>
  (await promisify(execFile)('git', ['-c', 'core.quotePath=false', ...parameters], { maxBuffer: 256 * 1024 * 1024 }))
    .stdout;

/**
 * The calendar date of the last commit that changed each file, by its path from the project's root. It is empty where there is no history
 * to read, or only a part of it (a shallow clone): then no date is better than a wrong one.
 */
export async function lastChanges(folder: string): Promise<ReadonlyMap<string, string>> {
  const changes = new Map<string, string>();
  try {
    if ((await git('rev-parse', '--is-shallow-repository')).trim() !== 'false') return changes;
    let day = '';
    for (const line of (await git('log', '--format=%x00%cs', '--name-only', '--', folder)).split('\n')) {
      if (line.startsWith('\0')) day = line.slice(1);
      else if (line !== '' && !changes.has(line)) changes.set(line, day);
    }
  } catch {
    // No git, or no repository: a copy of the files alone can be built, too.
  }
  return changes;
}
