/** Whoever gives each month changes, pauses or stops it by a link sent to their own address, and nobody else learns or changes anything. */
import { expect } from '@playwright/test';
import fc from 'fast-check';
import type Stripe from 'stripe';
import { letterSender } from '../../src/functions/environment/letters.ts';
import type { GivingTerms } from '../../src/giving/gift.ts';
import { openLink, sealLink } from '../../src/giving/monthly/gift-link.ts';
import type { Letter } from '../../src/giving/monthly/letter.ts';
import { type LinkDesk, sendGiftLink } from '../../src/giving/monthly/link-by-email.ts';
import { answerMyGift, type GiftDesk } from '../../src/giving/monthly/my-gift.ts';
import { monthlyDonor, paidGift, sdk, start, stopWhatRan } from '../practice-stripe/practice-run.ts';
import type { PracticeStripe } from '../practice-stripe/server.ts';
import { builtPage } from '../reader-pages.ts';
import { linkSentTo, test } from './stripe-of-this-run.ts';

const terms: GivingTerms = {
  charityName: 'A charity',
  telephone: '01234 567890',
  minimumInPence: 100,
  maximumInPence: 1_000_000,
  presetsInPence: [1000, 2500],
  generalFund: 'Anything',
  funds: [{ slug: 'hub-club', title: 'Our hub club', state: 'open' }],
  giftAid: true,
};
const secret = 'only this site knows';
const ada = { name: 'Ada Lovelace', email: 'ada@example.org' };

let practice: PracticeStripe;
let moment: Date;
let letters: Letter[];
let told: string[];
let works: Promise<void>[];
test.beforeEach(async () => {
  moment = new Date('2026-01-31T10:00:00Z');
  [letters, told, works] = [[], [], []];
  practice = await start({ now: () => moment });
});
test.afterEach(stopWhatRan);

const later = (minutes: number) => {
  moment = new Date(moment.getTime() + minutes * 60_000);
};

const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  new Request(`https://charity.example${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: 'https://charity.example', ...headers },
  });

async function askFor(email: string, changes: Partial<LinkDesk> = {}, more: Record<string, string> = {}) {
  const answer = await sendGiftLink(post('/api/manage', { email, ...more }), {
    stripe: sdk(practice),
    terms,
    formPage: await builtPage('/donate/manage/'),
    send: async (letter) => {
      letters.push(letter);
    },
    stripesOwnPage: undefined,
    secret,
    now: () => moment,
    afterwards: (work) => works.push(work),
    tellOperator: (line) => told.push(line),
    ...changes,
  });
  return { answer, page: await answer.text(), status: answer.status };
}

const heard = async () => {
  await Promise.all(works);
};

/** What a browser would be given at the end, and on the way there. */
async function visit(request: Request, changes: Partial<GiftDesk> = {}) {
  const answer = await answerMyGift(request, {
    stripe: sdk(practice),
    terms,
    giftPage: await builtPage('/donate/my-gift/'),
    formPage: await builtPage('/donate/manage/'),
    send: async (letter) => {
      letters.push(letter);
    },
    afterwards: (work) => works.push(work),
    secret,
    now: () => moment,
    tellOperator: (line) => told.push(line),
    ...changes,
  });
  const location = answer.headers.get('location') ?? '';
  return { status: answer.status, page: await answer.text(), location, headers: answer.headers };
}

const look = (link: string, more: Record<string, string> = {}) =>
  new Request(`https://charity.example/api/my-gift?${new URLSearchParams({ link, ...more })}`);
const change = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  post('/api/my-gift', { opening: crypto.randomUUID(), ...form }, headers);

/** Changes it, and follows to the page that says so. */
async function changeAndLook(form: Record<string, string>) {
  const { status, location } = await visit(change(form));
  expect(status).toBe(303);
  return visit(new Request(location));
}

const wordsOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, '<main')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const giftOf = (id: string) => {
  const found = practice.subscriptions.get(id);
  if (!found) throw new Error('There is no such gift');
  return found;
};
const changedIn = async (id: string) =>
  (await sdk(practice).events.list({ type: 'customer.subscription.updated', limit: 100 })).data.filter(
    ({ data }) => (data.object as { id?: string }).id === id,
  ).length;

