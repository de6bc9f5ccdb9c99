/** Invoices: one for each month of a gift, paid by the donor's card at once, or tried again for two weeks. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import { donorOf } from './customers.ts';
import type { Due } from './due.ts';
import { type NamesOf, type NotDoneYet, readNothing, readParameters, type TheRestOf, text } from './form-parameters.ts';
import { draftInvoice, openInvoicePayment } from './invoice.ts';
import { pageOf, pageParameters } from './lists.ts';
import { beginPayment, payByCard } from './payments.ts';

/** How many days after a failed try the next one is made. After the last of them Stripe gives up, and so does the gift. */
const DAYS_UNTIL_NEXT_TRY = [3, 5, 7];

const DAY_IN_SECONDS = 24 * 60 * 60;

/** The invoice for the month that a subscription has come to: a draft, and nothing is taken yet. */
export function draftFor(
  account: Account,
  subscription: Stripe.Subscription,
  reason: 'subscription_create' | 'subscription_cycle',
  since: number,
): Stripe.Invoice {
  const customer = named(account.customers, 'customer', String(subscription.customer));
  const sequence = customer.next_invoice_sequence ?? 1;
  const number = `PRACTICE-${String(sequence).padStart(4, '0')}`;
  account.customers.set(customer.id, { ...customer, next_invoice_sequence: sequence + 1 });
  const invoice = draftInvoice({ subscription, customer, created: account.clock.time, reason, since, number });
  account.invoices.set(invoice.id, invoice);
  account.events.tell('invoice.created', invoice);
  return invoice;
}

/** The invoice is made final, and its payment begun. */
export function finalize(account: Account, id: string): Stripe.Invoice {
  const { time } = account.clock;
  const { status_transitions } = named(account.invoices, 'invoice', id);
  const invoice = changeInvoice(account, id, {
    effective_at: time,
    status: 'open',
    status_transitions: { ...status_transitions, finalized_at: time },
  });
  const { id: payment } = beginPayment(account, {
    amountInPence: invoice.amount_due,
    customer: String(invoice.customer),
    description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
  });
  const invoicePayment = openInvoicePayment(invoice, payment, time);
  account.invoicePayments.set(invoicePayment.id, invoicePayment);
  account.events.tell('invoice.finalized', invoice);
  return invoice;
}

/** The donor's card is asked for what an open invoice says. Returns the invoice, paid or still open. */
export function collect(account: Account, id: string): Stripe.Invoice {
  const { time } = account.clock;
  const before = named(account.invoices, 'invoice', id);
  const customer = String(before.customer);
  const invoicePayment = paymentsOf(account, id)[0];
  const payment = String(invoicePayment?.payment.payment_intent);
  const card = cardFor(account, before);
  const declined = card === null || account.declinedCards.has(card);
  payByCard(account, payment, donorOf(account, customer), declined);
  const tried = { attempt_count: before.attempt_count + 1, attempted: true };
  if (declined) {
    const days = DAYS_UNTIL_NEXT_TRY[before.attempt_count];
    const next = days === undefined ? null : time + days * DAY_IN_SECONDS;
    const failed = changeInvoice(account, id, { ...tried, auto_advance: next !== null, next_payment_attempt: next });
    account.events.tell('invoice.payment_failed', failed);
    return failed;
  }
  const paid = changeInvoice(account, id, {
    ...tried,
    amount_paid: before.amount_due,
    amount_remaining: 0,
    auto_advance: false,
    ending_balance: 0,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...before.status_transitions, paid_at: time },
  });
  account.events.tell('invoice.paid', paid);
  account.events.tell('invoice.payment_succeeded', paid);
  if (invoicePayment !== undefined) {
    const { status_transitions } = invoicePayment;
    const paidBy: Stripe.InvoicePayment = {
      ...invoicePayment,
      amount_paid: before.amount_due,
      status: 'paid',
      status_transitions: { ...status_transitions, paid_at: time },
    };
    account.invoicePayments.set(paidBy.id, paidBy);
    account.events.tell('invoice_payment.paid', paidBy);
  }
  return paid;
}

/** The card that an invoice is paid by: the gift's own, or else the one that the customer has chosen for all. */
function cardFor(account: Account, invoice: Stripe.Invoice): string | null {
  const { default_payment_method: own } = named(account.subscriptions, 'subscription', subscriptionOf(invoice));
  const { invoice_settings } = named(account.customers, 'customer', String(invoice.customer));
  const card = own ?? invoice_settings.default_payment_method;
  return typeof card === 'object' ? (card?.id ?? null) : card;
}

