/** The practice Stripe keeps its promises, to the real Stripe SDK over real HTTP. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import Stripe from 'stripe';
import { PRACTICE_SECRET_KEY, PRACTICE_WEBHOOK_SECRET } from './practice-keys.ts';
import { type PracticeStripe, type PracticeStripeOptions, startPracticeStripe } from './server.ts';

type CreateParameters = Stripe.Checkout.SessionCreateParams;

const SUCCESS_URL = 'http://localhost:4321/thank-you/?session={CHECKOUT_SESSION_ID}';
const CANCEL_URL = 'http://localhost:4321/donate/';
const HALF_AN_HOUR_IN_SECONDS = 30 * 60;

/** What a test started and has to stop again. */
const running: { stop(): Promise<void> }[] = [];

test.afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.stop()));
});

async function start(options: Partial<PracticeStripeOptions> = {}): Promise<PracticeStripe> {
  const practice = await startPracticeStripe({ secretKey: PRACTICE_SECRET_KEY, ...options });
  running.push(practice);
  return practice;
}

function sdk(practice: PracticeStripe, key = PRACTICE_SECRET_KEY, config: Stripe.StripeConfig = {}): Stripe {
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

function lineItem(amountInPence: number, quantity = 1): Stripe.Checkout.SessionCreateParams.LineItem {
  return {
    quantity,
    price_data: { currency: 'gbp', unit_amount: amountInPence, product_data: { name: 'A gift to Hub Club' } },
  };
}

function gift(changes: Record<string, unknown> = {}): CreateParameters {
  return {
    mode: 'payment',
    submit_type: 'donate',
    line_items: [lineItem(2500)],
    success_url: SUCCESS_URL,
    cancel_url: CANCEL_URL,
    ...changes,
  };
}

/** The refusal that the SDK throws for a gift with the given changes. */
async function refusalOf(asked: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await asked.then(
    () => 'it was not refused',
    (error: unknown) => error,
  );
  if (!(outcome instanceof Stripe.errors.StripeError)) throw new Error(String(outcome));
  return outcome;
}

async function expectRefused(
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
function request(practice: PracticeStripe, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    authorization: `Bearer ${PRACTICE_SECRET_KEY}`,
    'stripe-version': Stripe.API_VERSION,
    'content-type': 'application/x-www-form-urlencoded',
    ...init.headers,
  };
  return fetch(`${practice.url}${path}`, { ...init, headers });
}

async function errorIn(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return error;
}

async function openPayment(practice: PracticeStripe, changes: Record<string, unknown> = {}) {
  const session = await sdk(practice).checkout.sessions.create(gift(changes));
  if (session.url === null) throw new Error('The session has no page.');
  return { id: session.id, url: session.url };
}

function choose(url: string, outcome: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
}

interface Received {
  readonly body: string;
  readonly signature: string;
}

/** A site's webhook that answers with each status in turn, and with the last one from then on. */
async function startWebhook(...statuses: number[]) {
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
    endpoint: { url: `http://127.0.0.1:${address.port}/api/webhook`, secret: PRACTICE_WEBHOOK_SECRET },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  running.push(webhook);
  return webhook;
}

test.describe('creating a Checkout Session', () => {
  test('a gift becomes an open and unpaid session with a page to pay it on', async () => {
    const practice = await start();
    const session = await sdk(practice).checkout.sessions.create(gift({ metadata: { fund: 'hub-club' } }));
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_total: 2500,
      currency: 'gbp',
      livemode: false,
      metadata: { fund: 'hub-club' },
      mode: 'payment',
      payment_intent: null,
      payment_status: 'unpaid',
      status: 'open',
      submit_type: 'donate',
    });
    expect(session.id).toMatch(/^cs_test_[A-Za-z0-9]{58}$/);
    expect(session.url).toBe(`${practice.url}/c/pay/${session.id}`);
    expect(session.expires_at - session.created).toBe(24 * 60 * 60);
    expect(session.lastResponse.requestId).toMatch(/^req_/);
    expect(session.lastResponse.apiVersion).toBe(Stripe.API_VERSION);
    expect([...practice.sessions.keys()]).toEqual([session.id]);
  });

  test('every parameter that it knows is taken in one request, and shown again where Stripe shows it', async () => {
    const practice = await start();
    const expiresAt = Math.floor(Date.now() / 1000) + HALF_AN_HOUR_IN_SECONDS + 60;
    const everything: CreateParameters = {
      adaptive_pricing: { enabled: false },
      after_expiration: { recovery: { enabled: true, allow_promotion_codes: false } },
      billing_address_collection: 'required',
      cancel_url: CANCEL_URL,
      client_reference_id: 'gift-1',
      consent_collection: {
        payment_method_reuse_agreement: { position: 'hidden' },
        promotions: 'none',
        terms_of_service: 'none',
      },
      custom_text: { submit: { message: 'Thank you.' } },
      customer_creation: 'always',
      customer_email: 'someone@example.org',
      excluded_payment_method_types: ['klarna', 'bacs_debit'],
      expires_at: expiresAt,
      line_items: [
        {
          quantity: 2,
          price_data: {
            currency: 'gbp',
            unit_amount: 1000,
            product_data: { name: 'A gift', description: 'Where it is needed most', metadata: { fund: 'general' } },
          },
        },
        lineItem(55),
      ],
      locale: 'en-GB',
      metadata: { 'gift-aid': 'yes', empty: '' },
      mode: 'payment',
      payment_intent_data: {
        description: 'A gift',
        metadata: { fund: 'general' },
        statement_descriptor_suffix: 'GIFT',
      },
      phone_number_collection: { enabled: false },
      submit_type: 'donate',
      success_url: SUCCESS_URL,
    };
    const session = await sdk(practice).checkout.sessions.create(everything);
    const { line_items, payment_intent_data, ...shownAgain } = everything;
    expect(session).toMatchObject({ ...shownAgain, metadata: { 'gift-aid': 'yes' }, amount_total: 2055 });
    expect(session.metadata).not.toHaveProperty('empty');
  });

  test('a parameter that Stripe has not is refused by its full name', async () => {
    const practice = await start();
    await expectRefused(
      practice,
      { foo: 'bar' },
      { code: 'parameter_unknown', param: 'foo', message: 'Received unknown parameter: foo' },
    );
    await expectRefused(
      practice,
      { line_items: [{ ...lineItem(2500), colour: 'red' }] },
      {
        code: 'parameter_unknown',
        param: 'line_items[0][colour]',
        message: 'Received unknown parameter: line_items[0][colour]',
      },
    );
    await expectRefused(
      practice,
      { foo: 'bar', mode: 'nonsense', allow_promotion_codes: true, baz: 1 },
      { code: 'parameter_unknown', param: 'foo', message: 'Received unknown parameters: foo, baz' },
    );
  });

  test('payment_method_types is unknown to this version of the API', async () => {
    await expectRefused(
      await start(),
      { payment_method_types: ['card'] },
      {
        code: 'parameter_unknown',
        param: 'payment_method_types',
        message: 'Received unknown parameter: payment_method_types',
      },
    );
  });

  test('what real Stripe does and the practice Stripe does not yet is refused as just that', async () => {
    const practice = await start();
    const notYet = (what: string, param: string) => ({
      code: 'practice_not_done_yet',
      param,
      message: new RegExp(`^The practice Stripe does not do ${what.replaceAll(/[[\]]/g, String.raw`\$&`)} yet\\.`),
    });
    await expectRefused(practice, { mode: 'subscription' }, notYet('the mode subscription', 'mode'));
    await expectRefused(practice, { mode: 'setup' }, notYet('the mode setup', 'mode'));
    await expectRefused(
      practice,
      { allow_promotion_codes: true },
      notYet('the parameter allow_promotion_codes', 'allow_promotion_codes'),
    );
    await expectRefused(
      practice,
      { line_items: [{ quantity: 1, price: 'price_1' }] },
      notYet('the parameter line_items[0][price]', 'line_items[0][price]'),
    );
    await expectRefused(
      practice,
      { line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1, product_data: { name: 'A' } } }] },
      notYet('the currency eur', 'line_items[0][price_data][currency]'),
    );
    await expectRefused(practice, { expand: ['line_items'] }, notYet('the parameter expand', 'expand'));
  });

  test('a parameter that is missing is asked for by its full name', async () => {
    const practice = await start();
    const missing = (name: string) => ({
      code: 'parameter_missing',
      param: name,
      message: `Missing required param: ${name}.`,
    });
    for (const name of ['mode', 'line_items', 'success_url']) {
      await expectRefused(practice, { [name]: undefined }, missing(name));
    }
    await expectRefused(practice, { line_items: [{ quantity: 1 }] }, missing('line_items[0][price_data]'));
    await expectRefused(
      practice,
      { line_items: [{ quantity: 1, price_data: { currency: 'gbp', unit_amount: 100, product_data: {} } }] },
      missing('line_items[0][price_data][product_data]'),
    );
    await expectRefused(
      practice,
      { line_items: [lineItem(2500), { price_data: lineItem(2500).price_data }] },
      missing('line_items[1][quantity]'),
    );
  });

  test('an amount below 30p is refused as Stripe refuses it', async () => {
    const practice = await start();
    const message = "The Checkout Session's total amount due must add up to at least £0.30 gbp";
    await expectRefused(practice, { line_items: [lineItem(29)] }, { code: 'amount_too_small', message });
    await expectRefused(practice, { line_items: [lineItem(0)] }, { code: 'amount_too_small', message });
    await openPayment(practice, { line_items: [lineItem(30)] });
    await openPayment(practice, { line_items: [lineItem(15, 2)] });
  });

  test('an amount over £999,999.99 is refused as Stripe refuses it', async () => {
    const practice = await start();
    const message = "The Checkout Session's total amount due must be no more than £999,999.99.";
    await expectRefused(practice, { line_items: [lineItem(100_000_000)] }, { code: 'amount_too_large', message });
    await expectRefused(practice, { line_items: [lineItem(50_000_000, 2)] }, { code: 'amount_too_large', message });
    await openPayment(practice, { line_items: [lineItem(99_999_999)] });
  });

  test('a value of the wrong kind is refused by name', async () => {
    const practice = await start();
    const item = lineItem(2500);
    const wrong: [Record<string, unknown>, string, string | RegExp, string?][] = [
      [{ mode: 'gift' }, 'mode', 'Invalid mode: must be one of payment, setup, or subscription'],
      [{ submit_type: 'give' }, 'submit_type', /^Invalid submit_type: must be one of auto, book, donate, pay, or/],
      [{ locale: 'en_GB' }, 'locale', /^Invalid locale: must be one of auto, bg, /],
      [{ customer_creation: 'never' }, 'customer_creation', /^Invalid customer_creation/],
      [{ billing_address_collection: 'no' }, 'billing_address_collection', /^Invalid billing_address_collection/],
      [{ excluded_payment_method_types: ['cheque'] }, 'excluded_payment_method_types[0]', /^Invalid 0: must be one of/],
      [{ adaptive_pricing: { enabled: 'maybe' } }, 'adaptive_pricing[enabled]', 'Invalid boolean: maybe'],
      [
        { phone_number_collection: { enabled: '' } },
        'phone_number_collection[enabled]',
        /empty/,
        'parameter_invalid_empty',
      ],
      [{ customer_email: 'someone' }, 'customer_email', 'Invalid email address: someone', 'email_invalid'],
      [{ success_url: '' }, 'success_url', /^You passed an empty string for 'success_url'/, 'parameter_invalid_empty'],
      [{ metadata: 'fund' }, 'metadata', 'Invalid object'],
      [{ metadata: { fund: ['a'] } }, 'metadata[fund]', 'Invalid string'],
      [{ line_items: 'a gift' }, 'line_items', 'Invalid array'],
      [{ line_items: Array.from({ length: 101 }, () => item) }, 'line_items', /at most 100/],
      [
        { line_items: [{ ...item, quantity: 'two' }] },
        'line_items[0][quantity]',
        'Invalid integer: two',
        'parameter_invalid_integer',
      ],
      [
        { line_items: [{ ...item, quantity: 0 }] },
        'line_items[0][quantity]',
        'This value must be greater than or equal to 1.',
        'parameter_invalid_integer',
      ],
      [
        { line_items: [lineItem(25.5)] },
        'line_items[0][price_data][unit_amount]',
        'Invalid integer: 25.5',
        'parameter_invalid_integer',
      ],
      [
        { line_items: [lineItem(-1)] },
        'line_items[0][price_data][unit_amount]',
        'This value must be greater than or equal to 0.',
        'parameter_invalid_integer',
      ],
      [
        { line_items: [{ ...item, price_data: { ...item.price_data, currency: 'xyz' } }] },
        'line_items[0][price_data][currency]',
        'Invalid currency: xyz',
      ],
      [{ client_reference_id: 'x'.repeat(201) }, 'client_reference_id', /must be at most 200 characters$/],
      [{ custom_text: { submit: { message: 'x'.repeat(1201) } } }, 'custom_text[submit][message]', /at most 1200/],
      [
        { payment_intent_data: { statement_descriptor_suffix: 'x'.repeat(23) } },
        'payment_intent_data[statement_descriptor_suffix]',
        /at most 22/,
      ],
      [
        { payment_intent_data: { statement_descriptor_suffix: 'GIFT*1' } },
        'payment_intent_data[statement_descriptor_suffix]',
        /can't have/,
      ],
      [
        { payment_intent_data: { statement_descriptor_suffix: '2026' } },
        'payment_intent_data[statement_descriptor_suffix]',
        /at least one letter/,
      ],
    ];
    for (const [changes, param, message, code] of wrong) {
      await test.step(param, () => expectRefused(practice, changes, { param, message, code }));
    }
  });

  test('a session expires no sooner than 30 minutes and no later than 24 hours after it is made', async () => {
    const madeAt = new Date('2026-11-23T12:00:00Z');
    const practice = await start({ now: () => madeAt });
    const after = (seconds: number) => ({ expires_at: madeAt.getTime() / 1000 + seconds });
    await expectRefused(practice, after(HALF_AN_HOUR_IN_SECONDS - 1), {
      param: 'expires_at',
      message: 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
    });
    await expectRefused(practice, after(24 * 60 * 60 + 1), {
      param: 'expires_at',
      message: 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
    });
    await openPayment(practice, after(HALF_AN_HOUR_IN_SECONDS));
    await openPayment(practice, after(24 * 60 * 60));
  });

  test('an address that is not a whole web address is refused', async () => {
    const practice = await start();
    const schemeless = 'Invalid URL: An explicit scheme (such as https) must be provided.';
    for (const [address, message] of [
      ['/thank-you/', schemeless],
      ['localhost:4321/thank-you/', schemeless],
      ['javascript:alert(1)', schemeless],
      [' https://example.org/', schemeless],
      ['https://', 'Not a valid URL'],
      ['https://example.org;script-src/', 'Not a valid URL'],
    ] as const) {
      await expectRefused(practice, { success_url: address }, { code: 'url_invalid', param: 'success_url', message });
      await expectRefused(practice, { cancel_url: address }, { code: 'url_invalid', param: 'cancel_url', message });
    }
  });

  test('metadata keeps to 50 keys of 40 characters with 500 characters each', async () => {
    const practice = await start();
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, '1']));
    await openPayment(practice, { metadata: { ...keys(49), ['k'.repeat(40)]: '£'.repeat(500) } });
    await openPayment(practice, { metadata: '' });
    await expectRefused(practice, { metadata: keys(51) }, { param: 'metadata', message: /up to 50 keys.* 51/ });
    await expectRefused(
      practice,
      { metadata: { ['k'.repeat(41)]: '1' } },
      { param: 'metadata', message: /^Metadata keys can have up to 40 characters, but you passed in a key that is 41/ },
    );
    await expectRefused(
      practice,
      { payment_intent_data: { metadata: { address: 'a'.repeat(501) } } },
      {
        param: 'payment_intent_data[metadata]',
        message: /^Metadata values can have up to 500 characters, but you passed in a value that is 501/,
      },
    );
    await expectRefused(practice, { metadata: { 'a[b]': '1' } }, { param: 'metadata', message: /square brackets/ });
  });

  test('a request that was refused leaves no session behind', async () => {
    const practice = await start();
    await refusalOf(sdk(practice).checkout.sessions.create(gift({ foo: 'bar' })));
    expect(practice.sessions.size).toBe(0);
  });
});