test('known or not, in capitals or not, every address gets the same answer, and only a monthly donor gets a letter', async () => {
  await monthlyDonor(practice, ada);
  await paidGift(practice);
  const { page: known, answer } = await askFor('ada@example.org');
  expect(letters, 'the answer does not wait').toEqual([]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { page: unknown } = await askFor('nobody@example.org');
  // Somebody who gave once, and nothing monthly.
  const { page: once } = await askFor('donor@example.org');
  expect(unknown).toBe(known);
  expect(once).toBe(known);
  expect(wordsOf(known)).toContain('If that address gives each month, a message is on its way to it.');
  expect(known).not.toContain('ada@');
  await heard();
  expect(letters.map(({ to }) => to)).toEqual(['ada@example.org']);
  later(10);
  await askFor('  ADA@Example.ORG ');
  await heard();
  expect(letters.map(({ to }) => to)).toEqual(['ada@example.org', 'ada@example.org']);
  expect(told).toEqual([]);
});

test('an address is the same in small letters and in capitals, however it was typed when the gift began; the letter goes where the gift comes from', async () => {
  const typed = { name: 'Ann Lee', email: "Ann.O'Lee@Example.org" };
  await monthlyDonor(practice, typed);
  await monthlyDonor(practice, { ...typed, email: "Ann.O'Leeds@Example.org" });
  await askFor("ann.o'lee@example.org");
  await heard();
  expect(letters.map(({ to }) => to)).toEqual([typed.email]);
  // And when Stripe’s search has no answer, who typed it alike has the letter all the same, and staff are told.
  later(10);
  practice.fail(500, { request: /^GET \/v1\/customers\/search/, count: 5 });
  await askFor(typed.email);
  await heard();
  expect(letters.map(({ to }) => to)).toEqual([typed.email, typed.email]);
  expect(told).toEqual([expect.stringContaining('may not have been sent')]);
});

test('the letter holds the link and nothing of the donor or the gift; however often one asks, it is one in five minutes', async () => {
  await monthlyDonor(practice, ada);
  for (let times = 0; times < 3; times++) {
    await askFor(ada.email);
    await heard();
  }
  expect(letters).toHaveLength(1);
  const [{ text, subject } = { text: '', subject: '' }] = letters;
  expect(subject).toBe('Your monthly gift to A charity');
  const [link = ''] = /https:\S+/.exec(text) ?? [];
  expect(link).toMatch(/^https:\/\/charity\.example\/api\/my-gift\?link=[\w-]+$/);
  expect(`${subject} ${text}`).not.toMatch(/£|Ada|Lovelace|ada@|cus_|sub_|hub/);
  expect((await visit(new Request(link))).page).toContain('£10 each month');
  later(6);
  await askFor(ada.email);
  await heard();
  expect(letters).toHaveLength(2);
});

test('a letter of a charity that has only its contact page leads there by its whole address: it is not read on the site', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const { telephone: _, ...unreached } = terms;
  await askFor(ada.email, { terms: unreached });
  const form = { link: sealLink(secret, [customer], moment), gift: subscription };
  await visit(change({ ...form, action: 'amount', amount: '20' }), { terms: unreached });
  await heard();
  expect(letters).toHaveLength(2);
  for (const { text } of letters) expect(text).toContain('lease find us at https://charity.example/contact/.');
});

test('a letter that the mail server did not take is told to whoever runs the site, without the address, and can be asked for again', async () => {
  await monthlyDonor(practice, ada);
  const { page } = await askFor(ada.email, { send: () => Promise.reject(new Error('ada@example.org: no such box')) });
  await heard();
  expect(wordsOf(page)).toContain('a message is on its way');
  expect(told).toEqual(['A link to a monthly gift may not have been sent: Error']);
  practice.fail('reset', { count: 2 });
  await askFor(ada.email);
  await heard();
  expect(told[1]).toMatch(/^A link to a monthly gift may not have been sent: StripeConnectionError/);
  await askFor(ada.email);
  await heard();
  expect(letters).toHaveLength(1);
});

const refusedAddresses = [
  '',
  'ada',
  'ada@example',
  'ada@example.org, eve@example.org',
  'ada@example.org\r\nBcc: eve@example.org',
  '"a b"@example.org',
  `${'a'.repeat(250)}@example.org`,
];
for (const email of refusedAddresses) {
  test(`an address like ${JSON.stringify(email.slice(0, 50))} is refused beside its field, and kept`, async () => {
    const { page, status } = await askFor(email);
    expect(status).toBe(422);
    expect(page).toContain('<title>Problem: ');
    expect(page).toMatch(/<strong[^>]*id="email-mistake"[^>]*>Type your email/);
    if (email && !email.includes('\r')) expect(page).toContain(`value="${email.replaceAll('"', '&quot;')}"`);
    expect(works).toEqual([]);
  });
}

