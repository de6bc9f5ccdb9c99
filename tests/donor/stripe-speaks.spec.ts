/** What Stripe tells us is believed only when Stripe signed it; and then Stripe is asked, so that the ledger holds what the charity holds. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getStore } from '@netlify/blobs';
import { BlobsServer } from '@netlify/blobs/server';
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import { storeIn } from '../../src/functions/environment/blobs.ts';
import { stripeFromEnvironment } from '../../src/functions/environment/stripe-client.ts';
import { modeOfKey } from '../../src/functions/environment/stripe-mode.ts';
import { isCardTesting, noteDecline } from '../../src/giving/ledger/card-testing.ts';
import { ledgerIn } from '../../src/giving/ledger/ledger.ts';
import { type News, tellStaff } from '../../src/giving/ledger/news-for-staff.ts';
import { reconcileMonth } from '../../src/giving/ledger/reconciliation.ts';
import type { Store } from '../../src/giving/ledger/store.ts';
import { hearFromStripe, type Listener } from '../../src/giving/ledger/webhook.ts';
import { withoutDetails } from '../../src/giving/without-details.ts';
import { PRACTICE_SECRET_KEY, PRACTICE_WEBHOOK_SECRET as secret } from '../practice-stripe/practice-keys.ts';
import {
  gift as asked,
  choose,
  monthlyDonor,
  monthlyGift,
  openPayment,
  sdk,
  start,
  stopWhatRan,
} from '../practice-stripe/practice-run.ts';
import type { PracticeStripe, PracticeStripeOptions } from '../practice-stripe/server.ts';
import { storeInMemory } from '../store-in-memory.ts';

test.afterEach(stopWhatRan);

let blobs: (name: string) => Store;
let stop: () => Promise<void>;
test.beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'blobs-'));
  const server = new BlobsServer({ directory, token: 'a-token' });
  const { port } = await server.start();
  const url = `http://localhost:${port}`;
  blobs = (name) =>
    storeIn(
      getStore({
        name,
        edgeURL: url,
        uncachedEdgeURL: url,
        siteID: 'a-site',
        token: 'a-token',
        consistency: 'strong',
      }),
    );
  stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
});
test.afterAll(async () => stop?.());

/** What the operator and staff were told in this test. */
let told: string[] = [];
let news: News[] = [];
/** When the events were made that are noted to have come. */
let heardAt: number[] = [];
const tellOperator = (line: string) => {
  told.push(line);
};
test.beforeEach(() => {
  told = [];
  news = [];
  heardAt = [];
});

const newsTerms = {
  tellUsFromInPence: 50_000,
  generalFund: 'Anything',
  funds: [{ slug: 'chesham-hub', title: 'Our hub in Chesham' }],
};

/** A site of this test’s own, that hears from a practice Stripe of its own. */
async function site(
  test: { readonly title: string },
  changes: Partial<Listener> = {},
  options: Partial<PracticeStripeOptions> = {},
) {
  const practice = await start(options);
  const store = blobs(test.title.replaceAll(/\W+/g, '-').slice(0, 40));
  const listener: Listener = {
    stripe: sdk(practice),
    webhooks: Stripe.webhooks,
    secret,
    mode: 'test',
    ledger: ledgerIn(store, 'test'),
    terms: async () => newsTerms,
    noteDecline: (event) => noteDecline(store, 'test', event, new Date()),
    noteHeard: (created) => void heardAt.push(created),
    tellStaff: async (one) => void news.push(one),
    tellOperator,
    ...changes,
  };
  /** Every event so far, the first first. */
  const events = async () => (await sdk(practice).events.list({ limit: 100 })).data.reverse();
  return {
    practice,
    stripe: sdk(practice),
    store,
    listener,
    ledger: listener.ledger,
    events,
    hear: (event: object, how: How = {}) => tell(JSON.stringify(event), listener, how),
    /** Hears every event that Stripe has made so far, and whether each was taken. */
    hearAll: async () => {
      const answers: number[] = [];
      for (const event of await events()) answers.push((await tell(JSON.stringify(event), listener)).status);
      expect(new Set(answers)).toEqual(new Set([200]));
    },
  };
}

