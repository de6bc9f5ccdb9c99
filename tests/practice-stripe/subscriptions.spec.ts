/** A monthly gift begins on the payment page, is taken each month, is changed, paused and stopped, and each step is told of. */
import { expect, test } from '@playwright/test';
import type Stripe from 'stripe';
import {
  choose,
  expectRefused,
  gift,
  monthlyDonor,
  monthlyGift,
  openPayment,
  refusalOf,
  start,
  startWithListener,
  stopWhatRan,
} from './practice-run.ts';

test.afterEach(stopWhatRan);

const FIRST_DAY = new Date('2026-01-31T10:00:00Z');
const atFirst = { now: () => FIRST_DAY };

/** The days on which a list's things were made, the oldest first. */
const daysOf = (things: readonly { readonly created: number }[]) =>
  things.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10)).reverse();

test.describe('beginning', () => {
  test('a donor becomes a customer with a subscription, and the first month is paid', async () => {
    const { practice, stripe, told } = await startWithListener(atFirst);
    const { id, url } = await openPayment(practice, monthlyGift());
    const page = await (await fetch(url)).text();
    expect(page).toContain('<h1>Your gift of £10.00 a month</h1>');
    expect(page).not.toContain('bank payment');
    await choose(url, 'declined', { email: 'ada@example.org' });
    expect((await stripe.customers.list()).data).toEqual([]);
    const before = told().length;
    expect((await choose(url, 'paid', { name: 'Ada Lovelace', email: 'ada@example.org' })).status).toBe(303);
    expect(told().slice(before)).toEqual([
      'customer.created',
      'invoice.created',
      'customer.subscription.created',
      'payment_intent.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
      'checkout.session.completed',
    ]);

    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ['customer', 'invoice.payments', 'subscription'],
    });
    expect(session).toMatchObject({
      customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
      invoice: { amount_paid: 1000, billing_reason: 'subscription_create', payments: { data: [{ status: 'paid' }] } },
      mode: 'subscription',
      payment_intent: null,
      payment_status: 'paid',
      status: 'complete',
      submit_type: 'donate',
      subscription: {
        description: 'Hub Club',
        metadata: { kind: 'gift', frequency: 'monthly', fund: 'hub-club' },
        status: 'active',
        items: { data: [{ quantity: 1, price: { unit_amount: 1000, recurring: { interval: 'month' } } }] },
      },
    });
    const customer = session.customer as Stripe.Customer;
    expect((await stripe.customers.list({ email: 'ada@example.org' })).data).toMatchObject([{ id: customer.id }]);
    expect((await stripe.customers.list({ email: 'ADA@example.org' })).data).toEqual([]);
    const searched = { query: 'email:"ADA@example.org"', expand: ['data.subscriptions'] };
    expect((await stripe.customers.search(searched)).data).toMatchObject([
      { id: customer.id, subscriptions: { data: [{ status: 'active' }] } },
    ]);
    expect((await stripe.customers.search({ query: 'email:"a@example.org"' })).data).toEqual([]);
    await expect(stripe.customers.search({ query: 'name:"Ada"' })).rejects.toThrow(
      /a search for anything but one email/,
    );
    const expanded = await stripe.customers.retrieve(customer.id, { expand: ['subscriptions'] });
    expect(expanded).toMatchObject({ subscriptions: { data: [{ status: 'active' }] } });
  });

  test('what belongs to the other way of giving is refused', async () => {
    const practice = await start();
    const once = gift().line_items;
    await expectRefused(
      practice,
      { line_items: monthlyGift().line_items },
      { message: /^You specified `payment` mode/ },
    );
    await expectRefused(practice, monthlyGift({ line_items: once }), { message: /at least one recurring price/ });
    await expectRefused(
      practice,
      { subscription_data: { description: 'A gift' } },
      notPassed('subscription_data', 'payment'),
    );
    await expectRefused(
      practice,
      monthlyGift({ payment_intent_data: { description: 'A gift' } }),
      notPassed('payment_intent_data', 'subscription'),
    );
    const [item] = monthlyGift().line_items as [{ price_data: object }];
    const yearly = { ...item, price_data: { ...item.price_data, recurring: { interval: 'year' } } };
    await expectRefused(practice, monthlyGift({ line_items: [yearly] }), {
      code: 'practice_not_done_yet',
      param: 'line_items[0][price_data][recurring][interval]',
      message: /the interval year/,
    });
  });

  const notPassed = (param: string, mode: string) => ({
    param,
    message: `You can not pass \`${param}\` in \`${mode}\` mode.`,
  });
});

