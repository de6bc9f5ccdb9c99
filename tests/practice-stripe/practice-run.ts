/** What the tests of the practice Stripe share: one is started, the SDK speaks to it, a donor pays, a webhook hears. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { expect } from '@playwright/test';
import Stripe from 'stripe';
import { PRACTICE_SECRET_KEY, PRACTICE_WEBHOOK_SECRET } from './practice-keys.ts';
import {
  type PracticeStripe,
  type PracticeStripeOptions,
  startPracticeStripe,
  type WebhookEndpoint,
} from './server.ts';

/** What the SDK takes for a new session. */
export type CreateParameters = Stripe.Checkout.SessionCreateParams;

/** Where a donor goes from the payment page, and where back. */
export const SUCCESS_URL = 'http://localhost:4321/thank-you/?session={CHECKOUT_SESSION_ID}';
export const CANCEL_URL = 'http://localhost:4321/donate/';
/** The shortest life of a session. */
export const HALF_AN_HOUR_IN_SECONDS = 30 * 60;

/** What a test started and has to stop again. */
const running: { stop(): Promise<void> }[] = [];

/** Stops what a test started. Each file of tests has it run after each: `test.afterEach(stopWhatRan)`. */
export async function stopWhatRan(): Promise<void> {
  await Promise.all(running.splice(0).map((started) => started.stop()));
}

/** A practice Stripe that is stopped after the test. */
export async function start(options: Partial<PracticeStripeOptions> = {}): Promise<PracticeStripe> {
  const practice = await startPracticeStripe({ secretKey: PRACTICE_SECRET_KEY, ...options });
  running.push(practice);
  return practice;
}

/** The real SDK, speaking to it. */
export function sdk(practice: PracticeStripe, key = PRACTICE_SECRET_KEY, config: Stripe.StripeConfig = {}): Stripe {
  const { port } = new URL(practice.url);
  return new Stripe(key, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    ...config,
  });
}

/** One line of a gift that is given once. */
export function lineItem(amountInPence: number, quantity = 1): Stripe.Checkout.SessionCreateParams.LineItem {
  return {
    quantity,
    price_data: { currency: 'gbp', unit_amount: amountInPence, product_data: { name: 'A gift to Hub Club' } },
  };
}

/** A single gift, as a site asks for it, with changes. */
export function gift(changes: Record<string, unknown> = {}): CreateParameters {
  return {
    mode: 'payment',
    submit_type: 'donate',
    line_items: [lineItem(2500)],
    success_url: SUCCESS_URL,
    cancel_url: CANCEL_URL,
    ...changes,
  };
}

/** A gift every month, as a site asks for it. */
export function monthlyGift(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { price_data } = lineItem(1000);
  return {
    mode: 'subscription',
    line_items: [{ quantity: 1, price_data: { ...price_data, recurring: { interval: 'month' } } }],
    subscription_data: { metadata: { kind: 'gift', frequency: 'monthly', fund: 'hub-club' }, description: 'Hub Club' },
    ...changes,
  };
}

/** A donor who has begun to give £10 a month. */
export async function monthlyDonor(practice: PracticeStripe, typed: Record<string, string> = {}) {
  const { id, url } = await openPayment(practice, monthlyGift());
  await choose(url, 'paid', typed);
  const { customer, subscription } = practice.sessions.get(id) ?? {};
  return { session: id, customer: String(customer), subscription: String(subscription) };
}

/** The refusal that the SDK throws for what was asked. */
export async function refusalOf(asked: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await asked.then(
    () => 'it was not refused',
    (error: unknown) => error,
  );
  if (!(outcome instanceof Stripe.errors.StripeError)) throw new Error(String(outcome));
  return outcome;
}

/** Expects that a gift with the given changes is refused with HTTP 400, and just so. */
export async function expectRefused(
  practice: PracticeStripe,
  changes: Record<string, unknown>,
  refusal: { code?: string | undefined; param?: string | undefined; message: string | RegExp },
): Promise<void> {
  const error = await refusalOf(sdk(practice).checkout.sessions.create(gift(changes)));
  expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(error.statusCode).toBe(400);
  expect(error.rawType).toBe('invalid_request_error');
  expect(error.code).toBe(refusal.code);
  expect(error.param).toBe(refusal.param);
  if (typeof refusal.message === 'string') expect(error.message).toBe(refusal.message);
  else expect(error.message).toMatch(refusal.message);
}

/** A request to the API without the SDK, for what the SDK would not send. */
export function request(practice: PracticeStripe, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    authorization: `Bearer ${PRACTICE_SECRET_KEY}`,
    'stripe-version': Stripe.API_VERSION,
    'content-type': 'application/x-www-form-urlencoded',
    ...init.headers,
  };
  return fetch(`${practice.url}${path}`, { ...init, headers });
}

/** What an answer of the API says of an error. */
export async function errorIn(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return error;
}

/** A session for a gift, and the address of its payment page. */
export async function openPayment(practice: PracticeStripe, changes: Record<string, unknown> = {}) {
  const session = await sdk(practice).checkout.sessions.create(gift(changes));
  if (session.url === null) throw new Error('The session has no page.');
  return { id: session.id, url: session.url };
}

/** Sends the form of a payment page: what was chosen, and what was typed. */
export function choose(url: string, outcome: string, typed: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ ...typed, outcome }), redirect: 'manual' });
}

/** An event as a site's webhook gets it. */
export interface Received {
  readonly body: string;
  readonly signature: string;
}

/** A site's webhook for the paid gift alone: it answers with each status in turn, and with the last one from then on. */
export function startWebhook(...statuses: number[]) {
  return webhookFor(['checkout.session.completed'], statuses);
}

/** A practice Stripe, and a site's webhook that takes every event: `told()` has the kinds that it was told of, in order. */
export async function startWithListener(options: Partial<PracticeStripeOptions> = {}) {
  const { endpoint, received } = await webhookFor(undefined, [200]);
  const practice = await start({ webhook: endpoint, ...options });
  const events = () => received.map(({ body }) => JSON.parse(body) as Stripe.Event);
  return { practice, stripe: sdk(practice), events, told: () => events().map(({ type }) => type) };
}

/** The payment of a gift that was paid on the payment page. */
export async function paidGift(practice: PracticeStripe, changes: Record<string, unknown> = {}): Promise<string> {
  const { id, url } = await openPayment(practice, changes);
  await choose(url, 'paid');
  return String(practice.sessions.get(id)?.payment_intent);
}

async function webhookFor(events: WebhookEndpoint['events'], statuses: readonly number[]) {
  const received: Received[] = [];
  const server = createServer(async (incoming: IncomingMessage, answer) => {
    let body = '';
    for await (const piece of incoming.setEncoding('utf8')) body += String(piece);
    received.push({ body, signature: String(incoming.headers['stripe-signature']) });
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 200;
    answer.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The webhook has no port.');
  const webhook = {
    received,
    endpoint: {
      url: `http://127.0.0.1:${address.port}/api/webhook`,
      secret: PRACTICE_WEBHOOK_SECRET,
      ...(events !== undefined && { events }),
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  running.push(webhook);
  return webhook;
}
