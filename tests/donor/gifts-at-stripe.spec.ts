/** Every gift that Stripe has is found once, on the day it came by our own calendar, and less what went back of it. */
import { expect, test } from '@playwright/test';
import type Stripe from 'stripe';
import {
  claimedAndGoneBack,
  compareBooks,
  type GiftAtStripe,
  giftsBetween,
  type Period,
  paymentsBetween,
  type StripesRecord,
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

const recordOf = (stripe: Stripe): StripesRecord => ({
  charges: stripe.charges,
  invoices: stripe.invoices,
  invoicePayments: stripe.invoicePayments,
  paymentIntents: stripe.paymentIntents,
  refunds: stripe.refunds,
  disputes: stripe.disputes,
  balanceTransactions: stripe.balanceTransactions,
});

/** What Stripe lists, with each thing changed on its way, or left out. */
function changing<Thing, Resource extends { list(asked: never): AsyncIterable<Thing> }>(
  resource: Resource,
  change: (thing: Thing) => Thing | undefined,
): Resource {
  async function* list(asked: never) {
    for await (const thing of resource.list(asked)) {
      const changed = change(thing);
      if (changed !== undefined) yield changed;
    }
  }
  return { list } as unknown as Resource;
}

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

test('a gift by bank counts on the day that Stripe enters it, once it has arrived; on its way, or failed, it is told apart, and Stripe’s balance agrees each time', async () => {
  const practice = await start({ now: () => new Date('2026-03-30T10:00:00Z') });
  const later = async () => {
    const { id, url } = await openPayment(practice, kind);
    await choose(url, 'later', { name: 'Ada', email: 'ada@example.org' });
    return id;
  };
  const [arrives, fails] = [await later(), await later()];
  await give(practice);
  const march: Period = { from: '2026-03-01', to: '2026-03-31' };
  const april: Period = { from: '2026-04-01', to: '2026-04-30' };
  const states = async (period: Period) => {
    const payments = await Array.fromAsync(paymentsBetween(sdk(practice), period));
    expect((await compareBooks(sdk(practice), period, payments)).differences).toEqual([]);
    return payments.map(({ state }) => state).sort();
  };
  expect(await states(march)).toEqual(['arrived', 'onItsWay', 'onItsWay']);
  expect(await found(practice, march.from, march.to)).toHaveLength(1);
  await practice.moveOn({ days: 4 });
  await practice.settle(arrives, 'succeeded');
  await practice.settle(fails, 'failed');
  expect(await states(march)).toEqual(['arrived', 'arrived', 'failed']);
  expect(await states(april)).toEqual([]);
  expect(await found(practice, march.from, march.to)).toHaveLength(2);
  expect(await found(practice, april.from, april.to)).toEqual([]);
});

test('a ticket paid in euro that Stripe turned into pounds is in both books, and so is a refund that left days after it was begun', async () => {
  let now = new Date('2026-03-30T10:00:00Z');
  const practice = await start({ now: () => now });
  const stripe = sdk(practice);
  const { id, url } = await openPayment(practice, {});
  await choose(url, 'paid', { name: 'Ada', email: 'ada@example.org' });
  const ticket = String(practice.sessions.get(id)?.payment_intent);
  const { payment } = await give(practice);
  now = new Date('2026-04-02T10:00:00Z');
  await stripe.refunds.create({ payment_intent: payment, amount: 5_00 });
  const inEuro = {
    ...recordOf(stripe),
    charges: changing(stripe.charges, (charge: Stripe.Charge) =>
      typeof charge.payment_intent === 'object' && charge.payment_intent?.id === ticket
        ? { ...charge, currency: 'eur', amount: 29_00 }
        : charge,
    ),
    refunds: changing(stripe.refunds, (refund: Stripe.Refund) => ({
      ...refund,
      created: Date.parse('2026-03-31') / 1000,
    })),
  };
  for (const [from, to, grossInPence, refundedInPence] of [
    ['2026-03-01', '2026-03-31', 50_00, 0],
    ['2026-04-01', '2026-04-30', 0, 5_00],
  ] as const) {
    const payments = await Array.fromAsync(paymentsBetween(inEuro, { from, to }));
    const { ours, differences } = await compareBooks(inEuro, { from, to }, payments);
    expect(differences).toEqual([]);
    expect(ours).toMatchObject({ grossInPence, refundedInPence });
  }
});

test('what the balance has and no list of payments is named, and so is the other way about', async () => {
  const practice = await start({ now: () => new Date('2026-05-01T10:00:00Z') });
  const stripe = sdk(practice);
  await give(practice);
  const [payment] = await Array.fromAsync(paymentsBetween(stripe, year));
  const missed = await compareBooks(stripe, year, []);
  expect(missed.differences).toEqual([{ id: payment?.chargeId, inTheBalanceInPence: 25_00, inPaymentsInPence: 0 }]);
  const empty = {
    ...recordOf(stripe),
    balanceTransactions: changing(stripe.balanceTransactions, (_: Stripe.BalanceTransaction) => undefined),
  };
  expect((await compareBooks(empty, year, payment ? [payment] : [])).differences).toEqual([
    { id: payment?.chargeId, inTheBalanceInPence: 0, inPaymentsInPence: 25_00 },
  ]);
});

test('of more gifts than Stripe lists at once, each is found once; and Stripe’s balance agrees', async () => {
  const practice = await start({ now: () => new Date('2026-05-01T10:00:00Z') });
  const given = new Set<string>();
  for (let index = 0; index < 103; index++) given.add((await give(practice)).payment);
  const stripe = sdk(practice);
  const payments = await Array.fromAsync(paymentsBetween(stripe, year));
  expect(payments).toHaveLength(103);
  expect(new Set(payments.map(({ gift }) => gift?.paymentId))).toEqual(given);
  const { ours, theirs } = await compareBooks(stripe, year, payments);
  expect(ours).toEqual(theirs);
  expect(ours.grossInPence).toBe(103 * 25_00);
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
  const payments = await Array.fromAsync(paymentsBetween(stripe, year));
  expect((await compareBooks(stripe, year, payments)).differences).toEqual([]);

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
