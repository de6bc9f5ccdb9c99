/** Hears from Stripe that something has become of a payment, makes sure that it is Stripe who says so, and has the ledger look at that payment. */
import type Stripe from 'stripe';
import { securityHeaders } from '../../security-headers.ts';
import { isGift } from '../gift-at-stripe.ts';
import { withoutDetails } from '../without-details.ts';
import { isDeclinedCard } from './card-testing.ts';
import { paymentNow, paymentsOfInvoice, type StripeToRead } from './held-at-stripe.ts';
import { keep, type Ledger, type LedgerEntry, type Mode, type PaymentNow } from './ledger.ts';
import {
  attack,
  dispute,
  failedRenewal,
  firstMonthlyGift,
  largeGift,
  type News,
  type NewsTerms,
  unpaidByBank,
  wordsFromDonor,
} from './news-for-staff.ts';

/** The events that say something: those that the webhook is set up for at Stripe. */
export const eventsHeard = [
  'checkout.session.async_payment_failed',
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'invoice.paid',
  'invoice.payment_failed',
  'charge.failed',
  'charge.refunded',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
] as const satisfies readonly Stripe.Event['type'][];

/** What hearing from Stripe needs. */
export interface Listener {
  /** Stripe, with the site's key; without one nothing can be looked up. The check of a signature needs none. */
  readonly stripe: StripeToRead | undefined;
  readonly webhooks: Pick<Stripe.Webhooks, 'constructEventAsync'>;
  /** The endpoint’s signing secret, `whsec_…`; without one nothing is believed. */
  readonly secret: string | undefined;
  /** What the key is for; events of the other kind cannot be looked up with it. */
  readonly mode: Mode;
  readonly ledger: Ledger;
  /** What the news goes by, for when there is some. */
  readonly terms: () => Promise<NewsTerms>;
  /** Notes a declined card that an event told of, and says whether robots have been noticed by it. */
  readonly noteDecline: (event: string) => Promise<boolean>;
  /** Notes that Stripe’s events come: when this one was made, in seconds since the epoch. The answer does not wait for it. */
  readonly noteHeard: (created: number) => void;
  /** Notes what staff are to be told, and has it sent while Stripe already has its answer. Rejects when it could not be noted. */
  readonly tellStaff: (news: News) => Promise<void>;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** Stripe’s events are some kilobytes; ten times the largest is still refused cheaply. */
const longestEventInBytes = 512 * 1024;

const answer = (status: number, words: string) =>
  new Response(words, {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });

/**
 * Answers a webhook: `200` once the ledger is right and the news of it is noted, or the event is of no concern, `400` when it is not Stripe’s or not of this key’s mode, and `500`
 * when Stripe or what keeps it did not answer, so that Stripe tells us again. The signature is checked over the body as it came:
 * https://docs.stripe.com/webhooks/signature
 */
export async function hearFromStripe(request: Request, listener: Listener): Promise<Response> {
  const { stripe, webhooks, secret, mode, tellOperator } = listener;
  if (!secret) return answer(503, 'This site has no webhook secret, so it believes nobody.');
  if (!stripe) return answer(503, 'This site has no key for Stripe, so it can look nothing up.');
  if (Number(request.headers.get('content-length') ?? 0) > longestEventInBytes) return answer(413, 'Too long.');

  let event: Stripe.Event;
  try {
    event = await webhooks.constructEventAsync(
      await request.text(),
      request.headers.get('stripe-signature') ?? '',
      secret,
    );
  } catch {
    tellOperator(
      'A webhook came that was not signed by Stripe, or STRIPE_WEBHOOK_SECRET is not that of this endpoint.',
    );
    return answer(400, 'Not signed by Stripe.');
  }
  if (event.livemode !== (mode === 'live')) {
    tellOperator(
      `Event ${event.id} is ${event.livemode ? 'of real payments, and STRIPE_SECRET_KEY is a test key' : 'a test, and STRIPE_SECRET_KEY is a live key'}.`,
    );
    return answer(400, 'Not of the mode of this site’s key.');
  }
  listener.noteHeard(event.created);
  try {
    const kept = await lookAt(event, stripe, listener.ledger);
    for (const news of await newsIn(event, kept, stripe, listener)) await listener.tellStaff(news);
    return answer(200, kept.size > 0 ? 'Looked at.' : 'Of no concern here.');
  } catch (error) {
    tellOperator(`The site did not take event ${event.id}: ${withoutDetails(error)}`);
    return answer(500, 'Could not be looked at. Please tell us again.');
  }
}

const idOf = (thing: string | { readonly id: string } | null) =>
  thing === null ? [] : [typeof thing === 'string' ? thing : thing.id];

/**
 * Which payments an event says something of. All else that it holds is left aside: it may be late, come twice, or be of another version of the API; what is
 * true of a payment, only Stripe’s answer says. Which events there are: https://docs.stripe.com/api/events/types
 */
async function paymentsIn(event: Stripe.Event, stripe: StripeToRead): Promise<string[]> {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return idOf(event.data.object.payment_intent);
    case 'invoice.paid':
      return paymentsOfInvoice(stripe, event.data.object.id);
    case 'charge.refunded':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.dispute.created':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return idOf(event.data.object.payment_intent);
    default:
      return [];
  }
}

