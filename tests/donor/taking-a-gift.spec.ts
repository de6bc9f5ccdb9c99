/** A gift that is sent is taken to Stripe as the donor meant it, once; and whatever fails, the donor is told that nothing was taken, and loses nothing typed. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import Stripe from 'stripe';
import donateDoor from '../../src/functions/donate.ts';
import { stripeFromEnvironment } from '../../src/functions/environment/stripe-client.ts';
import thankYouDoor from '../../src/functions/thank-you.ts';
import { feeCoverInPence, feeInPence } from '../../src/giving/card-fee.ts';
import { type Till, takeGift } from '../../src/giving/checkout.ts';
import { ask, type FirstTry, firstTryIn, isAnswered } from '../../src/giving/form/question.ts';
import type { GivingTerms } from '../../src/giving/gift.ts';
import { type Thanker, thankDonor } from '../../src/giving/thanks.ts';
import { PRACTICE_SECRET_KEY } from '../practice-stripe/practice-keys.ts';
import { type PracticeStripe, startPracticeStripe } from '../practice-stripe/server.ts';
import { builtPage } from '../reader-pages.ts';
import { storeInMemory } from '../store-in-memory.ts';

const terms: GivingTerms = {
  charityName: 'A charity',
  telephone: '01234 567890',
  minimumInPence: 100,
  maximumInPence: 1_000_000,
  presetsInPence: [1000, 2500],
  generalFund: 'Anything',
  funds: [{ slug: 'hub', title: 'Our hub', state: 'open' }],
  cardFee: { hundredthsOfPercent: 150, fixedInPence: 20 },
  giftAid: true,
};
const formPage = `<!doctype html><title>Donate</title><form><div data-mistakes hidden><h2 data-mistakes-heading></h2><p data-mistakes-words></p></div>
<input name="amount" type="radio" value="2500"><input name="amount" type="radio" value="other">
<input name="otherAmount" type="text"><input name="frequency" type="radio" value="monthly"><input name="fund" type="radio" value="hub">
<input name="form" type="hidden" value=""><details><textarea name="message" data-mistake-in="message"></textarea></details></form>`;
const lookOverPage = `<!doctype html><title>Look it over</title><form><p data-said="total"></p><p data-said="fee" hidden></p><div data-question hidden><p data-why="yes" hidden>Robots</p><p data-why="unknown" hidden>A question</p>
<label data-said="question"></label><p data-mistake="answer" hidden></p><input name="answer"></div><div data-carried hidden></div></form>`;

let told: string[];
let practice: PracticeStripe;
let moment: Date;
let firstTry: FirstTry;
test.beforeEach(async () => {
  told = [];
  moment = new Date();
  firstTry = firstTryIn(storeInMemory());
  practice = await startPracticeStripe({ secretKey: PRACTICE_SECRET_KEY });
});
test.afterEach(() => practice.stop());

const speakTo = (port: number | string) =>
  new Stripe(PRACTICE_SECRET_KEY, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  });

const till = (changes: Partial<Till> = {}): Till => ({
  stripe: speakTo(new URL(practice.url).port),
  terms,
  formPage,
  lookOverPage,
  isUnderAttack: async () => 'no',
  secret: 'only this site knows',
  firstTry: (token, rightAt) => firstTry(token, rightAt),
  now: () => moment,
  tellOperator: (line) => told.push(line),
  ...changes,
});
const post = (form: Record<string, string> | URLSearchParams) =>
  new Request('https://charity.example/api/donate', {
    method: 'POST',
    body: form instanceof URLSearchParams ? form : new URLSearchParams({ fund: '', ...form }),
    headers: { origin: 'https://charity.example' },
  });
/** Of an amount of their own the donor has seen what it comes to: else they look it over first. */
const own = { amount: 'other', otherAmount: '42', sawTotal: 'yes' };
const forSomebody = {
  ...{ giftAid: 'yes', firstName: 'Ada', lastName: "O'Neill", house: '1 The Lane', postcode: 'hp92hn' },
  ...{ tribute: 'honour', tributeName: '<i>Bob</i> & Co', tributeMessage: 'He sang.', tributeTell: 'Cal, 2 The Lane' },
  message: 'You are wonderful',
};
const opening = '0b5b2f0e-6c1f-4a51-9d7e-3a6f0a4a3a11';

