/** What a fund has, for everybody to read: right to the penny, and nothing of any one who gave. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { config } from '../../src/functions/funds.ts';
import { answerFundTotals, fundTotalsPath, totalsOf } from '../../src/giving/funds/fund-totals.ts';
import { totalsWhenBuilt } from '../../src/giving/funds/totals-when-built.ts';
import type { Entries, Ledger } from '../../src/giving/ledger/ledger.ts';

const entry = (fund: string | null, heldInPence: number) => ({
  fund,
  heldInPence,
  givenInPence: 2500,
  frequency: 'once' as const,
  createdAt: '2026-09-01T00:00:00.000Z',
});
const ledgerWith = (entries: Entries): Ledger => ({ change: async () => 'left', entries: async () => entries });
const now = new Date('2026-09-03T12:00:00Z');
const ask = (ledger: Ledger, address = fundTotalsPath) =>
  answerFundTotals(new Request(new URL(address, 'https://charity.example')), {
    ledger,
    now,
    tellOperator: () => undefined,
  });

test('a fund has what is held of its gifts, and counts those of which something is', async () => {
  const answer = await ask(
    ledgerWith({
      pi_1: entry('chesham-hub', 2500),
      pi_2: entry('chesham-hub', 1001),
      pi_3: entry('chesham-hub', 0),
      pi_4: entry(null, 700),
    }),
  );
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    funds: { 'chesham-hub': { heldInPence: 3501, gifts: 2 } },
    general: { heldInPence: 700, gifts: 1 },
    at: now.toISOString(),
  });
  expect(answer.headers.get('netlify-cdn-cache-control')).toContain('max-age=30');
});

test('no penny is lost between the ledger and the funds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(null, 'drums', 'chesham-hub'), fc.nat(1_000_000))), (gifts) => {
      const { funds, general } = totalsOf(
        Object.fromEntries(gifts.map(([fund, held], index) => [`pi_${index}`, entry(fund, held)])),
        now,
      );
      const sum = [general, ...Object.values(funds)].reduce((so_far, { heldInPence }) => so_far + heldInPence, 0);
      expect(sum).toBe(gifts.reduce((so_far, [, held]) => so_far + held, 0));
    }),
    { numRuns: 1000 },
  );
});

test('when the ledger cannot be read, no figure is given, and nobody keeps that answer', async () => {
  const answer = await ask({ ...ledgerWith({}), entries: () => Promise.reject(new Error('No store')) });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('netlify-cdn-cache-control')).toBeNull();
});

test('it is only ever read, at one address, so that one answer serves everybody', async () => {
  expect((await ask(ledgerWith({}), `${fundTotalsPath}?again=1`)).status).toBe(404);
  expect(config.path).toBe(fundTotalsPath);
});

test('a page is built with what the site says, and with what it last said when it cannot be reached', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'totals-'));
  const kept = join(folder, 'kept/totals.json');
  const totals = { funds: {}, general: { heldInPence: 700, gifts: 1 }, at: now.toISOString() };
  let says: { status: number; body: string } = { status: 200, body: JSON.stringify(totals) };
  const server = createServer((_, answer) => answer.writeHead(says.status).end(says.body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  expect(await totalsWhenBuilt(undefined, kept)).toBeUndefined();
  says = { status: 503, body: 'Not just now.' };
  expect(await totalsWhenBuilt(site, kept)).toBeUndefined();
  says = { status: 200, body: JSON.stringify(totals) };
  expect(await totalsWhenBuilt(site, kept)).toEqual(totals);
  for (const body of ['<!doctype html>', '{}', '{"general":{"heldInPence":"7"}}', 'null']) {
    says = { status: 200, body };
    expect(await totalsWhenBuilt(site, kept)).toEqual(totals);
  }
  server.close();
  server.closeAllConnections();
  expect(await totalsWhenBuilt(site, kept)).toEqual(totals);
  expect(await totalsWhenBuilt(undefined, kept)).toEqual(totals);
  await rm(folder, { recursive: true });
});
