/** The page of the customer portal, `/p/session/:address`: shows what is given monthly, and lets the card be changed or the gift be stopped. */
import type Stripe from 'stripe';
import type { Account } from './account.ts';
import { changeCard } from './customers.ts';
import { parseForm } from './form-parameters.ts';
import { visitAt } from './portal.ts';
import { type Html, html, lostPage, practicePage } from './practice-page.ts';
import { monthlyInPence, periodOf, setCard, setToStop } from './subscriptions.ts';

type Session = Stripe.BillingPortal.Session;

const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

/** `GET /p/session/:address`: the page, or a 404 page when the link is over or never was. */
export function showPortal(account: Account, address: string): Response {
  const visit = visitAt(account, `${account.pagesUrl}/p/session/${address}`);
  return visit === undefined ? lostPage() : portalPage(account, visit.session, address);
}

/**
 * `POST /p/session/:address` with `action` in the form: `card` puts in a card that pays, `declined` one that doesn't, and
 * `stop` or `keep` with `subscription` has a gift end with the month that is paid for, or go on. Then the page again, or
 * where the flow leads. Throws a `Refusal` for a form that can't be read.
 */
export function submitPortal(account: Account, address: string, form: string): Response {
  const visit = visitAt(account, `${account.pagesUrl}/p/session/${address}`);
  if (visit === undefined) return lostPage();
  const { session } = visit;
  const { action, subscription } = parseForm(form);
  const chosen = giftsOf(account, session).find(({ id }) => id === subscription);
  if ((action === 'card' || action === 'declined') && offersCard(session)) {
    const { invoice_settings } = changeCard(account, session.customer, action === 'declined');
    // By a link to this alone, the card becomes the customer's, and a gift with one of its own keeps that
    // (https://docs.stripe.com/customer-management/portal-deep-links).
    if (session.flow === null)
      for (const { id } of giftsOf(account, session))
        setCard(account, id, String(invoice_settings.default_payment_method));
    return afterwards(account, session, address, 'Your new card is kept. The next gift is taken from it.');
  }
  if ((action === 'stop' || action === 'keep') && chosen !== undefined && offersStop(session, chosen.id)) {
    setToStop(account, chosen.id, action === 'stop');
    return afterwards(account, session, address, action === 'stop' ? 'Your gift will stop.' : 'Your gift goes on.');
  }
  return portalPage(account, session, address, { news: 'Choose one of the buttons below.', status: 400 });
}

function afterwards(account: Account, session: Session, address: string, news: string): Response {
  const redirect = session.flow?.after_completion.redirect;
  if (redirect) return new Response(null, { status: 303, headers: { location: redirect.return_url } });
  return portalPage(account, session, address, { news });
}

function portalPage(
  account: Account,
  session: Session,
  address: string,
  { news, status = 200 }: { news?: string; status?: number } = {},
): Response {
  const gifts = giftsOf(account, session).filter(({ id }) => offersCard(session) || offersStop(session, id));
  const afterFlow = session.flow?.after_completion.redirect?.return_url;
  const back = session.return_url ?? afterFlow;
  return practicePage({
    title: 'Your monthly gift',
    status,
    ...(afterFlow !== undefined && { formLeadsTo: afterFlow }),
    main: html`<h1>Your monthly gift</h1>
${news === undefined ? undefined : html`<p role="${status === 200 ? 'status' : 'alert'}">${news}</p>`}
${gifts.length === 0 ? html`<p>You give nothing monthly at the moment.</p>` : undefined}
<ul>${gifts.map((gift) => html`<li>${giftShown(gift)}</li>`)}</ul>
${gifts.map((gift) => (offersStop(session, gift.id) ? stopForm(gift, address) : undefined))}
${
  offersCard(session)
    ? html`<form method="post" action="/p/session/${address}">
<button class="first" name="action" value="card">Practise a new card</button>
<button name="action" value="declined">Practise a new card that will be declined</button>
</form>`
    : undefined
}
${back === undefined ? undefined : html`<p><a href="${back}">Go back to the website</a></p>`}`,
  });
}

function giftShown(gift: Stripe.Subscription): Html {
  const day = DAY.format(periodOf(gift).current_period_end * 1000);
  return html`<p><strong>${inPounds(gift)} a month</strong></p>
<p>${gift.cancel_at_period_end ? `Stops on ${day}: nothing more is taken.` : `Next on ${day}.`}</p>
${gift.status === 'past_due' ? html`<p>Your card was declined.</p>` : undefined}`;
}

function stopForm(gift: Stripe.Subscription, address: string): Html {
  const [action, words] = gift.cancel_at_period_end ? ['keep', 'Keep giving'] : ['stop', 'Stop giving'];
  return html`<form method="post" action="/p/session/${address}">
<input type="hidden" name="subscription" value="${gift.id}">
<button name="action" value="${action}">${words} ${inPounds(gift)} a month</button>
</form>`;
}

function giftsOf(account: Account, { customer }: Session): readonly Stripe.Subscription[] {
  return [...account.subscriptions.values()].filter((one) => one.customer === customer && one.status !== 'canceled');
}

/** A link to one thing alone offers that and nothing else. */
function offersCard({ flow }: Session): boolean {
  return flow === null || flow.type === 'payment_method_update';
}

function offersStop({ flow }: Session, subscription: string): boolean {
  return flow === null || flow.subscription_cancel?.subscription === subscription;
}

function inPounds(gift: Stripe.Subscription): string {
  return POUNDS.format(monthlyInPence(gift) / 100);
}
