/** The CMS’s own local server, which lets Decap read and write the files of this checkout. It is reached through our server, at one path. */
import { type ChildProcess, spawn } from 'node:child_process';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import getPort from 'get-port';
import { decapServerPath } from '../../admin/local-server.ts';

/** What has its saves be whole. */
const wholeSaves = new URL('whole-saves.ts', import.meta.url).href;

/** One that ends more often is not mended by another start. */
const mostEndsInAMinute = 5;

export interface LocalDecapServer {
  /** Where it listens, on this machine only. */
  readonly url: string;
  /** Passes on a request made to `decapServerPath`, when it is from the CMS on this machine; `false` for one made elsewhere. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** The number of its process, which is another once it has ended and been started again; none once that is given up. */
  readonly process: number | undefined;
  stop(): void;
}

/**
 * Starts it for the checkout at `root`. It writes files and makes no commits: what staff try out here is theirs to keep or drop. With
 * `DECAP_SERVER_MODE=git` it commits, and knows drafts; the tests have it so, in a checkout of their own. It is not for a checkout that
 * somebody works in: it goes to and fro between branches there, takes along what is not committed yet, and writes the history.
 */
export async function startDecapServer(root: string): Promise<LocalDecapServer> {
  const port = await getPort({ host: '127.0.0.1' });
  const program = createRequire(import.meta.url).resolve('decap-server');
  const start = () =>
    spawn(process.execPath, ['--import', wholeSaves, program], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      // It would listen to the whole network unless told not to.
      env: {
        ...process.env,
        MODE: process.env.DECAP_SERVER_MODE === 'git' ? 'git' : 'fs',
        PORT: String(port),
        BIND_HOST: '127.0.0.1',
        GIT_REPO_DIRECTORY: root,
        LOG_LEVEL: 'error',
      },
    });
  let child = start();
  let isWanted = true;
  const ends: number[] = [];
  // What was not saved when it ended is still in the form: the next try to save it must find a server again.
  const startAgain = () => {
    if (!isWanted) return;
    ends.push(Date.now());
    if (ends.filter((end) => end > Date.now() - 60_000).length > mostEndsInAMinute) {
      process.stderr.write(
        'The CMS’s local server ends as soon as it is started. Stop this with Ctrl-C, and start it again.\n',
      );
      return;
    }
    process.stderr.write('The CMS’s local server ended, and is started again. Save once more what was not saved.\n');
    child = start().once('exit', startAgain);
  };
  const stop = () => {
    isWanted = false;
    child.kill();
  };
  // However this process ends, the server must not outlive it.
  process.once('exit', stop);
  await listening(port, child);
  child.once('exit', startAgain);
  return {
    url: `http://127.0.0.1:${port}`,
    answer(request, response) {
      if (!request.url?.startsWith(`${decapServerPath}/`)) return false;
      if (!isFromThisMachine(request)) {
        response.writeHead(403).end();
        return true;
      }
      const onward = ask(
        {
          host: '127.0.0.1',
          port,
          method: request.method,
          path: request.url.slice(decapServerPath.length),
          headers: request.headers,
        },
        (answered) => {
          response.writeHead(answered.statusCode ?? 502, answered.headers);
          answered.pipe(response);
        },
      );
      onward.on('error', () => response.writeHead(502).end());
      request.pipe(onward);
      return true;
    },
    get process() {
      return hasEnded(child) ? undefined : child.pid;
    },
    stop,
  };
}

/**
 * Whether a browser asks for this machine by its own name, and from a page of ours. It writes files, so a page elsewhere must not reach it:
 * neither by its own address, nor by a name of its own that it points at this machine (https://en.wikipedia.org/wiki/DNS_rebinding).
 */
function isFromThisMachine({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (hasEnded(child)) break;
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1', () => answer(true));
      socket.on('error', () => answer(false)).on('connect', () => socket.end());
    });
    if (open) return;
    await wait(50);
  }
  throw new Error('The CMS’s local server (decap-server) did not start.');
}