/** The hidden fields of the step before paying, as a browser would send them on. */
const carriedIn = (html: string) =>
  new URLSearchParams(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
    ]),
  );

/** What is shown of a page. */
const wordsOf = (page: string) =>
  page
    .replace(/^[\s\S]*<main|<\/main>[\s\S]*$/g, '')
    .replace(/<(\w+)[^>]* hidden(=""|)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<\/?(span|a)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

test('a site with no key takes no gift, and says how else to give', async () => {
  const answer = await takeGift(post(own), till({ stripe: stripeFromEnvironment({}) }));
  expect(answer.status).toBe(503);
  const page = await answer.text();
  expect(page).toContain('Nothing has been taken');
  expect(page).toContain('Please call us on 01234 567890, and we will find another way.');
  expect(page).toContain('value="42"');
});

test('when Stripe does not answer, the donor is told that nothing was taken, and the form is kept', async () => {
  const answer = await takeGift(post({ ...own, message: 'For the choir' }), till({ stripe: speakTo(9) }));
  expect(answer.status).toBe(503);
  const page = await answer.text();
  expect(page).toContain('Nothing has been taken');
  expect(page).toContain('Please try again in a minute, or call us on 01234 567890.');
  expect(page).toContain('value="42"');
  // What was folded away, and holds something, is open.
  expect(page).toContain(
    '<details open=""><textarea name="message" data-mistake-in="message">For the choir</textarea>',
  );
  expect(told).toEqual([expect.stringMatching(/^Stripe started no session: StripeConnectionError/)]);
});

for (const trouble of [429, 500, 503, 'hang', 'reset', 'answerThenReset'] as const) {
  test(`when Stripe has trouble (${trouble}) the donor hears that nothing was taken, and the next try goes through, to one payment at most`, async () => {
    const { port } = new URL(practice.url);
    const hasty = till({
      stripe: new Stripe(PRACTICE_SECRET_KEY, {
        host: '127.0.0.1',
        port,
        protocol: 'http',
        telemetry: false,
        maxNetworkRetries: 0,
        timeout: 300,
      }),
    });
    practice.fail(trouble, { count: 2 });
    let answer = await takeGift(post({ ...own, form: opening }), hasty);
    let page = await answer.text();
    expect(answer.status).toBe(503);
    expect(page).toContain('Nothing has been taken');
    expect(page).toContain('value="42"');
    for (let tries = 0; answer.status !== 303 && tries < 3; tries++) {
      const form = / name="form" type="hidden" value="([^"]+)"/.exec(page)?.[1] ?? '';
      answer = await takeGift(post({ ...own, form }), hasty);
      page = await answer.text();
    }
    expect(answer.status).toBe(303);
    // What was made and never shown to anyone cannot be paid, and ends by itself.
    expect(practice.paymentIntents.size).toBe(0);
  });
}

/** How many junk submissions are tried: `JUNK=10000` tries more. */
const numRuns = Number(process.env.JUNK ?? 1000);

test('a thousand junk submissions are refused, cheaply: nothing is asked of Stripe, nothing is kept, nobody is told', async () => {
  const asked: unknown[] = [];
  const stripe = { checkout: { sessions: { create: async (what: unknown) => asked.push(what) } } } as unknown as Stripe;
  const junk = fc.oneof(
    fc.string(),
    fc.constantFrom('<script>', '0', '-1', '1e9', '99999999999', ' ', '\u0000', 'other', 'NaN'),
  );
  const name = fc.constantFrom(
    'amount',
    'otherAmount',
    'frequency',
    'fund',
    'form',
    'lookedOver',
    'token',
    'giftAid',
    'tribute',
    'x',
  );
  const headers = fc.constantFrom<Record<string, string>>(
    { origin: 'https://charity.example' },
    { origin: 'https://charity.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    {},
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, junk), { maxLength: 8 }), headers, async (fields, sent) => {
      const form = new URLSearchParams(fields);
      // What might be a sum by chance is made none.
      if (/^\d+$/.test(form.get('amount') ?? '') || form.get('amount') === 'other') form.set('otherAmount', 'junk');
      if (/^\d+$/.test(form.get('amount') ?? '')) form.set('amount', 'junk');
      const request = new Request('https://charity.example/api/donate', { method: 'POST', body: form, headers: sent });
      const { status } = await takeGift(request, till({ stripe }));
      return status === 422 || status === 403;
    }),
    { numRuns },
  );
  expect(asked).toEqual([]);
  expect(told).toEqual([]);
});