test.describe('the door of the API', () => {
  test('a wrong key is refused, and repeated with stars in it', async () => {
    const practice = await start();
    const error = await refusalOf(sdk(practice, 'sk_test_somebodyelse').checkout.sessions.create(gift()));
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).toBe('Invalid API Key provided: sk_test_********else');
  });

  test('a missing key is refused', async () => {
    const response = await request(await start(), '/v1/checkout/sessions/cs_test_1', {
      headers: { authorization: '' },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="Stripe"');
    expect(await errorIn(response)).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringMatching(/^You did not provide an API key\./),
    });
  });

  test('another version of the API is refused, and so is none', async () => {
    const practice = await start();
    const error = await refusalOf(sdk(practice).checkout.sessions.create(gift(), { apiVersion: '2024-06-20' }));
    expect(error.statusCode).toBe(400);
    expect(error.message).toMatch(/^Invalid Stripe API version: 2024-06-20\./);
    const response = await request(practice, '/v1/checkout/sessions/cs_test_1', { headers: { 'stripe-version': '' } });
    expect(response.status).toBe(400);
  });

  test('a body that is not form-encoded is refused', async () => {
    const response = await request(await start(), '/v1/checkout/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(gift()),
    });
    expect(response.status).toBe(400);
    expect((await errorIn(response)).message).toMatch(/content type is application\/x-www-form-urlencoded/);
  });

  test('a body of more than a megabyte is refused, by the API and by the pages', async () => {
    const practice = await start();
    const body = `metadata[a]=${'a'.repeat(1024 * 1024)}`;
    for (const path of ['/v1/checkout/sessions', '/c/pay/cs_test_1']) {
      expect((await request(practice, path, { method: 'POST', body })).status).toBe(413);
    }
  });

  test('an unknown address answers in the shape of what was asked: JSON under /v1, a page elsewhere', async () => {
    const practice = await start();
    const error = await refusalOf(sdk(practice).balance.retrieve());
    expect(error.statusCode).toBe(404);
    expect(error.message).toMatch(/^Unrecognized request URL \(GET: \/v1\/balance\)/);
    for (const path of ['/', '/c/pay/cs_test_1', '/v10']) {
      const response = await fetch(`${practice.url}${path}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toContain('Practice. No real money moves.');
    }
  });

  test('it listens on the loopback address, and its own address leads there', async () => {
    const practice = await start();
    expect(practice.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('starting on a port that is taken fails', async () => {
    const practice = await start();
    await expect(start({ port: Number(new URL(practice.url).port) })).rejects.toThrow(/EADDRINUSE/);
  });
});

test.describe('asking twice', () => {
  test('the same key and the same request give the same answer, and one session', async () => {
    const practice = await start();
    const first = await sdk(practice).checkout.sessions.create(gift(), { idempotencyKey: 'form-1' });
    await choose(first.url ?? '', 'paid');
    const again = await sdk(practice).checkout.sessions.create(gift(), { idempotencyKey: 'form-1' });
    expect(again).toEqual(first);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(practice.sessions.size).toBe(1);
  });

  test('the same key with another request is refused', async () => {
    const practice = await start();
    const { checkout } = sdk(practice);
    const { id } = await checkout.sessions.create(gift(), { idempotencyKey: 'form-1' });
    const changed = await refusalOf(
      checkout.sessions.create(gift({ line_items: [lineItem(500)] }), { idempotencyKey: 'form-1' }),
    );
    expect(changed).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(changed.statusCode).toBe(400);
    expect(changed.message).toMatch(/^Keys for idempotent requests can only be used with the same parameters/);
    const elsewhere = await refusalOf(checkout.sessions.expire(id, {}, { idempotencyKey: 'form-1' }));
    expect(elsewhere.message).toMatch(/only be used for the same endpoint .*'\/v1\/checkout\/sessions'/);
    expect(practice.sessions.size).toBe(1);
  });

  test('a request that was refused may be mended and sent with its key again', async () => {
    const { checkout } = sdk(await start());
    await refusalOf(checkout.sessions.create(gift({ line_items: [lineItem(1)] }), { idempotencyKey: 'form-1' }));
    const session = await checkout.sessions.create(gift(), { idempotencyKey: 'form-1' });
    expect(session.status).toBe('open');
  });

  test('different keys give different sessions', async () => {
    const practice = await start();
    await openPayment(practice);
    await openPayment(practice);
    expect(practice.sessions.size).toBe(2);
  });
});

test.describe('reading and expiring a session', () => {
  test('a session can be read again', async () => {
    const { checkout } = sdk(await start());
    const made = await checkout.sessions.create(gift());
    expect(await checkout.sessions.retrieve(made.id)).toEqual(made);
  });

  test('a session that was never made is not found', async () => {
    const error = await refusalOf(sdk(await start()).checkout.sessions.retrieve('cs_test_none'));
    expect(error.statusCode).toBe(404);
    expect(error.code).toBe('resource_missing');
    expect(error.message).toBe("No such checkout.session: 'cs_test_none'");
  });

  test('an open session can be expired, once, and then not paid', async () => {
    const practice = await start();
    const { checkout } = sdk(practice);
    const { id, url } = await openPayment(practice);
    expect(await checkout.sessions.expire(id)).toMatchObject({
      status: 'expired',
      payment_status: 'unpaid',
      url: null,
    });
    const error = await refusalOf(checkout.sessions.expire(id));
    expect(error.message).toBe(
      'Only Checkout Sessions with a status in ["open"] can be expired. ' +
        'This Checkout Session has a status of `expired`.',
    );
    const answer = await choose(url, 'paid');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<h1>This page has expired</h1>');
    expect(practice.paymentIntents.size).toBe(0);
  });

  test('a paid session can not be expired', async () => {
    const practice = await start();
    const { id, url } = await openPayment(practice);
    await choose(url, 'paid');
    const error = await refusalOf(sdk(practice).checkout.sessions.expire(id));
    expect(error.message).toContain('This Checkout Session has a status of `complete`.');
  });

  test('a session expires by itself when its time comes', async () => {
    let now = new Date('2026-11-23T12:00:00Z');
    const practice = await start({ now: () => now });
    const { id, url } = await openPayment(practice, { expires_at: now.getTime() / 1000 + HALF_AN_HOUR_IN_SECONDS });
    now = new Date(now.getTime() + (HALF_AN_HOUR_IN_SECONDS - 1) * 1000);
    expect((await sdk(practice).checkout.sessions.retrieve(id)).status).toBe('open');
    now = new Date(now.getTime() + 1000);
    expect((await sdk(practice).checkout.sessions.retrieve(id)).status).toBe('expired');
    expect(await (await fetch(url)).text()).toContain('<h1>This page has expired</h1>');
  });
});

test.describe('the payment page', () => {
  test('it says plainly that no real money moves, what is given, and how to leave', async () => {
    const practice = await start();
    const { id, url } = await openPayment(practice, {
      line_items: [lineItem(123_450, 2)],
      custom_text: { submit: { message: 'Thank you for thinking of us.' } },
    });
    const response = await fetch(url);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('<html lang="en-GB">');
    expect(page).toContain('<title>Your gift of £2,469.00 – practice payment</title>');
    expect(page).toContain('Practice. No real money moves.');
    expect(page.match(/<h1>.*?<\/h1>/g)).toEqual(['<h1>Your gift of £2,469.00</h1>']);
    expect(page.match(/<main>/g)).toHaveLength(1);
    expect(page).toContain('A gift to Hub Club');
    expect(page).toContain('2 × £1,234.50 = £2,469.00');
    expect(page).toContain('Thank you for thinking of us.');
    expect(page).toContain(`<form method="post" action="/c/pay/${id}">`);
    expect(page).toContain('<button class="first" name="outcome" value="paid">Donate £2,469.00</button>');
    expect(page).toContain('<button name="outcome" value="declined">Practise a declined card</button>');
    expect(page).toContain(`<a href="${CANCEL_URL}">Go back without giving</a>`);
    expect(page).not.toContain('role="alert"');
    expect(page).not.toMatch(/<script|<img|<link|\son\w+=|style="/i);
  });

  test('it speaks of paying when the session is not a donation, and has no way back where none was given', async () => {
    const { url } = await openPayment(await start(), { submit_type: undefined, cancel_url: undefined });
    const page = await (await fetch(url)).text();
    expect(page).toContain('<h1>Your payment of £25.00</h1>');
    expect(page).toContain('>Pay £25.00</button>');
    expect(page).not.toContain('<a ');
  });

  test('whatever the site sends is shown as text', async () => {
    const hostile = `"><script>alert('1')</script>&amp;`;
    const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;';
    const { url } = await openPayment(await start(), {
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'gbp',
            unit_amount: 100,
            product_data: { name: `Name ${hostile}`, description: `Description ${hostile}` },
          },
        },
      ],
      custom_text: { submit: { message: `Message ${hostile}` } },
      cancel_url: `http://localhost:4321/?"><script>`,
    });
    const page = await (await fetch(url)).text();
    expect(page).not.toContain('<script');
    for (const place of ['Name', 'Description', 'Message']) expect(page).toContain(`${place} ${escaped}`);
    expect(page).toContain('href="http://localhost:4321/?&#34;&#62;&#60;script&#62;"');
  });

  test('its policy lets it run nothing, and lets its form lead to the thank-you page', async () => {
    const { url } = await openPayment(await start());
    const policy = (await fetch(url)).headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      expect.stringMatching(/^style-src 'sha256-[\w+/]+='$/),
      "form-action 'self' http://localhost:4321",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test('a declined card takes nothing, says so, and leaves the page open to try again', async () => {
    const webhook = await startWebhook(200);
    const practice = await start({ webhook: webhook.endpoint });
    const { id, url } = await openPayment(practice);
    const page = await (await choose(url, 'declined')).text();
    expect(page).toContain('<p role="alert">The card was declined. Nothing was taken. You can try again.</p>');
    expect(page).toContain('<title>Problem: ');
    expect(page).toContain('>Donate £25.00</button>');
    expect(practice.sessions.get(id)).toMatchObject({ status: 'open', payment_status: 'unpaid' });
    expect(practice.deliveries).toEqual([]);
    expect((await choose(url, 'paid')).status).toBe(303);
  });

  test('a choice that it does not offer takes nothing', async () => {
    const practice = await start();
    const { id, url } = await openPayment(practice);
    for (const outcome of ['', 'PAID', 'free']) {
      const answer = await choose(url, outcome);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('role="alert"');
    }
    expect(practice.sessions.get(id)?.status).toBe('open');
  });
});

