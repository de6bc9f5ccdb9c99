/** What is served on one’s own machine writes files for the person at that machine, and for no page of anybody else’s. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from '@playwright/test';
import { builtFunctions } from '../../integrations/built-functions.ts';
import { functionsOf } from '../../scripts/local/functions.ts';

test('the CMS’s local server answers the CMS alone: no other page can reach it, not even by a name that points at this machine', async ({
  request,
  baseURL,
}) => {
  const own = new URL(baseURL ?? '');
  const ask = async (headers: Record<string, string>) =>
    (await request.post('/decap-server/api/v1', { headers, data: { action: 'info', params: {} } })).status();
  const asked: readonly (readonly [headers: Record<string, string>, status: number])[] = [
    [{}, 200],
    [{ origin: own.origin }, 200],
    [{ host: `127.0.0.1:${own.port}`, origin: `http://127.0.0.1:${own.port}` }, 200],
    [{ host: 'evil.example' }, 403],
    [{ host: `evil.example:${own.port}`, origin: `http://evil.example:${own.port}` }, 403],
    [{ host: 'localhost.evil.example' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'http://localhost:1' }, 403],
    [{ origin: `https://localhost:${own.port}` }, 403],
    [{ origin: 'null' }, 403],
  ];
  for (const [headers, status] of asked)
    expect.soft({ headers, status: await ask(headers) }).toEqual({ headers, status });
});

test('a function that says which methods it is for is called here by those alone, as on Netlify', async () => {
  const root = await mkdtemp(join(tmpdir(), 'functions-'));
  for (const [name, config] of Object.entries({
    one: "{ path: '/api/one', method: 'POST' }",
    some: "{ path: '/api/some', method: ['GET', 'HEAD'] }",
    any: "{ path: '/api/any' }",
  })) {
    await mkdir(join(root, builtFunctions, name), { recursive: true });
    const door = `export default () => new Response('${name}');\nexport const config = ${config};\n`;
    await writeFile(join(root, builtFunctions, name, `${name}.mjs`), door);
  }
  const answer = functionsOf(root);
  const ask = async (method: string, url: string) => {
    const asked = Object.assign(Readable.from([]), {
      method,
      url,
      headers: { host: 'localhost' },
      headersDistinct: {},
    });
    return (await (await answer(asked as unknown as IncomingMessage))?.text()) ?? 'nobody';
  };
  for (const [address, methods] of Object.entries({ one: 'POST', some: 'GET HEAD', any: 'GET HEAD POST' }))
    for (const method of ['GET', 'HEAD', 'POST'])
      expect
        .soft({ method, address, answers: await ask(method, `/api/${address}/`) })
        .toEqual({ method, address, answers: methods.includes(method) ? address : 'nobody' });
  await rm(root, { recursive: true });
});
