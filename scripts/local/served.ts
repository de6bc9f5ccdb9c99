/** Runs one of the project’s servers beside the program that needs it, as a person would, and stops it with Ctrl-C’s signal. */
import { spawn } from 'node:child_process';
import getPort from 'get-port';

export interface Served {
  /** Where it is, as it printed it, without a slash at the end. */
  readonly address: string;
  /** All that it has printed so far. */
  readonly output: () => string;
  /** Stops it, and gives the code with which it ended. */
  stop(): Promise<number | null>;
}

/**
 * Starts `npm start`’s or `npm run preview`’s server for the checkout at `root`, at a free port unless told which.
 * @throws with what it printed, when it ends before it is ready
 */
export async function serve(
  script: 'start' | 'preview',
  { root, environment, port }: { root: string; environment: NodeJS.ProcessEnv; port?: number | undefined },
): Promise<Served> {
  const child = spawn(process.execPath, [`scripts/${script}.ts`], {
    cwd: root,
    env: { ...environment, PORT: String(port ?? (await getPort({ host: '127.0.0.1' }))) },
    stdio: 'pipe',
  });
  const orphaned = () => child.kill();
  process.once('exit', orphaned);
  let output = '';
  const ended = new Promise<number | null>((end) => child.on('exit', end));
  const address = await new Promise<string>((found, failed) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Ctrl-C stops everything')) found(/http:\/\/localhost:\d+/.exec(output)?.[0] ?? '');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => failed(new Error(`scripts/${script}.ts ended early:\n${output}`)));
  });
  // Whoever asks it afterwards is only refused.
  const endedByItself = () => process.stderr.write(`scripts/${script}.ts at ${address} ended by itself:\n${output}\n`);
  child.once('exit', endedByItself);
  return {
    address,
    output: () => output,
    async stop() {
      child.off('exit', endedByItself);
      child.kill('SIGINT');
      const code = await ended;
      process.off('exit', orphaned);
      return code;
    },
  };
}
