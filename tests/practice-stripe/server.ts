/**
 * The practice Stripe: stands in for Stripe's servers, for tests and for running the site with no Stripe key.
 * The real Stripe SDK speaks to it over HTTP, and it refuses what Stripe refuses. It holds everything in memory.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type Stripe from 'stripe';
import { Account } from './account.ts';
import { type Api, answerApi, tooLong } from './api.ts';
import { balanceRoutes } from './balance.ts';
import { checkoutSessionRoutes, expireSession, settleSession } from './checkout-sessions.ts';
import type { Span } from './clock.ts';
import { customerRoutes, declineFrom } from './customers.ts';
import { dispute, disputeRoutes, settleDispute } from './disputes.ts';
import { letTimePass } from './due.ts';
import { eventRoutes } from './events.ts';
import { type FaultKind, Faults, type FaultsFor } from './faults.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { INCLUDED } from './included.ts';
import { invoiceRoutes } from './invoices.ts';
import { MAILBOX_PATH, type Message, showMailbox, takeMessage } from './mailbox.ts';
import { showPayment, submitPayment, takeUpAgain } from './payment-page.ts';
import { paymentRoutes } from './payments.ts';
import { portalRoutes } from './portal.ts';
import { showPortal, submitPortal } from './portal-page.ts';
import { html, lostPage, practicePage } from './practice-page.ts';
import { priceRoutes } from './prices.ts';
import { failRefund, refundRoutes } from './refunds.ts';
import { Refusal } from './refusal.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { type Delivery, type WebhookEndpoint, Webhooks, webhookRoutes } from './webhooks.ts';

export type { FaultKind, FaultsFor } from './faults.ts';
export type { Message } from './mailbox.ts';
export type { Delivery, WebhookEndpoint } from './webhooks.ts';

/** How a practice Stripe is started. */
export interface PracticeStripeOptions {
  /** The port to listen on; any free one when 0 or absent. */
  readonly port?: number;
  /** The only API key it accepts. */
  readonly secretKey: string;
  /** Where signed events are posted; without it, none are. */
  readonly webhook?: WebhookEndpoint;
  /** Hears of each message that the site sends to a donor in practice, as it comes. */
  readonly heardMessage?: (message: Message) => void;
  /** Tells the time; a test may move it on to let a session expire. The system's clock when absent. */
  readonly now?: () => Date;
}

/**
 * A practice Stripe that is running. What a donor, a bank or time does, a test has done by the methods below: each
 * settles once the webhook has been told, and rejects when it can't be done.
 */
export interface PracticeStripe {
  /** Where it listens, for instance `http://127.0.0.1:12111`. */
  readonly url: string;
  /** Every webhook delivery attempted, newest last. */
  readonly deliveries: readonly Delivery[];
  /** How events reach the site: held, rearranged, lost or sent anew. */
  readonly webhooks: Pick<Webhooks, 'hold' | 'held' | 'release' | 'lose' | 'heard'> & {
    /** Delivers an event once more, by its identifier. */
    resend(event: string): Promise<void>;
  };
  /** The Checkout Sessions created so far, by identifier, as they stood when last changed. */
  readonly sessions: ReadonlyMap<string, Stripe.Checkout.Session>;
  /** The payments that were begun, by identifier, with the metadata asked for them. */
  readonly paymentIntents: ReadonlyMap<string, Stripe.PaymentIntent>;
  /** The messages that the site sent to donors in practice, the oldest first. */
  readonly mail: readonly Message[];
  /** The monthly gifts that were begun, by identifier, as they stand. */
  readonly subscriptions: ReadonlyMap<string, Stripe.Subscription>;
  /** Moves its clock on, and has all that was due by then happen. */
  moveOn(span: Span): Promise<void>;
  /** Has all that is due by now happen: for a test whose own `now` has moved on. Every request does so as well. */
  advance(): Promise<void>;
  /** A donor has left the payment page: its session expires at once. */
  expire(session: string): Promise<Stripe.Checkout.Session>;
  /** Has the next requests of the API meet a fault: one, unless `count` says more, and any, unless `request` says which. */
  fail(kind: FaultKind, faultsFor?: FaultsFor): void;
  /** The bank that a complete but unpaid session waits for pays, or doesn't. */
  settle(session: string, outcome: 'succeeded' | 'failed'): Promise<Stripe.Checkout.Session>;
  /** A monthly donor's card begins to be declined: they have put in no other yet. */
  declineFrom(customer: string): Promise<Stripe.Customer>;
  /** A bank sends a refund back. */
  failRefund(refund: string): Promise<Stripe.Refund>;
  /** A donor disputes a payment. */
  dispute(paymentIntent: string): Promise<Stripe.Dispute>;
  /** A dispute ends. */
  settleDispute(dispute: string, outcome: 'won' | 'lost'): Promise<Stripe.Dispute>;
  /** Stops listening and gives up on pending deliveries. Everything it knew is forgotten. */
  stop(): Promise<void>;
}

const LONGEST_BODY_IN_BYTES = 1024 * 1024;

/**
 * Starts a practice Stripe, on this machine's loopback address alone. Rejects when the port is taken.
 *
 * Its `url` has 127.0.0.1 and not localhost, for localhost may lead to ::1 first, where it doesn't listen and something
 * else might. A site that sends people to its payment page must allow this origin in its `form-action` policy.
 */
