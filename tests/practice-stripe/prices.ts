/** Products and prices: each is made on the fly, by a session's or a subscription's `price_data`, or beforehand as a product. */
import Stripe from 'stripe';
import { z } from 'zod';
import { type Account, named } from './account.ts';
import type { ApiRoute } from './api.ts';
import { metadata, type NamesOf, readNothing, readParameters, type TheRestOf, text } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';

/** A new product. */
export function makeProduct(
  account: Account,
  asked: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly metadata?: Record<string, string> | undefined;
  },
): Stripe.Product {
  const created = account.clock.time;
  const product: Stripe.Product = {
    id: newIdentifier('product'),
    object: 'product',
    active: true,
    created,
    default_price: null,
    description: asked.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: asked.metadata ?? {},
    name: asked.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: created,
    url: null,
  };
  account.products.set(product.id, product);
  return product;
}

/** A new price of a product, for every month. As on Stripe, one made on the fly can't be used a second time. */
export function makeMonthlyPrice(account: Account, product: string, amountInPence: number): Stripe.Price {
  const price: Stripe.Price = {
    id: newIdentifier('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: account.clock.time,
    currency: 'gbp',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: amountInPence,
    unit_amount_decimal: Stripe.Decimal.from(amountInPence),
  };
  account.prices.set(price.id, price);
  return price;
}

/** The same price as Stripe's older kind of object, which still stands beside it. */
export function planOf({ id, active, created, product, unit_amount }: Stripe.Price): Stripe.Plan {
  return {
    id,
    object: 'plan',
    active,
    amount: unit_amount,
    amount_decimal: Stripe.Decimal.from(unit_amount ?? 0),
    billing_scheme: 'per_unit',
    created,
    currency: 'gbp',
    interval: 'month',
    interval_count: 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: null,
    product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

const productParameters = {
  description: text(40_000).optional(),
  metadata: metadata().optional(),
  name: text(),
} satisfies NamesOf<Stripe.ProductCreateParams>;

const PRODUCT_LATER = {
  '': {
    active: true,
    default_price_data: true,
    id: true,
    images: true,
    marketing_features: true,
    package_dimensions: true,
    shippable: true,
    statement_descriptor: true,
    tax_code: true,
    tax_details: true,
    type: true,
    unit_label: true,
    url: true,
  } satisfies TheRestOf<Stripe.ProductCreateParams, typeof productParameters>,
};

/** The routes of the API that make and read products, and read prices. */
export function priceRoutes(account: Account): readonly ApiRoute[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/products$/,
      answer: (_id, form) =>
        makeProduct(account, readParameters(z.strictObject(productParameters), form, PRODUCT_LATER)),
    },
    {
      method: 'GET',
      path: /^\/v1\/products\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.products, 'product', id);
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/prices\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        return named(account.prices, 'price', id, 'price');
      },
    },
  ];
}
