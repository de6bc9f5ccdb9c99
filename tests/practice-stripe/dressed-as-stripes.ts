/**
 * Dresses the practice Stripe’s payment page as Stripe’s own is reported to be: drawn by a script, ways to pay folded up, the fields by its names, and a
 * telephone number asked of whoever lets Stripe keep their card. It is for trying what fills in that page, and no proof of Stripe’s.
 */
import type { BrowserContext } from '@playwright/test';

/** From now on, whoever has a page in this context meets it dressed. */
export async function dressAsStripes(context: BrowserContext): Promise<void> {
  await context.route(/\/c\/pay\/cs_test_\w+/, async (route) => {
    const answered = await route.fetch({ maxRedirects: 0 });
    const { location } = answered.headers();
    const page = await answered.text();
    if (route.request().method() === 'POST')
      return route.fulfill({ json: { location, alert: /role="alert">([^<]*)/.exec(page)?.[1] } });
    // A session that is over has nothing to fill in.
    if (!page.includes('<form')) return route.fulfill({ response: answered });
    await route.fulfill({ contentType: 'text/html; charset=utf-8', body: dressed(page) });
  });
}

/** A box, by its name at Stripe, with its label. */
const box = (name: string, label: string) =>
  `<p><label for="${name}">${label}</label> <input id="${name}" name="${name}" required></p>`;

/** A way to pay, folded up, and what is asked of whoever pays so. */
const way = (name: string, label: string, fields: string) =>
  `<div data-way="${name}"><button type="button" data-testid="${name}-accordion-item-button">${label}</button><template>${fields}</template></div>`;

function dressed(plain: string): string {
  const [given = ''] = /<ul>[\s\S]*<\/ul>/.exec(plain) ?? [];
  const [, title = ''] = /<h1>([^<]*)/.exec(plain) ?? [];
  const [, back = ''] = /<a href="([^"]*)">Go back/.exec(plain) ?? [];
  const country =
    '<select id="billingCountry" name="billingCountry"><option value="US">US<option value="GB">UK</select>';
  const postcode = box('billingPostalCode', 'Postcode');
  const card = [
    box('cardNumber', 'Card number'),
    box('cardExpiry', 'Expiry'),
    box('cardCvc', 'CVC'),
    box('billingName', 'Cardholder name'),
    country,
    postcode,
  ].join('');
  const bank = [
    box('sortCodeField', 'Sort code'),
    box('accountNumberField', 'Account number'),
    box('billingName', 'Name on account'),
    box('billingAddressLine1', 'Address line 1'),
    box('billingLocality', 'Town or city'),
    postcode,
  ].join('');
  const content = `<a data-testid="business-link" href="${back}">Back</a><h1>${title}</h1>${given}<form novalidate>${box('email', 'Email')}
${way('card', 'Card', card)}${plain.includes('value="later"') ? way('bacs_debit', 'Bacs Direct Debit', bank) : ''}
<label><input type="checkbox" id="enableStripePass" checked> Save my information</label><div id="telephone">${box('phoneNumber', 'Telephone')}</div>
<div role="alert"></div><button data-testid="hosted-payment-submit-button">Pay</button></form>
<dialog><button type="button">Confirm</button></dialog>`;
  return `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>${title}</title><body><noscript>This page needs JavaScript.</noscript>
<template id="drawn">${content}</template><script>(${draw})()</script></body></html>`;
}

/** Runs in the browser: draws the page, and sends what is filled in to the practice Stripe’s. */
function draw(): void {
  const find = <Found extends HTMLElement>(selector: string) => document.querySelector<Found>(selector) as Found;
  document.body.append(find<HTMLTemplateElement>('#drawn').content.cloneNode(true));
  const ways = document.querySelectorAll<HTMLElement>('[data-way]');
  let chosen = '';
  for (const one of ways)
    find(`[data-way="${one.dataset.way}"] button`).onclick = () => {
      chosen = one.dataset.way ?? '';
      for (const other of ways) other.querySelector('section')?.remove();
      const fields = document.createElement('section');
      fields.append((one.querySelector('template') as HTMLTemplateElement).content.cloneNode(true));
      one.append(fields);
    };
  const keeps = find<HTMLInputElement>('#enableStripePass');
  keeps.onchange = () => {
    find('#telephone').hidden = !keeps.checked;
  };
  document.oninput = ({ target }) => {
    const typed = target as HTMLInputElement;
    if (typed.id === 'cardNumber') typed.value = typed.value.replace(/\D/g, '').replace(/(.{4})(?=.)/g, '$1 ');
    if (typed.id === 'sortCodeField') typed.value = typed.value.replace(/\D/g, '').replace(/(..)(?=.)/g, '$1-');
  };
  const alert = find('[role="alert"]');
  const typedIn = (name: string) => find<HTMLInputElement>(`#${name}`).value;
  const button = find<HTMLButtonElement>('[data-testid="hosted-payment-submit-button"]');
  const send = async () => {
    // As on Stripe’s: who presses it again while it is sent presses nothing.
    button.disabled = true;
    const outcome = chosen !== 'card' ? 'later' : typedIn('cardNumber').startsWith('4242') ? 'paid' : 'declined';
    const body = new URLSearchParams({ outcome, name: typedIn('billingName'), email: typedIn('email') });
    const answer = await (await fetch(location.href, { method: 'POST', body })).json();
    if (answer.location) location.href = answer.location;
    else [alert.textContent, button.disabled] = [answer.alert, false];
  };
  const confirm = find<HTMLDialogElement>('dialog');
  find('dialog button').onclick = send;
  find('form').onsubmit = (event) => {
    event.preventDefault();
    const empty = [...document.querySelectorAll<HTMLInputElement>('input[required]')].filter(
      (input) => input.value === '' && input.checkVisibility(),
    );
    const isAbroad = find<HTMLSelectElement>('#billingCountry')?.value === 'US';
    alert.textContent = chosen === '' || empty.length > 0 || isAbroad ? 'Your details are incomplete.' : '';
    if (alert.textContent) return;
    if (chosen === 'card') send();
    else confirm.showModal();
  };
}