test('two presses of the button are one session at Stripe; a form opened anew, or a change in it, is another', async () => {
  const form = {
    ...own,
    form: opening,
    giftAid: 'yes',
    firstName: 'Ada',
    lastName: 'L',
    house: '1',
    postcode: 'hp92hn',
  };
  const [one, other] = await Promise.all([takeGift(post(form), till()), takeGift(post(form), till())]);
  expect(one.status, await one.clone().text()).toBe(303);
  expect(other.headers.get('location')).toBe(one.headers.get('location'));
  expect(practice.sessions.size).toBe(1);
  await takeGift(post({ ...form, otherAmount: '43' }), till());
  await takeGift(post({ ...form, form: opening.replace('0b', '0c') }), till());
  // Without a script there is no name: each sending has its own, and two people who give alike are not taken for one.
  await takeGift(post({ ...form, form: '' }), till());
  await takeGift(post({ ...form, form: '' }), till());
  expect(practice.sessions.size).toBe(5);
});

test('what the donor chose is all with the payment, and nothing of it where others read', async () => {
  const answer = await takeGift(
    post({
      amount: '2500',
      fund: 'hub',
      coverFee: 'yes',
      sawTotal: 'yes',
      giftAid: 'yes',
      title: 'Mrs',
      firstName: 'Ada',
      lastName: "O'Neill",
      house: '1 The Lane',
      postcode: 'hp92hn',
      tribute: 'memory',
      tributeName: 'Bob',
      tributeMessage: 'He sang.',
      tributeTell: 'Cal, 2 The Lane',
      message: 'Thank you',
      noNews: 'yes',
    }),
    till(),
  );
  const location = answer.headers.get('location') ?? '';
  const [session] = practice.sessions.values();
  expect(session?.amount_total).toBe(2500 + 59);
  expect(session?.metadata).toMatchObject({
    kind: 'gift',
    fund: 'hub',
    feeCoverInPence: '59',
    giftAidVersion: expect.stringMatching(/^\d{4}-/),
    giftAidText: expect.stringContaining('I want to Gift Aid my donation to A charity.'),
    giftAidTitle: 'Mrs',
    giftAidFirstName: 'Ada',
    giftAidLastName: "O'Neill",
    giftAidHouse: '1 The Lane',
    giftAidPostcode: 'HP9 2HN',
    tribute: 'memory',
    tributeName: 'Bob',
    tributeMessage: 'He sang.',
    tributeTell: 'Cal, 2 The Lane',
    message: 'Thank you',
    keepInTouch: 'no',
  });
  for (const address of [location, session?.success_url, session?.cancel_url])
    expect(address).not.toMatch(/Ada|Neill|Lane|HP9|Bob|Thank%20|sang/);
  expect(session?.cancel_url).toBe(
    'https://charity.example/api/donate?amount=2500&frequency=once&fund=hub&giftAid=yes&coverFee=yes&noNews=yes&back=yes',
  );
});

test('the page for paying says what of the gift is for the card fee; what stays at Stripe of a monthly gift names no sum that its donor may change', async () => {
  const begun = await takeGift(post({ ...own, frequency: 'monthly', fund: 'hub', coverFee: 'yes' }), till());
  const location = begun.headers.get('location') ?? '';
  expect(await (await fetch(location)).text()).toContain('£0.85 of your gift is for the card fee.');
  await fetch(location, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'paid', name: 'Ada', email: 'ada@example.org' }),
    redirect: 'manual',
  });
  const stripe = speakTo(new URL(practice.url).port);
  const [gift] = practice.subscriptions.values();
  const product = await stripe.products.retrieve(String(gift?.items.data[0]?.price.product));
  expect([product.name, product.description]).toEqual(['Gift to A charity', 'Our hub']);
  // Without the fee nothing is said of one.
  const without = await takeGift(post(own), till());
  expect(await (await fetch(without.headers.get('location') ?? '')).text()).not.toContain('card fee');
});