test.describe('each month', () => {
  test('is an invoice that leads to its payment and back, on the same day or a shorter month’s last', async () => {
    const { practice, stripe, events } = await startWithListener(atFirst);
    const { customer, subscription } = await monthlyDonor(practice);
    await practice.moveOn({ months: 3 });
    const { data } = await stripe.invoices.list({ subscription, status: 'paid', expand: ['data.payments'] });
    expect(daysOf(data)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
    expect(new Set(data.map(({ number }) => number)).size).toBe(4);
    const [newest] = data;
    expect(newest).toMatchObject({
      amount_paid: 1000,
      billing_reason: 'subscription_cycle',
      customer,
      parent: { subscription_details: { metadata: { fund: 'hub-club' }, subscription } },
      payments: { data: [{ amount_paid: 1000, status: 'paid' }] },
    });
    expect(newest).not.toHaveProperty('payment_intent');
    const payment = String(newest?.payments?.data[0]?.payment.payment_intent);
    const back = await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: payment } });
    expect(back.data).toMatchObject([{ invoice: newest?.id }]);
    const paid = await stripe.paymentIntents.retrieve(payment, { expand: ['latest_charge.balance_transaction'] });
    expect(paid).toMatchObject({
      customer,
      metadata: {},
      latest_charge: { customer, billing_details: { email: 'donor@example.org' }, balance_transaction: { net: 965 } },
    });
    const told = events().filter(({ type }) => type === 'invoice.paid');
    expect(daysOf(told)).toEqual(daysOf(data).reverse());
    expect((await stripe.invoices.list({ customer, created: { gt: told[1]?.created ?? 0 } })).data).toHaveLength(2);
  });

  test('a declined card is tried again for two weeks, and then the gift ends', async () => {
    const { practice, stripe, told } = await startWithListener(atFirst);
    const { customer, subscription } = await monthlyDonor(practice);
    await practice.declineFrom(customer);
    let before = told().length;
    await practice.moveOn({ months: 1 });
    expect(told().slice(before)).toEqual([
      'invoice.created',
      'customer.subscription.updated',
      'payment_intent.created',
      'invoice.finalized',
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.payment_failed',
      'customer.subscription.updated',
    ]);
    expect(await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] })).toMatchObject({
      status: 'past_due',
      latest_invoice: { status: 'open', attempt_count: 1, next_payment_attempt: expect.any(Number) },
    });
    before = told().length;
    await practice.moveOn({ days: 16 });
    expect(
      told()
        .slice(before)
        .filter((type) => type === 'invoice.payment_failed'),
    ).toHaveLength(3);
    expect(told().at(-1)).toBe('customer.subscription.deleted');
    expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    });
    await practice.moveOn({ months: 2 });
    expect((await stripe.invoices.list({ subscription })).data).toHaveLength(2);
    expect((await stripe.invoicePayments.list({ status: 'open' })).data).toHaveLength(1);
  });

  test('a new card, put in on the portal, mends a gift that has none of its own: the same payment goes through', async () => {
    const { practice, stripe, told } = await startWithListener(atFirst);
    const { customer, subscription } = await monthlyDonor(practice);
    await practice.declineFrom(customer);
    await practice.moveOn({ months: 1 });
    const before = told().length;
    const { url } = await stripe.billingPortal.sessions.create({
      customer,
      flow_data: {
        type: 'payment_method_update',
        after_completion: { type: 'redirect', redirect: { return_url: 'http://localhost:4321/changed/' } },
      },
    });
    const page = await (await fetch(url)).text();
    expect(page).toContain('Your card was declined.');
    expect(page).not.toContain('Stop giving');
    expect((await act(url, { action: 'stop', subscription })).status).toBe(400);
    const answer = await act(url, { action: 'card' });
    expect(answer.headers.get('location')).toBe('http://localhost:4321/changed/');
    await practice.moveOn({ days: 3 });
    // https://docs.stripe.com/customer-management/portal-deep-links: the card is the customer's, and this gift has another.
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('past_due');
    await stripe.subscriptions.update(subscription, { default_payment_method: '' });
    await practice.moveOn({ days: 5 });
    expect(told().slice(before)).toEqual([
      'customer.updated',
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.payment_failed',
      'customer.subscription.updated',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
      'customer.subscription.updated',
    ]);
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
    expect(practice.paymentIntents.size).toBe(2);
  });
});