test('a site with no mail server leads to Stripe’s own page, or says how to reach the charity; so does one with no key', async () => {
  const byHand = await askFor(ada.email, { send: undefined });
  expect(byHand.status).toBe(503);
  expect(wordsOf(byHand.page)).toContain('Please call us on 01234 567890 , and we change or stop your gift.');
  expect(wordsOf((await askFor(ada.email, { stripe: undefined })).page)).toContain('call us on 01234 567890');
  const atStripe = await askFor(ada.email, { send: undefined, stripesOwnPage: 'https://billing.stripe.com/p/login/x' });
  expect(atStripe.page).toContain('href="https://billing.stripe.com/p/login/x"');
  expect(atStripe.page).not.toContain('ada@');
  // On a live site no letter goes to a mailbox of practice.
  expect(letterSender('us@charity.example', { STRIPE_SECRET_KEY: 'rk_live_1' })).toBeUndefined();
  expect(letterSender(undefined, { STRIPE_SECRET_KEY: 'rk_live_1', SMTP_URL: 'smtp://x' })).toBeUndefined();
  expect(() =>
    letterSender(undefined, { STRIPE_SECRET_KEY: 'rk_live_1', PRACTICE_STRIPE_URL: 'http://localhost:1' }),
  ).toThrow();
});

test('what is posted from another website, by a robot, or is far too long asks for nothing and changes nothing', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  expect((await askFor(ada.email, {}, { leaveEmpty: 'x' })).status).toBe(422);
  expect((await askFor(ada.email, {}, { more: 'x'.repeat(300_000) })).status).toBe(413);
  expect(works).toEqual([]);
  const before = giftOf(subscription);
  const link = sealLink(secret, [customer], moment);
  const stop = { link, gift: subscription, action: 'stop' };
  for (const headers of [{ origin: 'https://evil.example' }, { origin: '' }, { 'sec-fetch-site': 'cross-site' }])
    expect((await visit(change(stop, headers))).status).toBe(403);
  expect((await visit(change({ ...stop, more: 'x'.repeat(300_000) }))).status).toBe(413);
  for (const junk of [
    { action: 'give' },
    { action: 'pause', months: '999' },
    { action: '' },
    { gift: 'sub_another', action: 'amount', amount: '5' },
  ])
    expect((await visit(change({ ...stop, ...junk }))).status).toBe(422);
  expect(giftOf(subscription)).toEqual(before);
});

test('opening the link, however often and by whomever, changes nothing, and its address goes nowhere', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const before = giftOf(subscription);
  const link = sealLink(secret, [customer], moment);
  const { page, headers, status } = await visit(look(link));
  expect(status).toBe(200);
  for (const more of [
    { action: 'stop', gift: subscription },
    { action: 'pause', months: '6', gift: subscription },
    { done: 'stop', gift: subscription },
  ])
    await visit(look(link, more));
  expect(giftOf(subscription)).toEqual(before);
  expect(headers.get('cache-control')).toBe('no-store');
  // `no-referrer` would have a browser send our own form without an origin, which is refused.
  expect(headers.get('referrer-policy')).toBe('strict-origin');
  expect(wordsOf(page)).toContain('£10 each month');
  expect(wordsOf(page)).toContain('Our hub club');
  expect(wordsOf(page)).toContain(
    'The next payment is on 28 February 2026. It is taken from the card that ends in 4242.',
  );
  expect(page).not.toMatch(/Ada|ada@/);
});

test('no link but ours opens anything, and not after half an hour, nor another donor’s gift', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const other = await monthlyDonor(practice, { name: 'Bob', email: 'bob@example.org' });
  const link = sealLink(secret, [customer], moment);
  expect(Buffer.from(link, 'base64url').toString('latin1')).not.toContain('cus_');
  const before = giftOf(other.subscription);
  const ofAnother = await visit(change({ link, gift: other.subscription, action: 'stop' }));
  expect((await visit(new Request(ofAnother.location))).page).not.toContain('has stopped');
  expect((await visit(change({ link, gift: other.subscription, action: 'amount', amount: '99' }))).status).toBe(422);
  expect(giftOf(other.subscription)).toEqual(before);
  await sdk(practice).subscriptions.cancel(other.subscription);
  expect((await visit(look(link, { done: 'stop', gift: other.subscription }))).page).not.toContain('has stopped');

  fc.assert(
    fc.property(fc.nat(link.length - 1), fc.constantFrom(...'AZaz09-_'), fc.string(), (at, sign, junk) => {
      const forged = `${link.slice(0, at)}${sign}${link.slice(at + 1)}`;
      return (
        openLink(secret, junk, moment) === undefined &&
        openLink('another', link, moment) === undefined &&
        // The last sign may hold spare bits, which say nothing.
        (Buffer.from(forged, 'base64url').equals(Buffer.from(link, 'base64url')) ||
          openLink(secret, forged, moment) === undefined)
      );
    }),
    { numRuns: 2000 },
  );
  later(29);
  expect((await visit(look(link))).status).toBe(200);
  later(1);
  for (const request of [look(link), look('nonsense'), change({ link, gift: subscription, action: 'stop' })]) {
    const { page, status } = await visit(request);
    expect(status).toBe(410);
    expect(wordsOf(page)).toContain('Nothing was changed. A link works for half an hour');
    expect(page).toContain('action="/api/manage"');
  }
  expect(giftOf(subscription).status).toBe('active');
  expect((await visit(new Request('https://charity.example/api/my-gift'))).location).toBe('/donate/manage/');
});

