/** The Checkout Sessions of the practice Stripe: each is open until it is paid, is expired, or runs out of time. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import type { Donor } from './charge.ts';
import { donorDetails, openSession } from './checkout-session.ts';
import { type CheckoutSessionParameters, readCheckoutSessionParameters } from './checkout-session-parameters.ts';
import { makeCustomer } from './customers.ts';
import type { Due } from './due.ts';
import { type NamesOf, readNothing, readParameters, type TheRestOf, text } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';
import { beginPayment, payByBank, payByCard, settleByBank } from './payments.ts';
import { invalidRequest } from './refusal.ts';
import { beginSubscription } from './subscriptions.ts';

type Session = Stripe.Checkout.Session;

/** The least and the most that Stripe takes in pounds, in pence (https://docs.stripe.com/currencies). */
const LEAST_IN_PENCE = 30;
const MOST_IN_PENCE = 99_999_999;

/** How soon and how late a session may expire, in seconds after its creation. */
const SOONEST_EXPIRY_IN_SECONDS = 30 * 60;
const LATEST_EXPIRY_IN_SECONDS = 24 * 60 * 60;

/** How long the link to take up an expired session leads somewhere (https://docs.stripe.com/payments/checkout/abandoned-carts). */
const RECOVERY_LASTS_IN_SECONDS = 30 * 24 * 60 * 60;

/** A Checkout Session with what was asked when it was made. */
export interface Checkout {
  readonly session: Session;
  readonly parameters: CheckoutSessionParameters;
}

/** What a donor does on the payment page: pays by a card, has one declined, or has their bank pay some days later. */
export type Choice = 'paid' | 'declined' | 'later';

/** `POST /v1/checkout/sessions`: an open, unpaid session. Throws a `Refusal` for what Stripe would not take. */
export function createSession(account: Account, form: Record<string, unknown>): Session {
  const parameters = readCheckoutSessionParameters(form);
  refuseAmount(totalInPence(parameters));
  const created = account.clock.time;
  const expiresAt = parameters.expires_at ?? created + LATEST_EXPIRY_IN_SECONDS;
  refuseExpiry(expiresAt - created);
  return open(account, parameters, expiresAt, null);
}

/** The session as it stands now with what was asked of it, or undefined for one that was never made. */
export function findCheckout(account: Account, id: string): Checkout | undefined {
  const session = account.checkoutSessions.get(id);
  const parameters = account.askedOfSessions.get(id);
  return session === undefined || parameters === undefined ? undefined : { session, parameters };
}

/** `POST /v1/checkout/sessions/:id/expire`. Throws a `Refusal` unless the session is open. */
export function expireSession(account: Account, id: string): Session {
  const session = named(account.checkoutSessions, 'checkout.session', id, 'session');
  if (session.status !== 'open') {
    throw invalidRequest(
      'Only Checkout Sessions with a status in ["open"] can be expired. ' +
        `This Checkout Session has a status of \`${session.status}\`.`,
    );
  }
  return expire(account, session);
}

/**
 * What the donor chose happens. Returns the session as it is then; or undefined, and nothing happens, when it isn't open:
 * so no session is ever paid twice.
 */
export function chooseOnPage(account: Account, id: string, choice: Choice, donor: Donor): Session | undefined {
  const checkout = findCheckout(account, id);
  if (checkout === undefined || checkout.session.status !== 'open') return undefined;
  const { mode } = checkout.parameters;
  const tried = change(account, id, {
    customer_details: donorDetails(donor),
    ...(mode === 'subscription'
      ? trySubscription(account, checkout, choice, donor)
      : tryPayment(account, checkout, choice, donor)),
  });
  if (choice === 'declined') return tried;
  const complete = change(account, id, {
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    payment_status: choice === 'paid' ? 'paid' : 'unpaid',
    status: 'complete',
    url: null,
  });
  account.events.tell('checkout.session.completed', complete);
  return complete;
}

/**
 * The donor's bank, which was asked for the money when the page was filled in, pays or doesn't.
 * Throws a `Refusal` for a session that does not wait for its bank.
 */
export function settleSession(account: Account, id: string, outcome: 'succeeded' | 'failed'): Session {
  const { status, payment_intent } = named(account.checkoutSessions, 'checkout.session', id, 'session');
  const payment = account.paymentIntents.get(String(payment_intent));
  if (status !== 'complete' || payment?.status !== 'processing') {
    throw invalidRequest(`The Checkout Session ${id} does not wait for a bank.`);
  }
  settleByBank(account, payment.id, outcome);
  const settled = change(account, id, { payment_status: outcome === 'succeeded' ? 'paid' : 'unpaid' });
  account.events.tell(`checkout.session.async_payment_${outcome}`, settled);
  return settled;
}

/** The session that a recovery link leads to: a copy of the expired one, made as the link is followed. Undefined when it leads nowhere. */
export function recoverSession(account: Account, url: string): Session | undefined {
  const { time } = account.clock;
  for (const { id, after_expiration } of account.checkoutSessions.values()) {
    const recovery = after_expiration?.recovery;
    if (recovery?.url !== url || recovery.expires_at === null || recovery.expires_at <= time) continue;
    const parameters = account.askedOfSessions.get(id);
    if (parameters !== undefined) return open(account, parameters, time + LATEST_EXPIRY_IN_SECONDS, id);
  }
  return undefined;
}

