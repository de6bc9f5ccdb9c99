/** What a gift brought can go back, in whole or in part, by the charity’s will or by a bank’s: to the penny, and told of. */
import { expect, test } from '@playwright/test';
import { paidGift, refusalOf, startWithListener, stopWhatRan } from './practice-run.ts';

test.afterEach(stopWhatRan);

test.describe('refunding', () => {
  test('a part goes back, and then the rest, and never more than was given', async () => {
    const { practice, stripe, told } = await startWithListener();
    const payment = await paidGift(practice);
    const chargeOf = async () => (await stripe.charges.list({ payment_intent: payment })).data[0];
    practice.webhooks.hold();

    const tooMuch = await refusalOf(stripe.refunds.create({ payment_intent: payment, amount: 2501 }));
    expect(tooMuch).toMatchObject({
      statusCode: 400,
      param: 'amount',
      message: 'Refund amount (£25.01) is greater than charge amount (£25.00)',
    });
    const part = await stripe.refunds.create({
      payment_intent: payment,
      amount: 1000,
      reason: 'requested_by_customer',
      metadata: { by: 'staff' },
      expand: ['balance_transaction'],
    });
    expect(part).toMatchObject({
      amount: 1000,
      balance_transaction: { amount: -1000, fee: 0, net: -1000, type: 'refund', source: part.id },
      metadata: { by: 'staff' },
      payment_intent: payment,
      reason: 'requested_by_customer',
      status: 'succeeded',
    });
    expect(await chargeOf()).toMatchObject({ amount_refunded: 1000, refunded: false });
    const stillTooMuch = await refusalOf(stripe.refunds.create({ payment_intent: payment, amount: 1501 }));
    expect(stillTooMuch.message).toBe('Refund amount (£15.01) is greater than unrefunded amount on charge (£15.00)');
    const charge = (await chargeOf())?.id ?? '';
    const rest = await stripe.refunds.create({ charge });
    expect(rest.amount).toBe(1500);
    expect(await chargeOf()).toMatchObject({ amount_refunded: 2500, refunded: true });
    expect((await refusalOf(stripe.refunds.create({ charge }))).code).toBe('charge_already_refunded');

    const { data } = await stripe.refunds.list({ payment_intent: payment });
    expect(data.map(({ id }) => id)).toEqual([rest.id, part.id]);
    expect(await stripe.charges.retrieve(charge, { expand: ['refunds'] })).toMatchObject({
      refunds: { data: [{ id: rest.id }, { id: part.id }] },
    });
    expect(await stripe.charges.retrieve(charge)).not.toHaveProperty('refunds');
    const before = told().length;
    await practice.webhooks.release();
    const once = ['refund.created', 'charge.refunded', 'refund.updated'];
    expect(told().slice(before)).toEqual([...once, ...once]);
  });

  test('an event that an API request caused names the request', async () => {
    const { practice, stripe, events } = await startWithListener();
    const payment = await paidGift(practice);
    const refund = await stripe.refunds.create({ payment_intent: payment }, { idempotencyKey: 'refund-1' });
    await practice.webhooks.heard();
    expect(events().at(-1)?.request).toEqual({ id: refund.lastResponse.requestId, idempotency_key: 'refund-1' });
    expect(events().at(0)?.request).toEqual({ id: null, idempotency_key: null });
  });

  test('a refund that a bank sends back counts as none', async () => {
    const { practice, stripe, told } = await startWithListener();
    const payment = await paidGift(practice);
    const { id } = await stripe.refunds.create({ payment_intent: payment });
    await practice.webhooks.heard();
    const before = told().length;
    expect(await practice.failRefund(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect(told().slice(before)).toEqual(['refund.failed', 'refund.updated', 'charge.refund.updated']);
    expect((await stripe.charges.list()).data[0]).toMatchObject({ amount_refunded: 0, refunded: false });
    const { data } = await stripe.balanceTransactions.list();
    expect(data.map(({ type, net }) => [type, net])).toEqual([
      ['refund_failure', 2500],
      ['refund', -2500],
      ['charge', 2442],
    ]);
    await expect(practice.failRefund(id)).rejects.toThrow('has failed already');
    expect((await stripe.refunds.create({ payment_intent: payment })).amount).toBe(2500);
  });

  test('what can’t be refunded is refused', async () => {
    const { practice, stripe } = await startWithListener();
    const payment = await paidGift(practice);
    const { data } = await stripe.charges.list();
    const refuse = (form: object) => refusalOf(stripe.refunds.create(form));
    expect(await refuse({})).toMatchObject({ message: expect.stringMatching(/^One of the following params/) });
    expect(await refuse({ charge: data[0]?.id, payment_intent: payment })).toMatchObject({ statusCode: 400 });
    expect(await refuse({ payment_intent: 'pi_none' })).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'payment_intent',
    });
    expect(await refuse({ payment_intent: payment, amount: 0 })).toMatchObject({ param: 'amount' });
    expect(await refuse({ payment_intent: payment, reason: 'whim' })).toMatchObject({ param: 'reason' });
    expect(await refuse({ payment_intent: payment, currency: 'gbp' })).toMatchObject({ code: 'practice_not_done_yet' });
    expect(await refuse({ payment_intent: payment, colour: 'red' })).toMatchObject({ code: 'parameter_unknown' });
    expect((await refusalOf(stripe.refunds.retrieve('re_none'))).statusCode).toBe(404);
    expect((await stripe.refunds.list()).data).toEqual([]);
  });
});

test.describe('a dispute', () => {
  for (const [outcome, movements] of [
    ['won', [2500, -4500]],
    ['lost', [-4500]],
  ] as const) {
    test(`takes what the gift brought and a fee, and when it is ${outcome} says what came again`, async () => {
      const { practice, stripe, told } = await startWithListener();
      const payment = await paidGift(practice);
      const before = told().length;
      const { id } = await practice.dispute(payment);
      expect((await stripe.charges.list()).data[0]?.disputed).toBe(true);
      expect((await refusalOf(stripe.refunds.create({ payment_intent: payment }))).code).toBe('charge_disputed');
      await expect(practice.dispute(payment)).rejects.toThrow(/can't be disputed/);
      expect((await stripe.disputes.list({ payment_intent: payment })).data).toMatchObject([
        { id, amount: 2500, status: 'needs_response' },
      ]);

      await practice.settleDispute(id, outcome);
      expect(told().slice(before)).toEqual([
        'charge.dispute.created',
        'charge.dispute.funds_withdrawn',
        'charge.dispute.closed',
        ...(outcome === 'won' ? ['charge.dispute.funds_reinstated'] : []),
      ]);
      expect(await stripe.disputes.retrieve(id)).toMatchObject({
        status: outcome,
        balance_transactions: { length: movements.length },
      });
      const { data } = await stripe.balanceTransactions.list({ type: 'adjustment' });
      expect(data.map(({ net }) => net)).toEqual(movements);
      await expect(practice.settleDispute(id, 'lost')).rejects.toThrow('settled already');
    });
  }
});