test('a new amount is taken from the next payment on, and is the whole; two presses are one change', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const stripe = sdk(practice);
  await stripe.subscriptions.update(subscription, {
    metadata: { feeCoverInPence: '35', giftAidVersion: '2026-11-27' },
  });
  const told = await changedIn(subscription);
  const link = sealLink(secret, [customer], moment);
  // What of it is the fee, and what becomes of that, is said before anything is changed.
  const before = wordsOf((await visit(look(link))).page);
  expect(before).toContain('£0.35 of it is for the card fee.');
  expect(before).toContain('The amount that you type here is all that is taken: no card fee is added to it.');
  expect(before).toContain(
    'Gift Aid is added to it. If you pay too little tax for that now, or want to end your declaration, please call us on 01234 567890.',
  );
  const shown = (await visit(look(link))).page;
  expect(/<input[^>]* name="amount"[^>]*>/.exec(shown)?.[0]).toMatch(/aria-describedby="[^"]*\bwithout-fee\b/);
  expect(shown).toContain('id="without-fee"');
  const asked = { link, gift: subscription, action: 'amount', amount: '£123.45', opening: crypto.randomUUID() };
  const [one, other] = await Promise.all([visit(change(asked)), visit(change(asked))]);
  expect([one.status, other.status]).toEqual([303, 303]);
  expect(await changedIn(subscription)).toBe(told + 1);
  // Stripe writes to nobody of this: we do, to the donor alone, with the way back.
  await heard();
  expect(letters.length).toBeGreaterThan(0);
  for (const letter of letters)
    expect(letter).toEqual({
      to: ada.email,
      subject: 'Your monthly gift to A charity was changed',
      text: expect.stringMatching(
        /You now give £123\.45 each month, from 28 February 2026\.\n\nDid you not mean to[^\n]*\nhttps:\/\/charity\.example\/donate\/manage\/\n\nIf it was not you, please call us on 01234 567890\./,
      ),
    });
  expect(letters[0]?.text).not.toMatch(/Ada|Lovelace|cus_|sub_|hub|link=/);
  const gift = giftOf(subscription);
  expect(
    gift.items.data.map(({ price, quantity }) => [price.unit_amount, price.recurring?.interval, quantity]),
  ).toEqual([[12_345, 'month', 1]]);
  expect(gift.metadata).toEqual({ kind: 'gift', frequency: 'monthly', fund: 'hub-club', giftAidVersion: '2026-11-27' });
  expect(gift.description).toBe('Gift of £123.45 each month: Our hub club');
  const { page } = await visit(new Request(one.location));
  expect(page).toContain('<title>Done: Your monthly gift');
  expect(wordsOf(page)).toContain('Done. You now give £123.45 each month, from 28 February 2026.');
  expect(wordsOf(page)).not.toContain('card fee');
  await practice.moveOn({ months: 1 });
  const { data } = await stripe.invoices.list({ subscription, status: 'paid' });
  expect(data.map(({ amount_paid }) => amount_paid)).toEqual([12_345, 1000]);
});

