/**
 * Keeps the total right for an amount of one’s own, with the fee, as one types; gives each opening of the form a name, so that two presses of the
 * button are one gift; and keeps what is typed for whoever comes back from Stripe. Without it the total is shown on the way to paying.
 */
import { poundsInWords } from '../../money.ts';
import { feeCoverInPence } from '../card-fee.ts';
import { readPounds } from '../pounds.ts';
import { giveBackTyped, keepTyped } from './typed-before.ts';

const form = document.querySelector('form[action="/api/donate"]') as HTMLFormElement;
const input = (selector: string) => form.querySelector<HTMLInputElement>(selector);
const write = (selector: string, words: string) => {
  const place = form.querySelector(selector);
  // A sum that is written anew is read aloud anew.
  if (place && place.textContent !== words) place.textContent = words;
};
const [hundredthsOfPercent, fixedInPence] = (form.dataset.cardFee ?? '').split(' ').map(Number);
const fee =
  hundredthsOfPercent === undefined || fixedInPence === undefined ? undefined : { hundredthsOfPercent, fixedInPence };
function sayTotal(): void {
  const amount = readPounds(input('[name=otherAmount]')?.value ?? '');
  const cover = amount !== undefined && fee ? feeCoverInPence(amount, fee) : 0;
  const coversFee = input('[name=coverFee]')?.checked === true;
  write('[data-own-fee]', cover > 0 ? `${poundsInWords(cover)} more` : 'a little more');
  write('[data-own-total]', amount === undefined ? 'You choose' : poundsInWords(amount + (coversFee ? cover : 0)));
}

const opening = input('[name=form]');
if (opening && opening.value === '') opening.value = crypto.randomUUID();
const saw = input('[name=sawTotal]');
// Without this rule the sum is not shown beside the form.
if (saw && CSS.supports('selector(:has(*))')) saw.value = 'yes';
giveBackTyped(form);
// A browser that shows the box before “Other” is chosen has it be chosen by typing there.
input('[name=otherAmount]')?.addEventListener('input', () => {
  const other = input('#other');
  if (other) other.checked = true;
});
form.addEventListener('submit', () => keepTyped(form));
form.addEventListener('input', sayTotal);
// A browser that comes back to a form fills it after this has run.
addEventListener('pageshow', sayTotal);
sayTotal();
