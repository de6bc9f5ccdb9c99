/**
 * Thanks a donor who comes from Stripe’s page, with what was given. Only once: whoever opens the address again, or was sent it, reads why it shows nothing of
 * anyone. It records nothing as received: Stripe’s webhook does.
 */
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { poundsInWords } from '../money.ts';
import { securityHeaders } from '../security-headers.ts';
import { attribute, openPage, setAttribute, setText } from './built-page.ts';
import { sameEachMonth } from './form/asked-for.ts';
import { type GivingTerms, purposeOf } from './gift.ts';
import { declarationIn, giftAidAtLeastInPence } from './gift-aid/gift-aid.ts';
import { isGift, wordsIn } from './gift-at-stripe.ts';
import { tributeTo } from './tribute.ts';
import { withoutDetails } from './without-details.ts';

/** What thanking needs. */
export interface Thanker {
  readonly stripe: Pick<Stripe, 'checkout' | 'paymentIntents' | 'subscriptions'> | undefined;
  readonly terms: GivingTerms;
  /**
   * The built page, as HTML: it says that there is no gift to show. Of its parts `[data-when="…"]` those stay that are so; one with `data-heading` and `data-lead`
   * has these put at the top. `[data-said="…"]` are places for words.
   */
  readonly thanksPage: string;
  readonly now: () => Date;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** What is so of a gift that was just given: the money is there, is on its way (Bacs), or was never sent. */
type Standing = 'received' | 'on its way' | 'not given';

interface Given {
  readonly standing: Standing;
  /** All that was paid. */
  readonly amountInPence: number;
  readonly frequency: 'once' | 'monthly';
  /** What the donor chose, as it stands with the gift. */
  readonly metadata: Stripe.Metadata;
}

/** Why no gift is shown: there is none by this name; it is shown no longer, and the money is there or on its way; or Stripe did not say. */
type Unshown = 'none' | 'shown and paid' | 'shown and on its way' | 'not known';

/** How long after it was begun a gift is still news to its donor: a session lasts an hour, and its recovery is another session. */
const newsForInSeconds = 2 * 60 * 60;

/** Answers `/api/thank-you?gift=cs_…` with the thanks for that gift, the first time; else with why there are none. Never an error. */
export async function thankDonor(request: Request, thanker: Thanker): Promise<Response> {
  const id = new URL(request.url).searchParams.get('gift') ?? '';
  let found: Given | Unshown = 'none';
  try {
    if (request.method === 'GET' && /^cs_(test|live)_\w{10,200}$/.test(id))
      found = thanker.stripe ? await firstLookAt(id, thanker.stripe, thanker.now()) : 'not known';
  } catch (error) {
    const isNone = (error as Partial<Stripe.errors.StripeError>).code === 'resource_missing';
    if (!isNone) thanker.tellOperator(`A gift could not be looked up for its thanks: ${withoutDetails(error)}`);
    found = isNone ? 'none' : 'not known';
  }
  return new Response(fillThanks(found, thanker), {
    headers: {
      ...securityHeaders,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  });
}

/** How often Stripe’s trouble with the mark is passed over. */
const mostTries = 3;

/**
 * Sets the mark that somebody has looked; whether it was set now. Of two who look at once one is the first: Stripe takes a key of idempotency for one request
 * alone, and no two ask for the same. A key under which Stripe was in trouble has served, too, with nothing set: then the next one is for whoever looks next.
 */
async function isFirstLook(
  id: string,
  update: (options: Stripe.RequestOptions) => Promise<unknown>,
  read: () => Promise<{ readonly metadata: Stripe.Metadata }>,
): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      await update({ idempotencyKey: `thanked-${id}${tries === 0 ? '' : `-${tries}`}` });
      return true;
    } catch (error) {
      if ((error as Partial<Stripe.errors.StripeError>).type !== 'StripeIdempotencyError') throw error;
      if ((await read()).metadata.thankedAt) return false;
    }
  }
  return false;
}

