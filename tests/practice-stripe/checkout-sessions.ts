/** The Checkout Sessions of the practice Stripe: each is open until it is paid, is expired, or runs out of time. */
import type Stripe from 'stripe';
import type { ApiRoute } from './api.ts';
import { donorDetails, openSession } from './checkout-session.ts';
import { type CheckoutSessionParameters, readCheckoutSessionParameters } from './checkout-session-parameters.ts';
import { readNothing } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { paidPaymentIntent } from './payment-intent.ts';
import { invalidRequest, noSuch } from './refusal.ts';

type Session = Stripe.Checkout.Session;

/** The least and the most that Stripe takes in pounds, in pence (https://docs.stripe.com/currencies). */
const LEAST_IN_PENCE = 30;
const MOST_IN_PENCE = 99_999_999;

/** How soon and how late a session may expire, in seconds after its creation. */
const SOONEST_EXPIRY_IN_SECONDS = 30 * 60;
const LATEST_EXPIRY_IN_SECONDS = 24 * 60 * 60;

/** A Checkout Session with what was asked when it was made. */
export interface Checkout {
  readonly session: Session;
  readonly parameters: CheckoutSessionParameters;
}

/** Keeps the sessions. A change of state puts a new object in place, so an answer that was given never changes. */
export class CheckoutSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #parameters = new Map<string, CheckoutSessionParameters>();
  readonly #paymentIntents = new Map<string, Stripe.PaymentIntent>();
  readonly #baseUrl: string;
  readonly #now: () => Date;

  /** `baseUrl` is where the payment pages are served, without a slash at its end; `now` tells the time. */
  constructor(baseUrl: string, now: () => Date) {
    this.#baseUrl = baseUrl;
    this.#now = now;
  }

  /** Every session made so far, by its identifier. */
  get sessions(): ReadonlyMap<string, Session> {
    return this.#sessions;
  }

  /** Every payment that a paid session led to, by its identifier. */
  get paymentIntents(): ReadonlyMap<string, Stripe.PaymentIntent> {
    return this.#paymentIntents;
  }

  /** `POST /v1/checkout/sessions`: an open, unpaid session. Throws a `Refusal` for what Stripe would not take. */
  create(form: Record<string, unknown>): Session {
    const parameters = readCheckoutSessionParameters(form);
    const amountInPence = totalInPence(parameters);
    refuseAmount(amountInPence);
    const created = this.#nowInSeconds();
    const expiresAt = parameters.expires_at ?? created + LATEST_EXPIRY_IN_SECONDS;
    refuseExpiry(expiresAt - created);

    const id = newIdentifier('checkoutSession');
    const session = openSession({
      id,
      url: `${this.#baseUrl}/c/pay/${id}`,
      created,
      expiresAt,
      amountInPence,
      parameters,
    });
    this.#sessions.set(id, session);
    this.#parameters.set(id, parameters);
    return session;
  }

  /** `GET /v1/checkout/sessions/:id`. Throws a `Refusal` (404) for one that was never made. */
  retrieve(id: string): Session {
    const checkout = this.find(id);
    if (checkout === undefined) throw noSuch('checkout.session', id, 'session');
    return checkout.session;
  }

  /** `POST /v1/checkout/sessions/:id/expire`. Throws a `Refusal` unless the session is open. */
  expire(id: string): Session {
    const session = this.retrieve(id);
    if (session.status !== 'open') {
      throw invalidRequest(
        'Only Checkout Sessions with a status in ["open"] can be expired. ' +
          `This Checkout Session has a status of \`${session.status}\`.`,
      );
    }
    return this.#expired(session);
  }

  /** The session as it stands now, or undefined for one that was never made. */
  find(id: string): Checkout | undefined {
    const session = this.#sessions.get(id);
    const parameters = this.#parameters.get(id);
    if (session === undefined || parameters === undefined) return undefined;
    const overdue = session.status === 'open' && session.expires_at <= this.#nowInSeconds();
    return { session: overdue ? this.#expired(session) : session, parameters };
  }

  /**
   * The donor pays. The session becomes complete and paid, with a payment of its own, and is returned.
   * Returns undefined, and makes no payment, for a session that isn't open: so no session is ever paid twice.
   */
  pay(id: string): Session | undefined {
    const checkout = this.find(id);
    if (checkout === undefined || checkout.session.status !== 'open') return undefined;
    const { session, parameters } = checkout;
    const customer = parameters.customer_creation === 'always' ? newIdentifier('customer') : null;
    const paymentIntent = paidPaymentIntent({
      amountInPence: totalInPence(parameters),
      created: this.#nowInSeconds(),
      customer,
      data: parameters.payment_intent_data ?? {},
    });
    this.#paymentIntents.set(paymentIntent.id, paymentIntent);
    const paid = {
      ...session,
      collected_information: { business_name: null, individual_name: null, shipping_details: null },
      customer,
      customer_details: donorDetails(parameters.customer_email),
      payment_intent: paymentIntent.id,
      payment_status: 'paid',
      status: 'complete',
      url: null,
    } satisfies Session;
    this.#sessions.set(id, paid);
    return paid;
  }

  #expired(session: Session): Session {
    const expired = { ...session, status: 'expired', url: null } satisfies Session;
    this.#sessions.set(session.id, expired);
    return expired;
  }

  #nowInSeconds(): number {
    return Math.floor(this.#now().getTime() / 1000);
  }
}

/** The routes of the API that deal in Checkout Sessions. */
export function checkoutSessionRoutes(checkoutSessions: CheckoutSessions): readonly ApiRoute[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/checkout\/sessions$/,
      answer: (_id, form) => checkoutSessions.create(form),
    },
    {
      method: 'GET',
      path: /^\/v1\/checkout\/sessions\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return checkoutSessions.retrieve(id);
      },
    },
    {
      method: 'POST',
      path: /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/,
      answer: (id, form) => {
        readNothing(form);
        return checkoutSessions.expire(id);
      },
    },
  ];
}

function totalInPence({ line_items }: CheckoutSessionParameters): number {
  return line_items.reduce((sum, { quantity, price_data }) => sum + quantity * price_data.unit_amount, 0);
}

function refuseAmount(amountInPence: number): void {
  const total = "The Checkout Session's total amount due must";
  if (amountInPence < LEAST_IN_PENCE) {
    throw invalidRequest(`${total} add up to at least £0.30 gbp`, undefined, 'amount_too_small');
  }
  if (amountInPence > MOST_IN_PENCE) {
    throw invalidRequest(`${total} be no more than £999,999.99.`, undefined, 'amount_too_large');
  }
}

function refuseExpiry(lifeInSeconds: number): void {
  const expiry = 'The `expires_at` timestamp must be';
  if (lifeInSeconds < SOONEST_EXPIRY_IN_SECONDS) {
    throw invalidRequest(`${expiry} at least 30 minutes from Checkout Session creation.`, 'expires_at');
  }
  if (lifeInSeconds > LATEST_EXPIRY_IN_SECONDS) {
    throw invalidRequest(`${expiry} less than 24 hours from Checkout Session creation.`, 'expires_at');
  }
}
