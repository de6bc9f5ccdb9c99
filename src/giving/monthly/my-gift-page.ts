/** Fills in the page of a monthly donor: what they give, a form for each thing that can be done about it, and what was done last. */
import { randomUUID } from 'node:crypto';
import { poundsInWords } from '../../money.ts';
import {
  append,
  attribute,
  type Element,
  elementsIn,
  havingIn,
  type OpenPage,
  openPage,
  remove,
  repeat,
  setAttribute,
  setText,
} from '../built-page.ts';
import { type Refusal, sayWhatToMend } from '../form/filled-form.ts';
import { type GivingTerms, reachUs } from '../gift.ts';
import type { MonthlyGift, StoppedGift } from './monthly-gifts.ts';
import { day, doneInWords, each, nothingMore, source, stoppedInWords } from './what-was-done.ts';

/** The field of a large amount, in pence, that its donor was asked about: sent with that amount, it says that it is meant. */
export const sure = 'sure';

/** What the page shows. */
export interface ToShow {
  readonly link: string;
  readonly gifts: readonly MonthlyGift[];
  /** What was done last, and with which gift. It is said only if it is so. */
  readonly done?: string | undefined;
  readonly gift?: string;
  readonly stopped?: StoppedGift | undefined;
  /** The gift that is to be stopped, if its donor says so once more. */
  readonly stopping?: MonthlyGift;
  readonly typed?: URLSearchParams;
  readonly refusal?: Refusal;
  /** What is not right with the amount that was typed. */
  readonly mistake?: string;
  /** Whether it is not known what is given, for Stripe did not answer. */
  readonly isUnreached?: boolean;
}

/**
 * The page, filled.
 * @param page the built page: `[data-gift]` is a gift, with places `[data-said]` and forms `[data-for]`; parts `[data-when]` for what else it can say;
 * `[data-said="lead"]` for what can be done
 */
export function fillMyGift(page: string, shown: ToShow, terms: GivingTerms): string {
  const open = openPage(page);
  const { gifts, stopping, stopped, refusal, isUnreached } = shown;
  const when = stopping ? 'stopping' : stopped ? 'stopped' : gifts.length === 0 && !isUnreached ? 'none' : '';
  open.keepWhen([when]);
  if (stopping) fillStopping(open, stopping, shown);
  fillGifts(open, shown, terms);
  // Of what can be done with a gift nothing is said where there is none.
  if (when === 'none' || when === 'stopped') for (const place of open.having('data-said', 'lead')) remove(place);
  const done = sayDone(shown);
  for (const place of open.having('data-done')) {
    if (done === undefined) remove(place);
    else {
      setText(place, done);
      setAttribute(place, 'hidden', undefined);
      // Without JavaScript, `autofocus` is what takes a screen reader there.
      setAttribute(place, 'autofocus', '');
    }
  }
  if (done !== undefined) open.announce('Done');
  if (refusal) {
    const field = amountField(gifts.findIndex(({ id }) => id === shown.gift));
    const mistakes = shown.mistake === undefined ? {} : { mistakes: { [field]: shown.mistake } };
    sayWhatToMend(open, new URLSearchParams(), { ...refusal, ...mistakes });
  }
  return open.html();
}

/** What was done last, if it is so now. */
function sayDone({ done, gift: id, gifts, stopped }: ToShow): string | undefined {
  if (stopped) return stoppedInWords(stopped);
  const gift = gifts.find((one) => one.id === id);
  const words = gift && doneInWords(done, gift);
  return words && `Done. ${words}`;
}

/** Puts words in their places; where there are none, the place is taken away. */
function say(part: Element | undefined, said: Readonly<Record<string, string | undefined>>): void {
  if (!part) return;
  for (const [what, words] of Object.entries(said))
    for (const place of havingIn(part, 'data-said', what)) {
      if (words === undefined) remove(place);
      else setText(place, words);
    }
}

/** What a form is sent with besides what stands in it. Each opening of the page has a name, so that a second press is known for one. */
function carry(form: Element, link: string, gift: string): void {
  const action = attribute(form, 'data-for');
  const isPosted = attribute(form, 'method') === 'post';
  const hidden = { link, gift, ...(action ? { action } : {}), ...(isPosted ? { opening: randomUUID() } : {}) };
  for (const [name, value] of Object.entries(hidden)) append(form, 'input', { type: 'hidden', name, value });
}

