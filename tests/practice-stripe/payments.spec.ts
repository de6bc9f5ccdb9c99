/** A gift leaves what Stripe would have of it: a payment, its charge, the money in the balance, and the events that tell of them. */
import { expect, test } from '@playwright/test';
import {
  choose,
  openPayment,
  paidGift,
  refusalOf,
  sdk,
  start,
  startWithListener,
  stopWhatRan,
} from './practice-run.ts';

test.afterEach(stopWhatRan);

const expandPayment = { expand: ['latest_charge.balance_transaction'] };

test.describe('a gift by card', () => {
  test('has a charge with who gave, what for, and Stripe’s fee of 1.5 % and 20p', async () => {
    const practice = await start();
    const { id, url } = await openPayment(practice, {
      payment_intent_data: { metadata: { fund: 'hub-club' }, description: 'A gift of £25' },
    });
    await choose(url, 'paid', { name: 'Ada Lovelace', email: 'ada@example.org' });
    const stripe = sdk(practice);
    const payment = String(practice.sessions.get(id)?.payment_intent);
    const { latest_charge } = await stripe.paymentIntents.retrieve(payment, expandPayment);
    expect(latest_charge).toMatchObject({
      object: 'charge',
      amount: 2500,
      amount_refunded: 0,
      balance_transaction: { amount: 2500, fee: 58, net: 2442, type: 'charge', reporting_category: 'charge' },
      billing_details: { name: 'Ada Lovelace', email: 'ada@example.org' },
      description: 'A gift of £25',
      disputed: false,
      metadata: { fund: 'hub-club' },
      paid: true,
      payment_intent: payment,
      payment_method_details: { type: 'card', card: { last4: '4242' } },
      refunded: false,
      status: 'succeeded',
    });
    expect(practice.sessions.get(id)?.customer_details).toMatchObject({
      name: 'Ada Lovelace',
      email: 'ada@example.org',
    });
  });

  test('is told of from its first try to its end, each event with the object as it was then', async () => {
    const { practice, events, told } = await startWithListener();
    const { id, url } = await openPayment(practice);
    await choose(url, 'declined');
    await choose(url, 'paid');
    expect(told()).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
      'checkout.session.completed',
    ]);
    // As on Stripe, the first news of a charge does not know yet what it brought.
    expect(events()[3]?.data.object).toMatchObject({ object: 'charge', balance_transaction: null });
    expect(events()[5]?.data.object).toMatchObject({ object: 'charge', balance_transaction: expect.any(String) });
    const failed = events()[2]?.data.object;
    expect(failed).toMatchObject({
      last_payment_error: { code: 'card_declined', decline_code: 'generic_decline', type: 'card_error' },
      status: 'requires_payment_method',
    });
    expect(practice.sessions.get(id)?.payment_intent).toBe(failed && 'id' in failed ? failed.id : undefined);
    expect(practice.paymentIntents.size).toBe(1);
    const { data } = await sdk(practice).charges.list();
    expect(data.map(({ status, balance_transaction }) => [status, balance_transaction === null])).toEqual([
      ['succeeded', false],
      ['failed', true],
    ]);
  });

  test('can be written on afterwards, and its charge keeps what it took when it was made', async () => {
    const { practice, stripe } = await startWithListener();
    const payment = await paidGift(practice, { payment_intent_data: { metadata: { fund: 'hub-club', kind: 'gift' } } });
    await stripe.paymentIntents.update(payment, { metadata: { giftAidClaim: '2026-11', kind: '' } });
    const { latest_charge, metadata } = await stripe.paymentIntents.retrieve(payment, { expand: ['latest_charge'] });
    expect(metadata).toEqual({ fund: 'hub-club', giftAidClaim: '2026-11' });
    expect(latest_charge).toMatchObject({ metadata: { fund: 'hub-club', kind: 'gift' } });
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`key${index}`, '1']));
    expect((await refusalOf(stripe.paymentIntents.update(payment, { metadata: many }))).message).toMatch(/50 keys/);
    expect((await refusalOf(stripe.paymentIntents.update('pi_none', { metadata: {} }))).statusCode).toBe(404);
    expect((await stripe.paymentIntents.update(payment, { metadata: '' })).metadata).toEqual({});
  });
});