for (const [typed, mistake] of [
  ['0.99', 'Type an amount of £1 or more'],
  ['10,000.01', 'Online gifts go up to £10,000. Please call us on 01234 567890 to give more'],
  ['1e3', 'Type the amount in numbers, like 25 or 25.50'],
  ['', 'Type how much to give, in pounds'],
] as const) {
  test(`a new amount of “${typed}” is refused beside its own field, of several gifts too, and is kept`, async () => {
    const first = await monthlyDonor(practice, ada);
    later(1);
    const second = await monthlyDonor(practice, ada);
    const link = sealLink(secret, [second.customer, first.customer], moment);
    const { page, status } = await visit(change({ link, gift: first.subscription, action: 'amount', amount: typed }));
    expect(status).toBe(422);
    expect(page).toMatch(new RegExp(`id="amount-mistake-2"[^>]*>${mistake.replaceAll('.', '\\.')}\\.<`));
    expect(page).toContain(`<a href="#amount-2">${mistake}</a>`);
    expect(page).toMatch(new RegExp(`<input[^>]*id="amount-2"[^>]*value="${typed}"`));
    expect(page).not.toMatch(/id="amount-mistake"[^>]*>Type/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(giftOf(first.subscription).items.data[0]?.price.unit_amount).toBe(1000);
  });
}

test('a new amount that may be a slip is asked about before it is taken; said once more, it is taken; another one is asked about anew', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const link = sealLink(secret, [customer], moment);
  const form = { link, gift: subscription, action: 'amount', amount: '1550' };
  const amount = () => giftOf(subscription).items.data[0]?.price.unit_amount;
  const formIn = (page: string): Record<string, string> => {
    const [, inside = ''] = /<form[^>]*data-for="amount"[^>]*>([\s\S]*?)<\/form>/.exec(page) ?? [];
    const part = (input: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    return Object.fromEntries(
      [...inside.matchAll(/<input[^>]*>/g)].map(([input]) => [part(input, ' name'), part(input, ' value')]),
    );
  };
  const { page, status } = await visit(change(form));
  expect(status).toBe(422);
  expect(wordsOf(page)).toContain('Is that right? Nothing was changed yet.');
  expect(wordsOf(page)).toContain('You typed £1,550 each month. If you mean it, press “Change it” once more');
  expect(amount()).toBe(1000);
  const again = await visit(change({ ...formIn(page), amount: '15500' }));
  expect(again.status).toBe(422);
  practice.fail(500, { request: /^POST / });
  const troubled = await visit(change(formIn(page)));
  expect(troubled.status).toBe(503);
  expect(amount()).toBe(1000);
  // Stripe’s trouble does not have it asked about once more.
  const { status: done } = await visit(change(formIn(troubled.page)));
  expect(done).toBe(303);
  expect(amount()).toBe(155_000);
});

for (const months of [1, 2, 3, 6]) {
  test(`paused for ${months}, a gift leaves out just as many payments, and goes on on the day that was said`, async () => {
    const { subscription, customer } = await monthlyDonor(practice, ada);
    const form = { link: sealLink(secret, [customer], moment), gift: subscription, action: 'pause' };
    const { page } = await changeAndLook({ ...form, months: String(months) });
    const [, said = ''] =
      /Done\. Your gift is paused\. The next one is taken on (\d+ \w+ \d{4})/.exec(wordsOf(page)) ?? [];
    // Once more, the same: there is nothing to change.
    const told = await changedIn(subscription);
    await changeAndLook({ ...form, months: String(months) });
    expect(await changedIn(subscription)).toBe(told);
    await heard();
    expect(letters.map(({ text }) => text)).toEqual([
      expect.stringContaining(`Your gift is paused. The next one is taken on ${said}.`),
    ]);
    // From the 31st on: as many months, whatever their length.
    await practice.moveOn({ days: 31 * (months + 2) });
    const { data } = await sdk(practice).invoices.list({ subscription, limit: 100 });
    expect(data.map(({ status }) => status)).toEqual(['paid', 'paid', ...Array(months).fill('void'), 'paid']);
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });
    expect(day.format((data[1]?.created ?? 0) * 1000)).toBe(said);
  });
}

test('a paused gift can start again sooner, and be paused once more', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription };
  const { page: paused } = await changeAndLook({ ...form, action: 'pause', months: '2' });
  expect(paused).not.toContain('Pause it');
  const { page } = await changeAndLook({ ...form, action: 'start' });
  expect(wordsOf(page)).toContain('Done. Your gift goes on. The next one is taken on 28 February 2026.');
  expect(giftOf(subscription).pause_collection).toBeNull();
  await changeAndLook({ ...form, action: 'pause', months: '2' });
  expect(giftOf(subscription).pause_collection).toMatchObject({ behavior: 'void' });
  await heard();
  expect(letters.map(({ text }) => /Your gift (is paused|goes on)\. The next one is taken on/.exec(text)?.[1])).toEqual(
    ['is paused', 'goes on', 'is paused'],
  );
});

test('stopping is asked once more, with equal weight and no persuasion; stopped twice, it is stopped, and the last payment is said', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription, action: 'stop' };
  const { page: asks } = await visit(look(form.link, form));
  expect(wordsOf(asks)).toContain(
    'Stop your gift of £10 each month? Nothing more is taken once you stop it. Keep it Stop it',
  );
  expect(giftOf(subscription).status).toBe('active');
  const [one, other] = await Promise.all([visit(change(form)), visit(change(form))]);
  expect(giftOf(subscription).status).toBe('canceled');
  for (const { location } of [one, other, await visit(change(form))]) {
    const { page } = await visit(new Request(location));
    expect(wordsOf(page)).toContain(
      'Your gift of £10 each month has stopped. Nothing more is taken. The last payment was on 31 January 2026.',
    );
  }
  expect(wordsOf((await visit(look(form.link))).page)).toContain(
    'You give nothing each month by this address just now.',
  );
  await heard();
  expect(letters.length).toBeGreaterThan(0);
  for (const { text } of letters)
    expect(text).toMatch(
      /Your gift of £10 each month has stopped\. Nothing more is taken\.[\s\S]*You can begin again here:\nhttps:\/\/charity\.example\/donate\/\?frequency=monthly/,
    );
  await practice.moveOn({ months: 2 });
  expect((await sdk(practice).invoices.list({ subscription })).data).toHaveLength(1);
});