test('a link’s choices stand in the form; what it has no business with does not', async () => {
  const form = async (query: string) =>
    (await takeGift(new Request(`https://charity.example/api/donate?${query}`), till())).text();
  expect(await form('amount=2500&frequency=monthly&fund=hub')).toMatch(
    /value="2500" checked[\s\S]*value="monthly" checked[\s\S]*value="hub" checked/,
  );
  const ownAmount = await form('amount=1234&message=Buy+now&form=x');
  expect(ownAmount).toMatch(/value="other" checked[\s\S]*name="otherAmount" type="text" value="12.34"/);
  expect(ownAmount).not.toContain('Buy now');
  // Nor does a sum that would be refused: the form keeps its own.
  for (const amount of ['-1', '1e3', '1e9', '0', '37', '1000001', '25.00', 'other', '"><script>'])
    expect(await form(`amount=${encodeURIComponent(amount)}`)).not.toMatch(/checked|<script/);
  expect((await takeGift(new Request('https://charity.example/api/donate'), till())).headers.get('location')).toBe(
    '/donate/',
  );
});

test('whoever could not see what it comes to looks it over first, with all that was typed carried on', async () => {
  const { sawTotal, ...unseen } = own;
  const form = { ...unseen, coverFee: 'yes', message: 'A "word" & more', form: opening };
  const answer = await takeGift(post(form), till());
  expect(answer.status).toBe(200);
  const page = await answer.text();
  // 42 pounds and the fee on both: 42.85 less 0.65 (1.5 %, rounded up) and 0.20.
  expect(page).toContain('<p data-said="total">£42.85</p>');
  expect(page).toContain('£0.85 of it for the card fee');
  const on = carriedIn(page);
  expect(Object.fromEntries(on)).toEqual({ fund: '', ...form, lookedOver: 'yes' });
  expect(practice.sessions.size).toBe(0);

  on.set('change', 'yes');
  expect(await (await takeGift(post(on), till())).text()).toContain('A "word" &amp; more</textarea>');
  on.delete('change');
  expect((await takeGift(post(on), till())).status).toBe(303);
  expect([...practice.sessions.values()].map(({ amount_total }) => amount_total)).toEqual([4285]);
  // Who saw the total beside the form is not stopped again.
  expect((await takeGift(post({ ...form, sawTotal }), till())).status).toBe(303);
  // Without the fee it is no other for an amount of their own.
  expect((await takeGift(post({ ...unseen, form: opening }), till())).status, 'an amount of their own').toBe(200);
  expect((await takeGift(post({ amount: '2500', form: opening }), till())).status, 'one that is named').toBe(303);
});

test('a browser that shows every box takes no sum and no Gift Aid in vain: what was typed and not chosen is asked about before anything is paid', async () => {
  const lookOver = till({ lookOverPage: await builtPage('/donate/look-over/'), terms: { ...terms, giftAid: true } });
  const wordsAfter = async (form: Record<string, string>) => {
    const answer = await takeGift(post({ amount: '2500', form: opening, ...form }), lookOver);
    return answer.status === 200 ? wordsOf(await answer.text()) : answer.status;
  };
  expect(await wordsAfter({ otherAmount: '10' })).toContain('You chose £25, and typed “10” as an amount of your own');
  const home = { firstName: 'Ada', lastName: 'Lee', house: '4', postcode: 'HP9 2HN' };
  expect(await wordsAfter(home)).toMatch(/did not tick “Yes, add Gift Aid to my gift”, so this gift is without it/);
  expect(practice.sessions.size).toBe(0);
  // Where boxes are hidden that do not count, what is left in them is no question; nor is the same sum, nor what is chosen.
  expect(await wordsAfter({ otherAmount: '10', ...home, sawTotal: 'yes' })).toBe(303);
  expect(await wordsAfter({ otherAmount: '25.00' })).toBe(303);
  expect(await wordsAfter({ giftAid: 'yes', ...home })).toBe(303);
  // Whoever has looked it over has been asked.
  expect(await wordsAfter({ otherAmount: '10', lookedOver: 'yes' })).toBe(303);
});

