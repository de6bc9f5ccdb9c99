/** Consent to a picture holds from the day that it was given to its last, and staff are told why it does not. That the picture is then nowhere: kept-back.spec.ts. */
import { expect, test } from '@playwright/test';
import { mayBeShared, whyKeptBack } from '../../src/consent.ts';

const today = '2026-11-24';
const recorded = { recordedBy: 'Ana', recordedOn: '2026-01-01', until: '2028-01-01', uses: 'site' } as const;

test('consent holds from the day it was given to its last day, unless it is withdrawn', () => {
  const of = (consent?: object, shows: 'people' | 'nobody' = 'people') =>
    whyKeptBack({ shows, ...(consent ? { consent: { ...recorded, ...consent } } : {}) }, today);
  expect(of(undefined, 'nobody')).toBeUndefined();
  expect(of({})).toBeUndefined();
  expect(of({ recordedOn: today, until: today })).toBeUndefined();
  expect(of()).toBe('it shows people, and their consent is not recorded');
  expect(of({ until: '2026-11-23' })).toBe('consent ended on 23 November 2026');
  expect(of({ recordedOn: '2026-11-25' })).toBe('consent is dated ahead, to 25 November 2026');
  for (const withdrawnOn of ['2026-11-24', '2099-01-01'])
    for (const shows of ['people', 'nobody'] as const)
      expect(of({ withdrawnOn }, shows)).toMatch(/^consent was withdrawn on /);
  expect(mayBeShared({ shows: 'people', consent: recorded })).toBe(false);
  expect(mayBeShared({ shows: 'people', consent: { ...recorded, uses: 'shared' } })).toBe(true);
  expect(mayBeShared({ shows: 'nobody' })).toBe(true);
});