test('who gives from a bank is told that what it was asked for may still be taken: before they stop, on the page, and in the letter', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription };
  const stripe = sdk(practice);
  const own = stripe.subscriptions;
  const fromBank = (gift: Stripe.Subscription) =>
    Object.assign(gift, { default_payment_method: { id: 'pm_bank', bacs_debit: { last4: '2345' } } });
  const subscriptions = Object.assign(Object.create(own) as Stripe['subscriptions'], {
    list: async (asked: Stripe.SubscriptionListParams) => {
      const { data } = await own.list(asked);
      return { data: data.map(fromBank) };
    },
    retrieve: async (id: string) => fromBank(await own.retrieve(id)),
  });
  const { customers, invoices, billingPortal } = stripe;
  const atBank = { stripe: { customers, invoices, billingPortal, subscriptions } };
  const read = async (request: Request) => wordsOf((await visit(request, atBank)).page);
  const changed = async (asked: Record<string, string>) =>
    read(new Request((await visit(change({ ...form, ...asked }), atBank)).location));
  const warning = 'What your bank was asked for in the last few days may still be taken.';
  expect(await changed({ action: 'pause', months: '2' })).toContain(warning);
  expect(await read(look(form.link, { ...form, action: 'stop' }))).toContain(
    `Your bank is asked for nothing more once you stop it. ${warning}`,
  );
  expect(await changed({ action: 'stop' })).toContain(`Your bank is asked for nothing more. ${warning}`);
  await heard();
  expect(letters).toHaveLength(2);
  for (const { text } of letters) {
    expect(text).toContain(warning);
    expect(text).not.toContain('Nothing more is taken');
  }
});

test('a change that the donor cannot be written to about is made all the same, and who runs the site hears of it, without the donor', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription, action: 'amount', amount: '20' };
  const send = () => Promise.reject(new Error('ada@example.org: no such box'));
  expect((await visit(change(form), { send })).status).toBe(303);
  await heard();
  expect(giftOf(subscription).items.data[0]?.price.unit_amount).toBe(2000);
  expect(told).toEqual(['A donor was not written to of a change of their monthly gift: Error']);
  // Nor does a site without a mail server keep anybody from it.
  expect((await visit(change({ ...form, amount: '30' }), { send: undefined })).status).toBe(303);
  await heard();
  expect(giftOf(subscription).items.data[0]?.price.unit_amount).toBe(3000);
  expect(told).toHaveLength(1);
});

test('another card is left at Stripe, and the gift is taken from it; who turns back keeps the old one', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription, action: 'card' };
  const { location, status } = await visit(change(form));
  expect(status).toBe(303);
  expect(location).toMatch(new RegExp(`^${practice.url}/p/session/`));
  expect(wordsOf((await visit(look(form.link))).page)).toContain('It is taken from the card that ends in 4242.');
  await practice.declineFrom(customer);
  const left = await fetch(location, {
    method: 'POST',
    body: new URLSearchParams({ action: 'card' }),
    redirect: 'manual',
  });
  const { page } = await visit(new Request(left.headers.get('location') ?? ''));
  expect(wordsOf(page)).toContain('Done. Your gift is now taken from the card that ends in 5556.');
  // A gift with a card of its own would go on being taken from that one, and be declined.
  await practice.moveOn({ months: 1 });
  expect((await sdk(practice).invoices.list({ subscription })).data.map(({ status }) => status)).toEqual([
    'paid',
    'paid',
  ]);
});

test('a gift that could not be collected, one to a fund that has closed, and one that staff have let end say so', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const link = sealLink(secret, [customer], moment);
  const seen = async () => wordsOf((await visit(look(link), { terms: { ...terms, funds: [] } })).page);
  await sdk(practice).subscriptions.update(subscription, { description: 'Gift of £10 each month: Drums: a fund' });
  expect(await seen()).toContain('Drums: a fund');
  await practice.declineFrom(customer);
  await practice.moveOn({ months: 1 });
  expect(await seen()).toContain('The last payment did not go through.');
  await sdk(practice).subscriptions.update(subscription, { cancel_at_period_end: true });
  const ending = await seen();
  expect(ending).toContain('It is set to end. Nothing more is taken.');
  expect(ending).not.toContain('Pause it');
  // Of the same account, and no gift.
  await sdk(practice).subscriptions.update(subscription, { metadata: { kind: 'membership' } });
  expect(await seen()).toContain('You give nothing each month by this address just now.');
});

