/** Customers: whoever gives monthly is one, with the name and the email address that they typed on the payment page. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import type { Donor } from './charge.ts';
import { type NamesOf, readNothing, readParameters, type TheRestOf, text } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';

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

/** The customer's card begins to be declined, from the next payment on. */
export function declineFrom(account: Account, id: string): Stripe.Customer {
  const customer = named(account.customers, 'customer', id);
  account.declinedCustomers.add(id);
  return customer;
}

/** The customer puts in another card, which is declined or goes through. The next payment, or the next try at one, is by it. */
export function changeCard(account: Account, id: string, declined: boolean): Stripe.Customer {
  const before = named(account.customers, 'customer', id);
  if (declined) account.declinedCustomers.add(id);
  else account.declinedCustomers.delete(id);
  const invoice_settings = { ...before.invoice_settings, default_payment_method: newIdentifier('paymentMethod') };
  const customer = { ...before, invoice_settings } satisfies Stripe.Customer;
  account.customers.set(id, customer);
  account.events.tell('customer.updated', customer, { invoice_settings: before.invoice_settings });
  return customer;
}

const listParameters = {
  ...pageParameters,
  email: text().optional(),
} satisfies NamesOf<Stripe.CustomerListParams>;

const LATER = { '': { test_clock: true } satisfies TheRestOf<Stripe.CustomerListParams, typeof listParameters> };

/** The routes of the API that read customers. */
export function customerRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/customers$/,
      answer: (_id, form) => {
        const { email, ...page } = readParameters(z.strictObject(listParameters), form, LATER);
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
      path: /^\/v1\/customers\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.customers, 'customer', id);
      },
    },
  ];
}
