/** Events reach a site’s webhook as Stripe’s do: signed, tried again, and, when a test wants it, late, lost or in disorder. */
import { expect, test } from '@playwright/test';
import { PRACTICE_WEBHOOK_SECRET } from './practice-keys.ts';
import {
  choose,
  openPayment,
  paidGift,
  refusalOf,
  sdk,
  start,
  startWebhook,
  startWithListener,
  stopWhatRan,
} from './practice-run.ts';

test.afterEach(stopWhatRan);

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

test.describe('events that go astray', () => {
  test('late and in disorder, or twice, or never: whatever a test makes of those that were held', async () => {
    const { practice, told } = await startWithListener();
    practice.webhooks.hold();
    await paidGift(practice);
    expect(told()).toEqual([]);
    const kinds = practice.webhooks.held.map(({ type }) => type);
    expect(kinds).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
      'checkout.session.completed',
    ]);
    await practice.webhooks.release((held) => [...held.slice(1).toReversed(), ...held.slice(1)]);
    expect(told()).toEqual([...kinds.slice(1).toReversed(), ...kinds.slice(1)]);
    await paidGift(practice);
    expect(told().slice(8)).toEqual(kinds);
  });

  test('an attempt that is lost on the way is made up for by the next', async () => {
    const { practice, told } = await startWithListener();
    practice.webhooks.lose(2);
    await paidGift(practice);
    await expect.poll(() => told().length).toBe(5);
    expect(told().slice(0, 2)).toEqual(['payment_intent.succeeded', 'charge.updated']);
    expect(practice.deliveries.filter(({ status }) => status === null)).toHaveLength(2);
  });

  test('one that never arrived is found in the list, for 30 days, and can be sent once more', async () => {
    const { practice, stripe, events } = await startWithListener();
    practice.webhooks.hold();
    await paidGift(practice);
    await practice.webhooks.release(() => []);
    const { data } = await stripe.events.list({ type: 'checkout.session.completed' });
    const [missed] = data;
    await practice.webhooks.resend(missed?.id ?? '');
    expect(events()).toMatchObject([{ id: missed?.id, type: 'checkout.session.completed' }]);
    expect((await stripe.events.retrieve(missed?.id ?? '')).type).toBe('checkout.session.completed');
    await practice.moveOn({ days: 31 });
    expect((await stripe.events.list()).data).toEqual([]);
    expect(await refusalOf(stripe.events.retrieve(missed?.id ?? ''))).toMatchObject({ statusCode: 404 });
    await expect(practice.webhooks.resend('evt_none')).rejects.toThrow('no event evt_none');
  });
});
