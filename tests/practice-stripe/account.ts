/** The account at the practice Stripe: everything that it holds, in the order it was made, its clock, and who hears of it. */
import type Stripe from 'stripe';
import type { CheckoutSessionParameters } from './checkout-session-parameters.ts';
import { Clock } from './clock.ts';
import { Events } from './events.ts';
import type { Message } from './mailbox.ts';
import type { PortalVisit } from './portal.ts';
import { noSuch } from './refusal.ts';
import type { Webhooks } from './webhooks.ts';

/** The things of one kind, by identifier. A change puts a new object in place, so an answer that was given never changes. */
export type Shelf<Thing> = Map<string, Thing>;

/** One account, empty at first. */
export class Account {
  /** Where the pages for donors are served, without a slash at its end. */
  readonly pagesUrl: string;
  readonly clock: Clock;
  readonly events: Events;

  readonly balanceTransactions: Shelf<Stripe.BalanceTransaction> = new Map();
  readonly charges: Shelf<Stripe.Charge> = new Map();
  readonly checkoutSessions: Shelf<Stripe.Checkout.Session> = new Map();
  readonly customers: Shelf<Stripe.Customer> = new Map();
  readonly disputes: Shelf<Stripe.Dispute> = new Map();
  readonly invoicePayments: Shelf<Stripe.InvoicePayment> = new Map();
  readonly invoices: Shelf<Stripe.Invoice> = new Map();
  readonly paymentIntents: Shelf<Stripe.PaymentIntent> = new Map();
  readonly paymentMethods: Shelf<Stripe.PaymentMethod> = new Map();
  readonly prices: Shelf<Stripe.Price> = new Map();
  readonly products: Shelf<Stripe.Product> = new Map();
  readonly refunds: Shelf<Stripe.Refund> = new Map();
  readonly subscriptions: Shelf<Stripe.Subscription> = new Map();

  /** What each Checkout Session was asked to be, for a session does not say all of it again. */
  readonly askedOfSessions = new Map<string, CheckoutSessionParameters>();

  /** The cards that are declined, by identifier. */
  readonly declinedCards = new Set<string>();

  /** The messages that the site sent to donors, the oldest first. */
  readonly mail: Message[] = [];

  /** The visits to the customer portal, by the identifier of their session. */
  readonly portalVisits = new Map<string, PortalVisit>();

  /** Hears of each message as it comes. */
  readonly heardMessage: (message: Message) => void;

  constructor(
    pagesUrl: string,
    now: () => Date,
    webhooks: Webhooks,
    heardMessage: (message: Message) => void = () => undefined,
  ) {
    this.heardMessage = heardMessage;
    this.pagesUrl = pagesUrl;
    this.clock = new Clock(now);
    this.events = new Events(this.clock, webhooks);
  }

  /** The thing of any kind that bears the identifier, for what refers to it. */
  find(id: string): object | undefined {
    for (const shelf of [
      this.balanceTransactions,
      this.charges,
      this.checkoutSessions,
      this.customers,
      this.disputes,
      this.invoicePayments,
      this.invoices,
      this.paymentIntents,
      this.paymentMethods,
      this.prices,
      this.products,
      this.refunds,
      this.subscriptions,
    ]) {
      const thing = shelf.get(id);
      if (thing !== undefined) return thing;
    }
    return undefined;
  }
}

/** The thing that the path of a request names. Throws Stripe's 404 when nothing bears the identifier. */
export function named<Thing>(shelf: ReadonlyMap<string, Thing>, kind: string, id: string, param = 'id'): Thing {
  const thing = shelf.get(id);
  if (thing === undefined) throw noSuch(kind, id, param);
  return thing;
}