test('an amount so large that it may be a slip is asked about once, even where the total was seen; who means it loses nothing', async () => {
  const lookOver = till({ lookOverPage: await builtPage('/donate/look-over/') });
  const large = { ...own, otherAmount: '1550', frequency: 'monthly', message: 'For the choir', form: opening };
  const answer = await takeGift(post(large), lookOver);
  expect(answer.status).toBe(200);
  const page = await answer.text();
  expect(wordsOf(page)).toContain('You typed £1,550 each month. Is that right?');
  expect(wordsOf(page)).not.toMatch(/someone|With the message|We write to/);
  expect(practice.sessions.size).toBe(0);
  const on = carriedIn(page);
  expect(Object.fromEntries(on)).toEqual({ fund: '', ...large, lookedOver: 'yes' });
  // Whoever meant it presses once more; whoever did not has their form back.
  expect((await takeGift(post(on), lookOver)).status).toBe(303);
  expect([...practice.sessions.values()].map(({ amount_total }) => amount_total)).toEqual([155_000]);
  const back = await (await takeGift(post({ ...Object.fromEntries(on), change: 'yes' }), lookOver)).text();
  expect(back).toContain('value="1550"');
  expect(back).toContain('For the choir</textarea>');

  // Ten times the largest amount that is offered; one that was chosen and not typed is no slip, nor is any where none are offered.
  const statusOf = async (form: Record<string, string>, changes: Partial<Till> = {}) =>
    (await takeGift(post({ ...own, ...form }), { ...lookOver, ...changes })).status;
  expect(await statusOf({ otherAmount: '249.99' })).toBe(303);
  expect(await statusOf({ otherAmount: '£250' })).toBe(200);
  expect(await statusOf({ amount: '155000' })).toBe(303);
  expect(await statusOf({ otherAmount: '1550' }, { terms: { ...terms, presetsInPence: [] } })).toBe(303);
  // What is looked over for another reason is not called large.
  const small = await takeGift(post({ amount: 'other', otherAmount: '15.50' }), lookOver);
  expect(wordsOf(await small.text())).not.toContain('Is that right?');
});

test('while robots try stolen cards everyone answers a question; an answer opens one gift, and no other', async () => {
  const attacked = till({ isUnderAttack: async () => 'yes' });
  const numbers = 'zero one two three four five six seven eight nine'.split(' ');
  const solve = (page: string) => {
    const [, one = '', other = ''] = /What is (\w+) and (\w+) together/.exec(page) ?? [];
    return String(numbers.indexOf(one) + numbers.indexOf(other));
  };
  const declaration = { giftAid: 'yes', firstName: 'Ada', lastName: 'L', house: '1', postcode: 'hp92hn' };
  const first = await (await takeGift(post({ ...own, ...declaration, form: opening }), attacked)).text();
  const on = carriedIn(first);
  on.set('answer', solve(first));
  // Nobody reads and answers within a second.
  expect(await (await takeGift(post(on), attacked)).text()).toContain('Here is another question.');
  moment = new Date(moment.getTime() + 5000);
  const answered = await takeGift(post(on), attacked);
  expect(answered.status).toBe(303);
  // Sent again it is the same session, however much later, and at once too; for another gift it is no answer.
  for (const minutes of [0, 1, 11, 14]) {
    moment = new Date(moment.getTime() + minutes * 60_000);
    expect((await takeGift(post(on), attacked)).headers.get('location')).toBe(answered.headers.get('location'));
  }
  on.set('otherAmount', '43');
  expect((await takeGift(post(on), attacked)).status).toBe(200);
  expect(practice.sessions.size).toBe(1);
});

test('while robots try stolen cards nobody can guess: a question that was answered wrongly is asked no more', async () => {
  const attacked = till({ isUnderAttack: async () => 'yes' });
  const form = { ...own, form: opening };
  const asked = await (await takeGift(post(form), attacked)).text();
  moment = new Date(moment.getTime() + 5000);
  for (let guess = 1; guess <= 18; guess++) {
    const guessed = carriedIn(asked);
    guessed.set('answer', String(guess));
    expect(await (await takeGift(post(guessed), attacked)).text()).toContain('That was not it.');
  }
  expect(practice.sessions.size).toBe(0);
});

