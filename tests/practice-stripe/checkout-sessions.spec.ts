/** Checkout Sessions are made, read and expired as at Stripe, and what Stripe refuses is refused. */
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import {
  CANCEL_URL,
  type CreateParameters,
  choose,
  expectRefused,
  gift,
  HALF_AN_HOUR_IN_SECONDS,
  lineItem,
  openPayment,
  refusalOf,
  SUCCESS_URL,
  sdk,
  start,
  stopWhatRan,
} from './practice-run.ts';

test.afterEach(stopWhatRan);

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
    await expectRefused(practice, { expand: ['line_items'] }, notYet('the expansion of line_items', 'expand'));
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
