/** Events reach a site’s webhook as Stripe’s do: signed, tried again, and, when a test wants it, late, lost or in disorder. */
import { expect, test } from '@playwright/test';
import { PRACTICE_WEBHOOK_SECRET } from './practice-keys.ts';
import { choose, openPayment, sdk, start, startWebhook, stopWhatRan } from './practice-run.ts';

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