/** What was given, when nobody has looked yet. The mark that somebody has stands with the payment or the subscription, and is set before anything is shown. */
async function firstLookAt(id: string, stripe: NonNullable<Thanker['stripe']>, now: Date): Promise<Given | Unshown> {
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent', 'subscription'] });
  if (!isGift(session.metadata)) return 'none';
  const gift = {
    amountInPence: session.amount_total ?? 0,
    frequency: session.mode === 'subscription' ? 'monthly' : 'once',
    metadata: session.metadata,
  } as const;
  if (session.status !== 'complete') return { ...gift, standing: 'not given' };
  const isPaid = session.payment_status === 'paid';
  const shownBefore = isPaid ? 'shown and paid' : 'shown and on its way';
  if (now.getTime() / 1000 - session.created > newsForInSeconds) return shownBefore;
  const { payment_intent: payment, subscription } = session;
  const { given, at } = payment
    ? { given: payment, at: stripe.paymentIntents }
    : { given: subscription, at: stripe.subscriptions };
  // Whoever has paid is never told that there is no gift.
  if (!given || typeof given === 'string') return 'not known';
  if (given.metadata.thankedAt) return shownBefore;
  const metadata = { thankedAt: now.toISOString(), thankedLook: randomUUID() };
  const isFirst = await isFirstLook(
    given.id,
    (options) => at.update(given.id, { metadata }, options),
    () => at.retrieve(given.id),
  );
  return isFirst ? { ...gift, standing: isPaid ? 'received' : 'on its way' } : shownBefore;
}

/** The page, filled with what was given, or with why it is not shown. */
function fillThanks(found: Given | Unshown, { thanksPage, terms }: Thanker): string {
  const open = openPage(thanksPage);
  const { so, said, monthly }: Saying = typeof found === 'string' ? { so: [found], said: {} } : sayOf(found, terms);
  const top: Record<string, string> = {};
  open.keepWhen(so);
  for (const place of ['heading', 'lead'])
    for (const part of open.having(`data-${place}`)) top[place] = attribute(part, `data-${place}`) ?? '';
  for (const [what, words] of Object.entries({ ...top, ...said }))
    for (const place of open.having('data-said', what)) setText(place, words);
  for (const link of open.having('data-monthly')) setAttribute(link, 'href', monthly);
  if (top.heading !== undefined) open.announce(top.heading);
  return open.html();
}

/** What the page says: which of its parts are so, the words in them, and where the same gift is given each month. */
interface Saying {
  readonly so: readonly string[];
  readonly said: Readonly<Record<string, string>>;
  readonly monthly?: string;
}

/** What is so of a gift, and the words for it: of all that its donor typed, only whom it is in memory or in honour of. */
function sayOf({ standing, amountInPence, frequency, metadata }: Given, terms: GivingTerms): Saying {
  if (standing === 'not given') return { so: [standing], said: {} };
  const { fund } = metadata;
  const feeInPence = Number(metadata.feeCoverInPence ?? 0);
  const { tribute, tributeName, tributeTell } = wordsIn(metadata);
  const hasGiftAid = declarationIn(metadata) !== undefined;
  const each = frequency === 'monthly' ? ' each month' : '';
  return {
    so: [
      standing,
      frequency,
      ...(feeInPence > 0 ? ['fee'] : []),
      ...(hasGiftAid ? ['Gift Aid'] : []),
      ...(tribute ? ['tribute', tributeTell ? 'told' : 'untold'] : []),
    ],
    said: {
      amount: poundsInWords(amountInPence),
      frequency: frequency === 'monthly' ? 'Each month' : 'Once',
      purpose: purposeOf(fund ? { fund } : {}, terms),
      fee: poundsInWords(feeInPence),
      giftAid: `${poundsInWords(giftAidAtLeastInPence(amountInPence))} more from the tax office${each}`,
      tribute: tribute ? tributeTo(tribute, tributeName) : '',
    },
    monthly: sameEachMonth({ amountInPence: amountInPence - feeInPence, fund }, { coversFee: feeInPence > 0 }),
  };
}