export async function startPracticeStripe(options: PracticeStripeOptions): Promise<PracticeStripe> {
  const { port = 0, secretKey, webhook: endpoint, now = () => new Date(), heardMessage } = options;
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;

  const webhooks = new Webhooks(endpoint);
  const account = new Account(url, now, webhooks, heardMessage);
  const api: Api = {
    account,
    secretKey,
    routes: [
      ...balanceRoutes(account),
      ...checkoutSessionRoutes(account),
      ...customerRoutes(account),
      ...disputeRoutes(account),
      ...eventRoutes(account.events),
      ...invoiceRoutes(account),
      ...paymentRoutes(account),
      ...portalRoutes(account),
      ...priceRoutes(account),
      ...refundRoutes(account),
      ...subscriptionRoutes(account),
      ...webhookRoutes(webhooks),
    ],
    included: INCLUDED,
    idempotencyKeys: new IdempotencyKeys(),
  };
  const faults = new Faults();
  server.on('request', (request, response) => {
    void answer(api, faults, webhooks, request)
      .then(async (answered) => {
        if (answered === 'reset') response.destroy();
        else if (answered !== 'hang') await send(answered, response);
      })
      // The one who asked has gone away half-way: there is nobody to answer.
      .catch(() => response.destroy());
  });

  const untilHeard = async <Done>(work: () => Done): Promise<Done> => {
    letTimePass(account);
    const done = work();
    await webhooks.heard();
    return done;
  };
  return {
    url,
    deliveries: webhooks.deliveries,
    webhooks: {
      hold: () => webhooks.hold(),
      get held() {
        return webhooks.held;
      },
      release: (rearranged) => webhooks.release(rearranged),
      lose: (attempts) => webhooks.lose(attempts),
      heard: () => webhooks.heard(),
      resend: async (id) => {
        const event = account.events.kept.get(id);
        if (event === undefined) throw new Error(`There was no event ${id}.`);
        await webhooks.resend(event);
      },
    },
    sessions: account.checkoutSessions,
    paymentIntents: account.paymentIntents,
    mail: account.mail,
    subscriptions: account.subscriptions,
    moveOn: (span) =>
      untilHeard(() => {
        account.clock.moveOn(span);
        letTimePass(account);
      }),
    advance: () => untilHeard(() => undefined),
    expire: (session) => untilHeard(() => expireSession(account, session)),
    settle: (session, outcome) => untilHeard(() => settleSession(account, session, outcome)),
    declineFrom: (customer) => untilHeard(() => declineFrom(account, customer)),
    fail: (kind, faultsFor = {}) => faults.add(kind, faultsFor),
    failRefund: (refund) => untilHeard(() => failRefund(account, refund)),
    dispute: (paymentIntent) => untilHeard(() => dispute(account, paymentIntent)),
    settleDispute: (id, outcome) => untilHeard(() => settleDispute(account, id, outcome)),
    stop: async () => {
      await webhooks.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The answer to a request; or that there is none, and how one notices. */
async function answer(
  api: Api,
  faults: Faults,
  webhooks: Webhooks,
  request: IncomingMessage,
): Promise<Response | 'hang' | 'reset'> {
  const { method = '', headers } = request;
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const asksApi = path === '/v1' || path.startsWith('/v1/');
  const body = await bodyOf(request);
  if (body === undefined) return asksApi ? tooLong() : troublePage(413, 'That was too much to read');
  if (!asksApi) return answerPage(api.account, webhooks, method, path, body);

  const asked = { method, path, query, headers, body };
  const fault = faults.met(method, path);
  if (fault === 'hang' || fault === 'reset') return fault;
  if (fault !== 'answerThenReset') return answerApi(api, asked, fault);
  answerApi(api, asked);
  return 'reset';
}

async function answerPage(
  account: Account,
  webhooks: Webhooks,
  method: string,
  path: string,
  body: string,
): Promise<Response> {
  const id = /^\/c\/pay\/([^/]+)$/.exec(path)?.[1];
  try {
    letTimePass(account);
    if (id !== undefined && (method === 'GET' || method === 'HEAD')) return showPayment(account, id);
    if (path === MAILBOX_PATH && method === 'GET') return showMailbox(account);
    if (path === MAILBOX_PATH && method === 'POST') return takeMessage(account, body);
    if (method === 'GET' && path.startsWith('/r/')) return takeUpAgain(account, path);
    const address = /^\/p\/session\/([^/]+)$/.exec(path)?.[1];
    if (address !== undefined && (method === 'GET' || method === 'HEAD')) return showPortal(account, address);
    if (method !== 'POST' || (id === undefined && address === undefined)) return lostPage();
    const answered = id === undefined ? submitPortal(account, address ?? '', body) : submitPayment(account, id, body);
    await webhooks.heard();
    return answered;
  } catch (error) {
    return error instanceof Refusal
      ? troublePage(error.status, 'That form could not be read')
      : troublePage(500, 'The practice Stripe has a fault');
  }
}

function troublePage(status: number, title: string): Response {
  return practicePage({ title, status, main: html`<h1>${title}</h1>\n<p>Nothing was taken.</p>` });
}

/** The request's body as text, or undefined when it is longer than Stripe's practice will hold. Reads it to its end. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let lengthInBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    lengthInBytes += piece.length;
    if (lengthInBytes <= LONGEST_BODY_IN_BYTES) pieces.push(piece);
  }
  return lengthInBytes > LONGEST_BODY_IN_BYTES ? undefined : Buffer.concat(pieces).toString('utf8');
}

async function send(answered: Response, response: ServerResponse): Promise<void> {
  response.statusCode = answered.status;
  response.setHeaders(answered.headers);
  response.end(await answered.text());
}
