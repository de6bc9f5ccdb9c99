/** Netlify on this machine, by its own emulator: functions, blobs, redirects and headers; and, for a built site, its files, while its functions stay loaded. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { constants, createBrotliCompress } from 'node:zlib';
import { NetlifyDev } from '@netlify/dev';
import { stripeCheckoutOrigin } from '../../src/security-headers.ts';
import { functionsOf, isOfFunction } from './functions.ts';

export interface LocalNetlify {
  /** Answers a request that Netlify would answer; `false` when it would not. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  stop(): Promise<void>;
}

/** How the emulator (5.1) reads `netlify.toml`, which its types keep to itself. */
interface EmulatorInside {
  getConfig(): Promise<{ config: { functionsDirectory: string } }>;
}

/** What Netlify’s servers compress on the way out, which the emulator lacks: without it a page is four times as heavy here as there. */
const compressible = /^(text\/|image\/svg|application\/(json|manifest|xml|javascript|[a-z]+\+(json|xml)))/;

/**
 * Starts the emulator for the project at `root`, reached at `address`.
 * @param publish the folder of the built site; left out, only functions are answered, as they are written, and not as they are built
 * @param practiceOrigin where the practice Stripe is: a gift’s form may be sent on there, from this machine only
 */
export async function startNetlify({
  root,
  address,
  publish,
  practiceOrigin,
}: {
  root: string;
  address: string;
  publish?: string;
  practiceOrigin?: string | undefined;
}): Promise<LocalNetlify> {
  const off = { enabled: false };
  const on = { enabled: true };
  const netlify = new NetlifyDev({
    projectRoot: root,
    skipGitignore: true,
    serverAddress: address,
    // It packs each as it starts, and anew for each call, which takes a second: that is for who writes them. A built site’s do not change.
    functions: publish === undefined ? on : off,
    blobs: on,
    // Nothing that would ask Netlify’s own servers, and nothing that this site does not use.
    aiGateway: off,
    database: off,
    edgeFunctions: off,
    environmentVariables: off,
    geolocation: off,
    images: off,
    headers: { enabled: publish !== undefined },
    redirects: { enabled: publish !== undefined },
    staticFiles: publish === undefined ? off : { enabled: true, directories: [publish] },
  });
  // It takes functions from where `netlify.toml` says, which is where they are once they are built.
  const inner = netlify as unknown as EmulatorInside;
  const asItReads = inner.getConfig.bind(netlify);
  inner.getConfig = async () => {
    const found = await asItReads();
    found.config.functionsDirectory = join(root, 'src/functions');
    return found;
  };
  await netlify.start();
  const functions = publish === undefined ? undefined : functionsOf(root);

  const fit = (name: string, value: string) =>
    practiceOrigin && name === 'content-security-policy'
      ? value.replace(stripeCheckoutOrigin, `$& ${practiceOrigin}`)
      : value;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    // Netlify Forms, which the emulator lacks: what is posted to a page is kept, and the page is the answer. Here nothing is kept.
    if (publish !== undefined && request.method === 'POST' && !isOfFunction(request.url)) request.method = 'GET';
    const ruled = new Map<string, string>();
    const called = isOfFunction(request.url) ? await functions?.(request) : undefined;
    const look = () =>
      netlify.handleAndIntrospectNodeRequest(request, {
        headersCollector: (name, value) => ruled.set(name.toLowerCase(), value),
      });
    let found = called ? { type: 'function', response: called } : await look();
    if (!found && publish === undefined) return false;
    const isThere = found !== undefined;
    if (!isThere) {
      // What there is not, is answered with the page that says so, under its headers, as Netlify does and the emulator does not.
      request.url = '/404.html';
      if (request.method !== 'HEAD') request.method = 'GET';
      found = await look();
    }
    if (!found) throw new Error('The built site has no page for what is not there.');
    // Header rules are for files; a function sends its own, as on Netlify.
    for (const [name, value] of found.type === 'function' ? [] : ruled) response.setHeader(name, fit(name, value));
    response.statusCode = isThere ? found.response.status : 404;
    for (const [name, value] of found.response.headers) {
      if (name !== 'set-cookie') response.setHeader(name, fit(name, value));
    }
    const cookies = found.response.headers.getSetCookie();
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    if (!found.response.body || request.method === 'HEAD') {
      response.end();
      return true;
    }
    const body = Readable.fromWeb(found.response.body as ReadableStream);
    const compresses =
      publish !== undefined &&
      found.response.status === 200 &&
      compressible.test(found.response.headers.get('content-type') ?? '') &&
      /\bbr\b/.test(String(request.headers['accept-encoding']));
    if (!compresses) {
      await pipeline(body, response);
      return true;
    }
    response.removeHeader('content-length');
    response.setHeader('content-encoding', 'br');
    response.appendHeader('vary', 'accept-encoding');
    await pipeline(body, createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }), response);
    return true;
  }

  // As functions are written, the emulator packs one anew for each call, into a folder it then takes away: two calls at once take each other’s. And its
  // store lets two writers at once both pass.
  let lastCall: Promise<unknown> = Promise.resolve();
  function inTurn(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const call = lastCall.then(() => answer(request, response));
    lastCall = call.catch(() => undefined);
    return call;
  }

  return {
    answer: (request, response) => (isOfFunction(request.url) ? inTurn : answer)(request, response),
    stop: () => netlify.stop(),
  };
}
