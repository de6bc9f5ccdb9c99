/**
 * The step between the form and paying: what will be paid, to be looked over. It is there for whoever could not see the total beside the form, typed so much
 * that it may be a slip, or typed what does not count; and for everyone while robots try stolen cards, or may: then it asks a question. What was typed is
 * carried on in the page; nothing is stored.
 */
import { poundsInWords } from '../../money.ts';
import { trapBox } from '../../trap-for-robots.ts';
import { append, openPage, setAttribute, setText } from '../built-page.ts';
import { amountInWords, type Gift, type GivingTerms, mayBeSlip, ownAmount, purposeOf, totalInPence } from '../gift.ts';
import type { UnderAttack } from '../ledger/card-testing.ts';
import { readPounds } from '../pounds.ts';
import { tributeTo } from '../tribute.ts';
import type { Question } from './question.ts';

/** The fields that this step adds to those of the form. */
export const lookOverFields = { lookedOver: 'lookedOver', answer: 'answer', token: 'token', change: 'change' } as const;

/** Whether the donor may not have seen what it comes to: with the fee, or for an amount of their own, it stands beside the form by a script, or by rules that an old browser does not know. */
const isTotalUnseen = (gift: Gift, form: URLSearchParams): boolean =>
  form.get('sawTotal') !== 'yes' && (gift.feeCoverInPence > 0 || form.get('amount') === ownAmount);

/** Whether the donor typed so much that it is asked about. */
const isTypedLarge = ({ amountInPence }: Gift, form: URLSearchParams, terms: GivingTerms): boolean =>
  form.get('amount') === ownAmount && mayBeSlip(amountInPence, terms);

/** As much of it as a sum could be; the whole is carried on. */
const shortened = (typed: string) => (typed.length > 40 ? `${typed.slice(0, 40)}…` : typed);

/**
 * What the donor typed where it does not count, in words. A browser that does not know the form’s rules shows all its boxes, also those of an amount that
 * is not chosen, and of a declaration that is not ticked.
 */
function typedInVain(
  { amountInPence, declaration }: Gift,
  form: URLSearchParams,
  { giftAid }: GivingTerms,
): { readonly amount: string; readonly giftAid: string } {
  const typed = (name: string) => (form.get('sawTotal') === 'yes' ? '' : (form.get(name) ?? '').trim());
  const own = form.get('amount') === ownAmount ? '' : typed('otherAmount');
  const isForGiftAid = giftAid && !declaration && ['firstName', 'lastName', 'house', 'postcode'].some(typed);
  const chosen = poundsInWords(amountInPence);
  return {
    amount:
      own === '' || readPounds(own) === amountInPence
        ? ''
        : `You chose ${chosen}, and typed “${shortened(own)}” as an amount of your own. Is ${chosen} right? If not, press “Change something”, and choose “Other”.`,
    giftAid: isForGiftAid
      ? 'You typed your name or your home for Gift Aid, and did not tick “Yes, add Gift Aid to my gift”, so this gift is without it. To add it, press “Change something”.'
      : '',
  };
}

/** Whether a gift is to be looked over before it is paid, robots or none. */
export const isToBeLookedOver = (gift: Gift, form: URLSearchParams, terms: GivingTerms): boolean =>
  isTotalUnseen(gift, form) ||
  isTypedLarge(gift, form, terms) ||
  Object.values(typedInVain(gift, form, terms)).some((words) => words !== '');

/** What of a form is carried on: all that was typed and chosen (no fund in particular is a choice, `''`), and nothing of this step’s own. */
export function carried(form: URLSearchParams): [name: string, value: string][] {
  const own: readonly string[] = Object.values(lookOverFields);
  return [...form].filter(
    ([name, value]) => (value !== '' || name === 'fund') && name !== trapBox && !own.includes(name),
  );
}

/**
 * The page of this step, filled.
 * @param page the built page: `[data-filled]` is shown in the place of `[data-empty]`, `[data-said="…"]` are places for words, `[data-carried]` for what is
 * carried on, `[data-question]` for a question, in which `[data-why="…"]` says why it is asked
 * @param why whether robots try stolen cards here: it is said only if that is known
 * @param wrong whether an answer came that was not right
 */
export function fillLookOver(
  page: string,
  form: URLSearchParams,
  gift: Gift,
  terms: GivingTerms,
  {
    question,
    why = 'unknown',
    wrong = false,
  }: { readonly question?: Question | undefined; readonly why?: UnderAttack; readonly wrong?: boolean } = {},
): string {
  const open = openPage(page);
  const { tribute } = gift;
  const inVain = typedInVain(gift, form, terms);
  const said: Readonly<Record<string, string>> = {
    slip: isTypedLarge(gift, form, terms)
      ? `You typed ${amountInWords(gift)}. Is that right? If it is, go to payment, and thank you.`
      : '',
    amountInVain: inVain.amount,
    giftAidInVain: inVain.giftAid,
    total: poundsInWords(totalInPence(gift)),
    frequency: gift.frequency === 'monthly' ? 'Each month' : 'Once',
    purpose: purposeOf(gift, terms),
    fee: gift.feeCoverInPence > 0 ? `${poundsInWords(gift.feeCoverInPence)} of it for the card fee` : '',
    giftAid: gift.declaration ? 'with Gift Aid' : '',
    tribute: tribute ? tributeTo(tribute.kind, tribute.name) : '',
    tributeMessage: tribute?.message ? `With the message: ${tribute.message}` : '',
    tributeTell: tribute?.tell ? `We write to: ${tribute.tell}` : '',
    message: gift.message ? `Your message to us: ${gift.message}` : '',
    question: question?.words ?? '',
  };
  for (const place of open.having('data-filled')) setAttribute(place, 'hidden', undefined);
  for (const place of open.having('data-empty')) setAttribute(place, 'hidden', '');
  for (const [what, words] of Object.entries(said).filter(([, words]) => words !== ''))
    for (const place of open.having('data-said', what)) {
      setText(place, words);
      setAttribute(place, 'hidden', undefined);
    }
  for (const place of open.having('data-carried')) {
    for (const [name, value] of carried(form)) append(place, 'input', { type: 'hidden', name, value });
    append(place, 'input', { type: 'hidden', name: lookOverFields.lookedOver, value: 'yes' });
    if (question) append(place, 'input', { type: 'hidden', name: lookOverFields.token, value: question.token });
  }
  if (question)
    for (const place of [...open.having('data-question'), ...open.having('data-why', why)])
      setAttribute(place, 'hidden', undefined);
  if (wrong) {
    for (const place of open.having('data-mistake', lookOverFields.answer)) {
      setText(place, 'That was not it. Here is another question.');
      setAttribute(place, 'hidden', undefined);
    }
    for (const box of open.having('name', lookOverFields.answer)) {
      setAttribute(box, 'aria-invalid', 'true');
      setAttribute(box, 'autofocus', '');
    }
    open.announce('Problem');
  }
  return open.html();
}
