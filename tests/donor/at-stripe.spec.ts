/** What the site asks of Stripe as a gift begins is taken there as it is meant, by the practice Stripe and by Stripe itself. Nothing is paid here. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type Stripe from 'stripe';
import { type Till, takeGift } from '../../src/giving/checkout.ts';
import { firstTryIn } from '../../src/giving/form/question.ts';
import type { GivingTerms } from '../../src/giving/gift.ts';
import { PRACTICE_SECRET_KEY } from '../practice-stripe/practice-keys.ts';
import { type PracticeStripe, startPracticeStripe } from '../practice-stripe/server.ts';
import { builtPage } from '../reader-pages.ts';
import { storeInMemory } from '../store-in-memory.ts';
import { stripeItself } from './stripe-itself.ts';
import { clientFor } from './stripe-of-this-run.ts';

let practice: PracticeStripe | undefined;
let stripe: Stripe;
test.beforeAll(async () => {
  const itself = stripeItself();
  practice = itself ? undefined : await startPracticeStripe({ secretKey: PRACTICE_SECRET_KEY });
  stripe = clientFor(
    itself?.settings ?? { STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY, PRACTICE_STRIPE_URL: practice?.url },
  );
});
test.afterAll(() => practice?.stop());

const terms: GivingTerms = {
  charityName: 'A charity',
  minimumInPence: 100,
  maximumInPence: 1_000_000,
  presetsInPence: [2500],
  generalFund: 'Anything',
  funds: [{ slug: 'hub', title: 'Our hub', state: 'open' }],
  cardFee: { hundredthsOfPercent: 150, fixedInPence: 20 },
  giftAid: true,
};

/** The session that a form leads to, or why there is none. */
async function sessionFor(form: Record<string, string>): Promise<Stripe.Checkout.Session> {
  const told: string[] = [];
  const [formPage, lookOverPage] = await Promise.all([builtPage('/donate/'), builtPage('/donate/look-over/')]);
  const till: Till = {
    stripe,
    terms,
    formPage,
    lookOverPage,
    isUnderAttack: async () => 'no',
    secret: 'only this site knows',
    firstTry: firstTryIn(storeInMemory()),
    now: () => new Date(),
    tellOperator: (line) => told.push(line),
  };
  const request = new Request('https://charity.example/api/donate', {
    method: 'POST',
    body: new URLSearchParams({ sawTotal: 'yes', fund: '', ...form }),
    headers: { origin: 'https://charity.example' },
  });
  const answer = await takeGift(request, till);
  expect(answer.status, told.join()).toBe(303);
  const [id = ''] = /cs_test_\w+/.exec(answer.headers.get('location') ?? '') ?? [];
  return stripe.checkout.sessions.retrieve(id);
}

const giftAid = { giftAid: 'yes', firstName: 'Ada', lastName: 'Lovelace', house: '12 Lime Grove', postcode: 'hp92hn' };

test('a gift given once, with all that can be added, is a session of that sum; two presses are one; ended, it can be taken up again', async () => {
  const form = {
    ...{
      form: randomUUID(),
      amount: '2500',
      frequency: 'once',
      fund: 'hub',
      coverFee: 'yes',
      message: 'For the choir',
    },
    ...{ tribute: 'memory', tributeName: 'Charles', ...giftAid },
  };
  const session = await sessionFor(form);
  expect(session).toMatchObject({
    ...{ mode: 'payment', amount_total: 2559, currency: 'gbp', submit_type: 'donate', payment_status: 'unpaid' },
    metadata: { kind: 'gift', fund: 'hub' },
    custom_text: { submit: { message: '£0.59 of your gift is for the card fee.' } },
  });
  expect((await sessionFor(form)).id).toBe(session.id);
  const ended = await stripe.checkout.sessions.expire(session.id);
  expect(ended.status).toBe('expired');
  expect(ended.after_expiration?.recovery?.url).toMatch(/^https?:\/\//);
});

test('a monthly gift is a session that begins a subscription of that sum, each month', async () => {
  const session = await sessionFor({
    form: randomUUID(),
    amount: 'other',
    otherAmount: '12.34',
    frequency: 'monthly',
    ...giftAid,
  });
  expect(session).toMatchObject({ mode: 'subscription', amount_total: 1234, currency: 'gbp' });
  await stripe.checkout.sessions.expire(session.id);
});
