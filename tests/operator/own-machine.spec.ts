/** What is served on one’s own machine writes files for the person at that machine, and for no page of anybody else’s. */
import { expect, test } from '@playwright/test';

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