interface How {
  readonly signedBy?: string;
  readonly timestamp?: number;
  readonly sent?: string;
}

async function tell(
  body: string,
  listener: Listener,
  { signedBy = secret, timestamp = Math.floor(Date.now() / 1000), sent = body }: How = {},
) {
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload: body, secret: signedBy, timestamp });
  const request = new Request('https://charity.example/api/stripe-webhook', {
    method: 'POST',
    body: sent,
    headers: { 'stripe-signature': signature },
  });
  return hearFromStripe(request, listener);
}

/** A gift as our own form asks for it, and what its donor does on the page for paying. */
async function give(
  practice: PracticeStripe,
  outcome = 'paid',
  metadata: object = { kind: 'gift', fund: 'chesham-hub' },
) {
  const { id, url } = await openPayment(practice, { metadata, payment_intent_data: { metadata } });
  await choose(url, outcome, { name: 'Ada Lovelace', email: 'ada@example.org' });
  return { session: id, payment: String(practice.sessions.get(id)?.payment_intent) };
}

const whole = { fund: 'chesham-hub', heldInPence: 2500, givenInPence: 2500, frequency: 'once' };

test('a gift told of five times, at once and again, is in the ledger once', async () => {
  const { practice, events, hear, ledger } = await site(test.info());
  const { payment } = await give(practice);
  const event = (await events()).find(({ type }) => type === 'checkout.session.completed') ?? {};
  const answers = await Promise.all([1, 2, 3, 4].map(() => hear(event)));
  answers.push(await hear(event));
  expect(answers.at(-1)?.status).toBe(200);
  expect(await ledger.entries()).toEqual({ [payment]: { ...whole, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) } });
});

test('a refund, one that fails, and what a bank takes back and gives again, change what is held', async () => {
  const { practice, stripe, ledger, hearAll } = await site(test.info());
  const [one, other] = [await give(practice), await give(practice)];
  const held = async () => {
    await hearAll();
    const entries = await ledger.entries();
    return [entries[one.payment]?.heldInPence, entries[other.payment]?.heldInPence];
  };
  expect(await held()).toEqual([2500, 2500]);
  const refund = await stripe.refunds.create({ payment_intent: one.payment, amount: 1000 });
  expect(await held()).toEqual([1500, 2500]);
  const { id } = await practice.dispute(one.payment);
  expect(await held()).toEqual([0, 2500]);
  await practice.settleDispute(id, 'won');
  expect(await held()).toEqual([1500, 2500]);
  await practice.failRefund(refund.id);
  expect(await held()).toEqual([2500, 2500]);
  await practice.settleDispute((await practice.dispute(other.payment)).id, 'lost');
  expect(await held()).toEqual([2500, 0]);
});

test('a gift that is on its way from a bank counts when it has come, not before', async () => {
  const { practice, ledger, hearAll } = await site(test.info());
  const { session, payment } = await give(practice, 'later');
  await hearAll();
  expect(await ledger.entries()).toEqual({});
  await practice.settle(session, 'succeeded');
  await hearAll();
  expect(await ledger.entries()).toMatchObject({ [payment]: whole });
});

test('a gift from a bank that never comes is in no ledger, and staff hear of it once, and not of whom', async () => {
  const { practice, ledger, hearAll } = await site(test.info());
  const { session, payment } = await give(practice, 'later');
  const ticket = await give(practice, 'later', { kind: 'ticket' });
  await practice.settle(session, 'failed');
  await practice.settle(ticket.session, 'failed');
  await hearAll();
  expect(await ledger.entries()).toEqual({});
  expect(news).toEqual([
    {
      key: `unpaid-by-bank/${session}`,
      text: `Practice, no real money: A gift of £25 that a bank was to pay did not come. Its donor may not know. https://dashboard.stripe.com/test/payments/${payment}`,
    },
  ]);
});

