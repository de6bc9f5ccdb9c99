/** What a gift is, and how one is read from the form: pure rules, with a mistake in plain words for everything that is refused. */
import { poundsInWords } from '../money.ts';

/** What a gift must keep to: limits from the settings, and the funds that are open. The build writes it beside the form. */
export interface GivingTerms {
  readonly charityName: string;
  /** How to reach the charity, where it says. */
  readonly telephone?: string;
  readonly email?: string;
  readonly minimumInPence: number;
  readonly maximumInPence: number;
  /** What a gift for no fund in particular is for. */
  readonly generalFund: string;
  readonly funds: readonly { readonly slug: string; readonly title: string }[];
}

/** A gift that keeps to the terms. */
export interface Gift {
  readonly amountInPence: number;
  /** The slug of an open fund; absent, the gift is for wherever it is needed most. */
  readonly fund?: string;
}

/** The mark that a gift bears at Stripe, in the metadata: the charity may take other payments there, and only what bears it is a gift. */
export const giftMark = { kind: 'gift' } as const;

/** The parts of the form that can hold a mistake. */
export type GiftField = 'amount' | 'fund' | 'leaveEmpty';

/** What to do about each part that is not right yet. */
export type Mistakes = Partial<Readonly<Record<GiftField, string>>>;

/** The value of the amount's radio button that means “my own amount”. */
export const ownAmount = 'other';

/**
 * Reads pounds as people type them (`25`, `£25`, `25.50`, `1,000`) into pence; `undefined` for all else. Only the digits 0 to 9
 * count: the letter O, full-width digits, exponents and signs are refused, never guessed at.
 */
export function readPounds(typed: string): number | undefined {
  const found = /^£? ?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!found) return undefined;
  const [, pounds = '', pence = ''] = found;
  return Number(pounds.replaceAll(',', '')) * 100 + Number(pence.padEnd(2, '0'));
}

/** Reads a posted form. Of a field sent twice, the first counts. */
export function readGift(
  form: URLSearchParams,
  terms: GivingTerms,
): { readonly gift: Gift; readonly mistakes?: never } | { readonly gift?: never; readonly mistakes: Mistakes } {
  const amount = readAmount(form, terms);
  const fund = form.get('fund') ?? '';
  const mistakes: Mistakes = {
    ...('mistake' in amount ? { amount: amount.mistake } : {}),
    ...(fund === '' || terms.funds.some(({ slug }) => slug === fund)
      ? {}
      : { fund: 'Choose where your gift should go: that fund is not open' }),
    ...((form.get('leaveEmpty') ?? '') === '' ? {} : { leaveEmpty: 'Leave this one empty' }),
  };
  if ('mistake' in amount || Object.keys(mistakes).length > 0) return { mistakes };
  return { gift: { amountInPence: amount.amountInPence, ...(fund === '' ? {} : { fund }) } };
}

function readAmount(form: URLSearchParams, terms: GivingTerms): { amountInPence: number } | { mistake: string } {
  const chosen = form.get('amount') ?? '';
  if (chosen === '') return { mistake: 'Choose how much to give' };
  const isOwn = chosen === ownAmount;
  const typed = (form.get('otherAmount') ?? '').trim();
  if (isOwn && typed === '') return { mistake: 'Type how much to give, in pounds' };
  // A preset's own value is pence. One that has been changed since the page was loaded is still what the donor chose.
  const amountInPence = isOwn ? readPounds(typed) : /^\d{1,9}$/.test(chosen) ? Number(chosen) : undefined;
  if (amountInPence === undefined) return { mistake: 'Type the amount in numbers, like 25 or 25.50' };
  if (amountInPence < terms.minimumInPence)
    return { mistake: `Type an amount of ${poundsInWords(terms.minimumInPence)} or more` };
  if (amountInPence > terms.maximumInPence) {
    return {
      mistake: `Online gifts go up to ${poundsInWords(terms.maximumInPence)}. Please ${reachUs(terms)} to give more`,
    };
  }
  return { amountInPence };
}

/** How to reach the charity, in words that follow “please”. */
export function reachUs({ telephone, email }: Pick<GivingTerms, 'telephone' | 'email'>): string {
  if (telephone) return `call us on ${telephone}`;
  return email ? `write to ${email}` : 'find us at /contact/ on this site';
}

/** What a gift is for, as a donor reads it on Stripe’s page and on their receipt. */
export const purposeOf = (gift: Gift, terms: GivingTerms): string =>
  terms.funds.find(({ slug }) => slug === gift.fund)?.title ?? terms.generalFund;
