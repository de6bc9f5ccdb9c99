/** Staff are told what they would want to know, once, where they read it, and nothing of a donor's is in it. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, test } from '@playwright/test';
import { channelFromEnvironment } from '../../src/functions/environment/newsroom.ts';
import {
  attack,
  dispute,
  failedRenewal,
  type News,
  type Newsroom,
  tellStaff,
  tellWhatWaits,
} from '../../src/giving/ledger/news-for-staff.ts';
import { startPracticeMailServer } from '../practice-mail-server.ts';
import { storeInMemory } from '../store-in-memory.ts';

let sent: string[] = [];
let told: string[] = [];
test.beforeEach(() => {
  sent = [];
  told = [];
});

const newsroom = (send?: (text: string) => Promise<void>) => ({
  mode: 'live' as const,
  store: storeInMemory(),
  send,
  tellOperator: (line: string) => {
    told.push(line);
  },
});
const arrives = async (text: string) => {
  sent.push(text);
};
/** Tells staff as the webhook's door does, and waits until it was tried to send it. */
const tell = async (desk: Newsroom, news: News) => {
  const sending: Promise<void>[] = [];
  await tellStaff(desk, news, (one) => sending.push(one));
  await Promise.all(sending);
};
const lost = dispute('live', 'dp_1', 'pi_1', 2500);

test('however often Stripe tells of it, and at once, staff are told once', async () => {
  const desk = newsroom(arrives);
  await Promise.all([tell(desk, lost), tell(desk, lost)]);
  await tell(desk, lost);
  await tellWhatWaits(desk);
  expect(sent).toEqual([
    'A donor’s bank disputes a gift of £25. Stripe says by when to answer: unanswered, it is lost. https://dashboard.stripe.com/payments/pi_1',
  ]);
});

test('what could not be sent is sent within the hour, and stops nothing else', async () => {
  const desk = newsroom(() => Promise.reject(new Error('ada@example.org is not at home')));
  await tell(desk, lost);
  await tell(desk, failedRenewal('live', 'in_1', 1000));
  expect(told).toEqual([
    'Staff were not told yet of dispute/dp_1: Error',
    'Staff were not told yet of failed-renewal/in_1: Error',
  ]);
  const later = { ...desk, send: arrives };
  await tellWhatWaits(later);
  await tellWhatWaits(later);
  expect(sent).toHaveLength(2);
});

test('an hour that is nearly over begins no more sending, and the next one goes on', async () => {
  const desk = newsroom(() => Promise.reject(new Error('Not at home')));
  await tell(desk, lost);
  await tell(desk, failedRenewal('live', 'in_1', 1000));
  const later = { ...desk, send: arrives };
  told = [];
  await tellWhatWaits(later, () => sent.length < 1);
  expect(sent).toHaveLength(1);
  expect(told).toEqual(['Staff are told of 1 more thing in the next hour: there was no time left.']);
  await tellWhatWaits(later);
  expect(sent).toHaveLength(2);
});

test('when it is not known whether it was noted, staff are told twice rather than never', async () => {
  const desk = newsroom(arrives);
  const write = desk.store.write;
  const forgets = {
    ...desk.store,
    write: (key: string, value: unknown, version: string | undefined) =>
      key.startsWith('told/') ? Promise.reject(new Error('No room')) : write(key, value, version),
  };
  await tell({ ...desk, store: forgets }, lost);
  await tellWhatWaits(desk);
  expect(sent).toHaveLength(2);
  await tellWhatWaits(desk);
  expect(sent).toHaveLength(2);
});

test('what the channel refuses holds up nothing that waits behind it', async () => {
  const desk = newsroom(() => Promise.reject(new Error('Not at home')));
  await tell(desk, lost);
  await tell(desk, failedRenewal('live', 'in_1', 1000));
  for (const refused of ['disputes', 'could not be collected']) {
    const particular = async (text: string) =>
      text.includes(refused) ? Promise.reject(new Error('Not this')) : arrives(text);
    await tellWhatWaits({ ...desk, send: particular });
  }
  expect(sent).toHaveLength(2);
});

test('news that could not be noted is not taken for told, and is told when it comes again', async () => {
  const desk = newsroom(arrives);
  const down = { ...desk.store, write: () => Promise.reject(new Error('No room')) };
  await expect(tell({ ...desk, store: down }, lost)).rejects.toThrow();
  expect(sent).toEqual([]);
  await tell(desk, lost);
  expect(sent).toHaveLength(1);
});

test('an attack is told of once an hour, however long it lasts', async () => {
  const desk = newsroom(arrives);
  for (const at of ['10:01', '10:02', '10:59', '11:00'])
    await tell(desk, attack('live', new Date(`2026-09-03T${at}:00Z`)));
  expect(sent).toHaveLength(2);
});

test('who has asked for nothing is told nothing, and nothing is kept', async () => {
  const desk = newsroom(undefined);
  await tell(desk, lost);
  await tellWhatWaits(desk);
  expect(await desk.store.keys('')).toEqual([]);
  expect(channelFromEnvironment({})).toBeUndefined();
  expect(channelFromEnvironment({ STAFF_EMAIL: 'staff@example.org' })).toBeUndefined();
});

const listening = async <Kind extends Server>(server: Kind) => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
};

test('a channel gets the news as Slack and Teams take it, and a refusal is not taken for an arrival', async () => {
  const got: string[] = [];
  let status = 200;
  const { port, stop } = await listening(
    createHttpServer(async (request, answer) => {
      for await (const piece of request.setEncoding('utf8')) got.push(String(piece));
      answer.writeHead(status).end();
    }),
  );
  const send = channelFromEnvironment({ STAFF_WEBHOOK_URL: `http://127.0.0.1:${port}/services/a-secret` });
  await send?.(lost.text);
  expect(JSON.parse(got.join(''))).toEqual({ text: lost.text });
  status = 404;
  const refused = await send?.(lost.text).catch((error) => error);
  expect(String(refused)).not.toContain('a-secret');
  expect(refused).toBeInstanceOf(Error);
  stop();
});

test('a mail server that says nothing is given up, so that what else the hour has to do is done', async () => {
  test.setTimeout(15_000);
  const { port, stop } = await listening(createServer(() => undefined));
  const settings = { SMTP_URL: `smtp://127.0.0.1:${port}`, STAFF_EMAIL: 'giving@example.org' };
  await expect(channelFromEnvironment(settings, 200)?.(lost.text)).rejects.toThrow();
  stop();
});

test('without a channel, the news comes by email', async () => {
  const { url, messages, stop } = await startPracticeMailServer();
  const send = channelFromEnvironment({ SMTP_URL: url, STAFF_EMAIL: 'giving@example.org' });
  await send?.(failedRenewal('live', 'in_1', 1000).text);
  const [message = ''] = messages;
  expect(message).toContain('To: giving@example.org');
  expect(message).toMatch(/^Subject: .*monthly_gift/m);
  expect(message).toContain('https://dashboard.stripe.com/invoices/in_1');
  stop();
});
