/** Measures one command: the processor’s time, the time on the wall, and the most memory that it and all that it started held at once. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly cpuInSeconds: number;
  readonly wallInSeconds: number;
  readonly peakInMegabytes: number;
}

/** Of each process there is: its parent, and its resident memory in bytes. (Linux says so in `/proc`.) */
async function processes(): Promise<Map<number, { parent: number; memoryInBytes: number }>> {
  const found = new Map<number, { parent: number; memoryInBytes: number }>();
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // One may have ended since.
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    const parts = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parts.length > 21) found.set(Number(id), { parent: Number(parts[1]), memoryInBytes: Number(parts[21]) * 4096 });
  }
  return found;
}

/** What a process and its children, and theirs, hold at this moment, in bytes. */
async function heldBy(root: number): Promise<number> {
  const all = await processes();
  const isOurs = (id: number): boolean => id === root || (all.has(id) && isOurs(all.get(id)?.parent ?? 0));
  let sum = 0;
  for (const [id, { memoryInBytes }] of all) if (isOurs(id)) sum += memoryInBytes;
  return sum;
}

/**
 * Runs a command to its end.
 * @throws with what it printed, when it fails
 */
export async function measure(
  [command = '', ...parameters]: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Measured> {
  const begun = performance.now();
  // The shell’s `time` adds up what every process that was waited for took.
  const shell = spawn('bash', ['-c', 'TIMEFORMAT="took %U %S"; time "$0" "$@"', command, ...parameters], options);
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (part) => (output += part));
  let peak = 0;
  const watch = setInterval(() => {
    if (shell.pid !== undefined) void heldBy(shell.pid).then((held) => (peak = Math.max(peak, held)));
  }, 300);
  const code = await new Promise<number | null>((resolve) => shell.on('close', resolve));
  clearInterval(watch);
  const [, user, system] = /took ([\d.]+) ([\d.]+)\s*$/.exec(output) ?? [];
  if (code !== 0 || user === undefined) throw new Error(`${command} ${parameters.join(' ')} failed:\n${output}`);
  return {
    cpuInSeconds: Number(user) + Number(system),
    wallInSeconds: (performance.now() - begun) / 1000,
    peakInMegabytes: peak / 1024 ** 2,
  };
}