/** The sessions that expire by themselves, and when. */
export function sessionsDue(account: Account): Due[] {
  return [...account.checkoutSessions.values()]
    .filter(({ status }) => status === 'open')
    .map((session) => ({ at: session.expires_at, happen: () => void expire(account, session) }));
}

function open(
  account: Account,
  parameters: CheckoutSessionParameters,
  expiresAt: number,
  recoveredFrom: string | null,
): Session {
  const id = newIdentifier('checkoutSession');
  const session = openSession({
    id,
    url: `${account.pagesUrl}/c/pay/${id}`,
    created: account.clock.time,
    expiresAt,
    amountInPence: totalInPence(parameters),
    parameters,
    recoveredFrom,
  });
  account.checkoutSessions.set(id, session);
  account.askedOfSessions.set(id, parameters);
  return session;
}

/** One try at paying once. The payment is the same for every try of one session. */
function tryPayment(
  account: Account,
  { session, parameters }: Checkout,
  choice: Choice,
  donor: Donor,
): Pick<Session, 'customer' | 'payment_intent'> {
  const { description, metadata, statement_descriptor_suffix } = parameters.payment_intent_data ?? {};
  const wantsCustomer = parameters.customer_creation === 'always' && session.customer === null;
  const customer = wantsCustomer ? makeCustomer(account, donor).id : session.customer;
  const id =
    typeof session.payment_intent === 'string'
      ? session.payment_intent
      : beginPayment(account, {
          amountInPence: totalInPence(parameters),
          customer: typeof customer === 'string' ? customer : null,
          description,
          metadata,
          statementDescriptorSuffix: statement_descriptor_suffix,
        }).id;
  if (choice === 'later') payByBank(account, id, donor);
  else payByCard(account, id, donor, choice === 'declined');
  return { customer, payment_intent: id };
}

/** One try at beginning to give monthly. A declined card leaves a payment that failed, and no customer. */
function trySubscription(
  account: Account,
  { parameters }: Checkout,
  choice: Choice,
  donor: Donor,
): Partial<Pick<Session, 'customer' | 'invoice' | 'subscription'>> {
  if (choice === 'declined') {
    const { id } = beginPayment(account, {
      amountInPence: totalInPence(parameters),
      customer: null,
      description: 'Subscription creation',
    });
    payByCard(account, id, donor, true);
    return {};
  }
  const { id, customer, latest_invoice } = beginSubscription(account, parameters, donor);
  return {
    customer: typeof customer === 'string' ? customer : customer.id,
    invoice: latest_invoice,
    subscription: id,
  };
}

function expire(account: Account, session: Session): Session {
  const recovery = session.after_expiration?.recovery;
  const expired = change(account, session.id, {
    ...(recovery?.enabled === true && {
      after_expiration: {
        recovery: {
          ...recovery,
          expires_at: account.clock.time + RECOVERY_LASTS_IN_SECONDS,
          url: `${account.pagesUrl}/r/${newIdentifier('recovery')}`,
        },
      },
    }),
    status: 'expired',
    url: null,
  });
  account.events.tell('checkout.session.expired', expired);
  return expired;
}

function change(account: Account, id: string, changes: Partial<Session>): Session {
  const session = { ...named(account.checkoutSessions, 'checkout.session', id, 'session'), ...changes };
  account.checkoutSessions.set(id, session);
  return session;
}

const listParameters = {
  ...pageParameters,
  customer: text().optional(),
  customer_details: z.strictObject({ email: text() }).optional(),
  payment_intent: text().optional(),
  status: z.enum(['complete', 'expired', 'open']).optional(),
  subscription: text().optional(),
} satisfies NamesOf<Stripe.Checkout.SessionListParams>;

const LIST_LATER = {
  '': { customer_account: true, payment_link: true } satisfies TheRestOf<
    Stripe.Checkout.SessionListParams,
    typeof listParameters
  >,
};

/** The routes of the API that deal in Checkout Sessions. */
export function checkoutSessionRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/checkout\/sessions$/,
      answer: (_id, form) => createSession(account, form),
    },
    {
      method: 'GET',
      path: /^\/v1\/checkout\/sessions$/,
      answer: (_id, form) => {
        const { customer, customer_details, payment_intent, status, subscription, ...page } = readParameters(
          z.strictObject(listParameters),
          form,
          LIST_LATER,
        );
        return pageOf(
          account.checkoutSessions,
          'checkout.session',
          '/v1/checkout/sessions',
          page,
          (one) =>
            (customer === undefined || one.customer === customer) &&
            (customer_details === undefined || one.customer_details?.email === customer_details.email) &&
            (payment_intent === undefined || one.payment_intent === payment_intent) &&
            (status === undefined || one.status === status) &&
            (subscription === undefined || one.subscription === subscription),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/checkout\/sessions\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.checkoutSessions, 'checkout.session', id, 'session');
      },
    },
    {
      method: 'POST',
      path: /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/,
      answer: (id, form) => {
        readNothing(form);
        return expireSession(account, id);
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