/** A gift that stands in the ledger. */
type Kept = PaymentNow & { readonly entry: LedgerEntry };

/** The gifts that an event says something of, as they now stand in the ledger. */
async function lookAt(event: Stripe.Event, stripe: StripeToRead, ledger: Ledger): Promise<Map<string, Kept>> {
  const likelyMonth = new Date(event.created * 1000).toISOString().slice(0, 7);
  const kept = new Map<string, Kept>();
  for (const payment of await paymentsIn(event, stripe)) {
    const now = await keep(ledger, (id) => paymentNow(stripe, id), payment, likelyMonth);
    if (now?.entry) kept.set(payment, { ...now, entry: now.entry });
  }
  return kept;
}

/** What staff would want to know of it. */
async function newsIn(
  event: Stripe.Event,
  kept: ReadonlyMap<string, Kept>,
  stripe: StripeToRead,
  { mode, terms, noteDecline }: Listener,
): Promise<News[]> {
  const gifts = [...kept];
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'invoice.paid': {
      if (gifts.length === 0) return [];
      const isFirst =
        'billing_reason' in event.data.object && event.data.object.billing_reason === 'subscription_create';
      const goneBy = await terms();
      return gifts.flatMap(([payment, { entry, written }]) => [
        ...(isFirst
          ? [firstMonthlyGift(mode, payment, entry, goneBy)]
          : [largeGift(mode, payment, entry, goneBy)].filter((news) => news !== undefined)),
        ...(written ? [wordsFromDonor(mode, written)] : []),
      ]);
    }
    case 'invoice.payment_failed': {
      const { id } = event.data.object;
      const { parent, billing_reason, amount_due } = await stripe.invoices.retrieve(id);
      const isRenewal = billing_reason === 'subscription_cycle';
      return isRenewal && isGift(parent?.subscription_details?.metadata) ? [failedRenewal(mode, id, amount_due)] : [];
    }
    case 'checkout.session.async_payment_failed': {
      // Nothing came, so there is nothing for the ledger, and Stripe’s word for it is enough.
      const { id, metadata, amount_total, payment_intent } = event.data.object;
      return isGift(metadata) ? [unpaidByBank(mode, id, idOf(payment_intent)[0], amount_total ?? 0)] : [];
    }
    case 'charge.failed':
      return (await isDeclinedCard(event, stripe)) && (await noteDecline(event.id)) ? [attack(mode, new Date())] : [];
    case 'charge.dispute.created': {
      const { id, amount } = event.data.object;
      return gifts.map(([payment]) => dispute(mode, id, payment, amount));
    }
    default:
      return [];
  }
}