const troubles = [
  { what: 'hangs up on every question', fault: () => practice.fail('reset', { count: 9 }), known: false },
  { what: 'breaks down on every question', fault: () => practice.fail(503, { count: 9 }), known: false },
  { what: 'refuses the change', fault: () => practice.fail(500, { request: /^POST / }), known: true },
];
for (const { what, fault, known } of troubles) {
  test(`when Stripe ${what}, nothing was changed, the page says so, and the same can be sent again`, async () => {
    const { subscription, customer } = await monthlyDonor(practice, ada);
    const before = giftOf(subscription);
    const link = sealLink(secret, [customer], moment);
    fault();
    const { page, status } = await visit(change({ link, gift: subscription, action: 'amount', amount: '12.34' }));
    expect(status).toBe(503);
    expect(wordsOf(page)).toContain(
      'Nothing was changed. Stripe, where your gift is kept, did not answer. Please try again in a minute, or call us on 01234 567890.',
    );
    expect(page.includes('£10 each month')).toBe(known);
    expect(giftOf(subscription)).toEqual(before);
    expect(told.join()).not.toMatch(/ada|cus_|12\.34/i);
    practice.fail(429, { count: 0 });
    const [, form = ''] = /<form[^>]*data-for="amount"[^>]*>([\s\S]*?)<\/form>/.exec(page) ?? [];
    const again = Object.fromEntries(
      [...form.matchAll(/<input[^>]*>/g)].map(([input]) => [
        /name="([^"]*)"/.exec(input)?.[1] ?? '',
        /value="([^"]*)"/.exec(input)?.[1] ?? '',
      ]),
    );
    expect(again.amount).toBe('12.34');
    expect(again.opening).toMatch(/^[0-9a-f-]{36}$/);
    while ((await visit(change(again))).status === 503);
    expect(giftOf(subscription).items.data[0]?.price.unit_amount).toBe(1234);
  });
}

test('when an answer is lost, and Stripe is asked the same again, the donor is written to of each change all the same', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription };
  // As the site's own client does: https://docs.stripe.com/error-low-level#network-retries
  const stripe = sdk(practice, undefined, { maxNetworkRetries: 1 });
  for (const [lost, asked] of [
    [/^POST /, { action: 'amount', amount: '30' }],
    [/^POST /, { action: 'pause', months: '2' }],
    [/^POST /, { action: 'start' }],
    [/^DELETE /, { action: 'stop' }],
  ] as const) {
    practice.fail('answerThenReset', { request: lost });
    expect((await visit(change({ ...form, ...asked }), { stripe })).status).toBe(303);
    await heard();
  }
  expect(letters.map(({ text }) => /You now give £30|is paused|goes on|has stopped/.exec(text)?.[0])).toEqual([
    'You now give £30',
    'is paused',
    'goes on',
    'has stopped',
  ]);
});

test('what is sent once more after the gift was changed again tells the donor nothing that is so no more', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription, action: 'amount' };
  const first = { ...form, amount: '30', opening: crypto.randomUUID() };
  await visit(change(first));
  await visit(change({ ...form, amount: '40' }));
  await visit(change(first));
  await heard();
  expect(letters.map(({ text }) => /You now give £\d+/.exec(text)?.[0])).toEqual([
    'You now give £30',
    'You now give £40',
  ]);
});

