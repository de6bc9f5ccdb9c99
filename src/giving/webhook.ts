/** Hears from Stripe that a gift has been paid, makes sure that it is Stripe who says so, and writes it in the ledger. */
import type Stripe from 'stripe';
import { securityHeaders } from '../security-headers.ts';
import { isGift } from './gift-at-stripe.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** What hearing from Stripe needs. */
export interface Listener {
  /** The SDK, for checking signatures. */
  readonly stripe: Pick<Stripe, 'webhooks'>;
  /** The endpoint’s signing secret, `whsec_…`; without one nothing is believed. */
  readonly secret: string | undefined;
  /** The ledger for real payments, or for those of test mode and practice. */
  readonly ledger: (mode: 'live' | 'test') => Ledger;
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
 * Answers a webhook: `200` once the event is written down or is of no concern, `400` when it is not Stripe’s, and `500` when it could not be written,
 * so that Stripe tells us again. The signature is checked over the body as it came: https://docs.stripe.com/webhooks/signature
 */
export async function hearFromStripe(
  request: Request,
  { stripe, secret, ledger, tellOperator }: Listener,
): Promise<Response> {
  if (request.method !== 'POST') return answer(405, 'POST only.');
  if (!secret) return answer(503, 'This site has no webhook secret, so it believes nobody.');
  if (Number(request.headers.get('content-length') ?? 0) > longestEventInBytes) return answer(413, 'Too long.');

  let event: Stripe.Event;
  try {
    event = await stripe.webhooks.constructEventAsync(
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
  const entry = paidGift(event);
  if (!entry) return answer(200, 'Of no concern here.');
  try {
    return answer(200, await ledger(event.livemode ? 'live' : 'test').record(entry));
  } catch (error) {
    tellOperator(`The ledger did not take event ${event.id}: ${error instanceof Error ? error.name : 'unknown error'}`);
    return answer(500, 'Could not be written down. Please tell us again.');
  }
}

/**
 * The gift that an event tells of, when it tells of one that has been paid. A session that is complete but not yet paid (Bacs) counts when
 * `async_payment_succeeded` comes: https://docs.stripe.com/payments/checkout/fulfill-orders
 */
function paidGift(event: Stripe.Event): LedgerEntry | undefined {
  if (event.type !== 'checkout.session.completed' && event.type !== 'checkout.session.async_payment_succeeded')
    return undefined;
  const session = event.data.object;
  const payment = typeof session.payment_intent === 'string' ? session.payment_intent : session.payment_intent?.id;
  if (session.mode !== 'payment' || session.payment_status !== 'paid' || session.currency !== 'gbp') return undefined;
  // The charity may sell tickets from the same account: only what our own form began is a gift.
  if (!isGift(session.metadata) || !payment || !session.amount_total) return undefined;
  return {
    payment,
    amountInPence: session.amount_total,
    fund: session.metadata?.fund || null,
    receivedAt: new Date(event.created * 1000).toISOString(),
  };
}
