/** The payment page says that nothing is real, and lets a donor pay, be declined, or leave. */
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import { PRACTICE_WEBHOOK_SECRET } from './practice-keys.ts';
import {
  CANCEL_URL,
  choose,
  lineItem,
  openPayment,
  refusalOf,
  sdk,
  start,
  startWebhook,
  stopWhatRan,
} from './practice-run.ts';

test.afterEach(stopWhatRan);

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
