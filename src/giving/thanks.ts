/**
 * Thanks a donor who comes from Stripe’s page, with what was given. Only once: whoever opens the address again, or was sent it, reads thanks that say nothing
 * of anyone. It records nothing as received: Stripe’s webhook does.
 */
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { poundsInWords } from '../money.ts';
import { securityHeaders } from '../security-headers.ts';
import { attribute, openPage, remove, setAttribute, setText } from './built-page.ts';
import { addressAskingFor } from './form/asked-for.ts';
import { type GivingTerms, purposeOf } from './gift.ts';
import { isGift } from './gift-at-stripe.ts';
import { withoutDetails } from './without-details.ts';

/** What thanking needs. */
export interface Thanker {
  readonly stripe: Pick<Stripe, 'checkout' | 'paymentIntents' | 'subscriptions'> | undefined;
  readonly terms: GivingTerms;
  /** The built page, as HTML: thanks that say nothing of anyone, and hidden parts `[data-when="…"]` with places `[data-said="…"]`. */
  readonly thanksPage: string;
  readonly now: () => Date;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** What is so of a gift that was just given: the money is there, is on its way (Bacs), or was never sent. */
type Standing = 'received' | 'on its way' | 'not given';

interface Given {
  readonly standing: Standing;
  readonly amountInPence: number;
  readonly frequency: 'once' | 'monthly';
  readonly fund?: string | undefined;
}

/** How long after it was begun a gift is still news to its donor: a session lasts an hour, and its recovery is another session. */
const newsForInSeconds = 2 * 60 * 60;

/** Answers `/api/thank-you?gift=cs_…` with the thanks for that gift, the first time; else with thanks for everyone. Never an error. */
export async function thankDonor(request: Request, thanker: Thanker): Promise<Response> {
  const id = new URL(request.url).searchParams.get('gift') ?? '';
  let given: Given | undefined;
  try {
    if (request.method === 'GET' && thanker.stripe && /^cs_(test|live)_\w{10,200}$/.test(id))
      given = await firstLookAt(id, thanker.stripe, thanker.now());
  } catch (error) {
    thanker.tellOperator(`A gift could not be looked up for its thanks: ${withoutDetails(error)}`);
  }
  return new Response(given ? fillThanks(given, thanker) : thanker.thanksPage, {
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
async function firstLookAt(id: string, stripe: NonNullable<Thanker['stripe']>, now: Date): Promise<Given | undefined> {
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent', 'subscription'] });
  if (!isGift(session.metadata) || now.getTime() / 1000 - session.created > newsForInSeconds) return undefined;
  const gift = {
    amountInPence: session.amount_total ?? 0,
    frequency: session.mode === 'subscription' ? 'monthly' : 'once',
    fund: session.metadata?.fund,
  } as const;
  if (session.status !== 'complete') return { ...gift, standing: 'not given' };
  const { payment_intent: payment, subscription } = session;
  const { given, at } = payment
    ? { given: payment, at: stripe.paymentIntents }
    : { given: subscription, at: stripe.subscriptions };
  if (!given || typeof given === 'string' || given.metadata.thankedAt) return undefined;
  const metadata = { thankedAt: now.toISOString(), thankedLook: randomUUID() };
  const isFirst = await isFirstLook(
    given.id,
    (options) => at.update(given.id, { metadata }, options),
    () => at.retrieve(given.id),
  );
  return isFirst ? { ...gift, standing: session.payment_status === 'paid' ? 'received' : 'on its way' } : undefined;
}

function fillThanks({ standing, amountInPence, frequency, fund }: Given, { thanksPage, terms }: Thanker): string {
  const open = openPage(thanksPage);
  for (const part of open.having('data-when')) {
    const when = attribute(part, 'data-when');
    if (when === standing || (when === frequency && standing !== 'not given')) setAttribute(part, 'hidden', undefined);
    else remove(part);
  }
  const said: Readonly<Record<string, string>> = {
    amount: poundsInWords(amountInPence),
    frequency: frequency === 'monthly' ? 'Each month' : 'Once',
    purpose: purposeOf(fund ? { fund } : {}, terms),
  };
  for (const [what, words] of Object.entries(said))
    for (const place of open.having('data-said', what)) setText(place, words);
  for (const link of open.having('data-monthly'))
    setAttribute(link, 'href', addressAskingFor({ frequency: 'monthly', amountInPence, fund }));
  return open.html();
}
