/** What a fund has, for everybody to read: right to the penny, and nothing of any one who gave. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { config } from '../../src/functions/funds.ts';
import { answerFundTotals, fundTotalsPath, totalsOf } from '../../src/giving/fund-totals.ts';
import type { Entries, Ledger } from '../../src/giving/ledger.ts';

const entry = (fund: string | null, heldInPence: number) => ({
  fund,
  heldInPence,
  givenInPence: 2500,
  frequency: 'once' as const,
  createdAt: '2026-09-01T00:00:00.000Z',
});
const ledgerWith = (entries: Entries): Ledger => ({ change: async () => 'left', entries: async () => entries });
const now = new Date('2026-09-03T12:00:00Z');
const ask = (ledger: Ledger, address = fundTotalsPath, method = 'GET') =>
  answerFundTotals(new Request(new URL(address, 'https://charity.example'), { method }), {
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
  expect((await ask(ledgerWith({}), fundTotalsPath, 'POST')).status).toBe(405);
  expect((await ask(ledgerWith({}), `${fundTotalsPath}?again=1`)).status).toBe(404);
  expect(config.path).toBe(fundTotalsPath);
});
