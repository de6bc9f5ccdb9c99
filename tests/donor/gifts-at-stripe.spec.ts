/** Every gift that Stripe has is found once, on the day it came by our own calendar, and less what went back of it. */
import { expect, test } from '@playwright/test';
import {
  claimedAndGoneBack,
  type GiftAtStripe,
  giftsBetween,
  ourBooks,
  type Period,
  paymentsBetween,
  stripesBooks,
} from '../../src/giving/gifts-at-stripe.ts';
import { choose, monthlyGift, openPayment, sdk, start, stopWhatRan } from '../practice-stripe/practice-run.ts';
import type { PracticeStripe } from '../practice-stripe/server.ts';

test.afterEach(stopWhatRan);

const kind = { metadata: { kind: 'gift' }, payment_intent_data: { metadata: { kind: 'gift' } } };
async function give(practice: PracticeStripe) {
  const { id, url } = await openPayment(practice, kind);
  await choose(url, 'paid', { name: 'Ada', email: 'ada@example.org' });
  return { payment: String(practice.sessions.get(id)?.payment_intent) };
}
const found = async (practice: PracticeStripe, from: string, to = from): Promise<GiftAtStripe[]> =>
  Array.fromAsync(giftsBetween(sdk(practice), { from, to }));
const year: Period = { from: '2026-01-01', to: '2026-12-31' };

test('a gift just before midnight in winter and just after it in summer counts on the day it is here', async () => {
  let now = new Date('2026-03-28T23:59:00Z');
  const practice = await start({ now: () => now });
  const winter = await give(practice);
  now = new Date('2026-03-31T23:30:00Z');
  const summer = await give(practice);
  expect((await found(practice, '2026-03-28')).map(({ paymentId }) => paymentId)).toEqual([winter.payment]);
  expect(await found(practice, '2026-03-31')).toEqual([]);
  expect((await found(practice, '2026-04-01')).map(({ paymentId }) => paymentId)).toEqual([summer.payment]);
});

test('a gift by bank counts on the day it arrives, and not while it is on its way', async () => {
  const practice = await start({ now: () => new Date('2026-03-30T10:00:00Z') });
  const { id, url } = await openPayment(practice, kind);
  await choose(url, 'later', { name: 'Ada', email: 'ada@example.org' });
  expect(await found(practice, year.from, year.to)).toEqual([]);
  await practice.moveOn({ days: 4 });
  await practice.settle(id, 'succeeded');
  expect(await found(practice, '2026-03-30')).toEqual([]);
  expect(await found(practice, '2026-04-03')).toHaveLength(1);
});

test('of more gifts than Stripe lists at once, each is found once; and Stripe’s balance agrees', async () => {
  const practice = await start({ now: () => new Date('2026-05-01T10:00:00Z') });
  const given = new Set<string>();
  for (let index = 0; index < 103; index++) given.add((await give(practice)).payment);
  const stripe = sdk(practice);
  const payments = await Array.fromAsync(paymentsBetween(stripe, year));
  expect(payments).toHaveLength(103);
  expect(new Set(payments.map(({ gift }) => gift?.paymentId))).toEqual(given);
  expect(await ourBooks(stripe, year, payments)).toEqual(await stripesBooks(stripe, year));
});

test('what went back is known: refunds unless they failed, disputes when they are lost', async () => {
  const practice = await start({ now: () => new Date('2026-05-01T10:00:00Z') });
  const stripe = sdk(practice);
  const [refunded, failed, open, won, lost] = [
    await give(practice),
    await give(practice),
    await give(practice),
    await give(practice),
    await give(practice),
  ];
  await stripe.refunds.create({ payment_intent: refunded.payment, amount: 5_00 });
  const { id } = await stripe.refunds.create({ payment_intent: failed.payment });
  await practice.failRefund(id);
  await practice.dispute(open.payment);
  await practice.settleDispute((await practice.dispute(won.payment)).id, 'won');
  await practice.settleDispute((await practice.dispute(lost.payment)).id, 'lost');
  const gifts = new Map((await found(practice, year.from, year.to)).map((gift) => [gift.paymentId, gift]));
  const wentBack = ({ payment }: { payment: string }) => {
    const { refundedInPence, disputed } = gifts.get(payment) ?? {};
    return [refundedInPence, disputed];
  };
  expect(wentBack(refunded)).toEqual([5_00, false]);
  expect(wentBack(failed)).toEqual([0, false]);
  expect(wentBack(open)).toEqual([0, true]);
  expect(wentBack(won)).toEqual([0, false]);
  expect(wentBack(lost)).toEqual([25_00, false]);
  expect(await ourBooks(stripe, year, await Array.fromAsync(paymentsBetween(stripe, year)))).toEqual(
    await stripesBooks(stripe, year),
  );

  for (const { payment } of [refunded, lost, won])
    await stripe.paymentIntents.update(payment, { metadata: { giftAidClaim: 'a', giftAidClaimedInPence: '2500' } });
  const earlier = await Array.fromAsync(claimedAndGoneBack(stripe));
  expect(new Map(earlier.map(({ paymentId, refundedInPence }) => [paymentId, refundedInPence]))).toEqual(
    new Map([
      [refunded.payment, 5_00],
      [won.payment, 0],
      [lost.payment, 25_00],
    ]),
  );
});

test('each month of a monthly gift is a gift, with what the donor said when they began; a month that was declined is none until it is paid', async () => {
  const practice = await start({ now: () => new Date('2026-01-15T10:00:00Z') });
  const metadata = {
    kind: 'gift',
    frequency: 'monthly',
    fund: 'hub-club',
    giftAidVersion: '2026-11-27',
    giftAidLastName: 'Lovelace',
  };
  const { id, url } = await openPayment(practice, monthlyGift({ subscription_data: { metadata } }));
  await choose(url, 'paid', { name: 'Ada', email: 'ada@example.org' });
  await practice.moveOn({ months: 2 });
  await practice.declineFrom(String(practice.sessions.get(id)?.customer));
  await practice.moveOn({ months: 1 });
  const gifts = await found(practice, year.from, year.to);
  expect(gifts.map(({ paidOn }) => paidOn)).toEqual(['2026-03-15', '2026-02-15', '2026-01-15']);
  for (const gift of gifts)
    expect(gift).toMatchObject({
      frequency: 'monthly',
      fund: 'hub-club',
      amountInPence: 10_00,
      declaration: { lastName: 'Lovelace' },
    });
});
