/**
 * The practice Stripe: stands in for Stripe's servers, for tests and for running the site with no Stripe key.
 * The real Stripe SDK speaks to it over HTTP, and it refuses what Stripe refuses. It holds everything in memory.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type Stripe from 'stripe';
import { type Api, answerApi, tooLong } from './api.ts';
import { CheckoutSessions, checkoutSessionRoutes } from './checkout-sessions.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { paymentIntentRoutes } from './payment-intent.ts';
import { type PaymentPages, showPayment, submitPayment } from './payment-page.ts';
import { html, lostPage, practicePage } from './practice-page.ts';
import { Refusal } from './refusal.ts';
import { type Delivery, Webhook, type WebhookEndpoint } from './webhook.ts';

export type { Delivery, WebhookEndpoint } from './webhook.ts';

/** How a practice Stripe is started. */
export interface PracticeStripeOptions {
  /** The port to listen on; any free one when 0 or absent. */
  readonly port?: number;
  /** The only API key it accepts. */
  readonly secretKey: string;
  /** Where signed events are posted; without it, none are. */
  readonly webhook?: WebhookEndpoint;
  /** Tells the time; a test may move it on to let a session expire. The system's clock when absent. */
  readonly now?: () => Date;
}

/** A practice Stripe that is running. */
export interface PracticeStripe {
  /** Where it listens, for instance `http://127.0.0.1:12111`. */
  readonly url: string;
  /** Every webhook delivery attempted, newest last. */
  readonly deliveries: readonly Delivery[];
  /** The Checkout Sessions created so far, by identifier, as they stood when last changed. */
  readonly sessions: ReadonlyMap<string, Stripe.Checkout.Session>;
  /** The payments that paid sessions led to, by identifier, with the metadata asked for them. */
  readonly paymentIntents: ReadonlyMap<string, Stripe.PaymentIntent>;
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
  const { port = 0, secretKey, webhook: endpoint, now = () => new Date() } = options;
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;

  const checkoutSessions = new CheckoutSessions(url, now);
  const webhook = new Webhook(endpoint);
  const routes = [...checkoutSessionRoutes(checkoutSessions), ...paymentIntentRoutes(checkoutSessions.paymentIntents)];
  const api: Api = { secretKey, routes, idempotencyKeys: new IdempotencyKeys() };
  const pages: PaymentPages = { checkoutSessions, webhook, now };
  server.on('request', (request, response) => {
    void answer(api, pages, request)
      .then((answered) => send(answered, response))
      // The one who asked has gone away half-way: there is nobody to answer.
      .catch(() => response.destroy());
  });

  return {
    url,
    deliveries: webhook.deliveries,
    sessions: checkoutSessions.sessions,
    paymentIntents: checkoutSessions.paymentIntents,
    stop: async () => {
      await webhook.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function answer(api: Api, pages: PaymentPages, request: IncomingMessage): Promise<Response> {
  const { method = '', headers } = request;
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const asksApi = path === '/v1' || path.startsWith('/v1/');
  const body = await bodyOf(request);
  if (body === undefined) return asksApi ? tooLong() : troublePage(413, 'That was too much to read');
  return asksApi ? answerApi(api, { method, path, query, headers, body }) : answerPage(pages, method, path, body);
}

async function answerPage(pages: PaymentPages, method: string, path: string, body: string): Promise<Response> {
  const id = /^\/c\/pay\/([^/]+)$/.exec(path)?.[1];
  try {
    if (id !== undefined && (method === 'GET' || method === 'HEAD')) return showPayment(pages, id);
    if (id !== undefined && method === 'POST') return await submitPayment(pages, id, body);
    return lostPage();
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