test('a monthly gift counts each month that it is paid, and staff hear of the first and of one that cannot be collected', async () => {
  const { practice, ledger, hearAll } = await site(test.info(), {}, { now: () => new Date('2026-01-15T10:00:00Z') });
  const { customer } = await monthlyDonor(practice, { name: 'Ada Lovelace', email: 'ada@example.org' });
  // Stripe lists events for thirty days.
  await hearAll();
  await practice.moveOn({ months: 1 });
  await practice.moveOn({ days: 1 });
  await hearAll();
  const monthly = { fund: 'hub-club', heldInPence: 1000, givenInPence: 1000, frequency: 'monthly' };
  expect(Object.values(await ledger.entries())).toEqual([
    { ...monthly, createdAt: expect.stringMatching(/^2026-01-15/) },
    { ...monthly, createdAt: expect.stringMatching(/^2026-02-15/) },
  ]);
  expect(news.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Practice, no real money: A new supporter gives £10 each month, for “hub-club”\. https:/),
  ]);
  await practice.declineFrom(customer);
  await practice.moveOn({ months: 1 });
  await hearAll();
  expect(Object.keys(await ledger.entries())).toHaveLength(2);
  expect(news.at(-1)?.text).toMatch(/A monthly gift of £10 could not be collected\. .*\/test\/invoices\/in_/);
});

test('what a donor writes does not lie unread: staff hear once that there is something, and where, and nothing of what it says', async () => {
  const { practice, ledger, hear, events } = await site(
    test.info(),
    { tellStaff: (one) => tellStaff(desk, one, (sending) => void sendings.push(sending)) },
    { now: () => new Date('2026-01-15T10:00:00Z') },
  );
  const sent: string[] = [];
  const sendings: Promise<void>[] = [];
  const send = async (text: string) => void sent.push(text);
  const desk = { mode: 'test', store: storeInMemory(), send, tellOperator } as const;
  const words = {
    kind: 'gift',
    message: 'Thank you, from Bob',
    tribute: 'memory',
    tributeName: 'Charles',
    tributeMessage: 'He sang.',
    tributeTell: 'Cal, 2 The Lane',
  };
  const everything = await give(practice, 'paid', words);
  const nameAlone = await give(practice, 'paid', { kind: 'gift', tribute: 'honour', tributeName: 'Charles' });
  await give(practice, 'paid', { kind: 'gift' });
  const monthly = { kind: 'gift', frequency: 'monthly', message: 'For Charles' };
  const { id, url } = await openPayment(practice, monthlyGift({ subscription_data: { metadata: monthly } }));
  await choose(url, 'paid', { name: 'Ada Lovelace', email: 'ada@example.org' });
  const hearAllTwice = async () => {
    const all = await events();
    for (const event of [...all, ...all.toReversed()]) expect((await hear(event)).status).toBe(200);
    await Promise.all(sendings);
  };
  await hearAllTwice();
  await practice.moveOn({ months: 1 });
  await hearAllTwice();
  const at = 'Read it at Stripe, under “Metadata”: https://dashboard.stripe.com/test';
  expect(sent.filter((text) => !text.includes('new supporter')).sort()).toEqual(
    [
      `Practice, no real money: A gift has come in with a message from its donor, the name of somebody it is in memory or in honour of and somebody to be told of it. ${at}/payments/${everything.payment}`,
      `Practice, no real money: A gift has come in with the name of somebody it is in memory or in honour of. ${at}/payments/${nameAlone.payment}`,
      `Practice, no real money: A gift has come in with a message from its donor. ${at}/subscriptions/${practice.sessions.get(id)?.subscription}`,
    ].sort(),
  );
  const kept = await Promise.all((await desk.store.keys('')).map((key) => desk.store.read(key)));
  const everywhere = JSON.stringify([sent, told, kept, await desk.store.keys(''), await ledger.entries()]);
  expect(everywhere).not.toMatch(/Ada|ada@|Bob|Charles|sang|Cal|Lane/);
});