test.describe('paying', () => {
  test('the session is paid, the webhook hears of it in a signed event, and the donor is sent on', async () => {
    const webhook = await startWebhook(200);
    const paidAt = new Date('2026-11-23T12:00:00Z');
    const practice = await start({ webhook: webhook.endpoint, now: () => paidAt });
    const { id, url } = await openPayment(practice, { metadata: { fund: 'hub-club' } });

    const answer = await choose(url, 'paid');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`http://localhost:4321/thank-you/?session=${id}`);

    const session = await sdk(practice).checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      customer_details: { email: 'donor@example.org' },
      payment_intent: expect.stringMatching(/^pi_/),
      payment_status: 'paid',
      status: 'complete',
      url: null,
    });

    expect(webhook.received).toHaveLength(1);
    const [{ body, signature } = { body: '', signature: '' }] = webhook.received;
    const event = await sdk(practice).webhooks.constructEventAsync(body, signature, PRACTICE_WEBHOOK_SECRET);
    expect(event).toMatchObject({
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: paidAt.getTime() / 1000,
      livemode: false,
      type: 'checkout.session.completed',
      data: { object: { id, payment_status: 'paid', metadata: { fund: 'hub-club' } } },
    });
    expect(practice.deliveries).toEqual([{ event, attempt: 1, status: 200 }]);
  });

  test('an event with another signature or another body is not taken for Stripe’s', async () => {
    const webhook = await startWebhook(200);
    const practice = await start({ webhook: webhook.endpoint });
    await choose((await openPayment(practice)).url, 'paid');
    const [{ body, signature } = { body: '', signature: '' }] = webhook.received;
    const { webhooks } = sdk(practice);
    const mismatch = Stripe.errors.StripeSignatureVerificationError;
    await expect(webhooks.constructEventAsync(body, signature, 'whsec_other')).rejects.toThrow(mismatch);
    const rewritten = JSON.stringify(JSON.parse(body));
    await expect(webhooks.constructEventAsync(rewritten, signature, PRACTICE_WEBHOOK_SECRET)).rejects.toThrow(mismatch);
  });

  test('the payment carries the metadata that was asked for it, and not the session’s', async () => {
    const practice = await start();
    const { id, url } = await openPayment(practice, {
      metadata: { on: 'session' },
      payment_intent_data: { metadata: { on: 'payment' }, description: 'A gift', statement_descriptor_suffix: 'GIFT' },
    });
    await choose(url, 'paid');
    const paymentIntent = practice.sessions.get(id)?.payment_intent;
    expect(await sdk(practice).paymentIntents.retrieve(String(paymentIntent))).toMatchObject({
      amount_received: 2500,
      currency: 'gbp',
      description: 'A gift',
      metadata: { on: 'payment' },
      statement_descriptor_suffix: 'GIFT',
      status: 'succeeded',
    });
    const error = await refusalOf(sdk(practice).paymentIntents.retrieve('pi_none'));
    expect(error.message).toBe("No such payment_intent: 'pi_none'");
  });

  test('paying twice, even at once, makes one payment and one event, and sends the donor on each time', async () => {
    const webhook = await startWebhook(200);
    const practice = await start({ webhook: webhook.endpoint });
    const { id, url } = await openPayment(practice);
    const answers = await Promise.all([choose(url, 'paid'), choose(url, 'paid'), choose(url, 'paid')]);
    answers.push(await choose(url, 'paid'));
    for (const answer of answers) {
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(`http://localhost:4321/thank-you/?session=${id}`);
    }
    expect(practice.paymentIntents.size).toBe(1);
    expect(webhook.received).toHaveLength(1);
  });

  test('a session that is paid says so, with a link to the thank-you page and nothing more to pay', async () => {
    const { id, url } = await openPayment(await start());
    await choose(url, 'paid');
    for (const answer of [await fetch(url), await choose(url, 'declined')]) {
      const page = await answer.text();
      expect(page).toContain('<h1>Your gift is complete</h1>');
      expect(page).toContain(`<a href="http://localhost:4321/thank-you/?session=${id}">`);
      expect(page).not.toContain('<button');
    }
  });

  test('like Stripe, it does not fill in a placeholder whose braces were percent-encoded', async () => {
    const { url } = await openPayment(await start(), {
      success_url: 'http://localhost:4321/?session=%7BCHECKOUT_SESSION_ID%7D',
    });
    const location = (await choose(url, 'paid')).headers.get('location');
    expect(location).toBe('http://localhost:4321/?session=%7BCHECKOUT_SESSION_ID%7D');
  });
});

