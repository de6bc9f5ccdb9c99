/** The payment page, `/c/pay/:id`: shows what is being given, and lets it be paid, declined, or left. */
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Account } from './account.ts';
import type { Donor } from './charge.ts';
import { waysToPay } from './checkout-session.ts';
import { type Checkout, type Choice, chooseOnPage, findCheckout, recoverSession } from './checkout-sessions.ts';
import { emailAddress, parseForm } from './form-parameters.ts';
import { type Html, html, lostPage, practicePage } from './practice-page.ts';

/** The words of the page for each `submit_type` (https://docs.stripe.com/api/checkout/sessions/create). */
const WORDS: Readonly<Record<string, { verb: string; thing: string; leave: string }>> = {
  book: { verb: 'Book', thing: 'Your booking', leave: 'Go back without booking' },
  donate: { verb: 'Donate', thing: 'Your gift', leave: 'Go back without giving' },
};
const OTHER_WORDS = { verb: 'Pay', thing: 'Your payment', leave: 'Go back without paying' };

const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

/** `GET /c/pay/:id`: the page for the session as it stands, or a 404 page when there is none. */
export function showPayment(account: Account, id: string): Response {
  const checkout = findCheckout(account, id);
  return checkout === undefined ? lostPage() : paymentPage(checkout);
}

/** `GET /r/…`, the link to take up a gift that was left: leads on to the page of a new session. */
export function takeUpAgain(account: Account, path: string): Response {
  const session = recoverSession(account, `${account.pagesUrl}${path}`);
  return session === undefined ? lostPage() : leadTo(session.url ?? '');
}

/**
 * `POST /c/pay/:id` with `outcome`, `name` and `email` in the form. `paid` and `later` complete an open session, and send
 * the donor on to the success page; sent again, they only send the donor on. `declined` shows the page again with the bad
 * news. Throws a `Refusal` for a form that can't be read.
 */
export function submitPayment(account: Account, id: string, form: string): Response {
  const checkout = findCheckout(account, id);
  if (checkout === undefined) return lostPage();
  const typed = parseForm(form);
  const choice = choiceIn(typed.outcome, checkout);
  const donor = donorIn(typed, checkout);
  if (choice === undefined) return paymentPage(checkout, { alert: 'Choose one of the buttons below.', status: 400 });
  if (donor === undefined) return paymentPage(checkout, { alert: 'Type your whole email address.', status: 400 });
  const session = chooseOnPage(account, id, choice, donor) ?? checkout.session;
  if (session.status === 'complete' && choice !== 'declined') return leadTo(successAddress(checkout));
  return paymentPage(
    { ...checkout, session },
    { alert: 'The card was declined. Nothing was taken. You can try again.' },
  );
}

function leadTo(address: string): Response {
  return new Response(null, { status: 303, headers: { location: address } });
}

function choiceIn(outcome: unknown, { parameters }: Checkout): Choice | undefined {
  if (outcome === 'later') return waysToPay(parameters).includes('bacs_debit') ? outcome : undefined;
  return outcome === 'paid' || outcome === 'declined' ? outcome : undefined;
}

/** What the donor typed, or what the page would have had there; undefined for no email address. */
function donorIn(typed: Record<string, unknown>, checkout: Checkout): Donor | undefined {
  const usual = usualDonor(checkout);
  const filled = (value: unknown, otherwise: string) =>
    typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;
  // Stripe's page, too, lets nobody change an address that the site has given.
  const email = checkout.parameters.customer_email ?? filled(typed.email, usual.email);
  return z.safeParse(emailAddress(800), email).success ? { name: filled(typed.name, usual.name), email } : undefined;
}

function usualDonor({ session, parameters }: Checkout): Donor {
  return {
    name: session.customer_details?.name ?? 'Practice Donor',
    email: parameters.customer_email ?? session.customer_details?.email ?? 'donor@example.org',
  };
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
  const amount = amountOf(checkout);
  const message = session.custom_text.submit?.message;
  const donor = usualDonor(checkout);
  const later = waysToPay(parameters).includes('bacs_debit')
    ? html`<button name="outcome" value="later">Practise a bank payment, on its way for days</button>`
    : undefined;
  return practicePage({
    title: `${alert === undefined ? '' : 'Problem: '}${thing} of ${amount}`,
    status,
    formLeadsTo: successAddress(checkout),
    main: html`<h1>${thing} of ${amount}</h1>
${alert === undefined ? undefined : html`<p role="alert">${alert}</p>`}
<ul>${parameters.line_items.map(lineShown)}</ul>
<form method="post" action="/c/pay/${session.id}">
<p><label for="name">Your name</label> <input id="name" name="name" value="${donor.name}" autocomplete="name"></p>
<p><label for="email">Your email address</label> <input id="email" name="email" type="email" value="${donor.email}"${parameters.customer_email === undefined ? undefined : html` readonly`} autocomplete="email"></p>
<button class="first" name="outcome" value="paid">${verb} ${amount}</button>
<button name="outcome" value="declined">Practise a declined card</button>
${later}
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

/** What is given, and how often. */
function amountOf({ session, parameters }: Checkout): string {
  return `${inPounds(session.amount_total ?? 0)}${parameters.mode === 'subscription' ? ' a month' : ''}`;
}

function completePage(checkout: Checkout): Response {
  const { thing } = wordsFor(checkout.session);
  if (checkout.session.payment_status === 'unpaid') {
    return practicePage({
      title: `${thing} is on its way`,
      main: html`<h1>${thing} is on its way</h1>
<p>Your bank was asked for ${inPounds(checkout.session.amount_total ?? 0)} in practice. There is nothing more to do here.</p>
<p><a href="${successAddress(checkout)}">Go on to the website</a></p>`,
    });
  }
  return practicePage({
    title: `${thing} is complete`,
    main: html`<h1>${thing} is complete</h1>
<p>${amountOf(checkout)} went through in practice, once. There is nothing more to do here.</p>
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