test('what is not a gift, such as a ticket from the same account, is in no ledger', async () => {
  const { practice, ledger, hearAll } = await site(test.info());
  await give(practice, 'paid', { kind: 'ticket' });
  await hearAll();
  expect(await ledger.entries()).toEqual({});
  expect(news).toEqual([]);
});

test('a site that heard nothing at all has the same ledger within the hour, and the operator is told', async () => {
  const { practice, stripe, ledger, hearAll } = await site(
    test.info(),
    {},
    { now: () => new Date('2026-01-31T10:00:00Z') },
  );
  const [one, other] = [await give(practice), await give(practice)];
  await give(practice, 'paid', { kind: 'ticket' });
  await monthlyDonor(practice);
  await hearAll();
  const deaf = ledgerIn(blobs('deaf'), 'test');
  const reconciled = (month: string) => reconcileMonth({ stripe, ledger: deaf, tellOperator }, month);
  expect(await reconciled('2026-01')).toBe(3);
  await practice.moveOn({ months: 1 });
  await practice.moveOn({ days: 2 });
  await stripe.refunds.create({ payment_intent: one.payment, amount: 900 });
  await practice.dispute(other.payment);

  for (const month of ['2026-01', '2026-02', '2026-03']) await reconciled(month);
  await hearAll();
  expect(await deaf.entries()).toEqual(await ledger.entries());
  expect(Object.values(await deaf.entries()).map(({ heldInPence }) => heldInPence)).toEqual(
    expect.arrayContaining([1600, 0, 1000, 1000]),
  );
  expect(told).toEqual([
    'The ledger of 2026-01 differed from Stripe: 3 of its entries were mended.',
    'The ledger of 2026-01 differed from Stripe: 2 of its entries were mended.',
    'The ledger of 2026-02 differed from Stripe: 1 of its entries were mended.',
  ]);
  told = [];
  expect(await reconciled('2026-01')).toBe(0);
  expect(told).toEqual([]);
});

test('a monthly gift that is paid long after its invoice was made is a gift of Stripe’s, and nobody is told otherwise', async () => {
  const { practice, stripe, ledger, hearAll } = await site(test.info());
  await monthlyDonor(practice);
  await hearAll();
  const before = await ledger.entries();
  // As if every invoice were older than any that the list gives.
  const none = { list: () => (async function* () {})() };
  const { paymentIntents, invoicePayments, disputes } = stripe;
  const late = { paymentIntents, invoicePayments, disputes, invoices: none as unknown as Stripe['invoices'] };
  const month = new Date().toISOString().slice(0, 7);
  expect(await reconcileMonth({ stripe: late, ledger, tellOperator }, month)).toBe(0);
  expect(told).toEqual([]);
  expect(await ledger.entries()).toEqual(before);
  const deaf = ledgerIn(storeInMemory(), 'test');
  await reconcileMonth({ stripe: late, ledger: deaf, tellOperator }, month);
  expect(await deaf.entries()).toEqual(before);
});

