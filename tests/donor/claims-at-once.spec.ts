/** However claims that are made at the same time come in each other's way, each gift is marked for one of them, and each claim knows which are its own. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type Stripe from 'stripe';
import { type Mark, markOnce } from '../../src/giving/gift-aid/marking.ts';
import { IdempotencyKeys } from '../practice-stripe/idempotency.ts';
import { Refusal } from '../practice-stripe/refusal.ts';

type Marker = Parameters<typeof markOnce>[0];

/** Stripe’s payments, with its promise about keys: every answer comes when the scheduler says, and some are trouble that Stripe remembers. */
function payments(pause: () => Promise<void>, isTrouble: () => boolean) {
  const kept = new Map<string, Record<string, string>>();
  const keys = new IdempotencyKeys();
  const update = async (
    id: string,
    { metadata }: { metadata: Record<string, string> },
    { idempotencyKey = '' } = {},
  ) => {
    await pause();
    const answer = () => {
      if (isTrouble()) return { status: 500, body: '' };
      kept.set(id, { ...kept.get(id), ...metadata });
      return { status: 200, body: '' };
    };
    const { status, replayed } = (() => {
      if (!idempotencyKey) return { ...answer(), replayed: false };
      try {
        return keys.once({ key: idempotencyKey, path: id, body: JSON.stringify(metadata) }, answer);
      } catch (error) {
        if (error instanceof Refusal) throw Object.assign(new Error(), { type: 'StripeIdempotencyError' });
        throw error;
      }
    })();
    await pause();
    const headers: Record<string, string> = replayed ? { 'idempotent-replayed': 'true' } : {};
    if (status === 500) throw Object.assign(new Error('Trouble'), { type: 'StripeAPIError', headers });
    return { metadata: { ...kept.get(id) }, lastResponse: { headers } };
  };
  const retrieve = async (id: string) => {
    await pause();
    return { metadata: { ...kept.get(id) } };
  };
  const paymentIntents = { update, retrieve } as unknown as Stripe['paymentIntents'];
  return { kept, stripe: { paymentIntents } satisfies Marker };
}

const markFor = (claim: string, paymentId: string): Mark => ({
  paymentId,
  metadata: { giftAidClaim: claim, giftAidClaimedInPence: '100' },
  once: `gift-aid-claim-${paymentId}`,
});

test('in any order and with any trouble, no gift is taken for marked by two claims, and what is taken for marked is so at Stripe', async () => {
  const ids = ['pi_a', 'pi_b', 'pi_c'];
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.infiniteStream(fc.nat(3)), async (scheduler, luck) => {
      const { kept, stripe } = payments(
        () => scheduler.schedule(Promise.resolve()),
        () => luck.next().value === 0,
      );
      const mine = new Map<string, Set<string>>();
      const make = async (claim: string) => {
        for (const id of ids) {
          // Whoever meets trouble runs the same command again.
          for (let runs = 0; runs < 3; runs++) {
            try {
              const { isMarked } = await markOnce(stripe, markFor(claim, id));
              if (isMarked) mine.set(id, (mine.get(id) ?? new Set()).add(claim));
              break;
            } catch {}
          }
        }
      };
      const all = Promise.all(['one', 'two', 'three'].map(make));
      await scheduler.waitFor(all);
      for (const [id, claims] of mine) {
        expect([...claims]).toHaveLength(1);
        expect(claims.has(kept.get(id)?.giftAidClaim ?? '')).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test('without trouble every gift is marked, and whoever is too late is told by which claim', async () => {
  const { stripe } = payments(
    () => Promise.resolve(),
    () => false,
  );
  expect(await markOnce(stripe, markFor('one', 'pi_a'))).toEqual({ isMarked: true });
  expect(await markOnce(stripe, markFor('two', 'pi_a'))).toEqual({ isMarked: false, by: 'one' });
  // Run again in the same minute, the same claim finds it its own.
  expect(await markOnce(stripe, markFor('one', 'pi_a'))).toEqual({ isMarked: true });
});
