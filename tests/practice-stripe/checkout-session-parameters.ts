/** What may be asked of a new Checkout Session: the parameters of a gift, single or monthly, each as narrow as Stripe's own. */
import type Stripe from 'stripe';
import { z } from 'zod';
import {
  boolean,
  emailAddress,
  integer,
  metadata,
  type NamesOf,
  type NotDoneYet,
  problem,
  readParameters,
  type TheRestOf,
  text,
  webAddress,
} from './form-parameters.ts';
import { invalidRequest, notDoneYet } from './refusal.ts';
import { refuseOtherIntervals } from './subscription-parameters.ts';

type Stripes = Stripe.Checkout.SessionCreateParams;
type StripesLineItem = Stripe.Checkout.SessionCreateParams.LineItem;
type StripesPriceData = Stripe.Checkout.SessionCreateParams.LineItem.PriceData;
type StripesProductData = Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData;
type StripesSubscriptionData = Stripe.Checkout.SessionCreateParams.SubscriptionData;
type StripesPaymentIntentData = Stripe.Checkout.SessionCreateParams.PaymentIntentData;
type StripesConsentCollection = Stripe.Checkout.SessionCreateParams.ConsentCollection;
type StripesCustomText = Stripe.Checkout.SessionCreateParams.CustomText;

/** The locales of Stripe's payment page (https://docs.stripe.com/api/checkout/sessions/create, `locale`). */
const LOCALES = [
  ...['auto', 'bg', 'cs', 'da', 'de', 'el', 'en', 'en-GB', 'es', 'es-419', 'et', 'fi', 'fil', 'fr', 'fr-CA', 'hi-IN'],
  ...['hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv', 'ms', 'mt', 'nb', 'nl', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk'],
  ...['sl', 'sv', 'th', 'tr', 'vi', 'zh', 'zh-HK', 'zh-TW'],
];

/** The ways to pay that can be left out (same page, `excluded_payment_method_types`). */
const EXCLUDABLE_PAYMENT_METHODS = [
  ...['acss_debit', 'affirm', 'afterpay_clearpay', 'alipay', 'alma', 'amazon_pay', 'au_becs_debit', 'bacs_debit'],
  ...['bancontact', 'billie', 'bizum', 'blik', 'boleto', 'card', 'cashapp', 'crypto', 'customer_balance', 'eps', 'fpx'],
  ...['giropay', 'grabpay', 'ideal', 'kakao_pay', 'klarna', 'konbini', 'kr_card', 'mb_way', 'mobilepay', 'multibanco'],
  ...['naver_pay', 'nz_bank_account', 'oxxo', 'p24', 'pay_by_bank', 'payco', 'paynow', 'paypal', 'paypay', 'payto'],
  ...['pix', 'promptpay', 'revolut_pay', 'samsung_pay', 'satispay', 'scalapay', 'sepa_debit', 'sequra', 'sofort'],
  ...['sunbit', 'swish', 'twint', 'upi', 'us_bank_account', 'wechat_pay', 'zip'],
];

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((currency) => currency.toLowerCase()));

const productData = {
  name: text(),
  description: text(40_000).optional(),
  metadata: metadata().optional(),
} satisfies NamesOf<StripesProductData>;

const priceData = {
  currency: text()
    .toLowerCase()
    .check(({ value, issues }) => {
      if (!CURRENCIES.has(value)) issues.push(problem(value, `Invalid currency: ${value}`));
    }),
  recurring: z
    .strictObject({ interval: z.enum(['day', 'month', 'week', 'year']), interval_count: integer(1).optional() })
    .optional(),
  unit_amount: integer(0),
  product_data: z.strictObject(productData),
} satisfies NamesOf<StripesPriceData>;

const lineItem = {
  quantity: integer(1),
  price_data: z.strictObject(priceData),
} satisfies NamesOf<StripesLineItem>;