test.describe('changing a monthly gift', () => {
  test('another amount is taken from the next month on', async () => {
    const { practice, stripe, events } = await startWithListener(atFirst);
    const { subscription } = await monthlyDonor(practice);
    const [item] = (await stripe.subscriptions.retrieve(subscription)).items.data;
    const product = (await stripe.products.create({ name: 'A monthly gift' })).id;
    const items = [
      {
        id: item?.id ?? '',
        price_data: { currency: 'gbp', product, unit_amount: 1500, recurring: { interval: 'month' as const } },
      },
    ];
    const change = { items, proration_behavior: 'none' as const, metadata: { fund: '', feeCoverInPence: '40' } };
    const changed = await stripe.subscriptions.update(subscription, change);
    expect(changed).toMatchObject({
      items: { data: [{ id: item?.id, price: { product, unit_amount: 1500 } }] },
      metadata: { kind: 'gift', feeCoverInPence: '40' },
    });
    expect(await stripe.prices.retrieve(changed.items.data[0]?.price.id ?? '')).toMatchObject({ unit_amount: 1500 });
    await practice.webhooks.heard();
    expect(events().at(-1)).toMatchObject({
      type: 'customer.subscription.updated',
      data: { previous_attributes: { metadata: { fund: 'hub-club' } } },
    });
    await practice.moveOn({ months: 1 });
    const { data } = await stripe.invoices.list({ subscription });
    expect(data.map(({ amount_paid, parent }) => [amount_paid, parent?.subscription_details?.metadata?.fund])).toEqual([
      [1500, undefined],
      [1000, 'hub-club'],
    ]);
    const refuse = (form: object) => refusalOf(stripe.subscriptions.update(subscription, form));
    expect(await refuse({ items })).toMatchObject({ code: 'practice_not_done_yet', param: 'proration_behavior' });
    expect(await refuse({ ...change, items: [{ id: 'si_none' }] })).toMatchObject({ param: 'items[0][id]' });
    expect(await refuse({ ...change, items: [{ quantity: 1 }] })).toMatchObject({ code: 'practice_not_done_yet' });
    const elsewhere = { ...items[0], price_data: { ...items[0]?.price_data, product: 'prod_none' } };
    expect(await refuse({ ...change, items: [elsewhere] })).toMatchObject({
      code: 'resource_missing',
      param: 'items[0][price_data][product]',
    });
  });

  for (const [behavior, status] of [
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
    ['keep_as_draft', 'draft'],
  ] as const) {
    test(`while it is paused with ${behavior} nothing is taken, and it goes on by itself`, async () => {
      const { practice, stripe, told } = await startWithListener(atFirst);
      const { subscription } = await monthlyDonor(practice);
      const resumes_at = Date.parse('2026-03-15T00:00:00Z') / 1000;
      const paused = await stripe.subscriptions.update(subscription, { pause_collection: { behavior, resumes_at } });
      expect(paused).toMatchObject({ status: 'active', pause_collection: { behavior, resumes_at } });
      await practice.webhooks.heard();
      const before = told().length;
      await practice.moveOn({ months: 1 });
      expect(
        told()
          .slice(before)
          .filter((type) => /charge|payment|paid/.test(type)),
      ).toEqual([]);
      await practice.moveOn({ months: 1, days: 3 });
      const { data } = await stripe.invoices.list({ subscription });
      expect(data.map((invoice) => invoice.status)).toEqual(['paid', status, 'paid']);
      expect((await stripe.subscriptions.retrieve(subscription)).pause_collection).toBeNull();
    });
  }

  test('a pause is ended by an empty value', async () => {
    const { practice, stripe } = await startWithListener(atFirst);
    const { subscription } = await monthlyDonor(practice);
    await stripe.subscriptions.update(subscription, { pause_collection: { behavior: 'void' } });
    expect((await stripe.subscriptions.update(subscription, { pause_collection: '' })).pause_collection).toBeNull();
    const wrong = { pause_collection: { behavior: 'sleep' } } as object;
    expect(await refusalOf(stripe.subscriptions.update(subscription, wrong))).toMatchObject({
      param: 'pause_collection[behavior]',
    });
  });
});

