/** When each entry of content was last changed, its pictures with it, and each file of settings, as the repository's own history tells it: nobody has to write it down, or can forget to. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const git = async (...parameters: string[]) =>
  (await promisify(execFile)('git', ['-c', 'core.quotePath=off', ...parameters], { maxBuffer: 2 ** 28 })).stdout;

/**
 * The instant of the last commit that changed each file under `folder`, and of the last that changed one in each folder there, by their paths
 * from where the build runs. It is empty where there is no
 * history to read, or only a part of it (a shallow clone): then no date is better than a wrong one.
 */
export async function lastChanges(folder: string): Promise<ReadonlyMap<string, Date>> {
  const changes = new Map<string, Date>();
  try {
    if ((await git('rev-parse', '--is-shallow-repository')).trim() !== 'false') return changes;
    let time = new Date(0);
    for (const line of (await git('log', '--relative', '--name-only', '--format=%ct', '--', folder)).split('\n')) {
      // The newest comes first, so what is there already stays.
      if (/^\d+$/.test(line)) time = new Date(Number(line) * 1000);
      else if (line !== '') {
        for (const path of [line, dirname(line)]) if (!changes.has(path)) changes.set(path, time);
      }
    }
  } catch {
    // No git, or no repository: a copy of the files alone can be built, too.
  }
  return changes;
}