test('when nobody knows whether robots are here, there is a question, and the page does not say that they are', async () => {
  const pages: Record<string, string> = {
    '/donate/': formPage,
    '/donate/look-over/': lookOverPage,
    '/donate/terms.json': JSON.stringify(terms),
  };
  const built = createServer((request, answer) => answer.end(pages[request.url ?? '']));
  built.listen(0, '127.0.0.1');
  await once(built, 'listening');
  const before = { ...process.env };
  Object.assign(process.env, {
    LIVE_SITE_URL: `http://127.0.0.1:${(built.address() as AddressInfo).port}`,
    STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY,
    PRACTICE_STRIPE_URL: practice.url,
  });
  // Here there are no Blobs at all.
  const answer = await donateDoor(post({ ...own, form: opening }));
  process.env = before;
  built.close();
  expect(answer.status).toBe(200);
  const page = await answer.text();
  expect(page).toMatch(/What is \w+ and \w+ together/);
  expect(page).toContain('<p data-why="yes" hidden="">');
  expect(page).toContain('<p data-why="unknown">');
  const known = await (await takeGift(post(own), till({ isUnderAttack: async () => 'yes' }))).text();
  expect(known).toContain('<p data-why="yes">');
  expect(known).toContain('<p data-why="unknown" hidden="">');
});

test('a donor who has paid is thanked, whatever fails', async () => {
  process.env.LIVE_SITE_URL = 'http://127.0.0.1:9';
  const answer = await thankYouDoor(new Request('https://charity.example/api/thank-you?gift=cs_test_1234567890'));
  delete process.env.LIVE_SITE_URL;
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Thank you');
});

for (const frequency of ['once', 'monthly'])
  test(`of many who open the address of the thanks at the same moment, one is told what was given (${frequency})`, async () => {
    const begun = await takeGift(post({ ...own, frequency }), till());
    await fetch(begun.headers.get('location') ?? '', {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'paid', name: 'Ada', email: 'ada@example.org' }),
      redirect: 'manual',
    });
    const [id] = practice.sessions.keys();
    const stripe = speakTo(new URL(practice.url).port);
    const { sessions } = stripe.checkout;
    // All have read that nobody has looked before any of them notes that it has.
    let reading = 5;
    let goOn = () => {};
    const allHaveRead = new Promise<void>((done) => {
      goOn = done;
    });
    const retrieve = async (...asked: Parameters<typeof sessions.retrieve>) => {
      const session = await sessions.retrieve(...asked);
      reading -= 1;
      if (reading === 0) goOn();
      await allHaveRead;
      return session;
    };
    const thanker = {
      stripe: { ...stripe, checkout: { sessions: { retrieve } }, paymentIntents: stripe.paymentIntents } as never,
      terms,
      thanksPage:
        '<!doctype html><title>Thank you</title><p data-when="received" hidden><b data-said="amount"></b></p>',
      now: () => moment,
      tellOperator: (line: string) => told.push(line),
    };
    const look = async () =>
      (await thankDonor(new Request(`https://charity.example/api/thank-you?gift=${id}`), thanker)).text();
    const pages = await Promise.all(Array.from({ length: 5 }, look));
    expect(pages.filter((page) => page.includes('£42'))).toHaveLength(1);
    expect(await look()).not.toContain('£42');
    expect(told).toEqual([]);
  });

