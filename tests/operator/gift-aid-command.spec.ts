/** What whoever does the charity’s books is promised: the gifts as a table, the Gift Aid claim as files for HMRC, and nobody’s details anywhere else. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { dayInWords, ownTimeZone } from '../../src/dates.ts';
import { metadataOf, readDeclaration } from '../../src/giving/gift-aid/gift-aid.ts';
import { runGivingCommand } from '../giving-command.ts';
import { PRACTICE_SECRET_KEY } from '../practice-stripe/practice-keys.ts';
import { choose, monthlyGift, openPayment, sdk, start, stopWhatRan } from '../practice-stripe/practice-run.ts';
import type { PracticeStripe } from '../practice-stripe/server.ts';

test.describe.configure({ timeout: 180_000 });
test.afterEach(stopWhatRan);

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gift-aid-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const aDay = 24 * 60 * 60 * 1000;
const began = new Date(Date.now() - 40 * aDay);
const day = (when: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: ownTimeZone }).format(when);
const period = ['--from', day(began), '--to', day(new Date())] as const;

/** What a donor said, as the form would have it kept. */
function giftAid(typed: Record<string, string>): Record<string, string> {
  const form = new URLSearchParams({ giftAid: 'yes', house: '12', postcode: 'sw1a1aa', ...typed });
  const { declaration } = readDeclaration(form, {
    charityName: 'Chiltern',
    scope: 'this gift',
    declaredAt: began.toISOString(),
  });
  if (!declaration) throw new Error('The declaration was refused.');
  return metadataOf(declaration);
}

/** A gift that was paid; resolves with its payment. */
async function paid(practice: PracticeStripe, pence: number, metadata: Record<string, string>): Promise<string> {
  const price_data = { currency: 'gbp', unit_amount: pence, product_data: { name: 'A gift' } };
  const { id, url } = await openPayment(practice, {
    line_items: [{ quantity: 1, price_data }],
    metadata,
    payment_intent_data: { metadata },
  });
  await choose(url, 'paid', { name: 'Somebody Paying', email: 'somebody@example.org' });
  return String(practice.sessions.get(id)?.payment_intent);
}

const run = (command: 'gift-aid' | 'gifts', url: string, ...options: readonly string[]) =>
  runGivingCommand(command, folder, { STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY, PRACTICE_STRIPE_URL: url }, ...options);