test('whatever order Stripe’s own messages come in, doubled and with its answers failing in between, the ledger is Stripe’s', async () => {
  const server = createServer(async (incoming, answer) => {
    let body = '';
    for await (const piece of incoming.setEncoding('utf8')) body += String(piece);
    const headers = { 'stripe-signature': String(incoming.headers['stripe-signature']) };
    const request = new Request('https://charity.example/', { method: 'POST', body, headers });
    answer.writeHead((await hearFromStripe(request, listener)).status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const webhook = { url: `http://127.0.0.1:${port}/`, secret };
  const { practice, stripe, listener, ledger } = await site(test.info(), {}, { webhook });

  practice.webhooks.hold();
  const gifts = [await give(practice), await give(practice), await give(practice)];
  const [one, two, three] = gifts.map(({ payment }) => payment) as [string, string, string];
  await stripe.refunds.create({ payment_intent: one, amount: 900 });
  const refund = await stripe.refunds.create({ payment_intent: two });
  await practice.failRefund(refund.id);
  await practice.settleDispute((await practice.dispute(three)).id, 'won');
  await practice.dispute(two);
  practice.fail(500, { count: 2, request: /^GET \/v1\/payment_intents/ });
  practice.fail(429, { count: 1, request: 'GET /v1/disputes' });
  practice.fail('reset', { count: 1, request: /^GET \/v1\/payment_intents/ });
  await practice.webhooks.release((held) => [...held].reverse().flatMap((event) => [event, event]));
  await practice.webhooks.heard();

  const held = async () => {
    const entries = await ledger.entries();
    return [one, two, three].map((payment) => entries[payment]?.heldInPence);
  };
  await expect.poll(held).toEqual([1600, 0, 2500]);
  expect(told.length).toBeGreaterThan(0);
  expect(practice.deliveries.some(({ status }) => status === 500)).toBe(true);
  const month = new Date().toISOString().slice(0, 7);
  expect(await reconcileMonth({ stripe, ledger, tellOperator }, month)).toBe(0);
  server.close();
});

test('an event of another version of the API is a hint like any other', async () => {
  const { practice, events, hear, ledger } = await site(test.info());
  const { payment } = await give(practice);
  const event = (await events()).find(({ type }) => type === 'checkout.session.completed') as Stripe.Event;
  // Whatever else it says is not believed.
  const object = { payment_intent: payment, amount_total: 99, metadata: { fund: 'golden-yacht' } };
  expect((await hear({ ...event, api_version: '2019-12-03', data: { object } })).status).toBe(200);
  expect(await ledger.entries()).toMatchObject({ [payment]: whole });
});

test('practice and real gifts are kept apart, and an event of the other kind is sent back', async () => {
  const { practice, events, hear, store, ledger } = await site(test.info());
  await give(practice);
  const event = (await events()).find(({ type }) => type === 'checkout.session.completed');
  expect((await hear({ ...event, livemode: true })).status).toBe(400);
  expect(told).toEqual([expect.stringContaining('STRIPE_SECRET_KEY is a test key')]);
  expect(await ledger.entries()).toEqual({});
  expect((await hear({ ...event })).status).toBe(200);
  expect(Object.keys(await ledger.entries())).toHaveLength(1);
  expect(await ledgerIn(store, 'live').entries()).toEqual({});
  expect(
    ['sk_live_1', 'rk_live_1', 'sk_test_1', undefined].map((key) => modeOfKey({ STRIPE_SECRET_KEY: key })),
  ).toEqual(['live', 'live', 'test', 'test']);
});

test('what Stripe did not sign, or signed long ago, or was changed on the way, is refused', async () => {
  const { practice, events, hear, ledger } = await site(test.info());
  await give(practice);
  const event = (await events()).find(({ type }) => type === 'checkout.session.completed');
  const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
  expect((await hear({ ...event }, { signedBy: 'whsec_of_someone_else' })).status).toBe(400);
  expect((await hear({ ...event }, { timestamp: anHourAgo })).status).toBe(400);
  expect((await hear({ ...event }, { sent: JSON.stringify({ ...event, livemode: null }) })).status).toBe(400);
  expect(await ledger.entries()).toEqual({});
  // Only what is Stripe’s shows that Stripe’s news reaches the site.
  expect(heardAt).toEqual([]);
  await hear({ ...event });
  expect(heardAt).toEqual([event?.created]);
});

test('when the ledger cannot be written, or does not say that it was, Stripe is asked to tell us again', async () => {
  const { practice, events, hear, store, listener } = await site(test.info());
  await give(practice);
  const event = (await events()).find(({ type }) => type === 'checkout.session.completed') ?? {};
  const broken = { ...store, write: () => Promise.reject(new Error('No room')) };
  expect((await tell(JSON.stringify(event), { ...listener, ledger: ledgerIn(broken, 'test') })).status).toBe(500);
  // Blobs as it answers a conditional write that failed five times over.
  const unsure = storeIn({
    getWithMetadata: async () => null,
    setJSON: async () => ({ modified: true, etag: '' }),
  } as unknown as Parameters<typeof storeIn>[0]);
  expect((await tell(JSON.stringify(event), { ...listener, ledger: ledgerIn(unsure, 'test') })).status).toBe(500);
  expect(told).toEqual([expect.stringContaining('did not take event evt_'), expect.stringContaining('did not take')]);
  expect((await hear(event)).status).toBe(200);
});

test('when news for staff cannot be noted, Stripe is asked to tell us again', async () => {
  const { practice, stripe, listener, hear } = await site(test.info());
  const { payment } = await give(practice);
  await practice.dispute(payment);
  const { data } = await stripe.events.list({ type: 'charge.dispute.created' });
  const event = data[0] ?? {};
  const forgetful = { ...listener, tellStaff: () => Promise.reject(new Error('No room')) };
  expect((await tell(JSON.stringify(event), forgetful)).status).toBe(500);
  expect(told).toEqual([expect.stringContaining('did not take event evt_')]);
  expect((await hear(event)).status).toBe(200);
  expect(news).toHaveLength(1);
});

test('when Stripe does not answer what it is asked, it is asked to tell us again', async () => {
  const { practice, events, listener, ledger } = await site(test.info());
  await give(practice);
  const event = (await events()).find(({ type }) => type === 'checkout.session.completed') ?? {};
  await practice.stop();
  expect((await tell(JSON.stringify(event), listener)).status).toBe(500);
  expect(await ledger.entries()).toEqual({});
});

test('a site with no webhook secret believes nobody, and one with no key can look nothing up', async () => {
  const { hear, listener } = await site(test.info(), { secret: undefined });
  expect((await hear({})).status).toBe(503);
  expect((await tell('{}', { ...listener, secret, stripe: undefined })).status).toBe(503);
});

test('staff are told of a large gift and of a dispute, once each, and never of whom', async () => {
  const { practice, hearAll } = await site(test.info());
  await give(practice);
  const metadata = { kind: 'gift', fund: 'chesham-hub' };
  const { id, url } = await openPayment(practice, {
    line_items: asked().line_items?.map((item) => ({ ...item, quantity: 20 })),
    metadata,
    payment_intent_data: { metadata },
  });
  await choose(url, 'paid', { name: 'Ada Lovelace', email: 'ada@example.org' });
  const payment = String(practice.sessions.get(id)?.payment_intent);
  await practice.dispute(payment);
  await hearAll();
  const link = `https://dashboard.stripe.com/test/payments/${payment}`;
  expect(news.map(({ text }) => text)).toEqual([
    `Practice, no real money: A gift of £500 has come in, for “Our hub in Chesham”. ${link}`,
    `Practice, no real money: A donor’s bank disputes a gift of £500. Stripe says by when to answer: unanswered, it is lost. ${link}`,
  ]);
});

test('a large monthly gift is told of as it begins, and not again each month', async () => {
  const { practice, hearAll } = await site(
    test.info(),
    { terms: async () => ({ ...newsTerms, tellUsFromInPence: 1000 }) },
    { now: () => new Date('2026-01-15T10:00:00Z') },
  );
  await monthlyDonor(practice);
  // Stripe lists events for thirty days.
  await hearAll();
  await practice.moveOn({ months: 1 });
  await practice.moveOn({ days: 1 });
  await hearAll();
  expect(news.map(({ text }) => text)).toEqual([expect.stringContaining('A new supporter gives £10 each month')]);
});

test('nothing of the donor is kept, told or logged', async () => {
  const { practice, stripe, store, hearAll } = await site(test.info());
  const { payment } = await give(practice);
  await stripe.refunds.create({ payment_intent: payment });
  await hearAll();
  const kept = await Promise.all((await store.keys('')).map((key) => store.read(key)));
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify([kept, news, told])).not.toMatch(/ada|lovelace|example\.org/i);
});

test('the webhook’s door on the served site refuses what is not signed', async ({ request }) => {
  expect((await request.post('/api/stripe-webhook', { data: { type: 'checkout.session.completed' } })).status()).toBe(
    400,
  );
});

test('a real key is never sent to a practice Stripe, nor anything to another machine', () => {
  expect(() =>
    stripeFromEnvironment({ STRIPE_SECRET_KEY: 'sk_live_1', PRACTICE_STRIPE_URL: 'http://127.0.0.1:1' }),
  ).toThrow(/practice/);
  expect(() =>
    stripeFromEnvironment({ STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY, PRACTICE_STRIPE_URL: 'http://evil.example' }),
  ).toThrow(/practice/);
});

test('what the operator is told of an error holds nothing of the donor', () => {
  const error = Object.assign(new Error('The address ada@example.org was refused'), {
    type: 'StripeInvalidRequestError',
    code: 'email_invalid',
    requestId: 'req_1',
    raw: { email: 'ada@example.org' },
  });
  expect(withoutDetails(error)).toBe('StripeInvalidRequestError email_invalid req_1');
  for (const other of [undefined, null, 'ada@example.org', { message: 'ada@example.org' }])
    expect(withoutDetails(other)).toBe('unknown error');
});

test('when robots try card after card, staff are told once, and there is a question for an hour; a donor whose card is declined raises no alarm', async () => {
  const { practice, store, events, hear } = await site(test.info());
  const declines = async (count: number) => {
    for (let card = 0; card < count; card++) await choose((await openPayment(practice)).url, 'declined');
  };
  await declines(11);
  // However often Stripe tells of one, it is one.
  for (const event of [...(await events()), ...(await events())]) await hear(event);
  expect(news).toEqual([]);
  expect(await isCardTesting(store, 'test', new Date())).toBe(false);
  await declines(4);
  for (const event of (await events()).slice(-30)) await hear(event);
  expect(news.map(({ text }) => text)).toEqual([expect.stringContaining('trying stolen cards')]);
  expect(await isCardTesting(store, 'test', new Date())).toBe(true);
  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  expect(await isCardTesting(store, 'test', later(55))).toBe(true);
  expect(await isCardTesting(store, 'test', later(61))).toBe(false);
  // Real gifts are not held up by what is tried in practice.
  expect(await isCardTesting(store, 'live', new Date())).toBe(false);
});

test('cards that are tried for a monthly gift count, though Stripe knows a customer by then; a monthly gift’s later months do not', async () => {
  const { practice, store, stripe, events, hear } = await site(
    test.info(),
    {},
    { now: () => new Date('2026-01-15T10:00:00Z') },
  );
  for (let donor = 0; donor < 13; donor++) await practice.declineFrom((await monthlyDonor(practice)).customer);
  await practice.moveOn({ months: 1 });
  await practice.moveOn({ days: 1 });
  const failed = async () => (await stripe.events.list({ type: 'charge.failed', limit: 100 })).data;
  expect((await failed()).length).toBeGreaterThan(12);
  for (const event of await failed()) await hear(event);
  expect(await isCardTesting(store, 'test', new Date())).toBe(false);

  const before = new Set((await events()).map(({ id }) => id));
  for (let card = 0; card < 12; card++) await choose((await openPayment(practice, monthlyGift())).url, 'declined');
  for (const event of await failed()) {
    if (before.has(event.id)) continue;
    await hear({ ...event, data: { object: { ...event.data.object, customer: 'cus_1' } } });
  }
  expect(await isCardTesting(store, 'test', new Date())).toBe(true);
});

test('declines that are eleven minutes apart are donors’, however many', async () => {
  const store = storeInMemory();
  for (let one = 0; one < 40; one++) {
    const at = new Date(Date.UTC(2026, 10, 27) + one * 11 * 60_000);
    expect(await noteDecline(store, 'test', `evt_${one}`, at)).toBe(false);
  }
});