test.describe('delivering an event', () => {
  test('it is tried again, as the same event with a fresh signature, until the webhook takes it', async () => {
    const webhook = await startWebhook(500, 302, 204);
    const practice = await start({ webhook: webhook.endpoint });
    await choose((await openPayment(practice)).url, 'paid');
    await expect.poll(() => practice.deliveries.map(({ status }) => status)).toEqual([500, 302, 204]);
    expect(practice.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(practice.deliveries.map(({ event }) => event.id)).size).toBe(1);
    for (const { body, signature } of webhook.received) {
      await sdk(practice).webhooks.constructEventAsync(body, signature, PRACTICE_WEBHOOK_SECRET);
    }
  });

  test('a webhook that is down holds nobody up: the donor is sent on after the first attempt', async () => {
    const webhook = await startWebhook(200);
    await webhook.stop();
    const practice = await start({ webhook: webhook.endpoint });
    const { id, url } = await openPayment(practice);
    expect((await choose(url, 'paid')).status).toBe(303);
    expect(practice.sessions.get(id)?.payment_status).toBe('paid');
    expect(practice.deliveries.map(({ attempt, status }) => ({ attempt, status }))).toEqual([
      { attempt: 1, status: null },
    ]);
  });

  test('it gives up after the third retry', async () => {
    const webhook = await startWebhook(503);
    const practice = await start({ webhook: webhook.endpoint });
    await choose((await openPayment(practice)).url, 'paid');
    await expect.poll(() => practice.deliveries.length).toBe(4);
  });

  test('stopping cancels the retries that were still to come', async () => {
    const webhook = await startWebhook(500);
    const practice = await start({ webhook: webhook.endpoint });
    await choose((await openPayment(practice)).url, 'paid');
    await practice.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(webhook.received).toHaveLength(1);
    expect(practice.deliveries).toHaveLength(1);
    await expect(fetch(practice.url)).rejects.toThrow();
  });
});

