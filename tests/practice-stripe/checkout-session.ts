/** What a Checkout Session says, field by field, held to the SDK's own type of it. */
import type Stripe from 'stripe';
import type { PaymentMethod } from './balance.ts';
import { type Donor, practiceAddress } from './charge.ts';
import type { CheckoutSessionParameters } from './checkout-session-parameters.ts';

type Session = Stripe.Checkout.Session;

/** What a session is made from: times in epoch seconds, and `url` the address of its payment page. */
export interface NewSession {
  readonly id: string;
  readonly url: string;
  readonly created: number;
  readonly expiresAt: number;
  readonly amountInPence: number;
  readonly parameters: CheckoutSessionParameters;
  /** The session that it takes up again, when that one was left and expired. */
  readonly recoveredFrom: string | null;
}

/** A session as Stripe first answers with it: open and unpaid, with no payment yet. */
export function openSession({
  id,
  url,
  created,
  expiresAt,
  amountInPence,
  parameters,
  recoveredFrom,
}: NewSession): Session {
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: parameters.adaptive_pricing?.enabled ?? true },
    after_expiration: afterExpiration(parameters),
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: amountInPence,
    amount_total: amountInPence,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: parameters.billing_address_collection ?? null,
    cancel_url: parameters.cancel_url ?? null,
    client_reference_id: parameters.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: consentCollection(parameters),
    created,
    currency: 'gbp',
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: parameters.custom_text?.submit ?? null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: parameters.mode === 'payment' ? (parameters.customer_creation ?? 'if_required') : null,
    customer_details: null,
    customer_email: parameters.customer_email ?? null,
    discounts: [],
    ...(parameters.excluded_payment_method_types !== undefined && {
      excluded_payment_method_types: parameters.excluded_payment_method_types,
    }),
    expires_at: expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: parameters.mode === 'payment' ? noInvoice() : null,
    livemode: false,
    locale: parameters.locale ?? null,
    managed_payments: null,
    metadata: parameters.metadata ?? {},
    mode: parameters.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: parameters.mode === 'payment' ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: waysToPay(parameters),
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: parameters.phone_number_collection?.enabled ?? false },
    recovered_from: recoveredFrom,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: parameters.submit_type ?? null,
    subscription: null,
    success_url: parameters.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url,
    wallet_options: null,
  };
}

/** The ways to pay that the page offers: a card always, and for a single gift the donor's bank, unless that is left out. */
export function waysToPay({ excluded_payment_method_types = [], mode }: CheckoutSessionParameters): PaymentMethod[] {
  const cardAlone = mode === 'subscription' || excluded_payment_method_types.includes('bacs_debit');
  return cardAlone ? ['card'] : ['card', 'bacs_debit'];
}

function noInvoice(): Stripe.Checkout.Session.InvoiceCreation {
  return {
    enabled: false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: null,
      metadata: {},
      rendering_options: null,
    },
  };
}

function afterExpiration({
  after_expiration,
}: CheckoutSessionParameters): Stripe.Checkout.Session.AfterExpiration | null {
  if (after_expiration === undefined) return null;
  const { recovery } = after_expiration;
  if (recovery === undefined) return { recovery: null };
  const { enabled, allow_promotion_codes = false } = recovery;
  return { recovery: { enabled, allow_promotion_codes, expires_at: null, url: null } };
}

function consentCollection({
  consent_collection: asked,
}: CheckoutSessionParameters): Stripe.Checkout.Session.ConsentCollection | null {
  if (asked === undefined) return null;
  return {
    payment_method_reuse_agreement: asked.payment_method_reuse_agreement ?? null,
    promotions: asked.promotions ?? null,
    terms_of_service: asked.terms_of_service ?? null,
  };
}

/** What the payment page asked the donor, and an address that it would have asked for. */
export function donorDetails({ name, email }: Donor): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: practiceAddress(),
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