test('when only Stripe’s answer is lost, what became of the change is looked up, and never guessed', async () => {
  const { subscription, customer } = await monthlyDonor(practice, ada);
  const form = { link: sealLink(secret, [customer], moment), gift: subscription };
  practice.fail('answerThenReset', { request: /^POST /, count: 2 });
  const { page } = await changeAndLook({ ...form, action: 'amount', amount: '30' });
  expect(wordsOf(page)).toContain('Done. You now give £30 each month');
  await heard();
  expect(letters).toHaveLength(1);

  practice.fail('answerThenReset', { request: /^POST /, count: 2 });
  const stripe = sdk(practice);
  let asked = 0;
  const lost = {
    customers: stripe.customers,
    invoices: stripe.invoices,
    billingPortal: stripe.billingPortal,
    subscriptions: new Proxy(stripe.subscriptions, {
      get: (real, name) =>
        name === 'list' && ++asked > 1 ? () => Promise.reject(new Error('gone')) : Reflect.get(real, name).bind(real),
    }),
  };
  const unknown = await visit(change({ ...form, action: 'pause', months: '1' }), { stripe: lost });
  expect(unknown.status).toBe(503);
  expect(wordsOf(unknown.page)).toContain('we cannot say yet whether it was changed');
  expect(wordsOf(unknown.page)).not.toContain('Nothing was changed');
  // Whoever has the link by stealth cannot do it unheard by Stripe’s silence.
  await heard();
  expect(letters).toHaveLength(2);
  expect(letters[1]).toEqual({
    to: ada.email,
    subject: 'Your monthly gift to A charity may have been changed',
    text: expect.stringMatching(
      /We cannot say yet whether it was done\.\n\nPlease look [^\n]*\nhttps:\/\/charity\.example\/donate\/manage\/\n\nIf it was not you, please call us on 01234 567890\./,
    ),
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a monthly donor asks for the link, and by it changes the amount, pauses, starts again, and stops', async ({
    page,
    stripe,
  }) => {
    // At Stripe itself each test has longer.
    if (!stripe.isItself) test.setTimeout(180_000);
    await page.goto('/donate/');
    await page.getByRole('radio', { name: 'Each month' }).check();
    await page.getByRole('button', { name: 'Go to payment' }).click();
    const paying = await stripe.pageForPaying(page);
    const email = stripe.address('Mary.Anning');
    await paying.pay({ email });
    await page.getByRole('link', { name: 'change it, pause it or stop it' }).click();

    await page.getByLabel('Your email address').fill(email);
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await expect(page.getByRole('status')).toContainText('a message is on its way');
    await page.goto(await linkSentTo(stripe, email));

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your monthly gift');
    await expect(page.getByRole('heading', { name: '£25 each month' })).toBeVisible();
    const id = await page.locator('input[name=gift]').first().getAttribute('value');
    const gift = () => paying.stripe.subscriptions.retrieve(id ?? '');
    expect((await paying.session()).subscription).toBe(id);

    await page.getByLabel('The new amount each month').fill('20');
    await page.getByRole('button', { name: 'Change it' }).click();
    await expect(page.getByRole('status')).toContainText('You now give £20 each month');
    await expect(page.getByRole('status')).toBeFocused();
    const whenDone = page.url();
    expect((await gift()).items.data[0]?.price.unit_amount).toBe(2000);

    await page.getByRole('radio', { name: '3 months' }).check();
    await page.getByRole('button', { name: 'Pause it' }).click();
    await expect(page.getByRole('status')).toContainText('Your gift is paused.');
    expect((await gift()).pause_collection?.behavior).toBe('void');
    await page.getByRole('button', { name: 'Start it again' }).click();
    await expect(page.getByRole('status')).toContainText('Your gift goes on.');
    expect((await gift()).pause_collection).toBeNull();

    // Stripe’s own page for another card, and back.
    const giftPage = page.url();
    await page.getByRole('button', { name: 'Go to Stripe' }).click();
    await stripe.isAtPageForCard(page);
    await page.goto(giftPage);

    await page.getByRole('button', { name: 'Stop it' }).click();
    await expect(page.getByRole('heading', { name: 'Stop your gift of £20 each month?' })).toBeVisible();
    await page.getByRole('button', { name: 'Stop it' }).click();
    await expect(page.getByRole('status')).toContainText('Your gift of £20 each month has stopped.');
    expect((await gift()).status).toBe('canceled');
    // Who goes back to where something was done is told nothing that is so no more.
    await page.goBack();
    await page.goto(whenDone);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your monthly gift');
    await expect(page.getByText('You give nothing each month by this address just now.')).toBeVisible();
    await expect(page.getByRole('status')).toHaveCount(0);
    // What was done is in the donor’s mailbox, too.
    await expect.poll(() => stripe.letterTo(email)).toMatch(/Your gift of \S+ each month has\s+stopped\./);
  });
});

test('what was done is said once: not when the page is loaded again, nor when the browser’s Back brings it out of its memory', async ({
  page,
  context,
  stripe,
}) => {
  await page.goto('/donate/?frequency=monthly');
  await page.getByRole('button', { name: 'Go to payment' }).click();
  const email = stripe.address('back');
  await (await stripe.pageForPaying(page)).pay({ email });
  await page.goto('/donate/manage/');
  await page.getByLabel('Your email address').fill(email);
  await page.getByRole('button', { name: 'Send me the link' }).click();
  const link = await linkSentTo(stripe, email);
  await page.goto(link);
  await page.getByLabel('The new amount each month').fill('20');
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByRole('status')).toContainText('You now give £20 each month');
  await expect(page).toHaveURL(link);

  // Meanwhile, elsewhere.
  const other = await context.newPage();
  await other.goto(link);
  await other.getByRole('button', { name: 'Stop it' }).click();
  await other.getByRole('button', { name: 'Stop it' }).click();
  await expect(other.getByRole('status')).toContainText('has stopped');
  // A browser that keeps whole pages in its memory tells one that it is shown again; the one of these tests keeps none.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.getByText('You give nothing each month by this address just now.')).toBeVisible();
  await expect(page.getByRole('status')).toHaveCount(0);
});
