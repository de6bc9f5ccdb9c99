/** What Stripe tells us is believed only when Stripe signed it, and a gift is written down once, however often it is told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getStore } from '@netlify/blobs';
import { BlobsServer } from '@netlify/blobs/server';
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import { stripeFromEnvironment } from '../../src/functions/environment/stripe-client.ts';
import { type EntryStore, ledgerIn } from '../../src/giving/ledger.ts';
import { hearFromStripe } from '../../src/giving/webhook.ts';
import { PRACTICE_SECRET_KEY, PRACTICE_WEBHOOK_SECRET as secret } from '../practice-stripe/practice-keys.ts';

let store: EntryStore;
let stop: () => Promise<void>;
test.beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'blobs-'));
  const server = new BlobsServer({ directory, token: 'a-token' });
  const { port } = await server.start();
  const url = `http://localhost:${port}`;
  store = getStore({
    name: 'ledger',
    edgeURL: url,
    uncachedEdgeURL: url,
    siteID: 'a-site',
    token: 'a-token',
    consistency: 'strong',
  });
  stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
});
test.afterAll(async () => stop?.());

const paidSession = (payment: string, changes: Partial<Stripe.Checkout.Session> = {}) => ({
  object: 'checkout.session',
  mode: 'payment',
  payment_status: 'paid',
  currency: 'gbp',
  amount_total: 2500,
  payment_intent: payment,
  metadata: { kind: 'gift', fund: 'chesham-hub' },
  customer_details: { email: 'donor@example.org', name: 'A Donor' },
  ...changes,
});

const event = (session: object, changes: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'checkout.session.completed',
    created: 1_790_000_000,
    livemode: false,
    data: { object: session },
    ...changes,
  });

/** What the operator was told in this test. */
let told: string[] = [];
const tellOperator = (line: string) => {
  told.push(line);
};
test.beforeEach(() => {
  told = [];
});

async function tell(
  body: string,
  { signedBy = secret, timestamp = Math.floor(Date.now() / 1000), sent = body, into = store } = {},
) {
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload: body, secret: signedBy, timestamp });
  const request = new Request('https://charity.example/api/stripe-webhook', {
    method: 'POST',
    body: sent,
    headers: { 'stripe-signature': signature },
  });
  return hearFromStripe(request, {
    stripe: { webhooks: Stripe.webhooks },
    secret,
    ledger: (mode) => ledgerIn(into, mode),
    tellOperator,
  });
}

const recorded = async (payment: string, mode: 'live' | 'test' = 'test') =>
  (await ledgerIn(store, mode).entries()).filter((entry) => entry.payment === payment);

test('a gift told of five times, at once and again, is in the ledger once', async () => {
  const body = event(paidSession('pi_often'));
  const answers = await Promise.all([1, 2, 3, 4].map(() => tell(body)));
  answers.push(await tell(body));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  // Of those at once, Blobs’ local server lets more than one believe itself the first; the entry is one all the same.
  expect(await answers.at(-1)?.text()).toBe('known');
  expect(await recorded('pi_often')).toEqual([
    { payment: 'pi_often', amountInPence: 2500, fund: 'chesham-hub', receivedAt: '2026-09-21T14:13:20.000Z' },
  ]);
});

test('the same payment told of by two kinds of event is one gift', async () => {
  await tell(event(paidSession('pi_two')));
  await tell(event(paidSession('pi_two'), { id: 'evt_2', type: 'checkout.session.async_payment_succeeded' }));
  expect(await recorded('pi_two')).toHaveLength(1);
});

test('practice and real gifts are kept apart', async () => {
  await tell(event(paidSession('pi_real'), { livemode: true }));
  expect(await recorded('pi_real', 'live')).toHaveLength(1);
  expect(await recorded('pi_real', 'test')).toHaveLength(0);
});

test('a gift that is not paid yet, not ours to count, or not in pounds is not in the ledger', async () => {
  const others = [
    event(paidSession('pi_unpaid', { payment_status: 'unpaid' })),
    event(paidSession('pi_monthly', { mode: 'subscription' })),
    event(paidSession('pi_dollars', { currency: 'usd' })),
    event(paidSession('pi_ticket', { metadata: {} })),
    event(paidSession('pi_other'), { type: 'checkout.session.expired' }),
  ];
  for (const body of others) expect((await tell(body)).status).toBe(200);
  for (const payment of ['pi_unpaid', 'pi_monthly', 'pi_dollars', 'pi_ticket', 'pi_other'])
    expect(await recorded(payment)).toHaveLength(0);
});

test('what Stripe did not sign, or signed long ago, or was changed on the way, is refused', async () => {
  const body = event(paidSession('pi_forged'));
  const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
  expect((await tell(body, { signedBy: 'whsec_of_someone_else' })).status).toBe(400);
  expect((await tell(body, { timestamp: anHourAgo })).status).toBe(400);
  expect((await tell(body, { sent: body.replace('2500', '250000') })).status).toBe(400);
  expect(await recorded('pi_forged')).toHaveLength(0);
});

test('when the ledger cannot be written, Stripe is asked to tell us again', async () => {
  const broken: EntryStore = { ...store, setJSON: () => Promise.reject(new Error('No room')) };
  expect((await tell(event(paidSession('pi_lost')), { into: broken })).status).toBe(500);
  expect(told).toEqual(['The ledger did not take event evt_1: Error']);
});

test('a site with no webhook secret believes nobody', async () => {
  const request = new Request('https://charity.example/api/stripe-webhook', { method: 'POST', body: '{}' });
  const answer = await hearFromStripe(request, {
    stripe: { webhooks: Stripe.webhooks },
    secret: undefined,
    ledger: (mode) => ledgerIn(store, mode),
    tellOperator,
  });
  expect(answer.status).toBe(503);
});

test('nothing of the donor is kept in the ledger', async () => {
  await tell(event(paidSession('pi_private')));
  expect(JSON.stringify(await recorded('pi_private'))).not.toMatch(/donor|example\.org/i);
});

test('the webhook’s door on the served site refuses what is not signed', async ({ request }) => {
  expect((await request.post('/api/stripe-webhook', { data: { type: 'checkout.session.completed' } })).status()).toBe(
    400,
  );
  expect((await request.get('/api/stripe-webhook')).status()).toBe(405);
});

test('a real key is never sent to a practice Stripe, nor anything to another machine', () => {
  expect(() =>
    stripeFromEnvironment({ STRIPE_SECRET_KEY: 'sk_live_1', PRACTICE_STRIPE_URL: 'http://127.0.0.1:1' }),
  ).toThrow(/practice/);
  expect(() =>
    stripeFromEnvironment({ STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY, PRACTICE_STRIPE_URL: 'http://evil.example' }),
  ).toThrow(/practice/);
});