/** What becomes of the invoice of a month in which collection is paused. */
export function setAside(
  account: Account,
  id: string,
  behavior: Stripe.Subscription.PauseCollection['behavior'],
): Stripe.Invoice {
  const { time } = account.clock;
  const { status_transitions } = named(account.invoices, 'invoice', id);
  switch (behavior) {
    case 'void': {
      const transitions = { ...status_transitions, finalized_at: time, voided_at: time };
      const voided = changeInvoice(account, id, {
        auto_advance: false,
        status: 'void',
        status_transitions: transitions,
      });
      account.events.tell('invoice.voided', voided);
      return voided;
    }
    case 'mark_uncollectible': {
      const transitions = { ...status_transitions, finalized_at: time, marked_uncollectible_at: time };
      const uncollectible = changeInvoice(account, id, {
        auto_advance: false,
        status: 'uncollectible',
        status_transitions: transitions,
      });
      account.events.tell('invoice.marked_uncollectible', uncollectible);
      return uncollectible;
    }
    default:
      return changeInvoice(account, id, { auto_advance: false });
  }
}

/** Nobody asks again for what a subscription still owes: it has ended. */
export function stopCollecting(account: Account, subscription: string): void {
  for (const { id } of invoicesOf(account, subscription)) {
    const { status } = named(account.invoices, 'invoice', id);
    if (status === 'open') changeInvoice(account, id, { auto_advance: false, next_payment_attempt: null });
  }
}

/** The subscription that an invoice is for. */
export function subscriptionOf({ parent }: Stripe.Invoice): string {
  return String(parent?.subscription_details?.subscription);
}

/** Every invoice of a subscription, the oldest first. */
export function invoicesOf(account: Account, subscription: string): readonly Stripe.Invoice[] {
  return [...account.invoices.values()].filter((invoice) => subscriptionOf(invoice) === subscription);
}

/** The tries that are due, and when; `collected` is told of the invoice after each. */
export function retriesDue(account: Account, collected: (invoice: Stripe.Invoice) => void): Due[] {
  return [...account.invoices.values()].flatMap(({ id, status, next_payment_attempt: at }) =>
    status === 'open' && at !== null ? [{ at, happen: () => collected(collect(account, id)) }] : [],
  );
}

function paymentsOf(account: Account, invoice: string): readonly Stripe.InvoicePayment[] {
  return [...account.invoicePayments.values()].filter((one) => one.invoice === invoice);
}

function changeInvoice(account: Account, id: string, changes: Partial<Stripe.Invoice>): Stripe.Invoice {
  const invoice = { ...named(account.invoices, 'invoice', id), ...changes };
  account.invoices.set(id, invoice);
  return invoice;
}

const listParameters = {
  ...pageParameters,
  customer: text().optional(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  subscription: text().optional(),
} satisfies NamesOf<Stripe.InvoiceListParams>;

const paymentListParameters = {
  ...pageParameters,
  invoice: text().optional(),
  payment: z
    .strictObject({ payment_intent: text().optional(), type: z.enum(['payment_intent', 'payment_record']) })
    .optional(),
  status: z.enum(['canceled', 'open', 'paid']).optional(),
} satisfies NamesOf<Stripe.InvoicePaymentListParams>;

const LATER = {
  invoices: {
    '': { collection_method: true, customer_account: true, due_date: true } satisfies TheRestOf<
      Stripe.InvoiceListParams,
      typeof listParameters
    >,
  },
  payments: {
    '': {} satisfies TheRestOf<Stripe.InvoicePaymentListParams, typeof paymentListParameters>,
    payment: { payment_record: true },
  },
} satisfies Record<string, NotDoneYet>;

/** The routes of the API that read invoices and their payments. */
export function invoiceRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/invoices$/,
      answer: (_id, form) => {
        const { customer, status, subscription, ...page } = readParameters(
          z.strictObject(listParameters),
          form,
          LATER.invoices,
        );
        return pageOf(
          account.invoices,
          'invoice',
          '/v1/invoices',
          page,
          (one) =>
            (customer === undefined || one.customer === customer) &&
            (status === undefined || one.status === status) &&
            (subscription === undefined || subscriptionOf(one) === subscription),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/invoices\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.invoices, 'invoice', id);
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/invoice_payments$/,
      answer: (_id, form) => {
        const { invoice, payment, status, ...page } = readParameters(
          z.strictObject(paymentListParameters),
          form,
          LATER.payments,
        );
        return pageOf(
          account.invoicePayments,
          'invoice_payment',
          '/v1/invoice_payments',
          page,
          (one) =>
            (invoice === undefined || one.invoice === invoice) &&
            (status === undefined || one.status === status) &&
            (payment === undefined || one.payment.type === payment.type) &&
            (payment?.payment_intent === undefined || one.payment.payment_intent === payment.payment_intent),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/invoice_payments\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.invoicePayments, 'invoice_payment', id);
      },
    },
  ];
}
