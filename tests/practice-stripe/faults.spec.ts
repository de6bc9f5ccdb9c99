/** Stripe in trouble, on demand: each fault is what the SDK would meet, and an idempotency key keeps its promise through it. */
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import { PRACTICE_SECRET_KEY } from './practice-keys.ts';
import { gift, paidGift, refusalOf, sdk, start, startWithListener, stopWhatRan } from './practice-run.ts';

test.afterEach(stopWhatRan);

const SESSIONS = 'POST /v1/checkout/sessions';

test('too many requests are refused for as long as it is asked for, and nothing is done', async () => {
  const practice = await start();
  const { checkout } = sdk(practice);
  practice.fail(429, { count: 2 });
  for (const key of ['form-1', 'form-1']) {
    const error = await refusalOf(checkout.sessions.create(gift(), { idempotencyKey: key }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect(error.code).toBe('rate_limit');
  }
  expect(practice.sessions.size).toBe(0);
  expect((await checkout.sessions.create(gift(), { idempotencyKey: 'form-1' })).status).toBe('open');
});

test('a breakdown stays under its key, as Stripe documents: another key must be used', async () => {
  const practice = await start();
  const { checkout } = sdk(practice, PRACTICE_SECRET_KEY, { maxNetworkRetries: 2 });
  practice.fail(500, { request: SESSIONS });
  const broken = await refusalOf(checkout.sessions.create(gift(), { idempotencyKey: 'form-1' }));
  expect(broken).toBeInstanceOf(Stripe.errors.StripeAPIError);
  const again = await refusalOf(checkout.sessions.create(gift(), { idempotencyKey: 'form-1' }));
  expect(again.statusCode).toBe(500);
  expect(again.headers?.['idempotent-replayed']).toBe('true');
  expect(practice.sessions.size).toBe(0);
  expect((await checkout.sessions.create(gift(), { idempotencyKey: 'form-2' })).status).toBe('open');
});

test('what Stripe never began may be tried again with its key, and the SDK does so by itself', async () => {
  const practice = await start();
  practice.fail(503, { request: SESSIONS, count: 2 });
  expect((await refusalOf(sdk(practice).checkout.sessions.create(gift()))).statusCode).toBe(503);
  const { checkout } = sdk(practice, PRACTICE_SECRET_KEY, { maxNetworkRetries: 1 });
  expect((await checkout.sessions.create(gift())).status).toBe('open');
  expect(practice.sessions.size).toBe(1);
});

test('no answer comes, or the connection drops, and nothing is done', async () => {
  const practice = await start();
  practice.fail('hang');
  const impatient = sdk(practice, PRACTICE_SECRET_KEY, { timeout: 100 });
  expect(await refusalOf(impatient.checkout.sessions.create(gift()))).toBeInstanceOf(
    Stripe.errors.StripeConnectionError,
  );
  practice.fail('reset', { count: 2 });
  expect(await refusalOf(sdk(practice).checkout.sessions.create(gift()))).toBeInstanceOf(
    Stripe.errors.StripeConnectionError,
  );
  expect(practice.sessions.size).toBe(0);
});

test('the work is done and the answer lost: with its key, every further try gets the first one’s answer', async () => {
  const { practice, stripe, told } = await startWithListener();
  const payment = await paidGift(practice);
  practice.fail('answerThenReset', { request: /^POST \/v1\/refunds/, count: 2 });
  expect((await stripe.charges.list()).data).toHaveLength(1);
  const ask = () => stripe.refunds.create({ payment_intent: payment, amount: 500 }, { idempotencyKey: 'refund-1' });
  expect(await refusalOf(ask())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  const refund = await ask();
  expect((await stripe.refunds.list()).data).toMatchObject([{ id: refund.id, amount: 500 }]);
  await practice.webhooks.heard();
  expect(told().filter((type) => type === 'refund.created')).toHaveLength(1);
});

test('the SDK tries a dropped connection once more by itself, with a key of its own, and it is done once', async () => {
  const { practice, stripe } = await startWithListener();
  const payment = await paidGift(practice);
  practice.fail('answerThenReset', { request: 'POST /v1/refunds' });
  const refund = await stripe.refunds.create({ payment_intent: payment, amount: 500 });
  expect(refund.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await stripe.refunds.list()).data).toHaveLength(1);
});
