/** The payment page, `/c/pay/:id`: shows what is being given, and lets it be paid, declined, or left. */
import type Stripe from 'stripe';
import type { Checkout, CheckoutSessions } from './checkout-sessions.ts';
import { checkoutSessionCompleted } from './events.ts';
import { parseForm } from './form-parameters.ts';
import { type Html, html, lostPage, practicePage } from './practice-page.ts';
import type { Webhook } from './webhook.ts';

/** What the pages need: the sessions, the webhook that hears of payments, and the time. */
export interface PaymentPages {
  readonly checkoutSessions: CheckoutSessions;
  readonly webhook: Webhook;
  readonly now: () => Date;
}

/** The words of the page for each `submit_type` (https://docs.stripe.com/api/checkout/sessions/create). */
const WORDS: Readonly<Record<string, { verb: string; thing: string; leave: string }>> = {
  book: { verb: 'Book', thing: 'Your booking', leave: 'Go back without booking' },
  donate: { verb: 'Donate', thing: 'Your gift', leave: 'Go back without giving' },
};
const OTHER_WORDS = { verb: 'Pay', thing: 'Your payment', leave: 'Go back without paying' };

const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

/** `GET /c/pay/:id`: the page for the session as it stands, or a 404 page when there is none. */
export function showPayment({ checkoutSessions }: PaymentPages, id: string): Response {
  const checkout = checkoutSessions.find(id);
  return checkout === undefined ? lostPage() : paymentPage(checkout);
}

/**
 * `POST /c/pay/:id` with `outcome` in the form. `paid` pays an open session, tells the webhook, and sends the donor on
 * to the success page; sent again, it only sends the donor on. `declined` shows the page again with the bad news.
 * Throws a `Refusal` for a form that can't be read.
 */
export async function submitPayment(pages: PaymentPages, id: string, form: string): Promise<Response> {
  const { checkoutSessions, webhook, now } = pages;
  const checkout = checkoutSessions.find(id);
  if (checkout === undefined) return lostPage();
  const { outcome } = parseForm(form);
  if (outcome === 'paid') {
    const paid = checkoutSessions.pay(id);
    if (paid !== undefined) await webhook.deliver(checkoutSessionCompleted(paid, Math.floor(now().getTime() / 1000)));
    if ((paid ?? checkout.session).status === 'complete') {
      return new Response(null, { status: 303, headers: { location: successAddress(checkout) } });
    }
    return showPayment(pages, id);
  }
  if (outcome === 'declined') {
    return paymentPage(checkout, { alert: 'The card was declined. Nothing was taken. You can try again.' });
  }
  return paymentPage(checkout, { alert: 'Choose one of the buttons below.', status: 400 });
}

function paymentPage(checkout: Checkout, problem: { alert?: string; status?: number } = {}): Response {
  switch (checkout.session.status) {
    case 'complete':
      return completePage(checkout);
    case 'expired':
      return expiredPage(checkout);
    default:
      return openPage(checkout, problem);
  }
}

function openPage(checkout: Checkout, { alert, status = 200 }: { alert?: string; status?: number }): Response {
  const { session, parameters } = checkout;
  const { verb, thing, leave } = wordsFor(session);
  const amount = inPounds(session.amount_total ?? 0);
  const message = session.custom_text.submit?.message;
  return practicePage({
    title: `${alert === undefined ? '' : 'Problem: '}${thing} of ${amount}`,
    status,
    formLeadsTo: successAddress(checkout),
    main: html`<h1>${thing} of ${amount}</h1>
${alert === undefined ? undefined : html`<p role="alert">${alert}</p>`}
<ul>${parameters.line_items.map(lineShown)}</ul>
<form method="post" action="/c/pay/${session.id}">
<button class="first" name="outcome" value="paid">${verb} ${amount}</button>
<button name="outcome" value="declined">Practise a declined card</button>
</form>
${message === undefined ? undefined : html`<p>${message}</p>`}
${session.cancel_url === null ? undefined : html`<p><a href="${session.cancel_url}">${leave}</a></p>`}`,
  });
}

function lineShown({ quantity, price_data }: Checkout['parameters']['line_items'][number]): Html {
  const { name, description } = price_data.product_data;
  const amount = inPounds(quantity * price_data.unit_amount);
  return html`<li>
<p><strong>${name}</strong></p>
${description === undefined ? undefined : html`<p>${description}</p>`}
<p>${quantity === 1 ? amount : `${quantity} × ${inPounds(price_data.unit_amount)} = ${amount}`}</p>
</li>`;
}

function completePage(checkout: Checkout): Response {
  const { thing } = wordsFor(checkout.session);
  return practicePage({
    title: `${thing} is complete`,
    main: html`<h1>${thing} is complete</h1>
<p>${inPounds(checkout.session.amount_total ?? 0)} went through in practice, once. There is nothing more to do here.</p>
<p><a href="${successAddress(checkout)}">Go on to the website</a></p>`,
  });
}

function expiredPage({ session }: Checkout): Response {
  return practicePage({
    title: 'This page has expired',
    main: html`<h1>This page has expired</h1>
<p>Nothing was taken. To go on, start again from the website you came from.</p>
${session.cancel_url === null ? undefined : html`<p><a href="${session.cancel_url}">Go back to the website</a></p>`}`,
  });
}

/**
 * Where the donor goes after paying. Like Stripe, fills in `{CHECKOUT_SESSION_ID}` only where it's written just so:
 * a site that percent-encodes the braces gets them back as they are.
 */
function successAddress({ session, parameters }: Checkout): string {
  return new URL(parameters.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id)).href;
}

function wordsFor({ submit_type }: Stripe.Checkout.Session): { verb: string; thing: string; leave: string } {
  return WORDS[submit_type ?? ''] ?? OTHER_WORDS;
}

function inPounds(amountInPence: number): string {
  return POUNDS.format(amountInPence / 100);
}