test('a donor whom Stripe’s trouble kept from their thanks is told that nothing is lost, and reads them at the next look, once', async () => {
  const begun = await takeGift(
    post({ ...own, frequency: 'once', fund: 'hub', coverFee: 'yes', sawTotal: 'yes', ...forSomebody }),
    till(),
  );
  await fetch(begun.headers.get('location') ?? '', {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'paid', name: 'Ada', email: 'ada@example.org' }),
    redirect: 'manual',
  });
  const [id] = practice.sessions.keys();
  const stripe = speakTo(new URL(practice.url).port);
  const thanksPage = await builtPage('/donate/thank-you/');
  const thanker = { stripe, terms, thanksPage, now: () => moment, tellOperator: (line: string) => told.push(line) };
  let links = '';
  const look = async (changes: Partial<Thanker> = {}, gift = id) => {
    const request = new Request(`https://charity.example/api/thank-you?gift=${gift}`);
    const page = await (await thankDonor(request, { ...thanker, ...changes })).text();
    links = page.match(/href="[^"]*"/g)?.join() ?? '';
    return wordsOf(page);
  };
  practice.fail(500, { request: /^POST \/v1\/payment_intents\// });
  const kept = await look();
  expect(kept).toContain('If you have paid, nothing is lost, and you need not pay again.');
  expect(kept).not.toMatch(/£\d|no gift to show/);
  expect(told).toHaveLength(1);
  expect(await look({ stripe: undefined })).toContain('you need not pay again');
  // No gift bears this name: there is nothing that could be lost.
  expect(await look({}, 'cs_test_nobodyhasgiven')).toContain('There is no gift to show here');

  const thanks = await look();
  // 42.85 at the fee of the terms, and a quarter of that for Gift Aid. Of a part of a penny nothing is promised: the claim is rounded over all gifts.
  expect(thanks).toContain('£42.85 Once: Our hub. It has arrived.');
  expect(thanks).toContain('£0.85 of it is for the card fee.');
  expect(thanks).toContain('With Gift Aid, we can claim £10.71 more from the tax office.');
  expect(thanks).toContain(
    'In honour of <i>Bob</i> & Co. As you asked, we write to one person about it. We do not say how much you gave.',
  );
  // To give the same each month is to give it with the fee, as it was chosen; it can be unticked there.
  const [, same = ''] = /href="([^"]*frequency=monthly[^"]*)"/.exec(links) ?? [];
  const monthly = new Request(`https://charity.example${same.replaceAll('&amp;', '&')}`);
  const filled = await (await takeGift(monthly, till({ formPage: await builtPage('/donate/') }))).text();
  for (const chosen of [
    'name="otherAmount"[^>]*value="42"',
    'value="monthly"[^>]*checked',
    'name="coverFee"[^>]*checked',
  ])
    expect(filled).toMatch(new RegExp(`<input[^>]*${chosen}`));
  expect(thanks).not.toMatch(/Cal,|Lane|sang|HP9|O'Neill|wonderful/);
  const again = await look();
  expect(again).toContain('So that nobody else reads it, a gift is shown here once');
  expect(again).not.toMatch(/£\d|Bob/);
  // Long after, the first look is no look either.
  moment = new Date(moment.getTime() + 3 * 60 * 60_000);
  expect(await look()).toBe(again);
  await takeGift(post(own), till());
  const unfinished = [...practice.sessions.keys()].at(-1);
  expect(await look({}, unfinished)).toContain('This gift was not finished Nothing was taken.');
});

test('what robots make up fills no store', async () => {
  const tried: string[] = [];
  const attacked = till({
    isUnderAttack: async () => 'yes',
    firstTry: async (token, rightAt) => {
      tried.push(token);
      return rightAt;
    },
  });
  for (const token of ['', '1.2.3', `${moment.getTime() - 5000}.a.b`]) {
    const form = { ...own, form: opening, lookedOver: 'yes', answer: '7', token };
    expect((await takeGift(post(form), attacked)).status).toBe(200);
  }
  expect(tried).toEqual([]);
});

test('only the right answer is taken, in digits or as a word, in its time', () => {
  const when = new Date('2026-11-27T10:00:00Z');
  const later = (seconds: number) => new Date(when.getTime() + seconds * 1000);
  const numbers =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen'.split(
      ' ',
    );
  fc.assert(
    fc.property(fc.string(), fc.nat(18), fc.integer({ min: -10, max: 4000 }), (about, tried, seconds) => {
      const { words, token } = ask('secret', about, when);
      const [, one = '', other = ''] = /What is (\w+) and (\w+) together/.exec(words) ?? [];
      const isRight = tried === numbers.indexOf(one) + numbers.indexOf(other);
      const isInTime = seconds >= 2 && seconds <= 1800;
      return [String(tried), ` ${numbers[tried]?.toUpperCase()} `].every(
        (answer) =>
          isAnswered('secret', about, token, answer, later(seconds)) === (isRight && isInTime) &&
          !isAnswered('another', about, token, answer, later(seconds)) &&
          !isAnswered('secret', `${about}.`, token, answer, later(seconds)),
      );
    }),
    { numRuns: 2000 },
  );
});

test('whoever adds the fee adds what makes the whole amount arrive, and not a penny more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 99_999_999 }),
      fc.record({ hundredthsOfPercent: fc.nat(1000), fixedInPence: fc.nat(100) }),
      (amount, fee) => {
        const total = amount + feeCoverInPence(amount, fee);
        return total - feeInPence(total, fee) >= amount && total - 1 - feeInPence(total - 1, fee) < amount;
      },
    ),
    { numRuns },
  );
});