const paymentIntentData = {
  description: text(1000).optional(),
  metadata: metadata().optional(),
  // https://docs.stripe.com/get-started/account/statement-descriptors
  statement_descriptor_suffix: text(22)
    .check(({ value, issues }) => {
      if (/[<>\\'"*]/.test(value)) {
        issues.push(problem(value, `The statement descriptor suffix can't have < > \\ ' " or *: ${value}`));
      }
      if (!/\p{L}/u.test(value)) {
        issues.push(problem(value, `The statement descriptor suffix must have at least one letter: ${value}`));
      }
    })
    .optional(),
} satisfies NamesOf<StripesPaymentIntentData>;

const subscriptionData = {
  description: text(500).optional(),
  metadata: metadata().optional(),
} satisfies NamesOf<StripesSubscriptionData>;

const consentCollection = {
  payment_method_reuse_agreement: z.strictObject({ position: z.enum(['auto', 'hidden']) }).optional(),
  promotions: z.enum(['auto', 'none']).optional(),
  terms_of_service: z.enum(['none', 'required']).optional(),
} satisfies NamesOf<StripesConsentCollection>;

const customText = {
  submit: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.strictObject({ message: text(1200) }).optional(),
  ),
} satisfies NamesOf<StripesCustomText>;

const parameters = {
  adaptive_pricing: z.strictObject({ enabled: boolean().optional() }).optional(),
  after_expiration: z
    .strictObject({
      recovery: z.strictObject({ enabled: boolean(), allow_promotion_codes: boolean().optional() }).optional(),
    })
    .optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  cancel_url: webAddress().optional(),
  client_reference_id: text(200).optional(),
  consent_collection: z.strictObject(consentCollection).optional(),
  custom_text: z.strictObject(customText).optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  customer_email: emailAddress(800).optional(),
  excluded_payment_method_types: z.array(z.enum(EXCLUDABLE_PAYMENT_METHODS)).optional(),
  expires_at: integer(0).optional(),
  line_items: z.array(z.strictObject(lineItem)).min(1).max(100),
  locale: z.enum(LOCALES).optional(),
  metadata: metadata().optional(),
  mode: z.enum(['payment', 'setup', 'subscription']),
  payment_intent_data: z.strictObject(paymentIntentData).optional(),
  phone_number_collection: z.strictObject({ enabled: boolean() }).optional(),
  subscription_data: z.strictObject(subscriptionData).optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay', 'subscribe']).optional(),
  success_url: webAddress(),
} satisfies NamesOf<Stripes>;

const schema = z.strictObject(parameters);

/** What the SDK offers beyond the above: a newer SDK with a new parameter is a compile error until it's here. */
const TAUGHT_LATER = {
  '': {
    allow_promotion_codes: true,
    allowed_payment_method_types: true,
    automatic_tax: true,
    branding_settings: true,
    currency: true,
    custom_fields: true,
    customer: true,
    customer_account: true,
    customer_update: true,
    discounts: true,
    integration_identifier: true,
    invoice_creation: true,
    managed_payments: true,
    name_collection: true,
    optional_items: true,
    origin_context: true,
    payment_method_collection: true,
    payment_method_configuration: true,
    payment_method_data: true,
    payment_method_options: true,
    permissions: true,
    redirect_on_completion: true,
    return_url: true,
    saved_payment_method_options: true,
    setup_intent_data: true,
    shipping_address_collection: true,
    shipping_options: true,
    tax_id_collection: true,
    ui_mode: true,
    wallet_options: true,
  } satisfies TheRestOf<Stripes, typeof parameters>,
  'line_items[]': {
    adjustable_quantity: true,
    metadata: true,
    price: true,
    tax_rates: true,
  } satisfies TheRestOf<StripesLineItem, typeof lineItem>,
  'line_items[][price_data]': {
    product: true,
    tax_behavior: true,
    unit_amount_decimal: true,
  } satisfies TheRestOf<StripesPriceData, typeof priceData>,
  'line_items[][price_data][product_data]': {
    images: true,
    tax_code: true,
    tax_details: true,
    unit_label: true,
  } satisfies TheRestOf<StripesProductData, typeof productData>,
  payment_intent_data: {
    application_fee_amount: true,
    capture_method: true,
    on_behalf_of: true,
    receipt_email: true,
    setup_future_usage: true,
    shipping: true,
    statement_descriptor: true,
    transfer_data: true,
    transfer_group: true,
  } satisfies TheRestOf<StripesPaymentIntentData, typeof paymentIntentData>,
  subscription_data: {
    application_fee_percent: true,
    billing_cycle_anchor: true,
    billing_cycle_anchor_config: true,
    billing_mode: true,
    default_tax_rates: true,
    invoice_settings: true,
    on_behalf_of: true,
    pending_invoice_item_interval: true,
    proration_behavior: true,
    transfer_data: true,
    trial_end: true,
    trial_period_days: true,
    trial_settings: true,
  } satisfies TheRestOf<StripesSubscriptionData, typeof subscriptionData>,
  custom_text: {
    after_submit: true,
    shipping_address: true,
    terms_of_service_acceptance: true,
  } satisfies TheRestOf<StripesCustomText, typeof customText>,
} satisfies NotDoneYet;

