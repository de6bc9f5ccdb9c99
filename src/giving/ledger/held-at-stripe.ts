/** What the charity holds of a payment, as Stripe has it at this moment: what came in, less what was refunded and what a donor’s bank has taken back. */
import type Stripe from 'stripe';
import { isGift, wordsIn } from '../gift-at-stripe.ts';
import type { PaymentNow, WrittenWithGift } from './ledger.ts';

/** The part of Stripe that is read. */
export type StripeToRead = Pick<Stripe, 'paymentIntents' | 'disputes' | 'invoices' | 'invoicePayments'>;

const instant = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();

/** What a gift says of itself, and where that stands at Stripe for those who look there. */
interface Mark {
  readonly metadata: Stripe.Metadata;
  readonly at: Pick<WrittenWithGift, 'at' | 'id'>;
}

/** A monthly gift’s mark and fund stand on its subscription, and Stripe copies them to each invoice. */
function markOn(invoice: Stripe.Invoice): Mark | undefined {
  const { metadata, subscription } = invoice.parent?.subscription_details ?? {};
  if (!metadata || !subscription) return undefined;
  return {
    metadata,
    at: { at: 'subscriptions', id: typeof subscription === 'string' ? subscription : subscription.id },
  };
}

/** The payment that an invoice’s payment is. */
const paymentOf = ({ payment }: Stripe.InvoicePayment) =>
  typeof payment.payment_intent === 'string' ? payment.payment_intent : payment.payment_intent?.id;

/** What a gift says of itself: a single one on its payment, a monthly one on the invoice that was paid by it. */
async function markOf(stripe: StripeToRead, payment: Stripe.PaymentIntent): Promise<Mark | undefined> {
  if (isGift(payment.metadata)) return { metadata: payment.metadata, at: { at: 'payments', id: payment.id } };
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment.id },
    expand: ['data.invoice'],
  });
  return data
    .map(({ invoice }) => (typeof invoice === 'string' || 'deleted' in invoice ? undefined : markOn(invoice)))
    .find((mark) => isGift(mark?.metadata));
}

/** What banks have taken back of a payment and not given again. A question that a bank only asks (an inquiry) takes nothing. */
async function takenBackInPence(stripe: StripeToRead, charge: Stripe.Charge): Promise<number> {
  if (!charge.disputed) return 0;
  let moved = 0;
  for await (const dispute of stripe.disputes.list({ charge: charge.id, limit: 100 }))
    for (const { amount } of dispute.balance_transactions) moved += amount;
  return -moved;
}

/** That there are words of the donor’s, if there are. */
function writtenIn({ metadata, at }: Mark): { readonly written?: WrittenWithGift } {
  const { message, tribute, tributeMessage, tributeTell } = wordsIn(metadata);
  const hasMessage = message !== '' || tributeMessage !== '';
  if (!hasMessage && !tribute) return {};
  return { written: { ...at, hasMessage, isTribute: tribute !== undefined, asksToTell: tributeTell !== '' } };
}

async function asItIs(
  stripe: StripeToRead,
  payment: Stripe.PaymentIntent,
  marked: Mark | undefined,
): Promise<PaymentNow> {
  const mark = marked?.metadata;
  const createdAt = instant(payment.created);
  if (!marked || !isGift(mark) || payment.currency !== 'gbp') return { createdAt, isGift: false };
  const charge = payment.latest_charge;
  if (payment.amount_received === 0 || charge === null) return { createdAt, isGift: true };
  if (typeof charge === 'string') throw new Error('Stripe did not send the charge with the payment');
  const held = payment.amount_received - charge.amount_refunded - (await takenBackInPence(stripe, charge));
  return {
    createdAt,
    isGift: true,
    entry: {
      fund: mark.fund || null,
      heldInPence: Math.max(0, held),
      givenInPence: payment.amount_received,
      frequency: mark.frequency === 'monthly' ? 'monthly' : 'once',
      createdAt,
    },
    ...writtenIn(marked),
  };
}

/** Asks Stripe for one payment. Rejects when Stripe does not answer. */
export async function paymentNow(stripe: StripeToRead, id: string): Promise<PaymentNow> {
  const payment = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  return asItIs(stripe, payment, await markOf(stripe, payment));
}

/** Whether a payment was for a later month of a monthly gift, and not for its first. */
export async function isOfLaterMonth(stripe: StripeToRead, payment: string): Promise<boolean> {
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment },
    expand: ['data.invoice'],
  });
  return data.some(
    ({ invoice }) =>
      typeof invoice === 'object' && !('deleted' in invoice) && invoice.billing_reason === 'subscription_cycle',
  );
}

/** The payments that have been tried for an invoice. */
export async function paymentsOfInvoice(stripe: StripeToRead, invoice: string): Promise<string[]> {
  const { data } = await stripe.invoicePayments.list({ invoice, limit: 100 });
  return data.map(paymentOf).filter((id) => id !== undefined);
}

/** A monthly gift’s payment is mostly begun an hour after its invoice was made. One that is begun more than a week later is looked up by itself. */
const marginInSeconds = 7 * 24 * 60 * 60;

/**
 * Every gift’s payment that was begun in a month, as it is while the list is read. It asks Stripe for a page of a hundred at a time.
 * @param month `YYYY-MM`
 */
export async function* giftsBegunIn(
  stripe: StripeToRead,
  month: string,
): AsyncGenerator<readonly [payment: string, now: PaymentNow]> {
  const from = Date.parse(`${month}-01T00:00:00Z`) / 1000;
  const begins = new Date(from * 1000);
  const to = Date.UTC(begins.getUTCFullYear(), begins.getUTCMonth() + 1) / 1000;
  const marks = new Map<string, Mark | undefined>();
  const invoices = stripe.invoices.list({
    status: 'paid',
    created: { gte: from - marginInSeconds, lt: to },
    expand: ['data.payments'],
    limit: 100,
  });
  for await (const invoice of invoices)
    for (const payment of invoice.payments?.data ?? []) marks.set(paymentOf(payment) ?? '', markOn(invoice));

  const payments = stripe.paymentIntents.list({
    created: { gte: from, lt: to },
    expand: ['data.latest_charge'],
    limit: 100,
  });
  for await (const payment of payments) {
    const isLate = !marks.has(payment.id) && Boolean(payment.customer) && payment.amount_received > 0;
    const mark = isGift(payment.metadata) || isLate ? await markOf(stripe, payment) : marks.get(payment.id);
    const now = await asItIs(stripe, payment, mark);
    if (now.isGift) yield [payment.id, now];
  }
}