const written = (name: string) => readFile(join(folder, name));
const filesOf = async (ending: string) => (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();

/** Who gave, in forty days: the payments by what they were. */
async function someGifts(practice: PracticeStripe) {
  const stripe = sdk(practice);
  const gift = { kind: 'gift' };
  const ada = await paid(practice, 25_00, {
    ...gift,
    fund: 'hub-club',
    ...giftAid({ firstName: 'Ada', lastName: 'Lovelace' }),
  });
  const without = await paid(practice, 50_00, { ...gift, fund: '=1+1' });
  const inPart = await paid(practice, 100_00, { ...gift, ...giftAid({ firstName: 'Łukasz', lastName: 'Anne-Marie' }) });
  await stripe.refunds.create({ payment_intent: inPart, amount: 40_00 });
  const disputed = await paid(practice, 60_00, { ...gift, ...giftAid({ firstName: 'Di', lastName: 'Spute' }) });
  await practice.dispute(disputed);
  const ticket = await paid(practice, 15_00, {});
  const unreadable = await paid(practice, 20_00, {
    ...gift,
    ...giftAid({ firstName: 'Bo', lastName: 'Code' }),
    giftAidPostcode: 'HP9',
  });
  const metadata = { ...gift, frequency: 'monthly', ...giftAid({ firstName: 'Mo', lastName: 'Nthly' }) };
  const { url } = await openPayment(practice, monthlyGift({ subscription_data: { metadata } }));
  await choose(url, 'paid', { name: 'Mo', email: 'mo@example.org' });
  await practice.moveOn({ days: 32 });
  return { ada, without, inPart, disputed, ticket, unreadable };
}

test('the gifts of a period are a table for finance: to the penny, with no one’s name, and nothing a spreadsheet would run', async () => {
  const practice = await start({ now: () => began });
  const { ada, without, inPart, ticket } = await someGifts(practice);
  await choose((await openPayment(practice)).url, 'later', { name: 'Somebody', email: 'somebody@example.org' });
  // Funds go by the names that donors read; one that is not on the site any more, by its folder’s.
  await mkdir(join(folder, 'content/funds/hub-club'), { recursive: true });
  await mkdir(join(folder, 'content/settings'), { recursive: true });
  await writeFile(join(folder, 'content/funds/hub-club/index.md'), '---\ntitle: Our hub club\n---\n');
  await writeFile(join(folder, 'content/settings/giving.yaml'), 'generalFund: Wherever music is needed most\n');
  const { code, output } = await run('gifts', practice.url, ...period);
  expect(output).toContain('Stripe’s balance agrees: received £290.00,');
  expect(output).toContain('7 gifts, £275.00');
  expect(output).toContain('1 payment, £15.00 is no gift');
  expect(output).toContain('the donor’s bank has yet to pay: 1 payment, £25.00');
  expect(code).toBe(0);
  const [file = ''] = await filesOf('.csv');
  const table = (await written(file)).toString();
  const line = (payment: string) => table.split('\r\n').find((one) => one.endsWith(payment));
  expect(table.split('\r\n')[0]).toBe('\uFEFFDate,Gross,Fee,Net,Refunded,Fund,Frequency,Gift Aid,Payment');
  // The treasurer’s page of the handbook says what each column is.
  const explained = await readFile(join(import.meta.dirname, '../../docs/handbook/claim-gift-aid.md'), 'utf8');
  for (const column of table.slice(1).split('\r\n')[0]?.split(',') ?? [])
    expect.soft(explained).toContain(`“${column}”`);
  expect(line(ada)).toBe(`${day(began)},25.00,0.58,24.42,0.00,Our hub club,once,yes,${ada}`);
  expect(line(inPart)).toContain(',Wherever music is needed most,once,yes,');
  expect(line(without)).toContain(",'=1+1,once,no,");
  expect(table.match(/,monthly,yes,/g)).toHaveLength(2);
  expect(table).not.toContain(ticket);
  expect(table + output).not.toMatch(/Ada|Lovelace|SW1A|Somebody|example\.org/);
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
});

test('what donors wrote and asked for is a table for staff alone: once each, nothing a spreadsheet would run, and the command says to delete it', async () => {
  const practice = await start({ now: () => began });
  const words = {
    kind: 'gift',
    message: '=HYPERLINK("https://evil.example")',
    tribute: 'memory',
    tributeName: 'Charles',
    tributeMessage: 'He sang,\nand danced.',
    tributeTell: 'Cal, 2 The Lane',
    keepInTouch: 'no',
  };
  const wrote = await paid(practice, 25_00, { ...words, ...giftAid({ firstName: 'Ada', lastName: 'Lovelace' }) });
  const metadata = { kind: 'gift', frequency: 'monthly', message: 'Each month for Bob' };
  const { url } = await openPayment(practice, monthlyGift({ subscription_data: { metadata } }));
  await choose(url, 'paid', { name: 'Mo', email: 'mo@example.org' });
  await practice.moveOn({ days: 32 });
  const { code, output } = await run('gifts', practice.url, ...period, '--private');
  expect(code, output).toBe(0);
  const [file = ''] = await filesOf('.csv');
  expect(output.replaceAll('\n', ' ')).toContain(`${join(await realpath(folder), file)}. It holds personal details`);
  expect(output).toContain('delete it when you have done what it asks');
  expect(output).not.toMatch(/Charles|evil|Lane|Bob|Lovelace/);
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  // It must never be committed by whoever runs it in the checkout.
  expect(execFileSync('git', ['check-ignore', file], { encoding: 'utf8' }).trim()).toBe(file);
  const table = (await written(file)).toString();
  expect(table.split('\r\n')[0]).toBe(
    '\uFEFFDate,Amount,Frequency,Name,Email,Message,Tribute,Whose name,Message with it,Who to tell,Keep in touch,Gift Aid,Payment',
  );
  expect(table).toContain(
    `${day(began)},25.00,once,Somebody Paying,somebody@example.org,"'=HYPERLINK(""https://evil.example"")",In memory of someone,Charles,"He sang,\nand danced.","Cal, 2 The Lane",no,yes,${wrote}\r\n`,
  );
  expect(table.match(/,10\.00,monthly,Mo,mo@example\.org,/g)).toHaveLength(2);
  expect(table.match(/Each month for Bob,,,,,yes,no,pi_/g)).toHaveLength(1);
});

test('a claim is made, looked at, marked, taken up again after it broke off, and never made twice; what goes back is given back', async () => {
  const practice = await start({ now: () => began });
  const stripe = sdk(practice);
  const { ada, inPart, disputed, unreadable } = await someGifts(practice);
  const marksOf = async (payment: string) => (await stripe.paymentIntents.retrieve(payment)).metadata;
  const contentOf = async (name: string) => strFromU8(unzipSync(await written(name))['content.xml'] as Uint8Array);

  const looked =
    await test.step('a look marks nothing, and says in plain words what would be claimed and what not', async () => {
      const { code, output } = await run('gift-aid', practice.url, ...period);
      expect(code, output).toBe(0);
      expect(output).toContain('In the claim: 4 gifts, £105.00, in 3 rows. The Gift Aid on that is £26.25.');
      expect(output).toContain('Gone back to donors of these, and not claimed: 1 part, £40.00.');
      expect(output).toContain('1 gift, £50.00: the donor made no Gift Aid declaration.');
      expect(output).toContain('1 gift, £60.00: the donor’s bank disputes it');
      expect(output).toContain('1 gift, £20.00: HMRC cannot read the donor’s postcode');
      expect(output).toContain('nothing is marked as claimed');
      expect(output).not.toMatch(/Ada|Lovelace|Lukasz|SW1A|Mo|Nthly|HP9/);
      expect(await marksOf(ada)).not.toHaveProperty('giftAidClaim');
      const [file = ''] = await filesOf('.ods');
      const content = await contentOf(file);
      for (const words of ['Ada', 'Lovelace', 'Lukasz', 'Anne Marie', 'SW1A 1AA', '60.00', '20.00'])
        expect(content).toContain(`>${words}<`);
      for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
      return content;
    });

  await test.step('broken off half-way, it can be made again under its name, and comes out the same', async () => {
    const [newest] = (await stripe.charges.list({ limit: 1 })).data;
    const last = String(newest?.payment_intent);
    // Stripe remembers what it answered under the key that the SDK tries again with.
    practice.fail(500, { count: 1, request: new RegExp(`POST /v1/payment_intents/${last}`) });
    const broken = await run('gift-aid', practice.url, ...period, '--claim', 'spring');
    expect(broken.code).toBe(1);
    expect(broken.output).toContain('Marking broke off after 3 of 4 payments');
    expect(await marksOf(ada)).toMatchObject({ giftAidClaim: 'spring', giftAidClaimedInPence: '2500' });
    expect(await marksOf(last)).not.toHaveProperty('giftAidClaim');
    const { code, output } = await run('gift-aid', practice.url, ...period, '--claim', 'spring');
    expect(code, output).toBe(0);
    expect(output).toContain('Marked at Stripe as the claim “spring”');
    expect(await marksOf(last)).toMatchObject({ giftAidClaim: 'spring', giftAidClaimedInPence: '1000' });
    expect(await marksOf(inPart)).toMatchObject({ giftAidClaimedInPence: '6000' });
    const file = (await filesOf('.ods')).find((name) => name.includes('spring')) ?? '';
    expect(await contentOf(file)).toBe(looked);
    const list = (await written(file.replace('.ods', '.csv'))).toString();
    expect(list).toContain(`${inPart},${day(began)},60.00,"claimed: ${file}, item`);
    expect(list).toContain(`${inPart},${day(began)},40.00,not claimed: this part has gone back to the donor`);
  });

  await test.step('the next claim has none of it again, and gives back the tax on what was refunded since', async () => {
    await stripe.refunds.create({ payment_intent: ada });
    await paid(practice, 200_00, { kind: 'gift', ...giftAid({ firstName: 'Eve', lastName: 'New' }) });
    const { code, output } = await run('gift-aid', practice.url, ...period, '--claim', 'summer');
    expect(code, output).toBe(0);
    expect(output).toContain('In the claim: 1 gift, £200.00, in 1 row.');
    expect(output).toContain('4 gifts, £145.00: it is in an earlier claim.');
    expect(output).toContain('This claim gives back £6.25 of tax.');
    const file = (await filesOf('.ods')).find((name) => name.includes('summer')) ?? '';
    expect(await contentOf(file)).toContain('>6.25<');
  });

  await test.step('a name is for one period: for another it is refused, with the days it had, and nothing is written or marked', async () => {
    await stripe.refunds.create({ payment_intent: inPart });
    const before = await readdir(folder);
    const laterAlone = ['--from', day(new Date(Date.now() - 20 * aDay)), '--to', day(new Date()), '--claim', 'spring'];
    const { code, output } = await run('gift-aid', practice.url, ...laterAlone);
    expect(code, output).toBe(1);
    expect(output).toContain(`There is a claim “spring” already, with gifts of ${dayInWords(day(began))} to `);
    expect(await readdir(folder)).toEqual(before);
    expect(await marksOf(inPart)).not.toHaveProperty('giftAidTakenBack');
  });

  await test.step('what was left out, and could be claimed by now, is not forgotten: the report of a later period says how', async () => {
    for (const { id } of (await stripe.disputes.list()).data) await practice.settleDispute(id, 'won');
    await stripe.paymentIntents.update(unreadable, { metadata: { giftAidPostcode: 'HP9 2HN' } });
    const later = ['--from', day(new Date(Date.now() - 20 * aDay)), '--to', day(new Date())];
    const { code, output } = await run('gift-aid', practice.url, ...later);
    expect(code, output).toBe(0);
    expect(output).toContain('free to be claimed now: 2 gifts, £80.00.');
    expect(output).toContain(`claim them with --from ${day(began)} --to ${day(began)} and a name of their own`);
    const list = (await written(`gift-aid-${later[1]}-to-${later[3]}.csv`)).toString();
    expect(list).toContain(`${disputed},${day(began)},60.00,"from before this period: it is in no claim`);
  });
});

test('two people who make claims at the same time, under two names, claim each gift once, and each is told what the other has', async () => {
  const practice = await start({ now: () => began });
  const stripe = sdk(practice);
  for (const name of ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo'])
    await paid(practice, 50_00, { kind: 'gift', ...giftAid({ firstName: name, lastName: 'Nthly' }) });
  // Both have read that nothing is claimed before either writes: what they write waits here until both have come to it.
  const waiting = new Map<string, () => void>();
  const between = createServer(async (request, response) => {
    const body = (await Array.fromAsync(request)).join('');
    const claim = /giftAidClaim\]?=(one|two)/.exec(decodeURIComponent(body))?.[1];
    if (claim && waiting.size < 2) {
      await new Promise<void>((go) => {
        waiting.set(claim, go);
        if (waiting.size === 2) for (const goOn of waiting.values()) goOn();
      });
    }
    const kept = ['authorization', 'stripe-version', 'content-type', 'idempotency-key'];
    const headers = Object.fromEntries(
      kept.flatMap((one) => (request.headers[one] ? [[one, String(request.headers[one])]] : [])),
    );
    const answered = await fetch(`${practice.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body ? { body } : {}),
    });
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(await answered.text());
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  try {
    const runs = await Promise.all(['one', 'two'].map((claim) => run('gift-aid', url, ...period, '--claim', claim)));
    for (const { code, output } of runs) expect(code, output).toBe(0);
    const outputs = runs.map(({ output }) => output).join('\n');
    expect(outputs).toMatch(/pi_\w+ is marked for the claim “(one|two)”, made at the same time\./);
    const claimed: string[] = [];
    for (const claim of ['one', 'two']) {
      const list = (await filesOf(`-${claim}.csv`))[0] ?? '';
      const ours = [...(await written(list)).toString().matchAll(/(pi_\w+),[^\r]*claimed: /g)].map(([, id = '']) => id);
      for (const id of ours) expect((await stripe.paymentIntents.retrieve(id)).metadata.giftAidClaim).toBe(claim);
      for (const id of ours)
        expect((await stripe.paymentIntents.retrieve(id)).metadata.giftAidClaimOf).toBe(String(ours.length));
      // What is sent to HMRC is the file: it has those rows, or there is none.
      const [file] = await filesOf(`-${claim}.ods`);
      const content = file ? strFromU8(unzipSync(await written(file))['content.xml'] as Uint8Array) : '';
      expect(content.match(/>50\.00</g)?.length ?? 0).toBe(ours.length);
      claimed.push(...ours);
    }
    expect(new Set(claimed).size).toBe(6);
    expect(claimed).toHaveLength(6);
  } finally {
    between.close();
    between.closeAllConnections();
  }
});

test('a company that ticked the box is in no claim until somebody has looked, and the command says what to do if it is a person', async () => {
  const practice = await start({ now: () => began });
  const church = await paid(practice, 25_00, {
    kind: 'gift',
    ...giftAid({ firstName: 'Charlotte', lastName: 'Church' }),
  });
  const first = await run('gift-aid', practice.url, ...period);
  expect(first.output).toContain('There is nothing to claim.');
  expect(first.output).toContain('the name reads like that of a company, a charity or a group: look at it by hand.');
  expect(first.output).toContain('write giftAidPerson, and beside it yes, into the metadata of the payment at Stripe');
  expect(first.output).not.toMatch(/Charlotte|Church/);
  await sdk(practice).paymentIntents.update(church, { metadata: { giftAidPerson: 'yes' } });
  expect((await run('gift-aid', practice.url, ...period)).output).toContain('In the claim: 1 gift, £25.00, in 1 row.');
});

test('when a payment is missing from what Stripe lists, its balance tells which, and nothing is claimed until somebody has looked', async () => {
  const practice = await start({ now: () => began });
  const { ada } = await someGifts(practice);
  // Between the command and Stripe: it leaves one charge out of every list.
  const forgetful = createServer(async (request, response) => {
    const headers = {
      authorization: String(request.headers.authorization),
      'stripe-version': String(request.headers['stripe-version']),
    };
    const answered = await fetch(`${practice.url}${request.url}`, { headers });
    const body = (await answered.json()) as { data?: { object: string; payment_intent: { id?: string } | string }[] };
    const isLost = (one: { object: string; payment_intent: { id?: string } | string }) =>
      one.object === 'charge' && typeof one.payment_intent === 'object' && one.payment_intent.id === ada;
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body.data ? { ...body, data: body.data.filter((one) => !isLost(one)) } : body));
  }).listen(0, '127.0.0.1');
  await once(forgetful, 'listening');
  const url = `http://127.0.0.1:${(forgetful.address() as AddressInfo).port}`;
  try {
    const { code, output } = await run('gift-aid', url, ...period, '--claim', 'spring');
    expect(code).toBe(1);
    expect(output).toContain('do not agree with Stripe’s balance');
    expect(output).toContain('received: £25.00; Stripe’s fees: £0.58; left after fees: £24.42');
    const { latest_charge } = await sdk(practice).paymentIntents.retrieve(ada);
    expect(output).toContain(`${latest_charge}: £25.00 in the balance, £0.00 among the payments`);
    expect(output).toContain('run the same again with --accept-difference');
    expect(await readdir(folder)).toEqual([]);
    const accepted = await run('gift-aid', url, ...period, '--accept-difference');
    expect(accepted.code, accepted.output).toBe(0);
    expect(accepted.output).toContain(`${latest_charge}: £25.00 in the balance, £0.00 among the payments`);
    expect(accepted.output).toContain('In the claim: 3 gifts, £80.00');
  } finally {
    forgetful.close();
    forgetful.closeAllConnections();
  }
});

test('what is asked wrongly is refused in one plain sentence, and Stripe is not asked', async () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], 'Say which days'],
    [['--from', '2026-02-30', '--to', '2026-03-01'], 'Say which days'],
    [['--from', '2026-03-02', '--to', '2999-03-01'], '--to has not come yet'],
    [['2026-03-02'], 'Put -- before what you ask for'],
    [['--from', '2026-03-01', '--to', '2026-03-01', '--claim', '../x'], 'Name the claim in letters'],
    [['--from', '2026-03-01', '--to', '2026-03-01', '--year-end', '31-03'], 'last day of your accounting year'],
  ];
  const answers = await Promise.all(cases.map(([options]) => run('gift-aid', 'http://127.0.0.1:9', ...options)));
  for (const [index, { code, output }] of answers.entries()) {
    expect(code, output).toBe(1);
    expect(output).toContain(cases[index]?.[1]);
    expect(output.trim().split('\n')).toHaveLength(1);
  }
});
