/** Whoever has a test key of Stripe’s can run the tests of giving against Stripe itself: what they do there is kept fit by doing it where there is no key. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import { dressAsStripes } from '../practice-stripe/dressed-as-stripes.ts';
import { openPayment, sdk, start, stopWhatRan } from '../practice-stripe/practice-run.ts';
import { bringNews } from './news-from-stripe.ts';
import { stripeItself } from './stripe-itself.ts';
import { expectDeclined, goBack, payByBank, payByCard, whatHolds } from './stripes-own-page.ts';

test.afterEach(stopWhatRan);

test('only a test key is taken, and what is said of any other does not hold it', () => {
  expect(stripeItself({})).toBeUndefined();
  expect(stripeItself({ STRIPE_TEST_KEY: '' })).toBeUndefined();
  expect(stripeItself({ STRIPE_TEST_KEY: 'rk_test_abc', PORT: '4000' })).toMatchObject({
    settings: { STRIPE_SECRET_KEY: 'rk_test_abc' },
    mailPort: 4001,
  });
  for (const key of ['sk_live_secret', 'rk_live_secret', 'pk_test_secret', 'secret', 'sk_test_', ' sk_test_secret']) {
    expect(() => stripeItself({ STRIPE_TEST_KEY: key }), key).toThrow(/no test key/);
    expect(() => stripeItself({ STRIPE_TEST_KEY: key }), key).not.toThrow(/secret/);
  }
});

test('a page with the fields of Stripe’s own is filled in, by card and by bank, and left; the site is brought each thing that it should hear of, once, and again if it did not take it', async ({
  page,
  context,
}) => {
  const secret = 'whsec_of_this_test';
  const heard: Stripe.Event[] = [];
  let refuses = true;
  // A site: it shows a page to whoever comes, and hears what is signed.
  const site = createServer(async (request, answer) => {
    if (request.method === 'GET') {
      answer.end('Thank you');
      return;
    }
    const body = (await Array.fromAsync(request)).join('');
    const event = Stripe.webhooks.constructEvent(body, String(request.headers['stripe-signature']), secret);
    if (!refuses) heard.push(event);
    answer.writeHead(refuses ? 500 : 200).end();
    refuses = false;
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  await dressAsStripes(context);
  const practice = await start();
  const news = bringNews(sdk(practice), { webhook: `${address}/api/stripe-webhook`, secret });
  const open = async () => {
    const { id, url } = await openPayment(practice, {
      success_url: `${address}/thanks`,
      cancel_url: `${address}/back`,
    });
    await page.goto(url);
    return () => practice.sessions.get(id);
  };
  const donor = { name: 'Ada', email: 'ada@example.org' };

  const byCard = await open();
  await payByCard(page, 'declined', donor);
  await expectDeclined(page);
  expect(await whatHolds(page)).toContain('The card was declined.');
  expect(byCard()).toMatchObject({ status: 'open' });
  await payByCard(page, 'paid', donor, true);
  await expect(page).toHaveURL(`${address}/thanks`);
  expect(byCard()).toMatchObject({ payment_status: 'paid', customer_details: donor });

  const byBank = await open();
  await payByBank(page, donor);
  await expect(page).toHaveURL(`${address}/thanks`);
  expect(byBank()).toMatchObject({ status: 'complete', payment_status: 'unpaid' });

  const left = await open();
  await goBack(page);
  await expect(page).toHaveURL(`${address}/back`);
  expect(left()).toMatchObject({ status: 'open' });

  const told = () => heard.map(({ type, data }) => `${type} ${(data.object as { id: string }).id}`);
  const due = [byCard(), byBank()].map((session) => `checkout.session.completed ${session?.id}`);
  await expect.poll(told).toEqual(expect.arrayContaining([...due, expect.stringMatching(/^charge\.failed /)]));
  expect(new Set(told()).size).toBe(told().length);
  await news.stop();
  site.close();
  site.closeAllConnections();
});