test.describe('stopping a monthly gift', () => {
  test('at the end of the month: what is paid stays paid, and nothing more is taken', async () => {
    const { practice, stripe, told } = await startWithListener(atFirst);
    const { customer, subscription } = await monthlyDonor(practice);
    const stopping = await stripe.subscriptions.update(subscription, {
      cancel_at_period_end: true,
      cancellation_details: { comment: 'Moved away', feedback: 'unused' },
    });
    expect(stopping).toMatchObject({
      status: 'active',
      cancel_at: stopping.items.data[0]?.current_period_end,
      cancellation_details: { comment: 'Moved away', feedback: 'unused', reason: 'cancellation_requested' },
    });
    await practice.moveOn({ months: 1 });
    expect(told().at(-1)).toBe('customer.subscription.deleted');
    expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toMatchObject([{ status: 'canceled' }]);
    expect((await stripe.invoices.list({ subscription })).data).toHaveLength(1);
  });

  test('at once, after which only what is written on it changes', async () => {
    const { practice, stripe, told } = await startWithListener(atFirst);
    const { subscription } = await monthlyDonor(practice);
    const why = { cancellation_details: { comment: 'By telephone' } };
    expect(await stripe.subscriptions.cancel(subscription, why)).toMatchObject({
      status: 'canceled',
      cancellation_details: { comment: 'By telephone', reason: 'cancellation_requested' },
    });
    await practice.webhooks.heard();
    expect(told().at(-1)).toBe('customer.subscription.deleted');
    expect(await refusalOf(stripe.subscriptions.update(subscription, { cancel_at_period_end: true }))).toMatchObject({
      message: 'A canceled subscription can only update its cancellation_details and metadata.',
    });
    const { metadata } = await stripe.subscriptions.update(subscription, { metadata: { thanked: 'yes' } });
    expect(metadata).toMatchObject({ thanked: 'yes' });
    expect(await refusalOf(stripe.subscriptions.cancel(subscription))).toMatchObject({ statusCode: 404 });
    for (const asked of [
      stripe.subscriptions.retrieve('sub_none'),
      stripe.invoices.retrieve('in_none'),
      stripe.customers.retrieve('cus_none'),
      stripe.prices.retrieve('price_none'),
    ]) {
      expect(await refusalOf(asked)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });
});

test.describe('the portal', () => {
  test('shows what is given and when next, stops it and takes it up again, and leads back', async () => {
    const { practice, stripe } = await startWithListener(atFirst);
    const { customer, subscription } = await monthlyDonor(practice);
    const { url } = await stripe.billingPortal.sessions.create({ customer, return_url: 'http://localhost:4321/' });
    const page = await (await fetch(url)).text();
    for (const words of [
      '£10.00 a month',
      'Next on 28 February 2026',
      'Practise a new card',
      'href="http://localhost',
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/<script|<img|<link|\son\w+=|style="/i);
    const stopped = await (await act(url, { action: 'stop', subscription })).text();
    expect(stopped).toContain('Stops on 28 February 2026');
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at_period_end).toBe(true);
    await act(url, { action: 'keep', subscription });
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at_period_end).toBe(false);
    expect((await act(url, { action: 'stop', subscription: 'sub_another' })).status).toBe(400);
    expect((await act(url, { action: 'sing' })).status).toBe(400);
  });

  test('a link to stopping leads to that alone', async () => {
    const { practice, stripe } = await startWithListener(atFirst);
    const { customer, subscription } = await monthlyDonor(practice);
    const flow_data = { type: 'subscription_cancel' as const, subscription_cancel: { subscription } };
    const { url } = await stripe.billingPortal.sessions.create({ customer, flow_data });
    expect(await (await fetch(url)).text()).not.toContain('new card');
    expect((await act(url, { action: 'card' })).status).toBe(400);
    await act(url, { action: 'stop', subscription });
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at_period_end).toBe(true);
    const again = await refusalOf(stripe.billingPortal.sessions.create({ customer, flow_data }));
    expect(again.message).toMatch(/already set to be canceled/);
    const nobody = await refusalOf(stripe.billingPortal.sessions.create({ customer: 'cus_none' }));
    expect(nobody).toMatchObject({ code: 'resource_missing', param: 'customer' });
  });

  test('a link is not for keeping: it ends when nobody follows it, or comes back to it', async () => {
    const { practice, stripe } = await startWithListener(atFirst);
    const { customer } = await monthlyDonor(practice);
    const { url } = await stripe.billingPortal.sessions.create({ customer });
    await practice.moveOn({ minutes: 4 });
    expect((await fetch(url)).status).toBe(200);
    await practice.moveOn({ minutes: 59 });
    expect((await fetch(url)).status).toBe(200);
    await practice.moveOn({ minutes: 61 });
    expect((await fetch(url)).status).toBe(404);
    expect((await act(url, { action: 'card' })).status).toBe(404);
    const { url: unused } = await stripe.billingPortal.sessions.create({ customer });
    await practice.moveOn({ minutes: 6 });
    expect((await fetch(unused)).status).toBe(404);
  });
});

function act(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
}
