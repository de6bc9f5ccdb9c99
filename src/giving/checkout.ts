/** Takes a posted gift to Stripe’s own page: checks where it came from and what it says, starts a Checkout Session, and answers with `303`. */
import { createHash, randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { poundsInWords } from '../money.ts';
import { askable, askedFor, wayBack } from './form/asked-for.ts';
import { fillForm, type Refusal } from './form/filled-form.ts';
import { carried, fillLookOver, isToBeLookedOver, lookOverFields } from './form/look-over.ts';
import { answeredAt, ask, type FirstTry } from './form/question.ts';
import { wayBackMark } from './form/typed-before.ts';
import { type Gift, type GivingTerms, openFunds, purposeOf, reachUs, readGift, totalInPence } from './gift.ts';
import { describeGift, giftMetadata } from './gift-at-stripe.ts';
import type { UnderAttack } from './ledger/card-testing.ts';
import { answerPage, isFromOurForm, readBody, sendTo } from './posted.ts';
import { withoutDetails } from './without-details.ts';

/** What taking a gift needs. */
export interface Till {
  /** Stripe, or nothing when the site has no key: then giving fails closed, and the page says how else to give. */
  readonly stripe: Pick<Stripe, 'checkout'> | undefined;
  readonly terms: GivingTerms;
  /** The built page of the form, as HTML. */
  readonly formPage: string;
  /** The built page of the step before paying, as HTML. */
  readonly lookOverPage: string;
  /** Whether robots try stolen cards here now: unless it is known that they do not, everyone answers a question before paying. */
  readonly isUnderAttack: () => Promise<UnderAttack>;
  /** What questions are signed with. Only this site knows it. */
  readonly secret: string;
  /** Notes that a question was tried. */
  readonly firstTry: FirstTry;
  readonly now: () => Date;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** How long a donor has on Stripe’s page: an hour is enough for someone slow, and keeps card testers from stocking up on sessions. */
const sessionLastsInSeconds = 60 * 60;

/**
 * Answers a posted gift: `303` to Stripe’s page, the step before it (`200`), or the form again, filled, with what to mend (`422`), with why it was
 * refused (`403`, `413`), or with other ways to give when cards cannot be taken (`503`). Asked with `GET`, it gives the form with what
 * the link asks for.
 */
export async function takeGift(request: Request, till: Till): Promise<Response> {
  const { terms, formPage, now } = till;
  if (request.method !== 'POST') return formFor(request, till);

  const body = await readBody(request);
  const typed = new URLSearchParams(body ?? '');
  // Where no script has named this opening of the form, it has a name from here on.
  if (!isOpeningName(typed.get('form'))) typed.set('form', randomUUID());
  const refuse = (status: number, refusal: Refusal) =>
    answerPage(status, fillForm(formPage, typed, refusal), keptForBack);

  if (body === undefined) {
    return refuse(413, {
      heading: 'That was too much',
      words: 'Nothing has been taken. Please fill in the form again.',
    });
  }
  if (!isFromOurForm(request)) {
    const words =
      'Nothing has been taken. Your gift came by way of another website. If you meant to give, please look it over and send it from here.';
    return refuse(403, { heading: 'Please send it from here', words });
  }
  if (typed.has(lookOverFields.change)) return answerPage(200, fillForm(formPage, typed), keptForBack);
  const giftAt = (when: Date) => readGift(typed, terms, wholeMinute(when));
  const { gift, mistakes } = giftAt(now());
  if (mistakes) {
    const count = Object.keys(mistakes).length;
    const words = `Nothing has been taken. ${count === 1 ? 'One thing needs' : `${count} things need`} another look:`;
    return refuse(422, { heading: 'Nearly there', words, mistakes });
  }
  if (!till.stripe) {
    const words = `Nothing has been taken. We cannot take cards on this site at the moment. Please ${reachUs(terms)}, and we will find another way.`;
    return refuse(503, { heading: 'We cannot take cards just now', words });
  }
  const step = await stepBeforePaying(typed, gift, till);
  if (typeof step === 'string') return answerPage(200, step, keptForBack);
  try {
    const asked = sessionFor(giftAt(step).gift ?? gift, terms, new URL(request.url).origin, step);
    const { url } = await till.stripe.checkout.sessions.create(asked, {
      idempotencyKey: createHash('sha256')
        .update(`${typed.get('form')} ${JSON.stringify(asked)}`)
        .digest('hex'),
    });
    if (!url) throw new Error('Stripe gave a session without an address');
    return sendTo(url);
  } catch (error) {
    till.tellOperator(`Stripe started no session: ${withoutDetails(error)}`);
    // Stripe gives the same failure again for the same key. Nobody has an address to pay at yet, so the next try may be another session.
    typed.set('form', randomUUID());
    const words = `Nothing has been taken. The page for paying did not answer. Please try again in a minute, or ${reachUs(terms)}.`;
    return refuse(503, { heading: 'Please try again', words });
  }
}

/**
 * The donor’s own browser may keep what it was answered, for its Back button from the page for paying: of an answer to a form that nothing may keep, it
 * shows none, and asks whether to send it all again.
 */
const keptForBack = { 'cache-control': 'private, no-cache' };

/** The form with what a link asks for in it, `/api/donate?amount=2500&frequency=monthly`; the form itself where it asks for nothing. */
function formFor(request: Request, { formPage, terms, now }: Till): Response {
  const { searchParams } = new URL(request.url);
  if (!askable.some((name) => searchParams.has(name))) return sendTo('/donate/');
  const funds = openFunds(terms, now()).map(({ slug }) => slug);
  const asked = askedFor(searchParams, terms, funds);
  const isBack = searchParams.has(wayBackMark);
  return answerPage(200, fillForm(formPage, new URLSearchParams(asked), undefined, { isBack }));
}

/** The page of the step before paying, when there must be one and it has not been taken yet; else when it was taken, or now. */
async function stepBeforePaying(
  typed: URLSearchParams,
  gift: Gift,
  { terms, lookOverPage, isUnderAttack, secret, firstTry, now }: Till,
): Promise<string | Date> {
  const isLookedOver = typed.get(lookOverFields.lookedOver) === 'yes';
  const attack = await isUnderAttack();
  if (attack === 'no')
    return isLookedOver || !isToBeLookedOver(gift, typed, terms)
      ? now()
      : fillLookOver(lookOverPage, typed, gift, terms);
  const about = new URLSearchParams(carried(typed)).toString();
  const answer = typed.get(lookOverFields.answer) ?? '';
  const answered = { token: typed.get(lookOverFields.token) ?? '', answer };
  const takenAt = isLookedOver ? await answeredAt(secret, about, answered, now(), firstTry) : undefined;
  if (takenAt) return takenAt;
  const question = ask(secret, about, now());
  return fillLookOver(lookOverPage, typed, gift, terms, { question, why: attack, wrong: answer !== '' });
}

/** The minute it is: two presses of the button declare the same thing at the same time. */
const wholeMinute = (now: Date): Date => new Date(Math.floor(now.getTime() / 60_000) * 60_000);

/** Whether a script has named this opening of the form: nothing else is believed to be a name. */
const isOpeningName = (name: string | null): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name ?? '');

/** A session’s end is a whole ten minutes, so that two presses of the button ask for the same, and Stripe makes one session of them. */
const endsOnInSeconds = 10 * 60;

/**
 * What Stripe is asked for. A Session’s metadata does not reach the payment or the subscription, so it is given to them as well. Prices stay in
 * pounds (adaptive pricing would show others), and the methods of payment are Stripe’s to choose (`payment_method_types` is gone).
 * Somebody who left half-way can go on later by Stripe’s recovery link, which stands with the session once it has ended: staff can pass it on to a donor who
 * asks. Nobody is sent it unasked, by Stripe or by the site: such an email is direct marketing by PECR (regulation 22), and whoever broke off has given their address
 * for paying alone, and agreed to nothing. https://docs.stripe.com/payments/checkout/abandoned-carts
 */
function sessionFor(gift: Gift, terms: GivingTerms, origin: string, now: Date): Stripe.Checkout.SessionCreateParams {
  const purpose = purposeOf(gift, terms);
  const metadata = giftMetadata(gift);
  const total = totalInPence(gift);
  const isMonthly = gift.frequency === 'monthly';
  const description = describeGift(total, gift.frequency, purpose);
  // Beside the button, and not with the product: that goes on as it is when its donor gives another amount, without the fee.
  const fee =
    gift.feeCoverInPence > 0 ? `${poundsInWords(gift.feeCoverInPence)} of your gift is for the card fee.` : '';
  const endsAt =
    Math.ceil(now.getTime() / 1000 / endsOnInSeconds) * endsOnInSeconds + sessionLastsInSeconds - endsOnInSeconds;
  return {
    ...(isMonthly
      ? { mode: 'subscription', subscription_data: { metadata, description } }
      : { mode: 'payment', payment_intent_data: { metadata, description } }),
    submit_type: 'donate',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'gbp',
          unit_amount: total,
          product_data: { name: `Gift to ${terms.charityName}`, description: purpose },
          ...(isMonthly ? { recurring: { interval: 'month' } } : {}),
        },
      },
    ],
    ...(fee ? { custom_text: { submit: { message: fee } } } : {}),
    metadata,
    locale: 'en-GB',
    adaptive_pricing: { enabled: false },
    expires_at: endsAt,
    after_expiration: { recovery: { enabled: true } },
    success_url: `${origin}/api/thank-you?gift={CHECKOUT_SESSION_ID}`,
    cancel_url: `${origin}${wayBack(gift)}`,
  };
}