test.describe('junk', () => {
  const name = fc.oneof(
    fc.constantFrom('mode', 'line_items', 'metadata', 'success_url', 'expires_at', 'payment_intent_data', 'outcome'),
    fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '[]'),
    fc.string(),
  );
  const bracketed = fc
    .tuple(name, fc.array(name, { maxLength: 12 }))
    .map(([first, rest]) => first + rest.map((step) => `[${step}]`).join(''));
  const value = fc.oneof(
    fc.constantFrom(
      '',
      'paid',
      'payment',
      '-1',
      '9'.repeat(15),
      '1e9',
      'NaN',
      'http://a;b/',
      'https://[::1]:1/{CHECKOUT_SESSION_ID}',
    ),
    fc.string({ unit: 'binary' }),
  );
  const encoded = (pairs: [string, string][]) => new URLSearchParams(pairs).toString();
  const wholeGift: [string, string][] = [
    ['mode', 'payment'],
    ['line_items[0][quantity]', '1'],
    ['line_items[0][price_data][currency]', 'gbp'],
    ['line_items[0][price_data][unit_amount]', '2500'],
    ['line_items[0][price_data][product_data][name]', 'A gift'],
    ['success_url', 'http://localhost:4321/'],
    ['cancel_url', 'http://localhost:4321/'],
    ['metadata[fund]', 'general'],
    ['custom_text[submit][message]', 'Thank you.'],
  ];
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((junk) => `${junk}&%E0%A4%A=%&=&[&]&a[=b`),
    fc.array(fc.tuple(bracketed, value)).map(encoded),
    fc
      .tuple(fc.nat(wholeGift.length - 1), value)
      .map(([index, junk]) => encoded(wholeGift.map(([key, usual], at) => [key, at === index ? junk : usual]))),
    fc.tuple(bracketed, value).map((extra) => encoded([...wholeGift, extra])),
  );

  test('no body, sent to the API or to a payment page, is ever a fault of the practice Stripe', async () => {
    const practice = await start();
    const { url } = await openPayment(practice);
    await fc.assert(
      fc.asyncProperty(body, async (junk) => {
        const asked = await request(practice, '/v1/checkout/sessions', { method: 'POST', body: junk });
        expect(asked.status).toBeLessThan(500);
        await asked.json();
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const chosen = await fetch(url, { method: 'POST', headers, body: junk, redirect: 'manual' });
        expect(chosen.status).toBeLessThan(500);
        await chosen.text();
      }),
      { numRuns: 300 },
    );
    for (const id of practice.sessions.keys()) {
      for (const answer of [
        await fetch(`${practice.url}/c/pay/${id}`),
        await choose(`${practice.url}/c/pay/${id}`, 'paid'),
      ]) {
        expect(answer.status).toBeLessThan(500);
      }
    }
  });

  test('no path, query or method is either', async () => {
    const practice = await start();
    const path = fc.oneof(
      fc.webPath(),
      fc.string().map((junk) => `/v1/checkout/sessions/${encodeURIComponent(junk)}/expire`),
      fc.string().map((junk) => `/c/pay/${encodeURIComponent(junk)}`),
      fc.webQueryParameters().map((query) => `/v1/checkout/sessions/cs_test_1?${query}`),
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(path, method, async (asked, by) => {
        const answer = await request(practice, asked.startsWith('/') ? asked : `/${asked}`, { method: by });
        expect(answer.status).toBeLessThan(500);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        await answer.arrayBuffer();
      }),
      { numRuns: 150 },
    );
  });
});