function fillStopping(open: OpenPage, gift: MonthlyGift, { link }: ToShow): void {
  const [part] = open.having('data-when');
  if (!part) return;
  say(part, { stopping: `Stop your gift of ${each(gift)}?`, nothingMore: nothingMore(gift, ' once you stop it') });
  for (const form of [...elementsIn(part)].filter(({ tagName }) => tagName === 'form')) carry(form, link, gift.id);
}

/** The name by which an amount's mistake is known; each gift has its own. */
const amountField = (index: number) => (index > 0 ? `amount-${index + 1}` : 'amount');

const namesInPage = ['id', 'for', 'aria-labelledby', 'aria-describedby', 'data-mistake', 'data-mistake-in'];

/** Gives what is in a copy names of its own: no two things of a page have the same. */
function rename(copy: Element, index: number): void {
  for (const element of elementsIn(copy))
    for (const name of namesInPage) {
      const names = attribute(element, name);
      // A field's own message is known as “amount-mistake”, and the copy's as “amount-mistake-2”.
      if (names)
        setAttribute(
          element,
          name,
          names
            .split(' ')
            .map((one) => `${one}-${index + 1}`)
            .join(' '),
        );
    }
}

function fillGifts(open: OpenPage, shown: ToShow, terms: GivingTerms): void {
  const { gifts, isUnreached, typed, gift: id = '' } = shown;
  const [template] = open.having('data-gift');
  if (!template) return;
  if (isUnreached && typed?.get('action')) {
    // What was asked for can be asked for again; what is given is not known.
    for (const part of havingIn(template, 'data-known')) remove(part);
    fillForms(template, [typed.get('action') ?? ''], { ...shown, gift: id }, id);
    setAttribute(template, 'hidden', undefined);
    return;
  }
  if (gifts.length === 0) {
    remove(template);
    return;
  }
  const parts = repeat(template, gifts.length);
  for (const [index, gift] of gifts.entries()) {
    const part = parts[index] as Element;
    if (index > 0) rename(part, index);
    setAttribute(part, 'hidden', undefined);
    say(part, factsOf(gift, terms));
    fillForms(
      part,
      gift.isEnding ? ['stop'] : ['amount', gift.isPaused ? 'start' : 'pause', 'card', 'stop'],
      shown,
      gift.id,
    );
  }
}

function factsOf(gift: MonthlyGift, terms: GivingTerms): Readonly<Record<string, string | undefined>> {
  const next = gift.nextAt && day(gift.nextAt);
  const { paidBy, feeCoverInPence } = gift;
  const hasFee = feeCoverInPence > 0;
  return {
    amount: each(gift),
    fee: hasFee ? `${poundsInWords(feeCoverInPence)} of it is for the card fee.` : undefined,
    withoutFee: hasFee ? 'The amount that you type here is all that is taken: no card fee is added to it.' : undefined,
    purpose: gift.purpose,
    next: gift.isEnding
      ? `It is set to end. ${nothingMore(gift)}`
      : gift.isPaused
        ? `It is paused. ${next ? `It goes on by itself on ${next}.` : 'It goes on when you start it again.'}`
        : `The next payment is on ${next}.`,
    paidBy: paidBy && `It is taken from ${source(paidBy)}.`,
    overdue: gift.isOverdue
      ? 'The last payment did not go through. It is tried again by itself; another card may help.'
      : undefined,
    giftAid: gift.hasGiftAid
      ? `Gift Aid is added to it. If you pay too little tax for that now, or want to end your declaration, please ${reachUs(terms)}.`
      : undefined,
  };
}

/** Readies the forms for these actions, with what was typed, and takes the others away. */
function fillForms(part: Element, actions: readonly string[], { link, typed, gift }: ToShow, id: string): void {
  for (const form of havingIn(part, 'data-for')) {
    const action = attribute(form, 'data-for') ?? '';
    if (!actions.includes(action)) {
      remove(form);
      continue;
    }
    carry(form, link, id);
    if (id !== gift || typed?.get('action') !== action) continue;
    const meant = typed.get(sure);
    if (meant) append(form, 'input', { type: 'hidden', name: sure, value: meant });
    for (const box of havingIn(form, 'name', 'amount'))
      setAttribute(box, 'value', (typed.get('amount') ?? '').slice(0, 100));
    for (const choice of havingIn(form, 'name', 'months'))
      setAttribute(choice, 'checked', attribute(choice, 'value') === typed.get('months') ? '' : undefined);
  }
}