test.describe('a gift by bank, days on its way', () => {
  for (const [outcome, status, paid] of [
    ['succeeded', 'succeeded', 'paid'],
    ['failed', 'requires_payment_method', 'unpaid'],
  ] as const) {
    test(`is complete but unpaid at first, and told of again when it has ${outcome}`, async () => {
      const { practice, stripe, told } = await startWithListener();
      const { id, url } = await openPayment(practice);
      expect((await choose(url, 'later')).status).toBe(303);
      expect(await (await fetch(url)).text()).toContain('<h1>Your gift is on its way</h1>');
      const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
      expect(session).toMatchObject({
        status: 'complete',
        payment_status: 'unpaid',
        payment_intent: {
          amount_received: 0,
          status: 'processing',
          latest_charge: { status: 'pending', paid: false, balance_transaction: expect.any(String) },
        },
      });

      expect(await practice.settle(id, outcome)).toMatchObject({ status: 'complete', payment_status: paid });
      const { data } = await stripe.paymentIntents.list(expandInList);
      expect(data).toMatchObject([{ status, latest_charge: { status: outcome, paid: outcome === 'succeeded' } }]);
      const entries = (await stripe.balanceTransactions.list()).data.map(({ type, amount, net }) => [
        type,
        amount,
        net,
      ]);
      expect(entries).toEqual([
        ...(outcome === 'failed' ? [['payment_failure_refund', -2500, -2475]] : []),
        ['payment', 2500, 2475],
      ]);
      expect(told()).toEqual([
        'payment_intent.created',
        'charge.pending',
        'payment_intent.processing',
        'checkout.session.completed',
        `charge.${outcome}`,
        outcome === 'succeeded' ? 'payment_intent.succeeded' : 'payment_intent.payment_failed',
        `checkout.session.async_payment_${outcome}`,
      ]);
      await expect(practice.settle(id, outcome)).rejects.toThrow('does not wait for a bank');
    });
  }

  test('is not offered where the site leaves it out', async () => {
    const practice = await start();
    const { id, url } = await openPayment(practice, { excluded_payment_method_types: ['bacs_debit'] });
    expect(await (await fetch(url)).text()).not.toContain('bank payment');
    expect((await choose(url, 'later')).status).toBe(400);
    expect(practice.sessions.get(id)?.status).toBe('open');
  });
});

const expandInList = { expand: ['data.latest_charge'] };

test.describe('a gift that is left half-way', () => {
  test('expires, and its link leads to a new page for the same gift, as long as the link lasts', async () => {
    const { practice, events, told } = await startWithListener();
    const { id, url } = await openPayment(practice, {
      after_expiration: { recovery: { enabled: true } },
      metadata: { fund: 'hub-club' },
    });
    await choose(url, 'declined', { email: 'ada@example.org' });
    const expired = await practice.expire(id);
    expect(told().at(-1)).toBe('checkout.session.expired');
    expect(events().at(-1)?.data.object).toMatchObject({
      status: 'expired',
      customer_details: { email: 'ada@example.org' },
      after_expiration: { recovery: { enabled: true, url: expect.stringContaining(`${practice.url}/r/`) } },
    });

    const link = expired.after_expiration?.recovery?.url ?? '';
    const page = (await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '';
    await choose(page, 'paid');
    const [, recovered] = [...practice.sessions.values()];
    expect(recovered).toMatchObject({
      recovered_from: id,
      metadata: { fund: 'hub-club' },
      amount_total: 2500,
      payment_status: 'paid',
    });
    expect((await fetch(`${practice.url}/r/live_none`)).status).toBe(404);
    await practice.moveOn({ days: 31 });
    expect((await fetch(link)).status).toBe(404);
  });

  test('is told of when its time has come, at that time', async () => {
    const { practice, events } = await startWithListener();
    const { id } = await openPayment(practice);
    await practice.moveOn({ days: 2 });
    expect(events().map(({ type, created }) => [type, created])).toEqual([
      ['checkout.session.expired', practice.sessions.get(id)?.expires_at],
    ]);
  });
});
