/** Runs one of the commands about gifts as whoever does the charity’s books does, in a folder of their own. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * `npm run gifts` or `npm run gift-aid`, with what it printed and how it ended.
 * @param settings what it finds in its environment to speak to Stripe
 */
export function runGivingCommand(
  command: 'gift-aid' | 'gifts',
  folder: string,
  settings: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, ...settings };
  return new Promise((done) => {
    execFile('node', [resolve(`scripts/${command}.ts`), ...options], { cwd: folder, env }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}