/** The parameters of a new Checkout Session, read: amounts in the currency's smallest unit, times in epoch seconds. */
export type CheckoutSessionParameters = z.output<typeof schema>;

/**
 * Reads the parameters of `POST /v1/checkout/sessions`.
 * Throws a `Refusal` for a parameter that Stripe doesn't know, misses, or would not take, and a plainly different one
 * (`practice_not_done_yet`) for what only the practice Stripe can't do.
 */
export function readCheckoutSessionParameters(form: Record<string, unknown>): CheckoutSessionParameters {
  const read = readParameters(schema, form, TAUGHT_LATER);
  if (read.mode === 'setup') throw notDoneYet('the mode setup', 'mode');
  refuseOtherMode(read);
  if (read.submit_type === 'subscribe') throw notDoneYet('the submit_type subscribe', 'submit_type');
  if (read.consent_collection?.promotions === 'auto') {
    throw notDoneYet('consent to promotions (Stripe has it for US merchants alone)', 'consent_collection[promotions]');
  }
  if (read.excluded_payment_method_types?.includes('card')) {
    throw notDoneYet('any way to pay but a card', 'excluded_payment_method_types');
  }
  read.line_items.forEach(({ price_data: { currency, recurring } }, index) => {
    const name = `line_items[${index}][price_data]`;
    if (currency !== 'gbp') throw notDoneYet(`the currency ${currency}`, `${name}[currency]`);
    if (recurring !== undefined) refuseOtherIntervals(recurring, `${name}[recurring]`);
  });
  return read;
}

/** Refuses what belongs to single payments in a monthly one, and the other way round. */
function refuseOtherMode({ mode, line_items, ...rest }: CheckoutSessionParameters): void {
  const recurring = line_items.filter(({ price_data }) => price_data.recurring !== undefined).length;
  if (mode === 'payment') {
    if (recurring > 0) {
      throw invalidRequest(
        'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only ' +
          'one-time prices.',
      );
    }
    if (rest.subscription_data !== undefined) {
      throw invalidRequest('You can not pass `subscription_data` in `payment` mode.', 'subscription_data');
    }
    return;
  }
  if (recurring === 0) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode when using prices.');
  }
  if (recurring < line_items.length) throw notDoneYet('a single payment beside a monthly one', 'line_items');
  if (rest.payment_intent_data !== undefined) {
    throw invalidRequest('You can not pass `payment_intent_data` in `subscription` mode.', 'payment_intent_data');
  }
  if (rest.customer_creation !== undefined) {
    throw invalidRequest('`customer_creation` can only be used in `payment` mode.', 'customer_creation');
  }
}
