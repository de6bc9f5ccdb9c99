/** The door of the API: keys, versions, encodings, idempotency, and no junk that it stumbles over. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import Stripe from 'stripe';
import {
  choose,
  errorIn,
  gift,
  lineItem,
  monthlyDonor,
  openPayment,
  refusalOf,
  request,
  sdk,
  start,
  stopWhatRan,
} from './practice-run.ts';

test.afterEach(stopWhatRan);

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

  test('no body, sent to any route of the API or to any page, is ever a fault of the practice Stripe', async () => {
    const practice = await start();
    const { url } = await openPayment(practice);
    const { customer, subscription } = await monthlyDonor(practice);
    const portal = await sdk(practice).billingPortal.sessions.create({ customer });
    const route = fc.constantFrom(
      '/v1/checkout/sessions',
      '/v1/billing_portal/sessions',
      '/v1/products',
      '/v1/refunds',
      `/v1/payment_intents/${[...practice.paymentIntents.keys()][0]}`,
      `/v1/subscriptions/${subscription}`,
    );
    await fc.assert(
      fc.asyncProperty(body, route, fc.constantFrom(url, portal.url), async (junk, path, page) => {
        const asked = await request(practice, path, { method: 'POST', body: junk });
        expect(asked.status).toBeLessThan(500);
        await asked.json();
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const chosen = await fetch(page, { method: 'POST', headers, body: junk, redirect: 'manual' });
        expect(chosen.status).toBeLessThan(500);
        await chosen.text();
      }),
      { numRuns: 200 },
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
    await monthlyDonor(practice);
    const things = ['charges', 'checkout/sessions', 'customers', 'disputes', 'events', 'invoice_payments', 'invoices'];
    const thing = fc.constantFrom(...things, 'balance_transactions', 'payment_intents', 'refunds', 'subscriptions');
    const path = fc.oneof(
      fc.webPath(),
      fc.string().map((junk) => `/v1/checkout/sessions/${encodeURIComponent(junk)}/expire`),
      fc.string().map((junk) => `/c/pay/${encodeURIComponent(junk)}`),
      fc.tuple(thing, fc.string()).map(([list, junk]) => `/v1/${list}/${encodeURIComponent(junk)}?expand[]=${junk}`),
      fc.tuple(thing, body).map(([list, junk]) => `/v1/${list}?mode=&${encodeURI(junk)}`),
      fc.tuple(thing, bracketed).map(([list, junk]) => `/v1/${list}?limit=x&expand[]=data.${encodeURIComponent(junk)}`),
    );
    const method = fc.constantFrom('GET', 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(path, method, async (asked, by) => {
        const answer = await request(practice, asked.startsWith('/') ? asked : `/${asked}`, { method: by });
        expect(answer.status).toBeLessThan(500);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        await answer.arrayBuffer();
      }),
      { numRuns: 120 },
    );
    await fc.assert(
      fc.asyncProperty(thing, bracketed, async (list, junk) => {
        const answer = await request(practice, `/v1/${list}?expand[]=data.${encodeURIComponent(junk)}`);
        expect(answer.status).toBeLessThan(500);
        await answer.arrayBuffer();
      }),
      {
        numRuns: 60,
        examples: [
          ['charges', '__proto__'],
          ['charges', 'toString'],
          ['customers', 'constructor'],
        ],
      },
    );
  });
});
