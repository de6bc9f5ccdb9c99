/** Takes a posted gift to Stripe’s own page: checks where it came from and what it says, starts a Checkout Session, and answers with `303`. */
import type Stripe from 'stripe';
import { poundsInWords } from '../money.ts';
import { securityHeaders } from '../security-headers.ts';
import { fillForm, type Refusal } from './filled-form.ts';
import { type Gift, type GivingTerms, giftMark, purposeOf, reachUs, readGift } from './gift.ts';

/** What taking a gift needs. */
export interface Till {
  /** Stripe, or nothing when the site has no key: then giving fails closed, and the page says how else to give. */
  readonly stripe: Pick<Stripe, 'checkout'> | undefined;
  readonly terms: GivingTerms;
  /** The built page of the form, as HTML. */
  readonly formPage: string;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** What may be said of an error from Stripe where others can read it: its kind and Stripe's own number for the request, nothing of a donor's. */
export function withoutDetails(error: unknown): string {
  const { type, code, requestId, name } = (error ?? {}) as Partial<
    Record<'type' | 'code' | 'requestId' | 'name', string>
  >;
  return [type ?? name ?? 'unknown error', code, requestId].filter(Boolean).join(' ');
}

/** More than the form can ever hold; what is longer is not a donor. */
const longestFormInBytes = 8 * 1024;

/** How long a donor has on Stripe’s page: an hour is enough for someone slow, and keeps card testers from stocking up on sessions. */
const sessionLastsInSeconds = 60 * 60;

/**
 * Answers a posted gift: `303` to Stripe’s page, or the form again, filled, with what to mend (`422`), with why it was refused
 * (`403`, `413`), or with other ways to give when cards cannot be taken (`503`). Anything but a `POST` is sent to the form.
 */
export async function takeGift(request: Request, { stripe, terms, formPage, tellOperator }: Till): Promise<Response> {
  if (request.method !== 'POST')
    return new Response(null, { status: 303, headers: { ...securityHeaders, location: '/donate/' } });

  const body = await readBody(request);
  const typed = new URLSearchParams(body ?? '');
  const refuse = (status: number, refusal: Refusal) =>
    new Response(fillForm(formPage, typed, refusal), {
      status,
      headers: { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    });

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
  const { gift, mistakes } = readGift(typed, terms);
  if (mistakes) {
    const count = Object.keys(mistakes).length;
    const words = `Nothing has been taken. ${count === 1 ? 'One thing needs' : `${count} things need`} another look:`;
    return refuse(422, { heading: 'Nearly there', words, mistakes });
  }
  if (!stripe) {
    const words = `Nothing has been taken. We cannot take cards on this site at the moment. Please ${reachUs(terms)}, and we will find another way.`;
    return refuse(503, { heading: 'We cannot take cards just now', words });
  }
  try {
    const { url } = await stripe.checkout.sessions.create(sessionFor(gift, terms, new URL(request.url).origin));
    if (!url) throw new Error('Stripe gave a session without an address');
    return new Response(null, {
      status: 303,
      headers: { ...securityHeaders, location: url, 'cache-control': 'no-store' },
    });
  } catch (error) {
    tellOperator(`Stripe started no session: ${withoutDetails(error)}`);
    const words = `Nothing has been taken. The page for paying did not answer. Please try again in a minute, or ${reachUs(terms)}.`;
    return refuse(503, { heading: 'Please try again', words });
  }
}

/** The body as text, or `undefined` when it is longer than the form can be. */
async function readBody(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > longestFormInBytes) return undefined;
  const body = await request.text();
  return body.length > longestFormInBytes ? undefined : body;
}

/**
 * Whether a browser sent this from a page of ours. Browsers put `Origin` on every `POST`; `Sec-Fetch-Site`, where they send it,
 * cannot be forged by a page. With neither, it is refused: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
function isFromOurForm(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return request.headers.get('origin') === new URL(request.url).origin && (site === null || site === 'same-origin');
}

/**
 * What Stripe is asked for. A Session’s metadata does not reach the charge, so it is given to the payment as well. Prices stay in
 * pounds (adaptive pricing would show others), and the methods of payment are Stripe’s to choose (`payment_method_types` is gone).
 */
function sessionFor(gift: Gift, terms: GivingTerms, origin: string): Stripe.Checkout.SessionCreateParams {
  const purpose = purposeOf(gift, terms);
  const metadata = { ...giftMark, ...(gift.fund ? { fund: gift.fund } : {}) };
  return {
    mode: 'payment',
    submit_type: 'donate',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'gbp',
          unit_amount: gift.amountInPence,
          product_data: { name: `Gift to ${terms.charityName}`, description: purpose },
        },
      },
    ],
    metadata,
    payment_intent_data: { metadata, description: `Gift of ${poundsInWords(gift.amountInPence)}: ${purpose}` },
    locale: 'en-GB',
    adaptive_pricing: { enabled: false },
    expires_at: Math.floor(Date.now() / 1000) + sessionLastsInSeconds,
    success_url: `${origin}/donate/thank-you/`,
    cancel_url: `${origin}/donate/${gift.fund ? `${gift.fund}/` : ''}`,
  };
}
