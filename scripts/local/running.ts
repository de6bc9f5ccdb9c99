/** Being a program that serves until it is stopped: which port, what to say when ready, and stopping everything at Ctrl-C. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Whether nobody listens at this port of one of this machine’s own addresses; an address that it does not have is free. */
const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer()
      .once('error', ({ code }: NodeJS.ErrnoException) => answer(code !== 'EADDRINUSE' && code !== 'EACCES'))
      .listen({ port, host }, () => server.close(() => answer(true)));
  });

/** The port to serve at: `PORT`, or 4321, or the next that is free. It is free on both own addresses: a browser may take `localhost` for either. */
export async function freePort(): Promise<number> {
  const wanted = Number(process.env.PORT || 4321);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_485)
    throw new Error(`PORT is “${process.env.PORT}”: give a number from 1 to 65485.`);
  for (let port = wanted; port <= wanted + 50; port++) {
    if (!(await isFree(port, '127.0.0.1')) || !(await isFree(port, '::1'))) continue;
    if (port !== wanted) process.stdout.write(`Port ${wanted} is in use, so this is at ${port}.\n`);
    return port;
  }
  throw new Error(`The ports from ${wanted} to ${wanted + 50} are all in use: give another in PORT.`);
}

/** Has a server listen at that port, on this machine only, and gives it: from then on nobody else can take it. */
export async function listenAtFreePort(server: Server): Promise<number> {
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return port;
}

/** Says, in one short table, what is where. */
export function sayWhatIsWhere(rows: readonly (readonly [what: string, where: string])[]): void {
  const width = Math.max(...rows.map(([what]) => what.length));
  const lines = rows.map(([what, where]) => `  ${what.padEnd(width)}   ${where}`);
  process.stdout.write(`\n${lines.join('\n')}\n\n  No real money moves here. Ctrl-C stops everything.\n\n`);
}

/**
 * At Ctrl-C, or when asked to end, stops all that was started, the last first, and ends. One Ctrl-C reaches us more than once (the terminal
 * sends it, and so does npm), so only a later one, from someone who will not wait, ends at once.
 */
export function stopTogether(stops: readonly (() => unknown)[]): void {
  let stoppingSince: number | undefined;
  const stop = async () => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > 1000) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    // A stubborn part must not keep the terminal.
    setTimeout(() => process.exit(0), 5000).unref();
    for (const one of [...stops].reverse()) await Promise.resolve(one()).catch(() => undefined);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

/** What goes wrong in a command is said in one line, without the trail that only helps its authors. */
export function sayMistakesPlainly(): void {
  process.on('uncaughtException', (mistake) => {
    process.stderr.write(`${mistake instanceof Error ? mistake.message : String(mistake)}\n`);
    process.exit(1);
  });
}
