/** Answers as Netlify's functions would, once the site is built: each is loaded once, and then stays, as one that is warm does there. */
import { readdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Config, Context } from '@netlify/functions';
import { builtFunctions } from '../../integrations/built-functions.ts';

/** Whether an address is that of a function: all but one stand under `/api/`. That is asked for each file that is served, so no function is loaded for it. */
export const isOfFunction = (address = ''): boolean => /^\/(api\/|health\/?(\?|$))/.test(address);

/** What a built function is to Netlify. */
interface Door {
  readonly config: Config;
  default(request: Request, context: Context): Promise<Response> | Response;
}

/** What a function is told beside the request. Ours ask only that some work may go on once they have answered. */
const context = {
  waitUntil: (work: Promise<unknown>) => void work.catch((failure: unknown) => console.error(failure)),
} as Context;

const asWebRequest = (request: IncomingMessage): Request => {
  const method = request.method ?? 'GET';
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(request.headersDistinct))
    for (const value of values) headers.append(name, value);
  const body = method === 'GET' || method === 'HEAD' ? null : Readable.toWeb(request);
  // What is sent as it comes is to be said to be so, which the DOM’s types do not know.
  const sent = { method, headers, body, duplex: 'half' } as unknown as RequestInit;
  return new Request(new URL(request.url ?? '', `http://${request.headers.host}`), sent);
};

/** The functions of the project at `root`. They are loaded when the first is called: most who look at a built site call none. */
export function functionsOf(root: string): (request: IncomingMessage) => Promise<Response | undefined> {
  const folder = join(root, builtFunctions);
  const load = async (): Promise<readonly Door[]> => {
    const names = await readdir(folder);
    return Promise.all(
      names.map((name) => import(pathToFileURL(join(folder, name, `${name}.mjs`)).href) as Promise<Door>),
    );
  };
  let doors: Promise<readonly Door[]> | undefined;

  return async (request) => {
    doors ??= load();
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const path = pathname.replace(/(?<=.)\/$/, '').toLowerCase();
    const door = (await doors).find(({ config }) => config.path === path);
    return door?.default(asWebRequest(request), context);
  };
}
