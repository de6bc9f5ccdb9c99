/** Customers: whoever gives monthly is one, with the name and the email address that they typed on the payment page. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import type { Donor } from './charge.ts';
import {
  emptyable,
  integer,
  type NamesOf,
  type NotDoneYet,
  readNothing,
  readParameters,
  type TheRestOf,
  text,
} from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';
import { CARDS, keepCard } from './payment-methods.ts';
import { noSuchParameter, notDoneYet } from './refusal.ts';

/** A new customer, also for somebody who is one already: Stripe's payment page does not look for others. */
export function makeCustomer(account: Account, { name, email }: Donor): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: newIdentifier('customer'),
    object: 'customer',
    address: null,
    balance: 0,
    created: account.clock.time,
    currency: 'gbp',
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: 'PRACTICE',
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: ['en-GB'],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  account.customers.set(customer.id, customer);
  account.events.tell('customer.created', customer);
  return customer;
}

/** The customer as a donor, for the charges of every month. */
export function donorOf(account: Account, id: string): Donor {
  const { name, email } = named(account.customers, 'customer', id);
  return { name: name ?? '', email: email ?? '' };
}

/** The cards that the customer has left begin to be declined, from the next payment on. */
export function declineFrom(account: Account, id: string): Stripe.Customer {
  const customer = named(account.customers, 'customer', id);
  for (const card of account.paymentMethods.values()) if (card.customer === id) account.declinedCards.add(card.id);
  return customer;
}

/** The customer puts in another card, which is declined or goes through. What has no card of its own is by it from now on. */
export function changeCard(account: Account, id: string, declined: boolean): Stripe.Customer {
  const before = named(account.customers, 'customer', id);
  const card = keepCard(account, id, declined ? CARDS.declined : CARDS.other);
  if (declined) account.declinedCards.add(card.id);
  const invoice_settings = { ...before.invoice_settings, default_payment_method: card.id };
  return change(account, before, { invoice_settings });
}

/** A card that a customer has left. Throws Stripe's 400 when it is nobody's, or another's. */
export function cardOf(account: Account, customer: string, id: string, param: string): Stripe.PaymentMethod {
  const card = account.paymentMethods.get(id);
  if (card?.customer !== customer) throw noSuchParameter('PaymentMethod', id, param);
  return card;
}

/** `POST /v1/customers/:id`: the card that all their gifts go by that have none of their own. */
function updateCustomer(account: Account, id: string, form: Record<string, unknown>): Stripe.Customer {
  const before = named(account.customers, 'customer', id);
  const { invoice_settings: asked } = readParameters(z.strictObject(updateParameters), form, LATER.update);
  if (asked?.default_payment_method === undefined) return before;
  const { default_payment_method } = asked;
  if (default_payment_method !== null) {
    cardOf(account, id, default_payment_method, 'invoice_settings[default_payment_method]');
  }
  return change(account, before, { invoice_settings: { ...before.invoice_settings, default_payment_method } });
}

function change(
  account: Account,
  before: Stripe.Customer,
  { invoice_settings }: Pick<Stripe.Customer, 'invoice_settings'>,
): Stripe.Customer {
  const customer = { ...before, invoice_settings };
  account.customers.set(customer.id, customer);
  account.events.tell('customer.updated', customer, { invoice_settings: before.invoice_settings });
  return customer;
}

const listParameters = {
  ...pageParameters,
  email: text().optional(),
} satisfies NamesOf<Stripe.CustomerListParams>;

const searchParameters = {
  limit: integer(1, 100).optional(),
  query: text(),
} satisfies NamesOf<Stripe.CustomerSearchParams>;

const invoiceSettings = {
  default_payment_method: emptyable(text()).optional(),
} satisfies NamesOf<Stripe.CustomerUpdateParams.InvoiceSettings>;

const updateParameters = {
  invoice_settings: z.strictObject(invoiceSettings).optional(),
} satisfies NamesOf<Stripe.CustomerUpdateParams>;

const LATER = {
  search: { '': { page: true } satisfies TheRestOf<Stripe.CustomerSearchParams, typeof searchParameters> },
  list: { '': { test_clock: true } satisfies TheRestOf<Stripe.CustomerListParams, typeof listParameters> },
  update: {
    '': {
      address: true,
      balance: true,
      business_name: true,
      cash_balance: true,
      default_source: true,
      description: true,
      email: true,
      individual_name: true,
      invoice_prefix: true,
      metadata: true,
      name: true,
      next_invoice_sequence: true,
      phone: true,
      preferred_locales: true,
      shipping: true,
      source: true,
      tax: true,
      tax_exempt: true,
      validate: true,
    } satisfies TheRestOf<Stripe.CustomerUpdateParams, typeof updateParameters>,
    invoice_settings: { custom_fields: true, footer: true, rendering_options: true } satisfies TheRestOf<
      Stripe.CustomerUpdateParams.InvoiceSettings,
      typeof invoiceSettings
    >,
  },
} satisfies Record<string, NotDoneYet>;

/**
 * `GET /v1/customers/search`, by email alone. Unlike the list, it does not mind capital letters; Stripe’s own has a new customer only after up to a minute:
 * https://docs.stripe.com/search#query-fields-for-customers
 */
function searchCustomers(account: Account, form: Record<string, unknown>): Stripe.ApiSearchResult<Stripe.Customer> {
  const { query, limit } = readParameters(z.strictObject(searchParameters), form, LATER.search);
  const email = /^email:"([^"\\]+)"$/.exec(query)?.[1]?.toLowerCase();
  if (email === undefined) throw notDoneYet('a search for anything but one email', 'query');
  const { data, has_more } = pageOf(
    account.customers,
    'customer',
    '/v1/customers/search',
    limit === undefined ? {} : { limit },
    (one) => one.email?.toLowerCase() === email,
  );
  return { object: 'search_result', data, has_more, next_page: null, url: '/v1/customers/search' };
}

/** The routes of the API that deal in customers. */
export function customerRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/customers$/,
      answer: (_id, form) => {
        const { email, ...page } = readParameters(z.strictObject(listParameters), form, LATER.list);
        // Stripe's own filter minds capital letters: https://docs.stripe.com/api/customers/list
        return pageOf(
          account.customers,
          'customer',
          '/v1/customers',
          page,
          (one) => email === undefined || one.email === email,
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/customers\/search$/,
      answer: (_id, form) => searchCustomers(account, form),
    },
    {
      method: 'GET',
      path: /^\/v1\/customers\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.customers, 'customer', id);
      },
    },
    {
      method: 'POST',
      path: /^\/v1\/customers\/([^/]+)$/,
      answer: (id, form) => updateCustomer(account, id, form),
    },
  ];
}
