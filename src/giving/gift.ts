/** What a gift is, and how one is read from the form: pure rules, with a mistake in plain words for everything that is refused. */
import { dayOf } from '../dates.ts';
import { poundsInWords } from '../money.ts';
import type { Fund } from '../schema/funds.ts';
import { isTrapped, trapBox, trapMistake } from '../trap-for-robots.ts';
import { type CardFee, feeCoverInPence } from './card-fee.ts';
import { fundState } from './funds/fund-state.ts';
import { type Declaration, type GiftAidField, type GiftAidMistakes, readDeclaration } from './gift-aid/gift-aid.ts';
import { isOtherMoney, readPounds } from './pounds.ts';
import { readTribute, type Tribute, type TributeField } from './tribute.ts';
import { readWords } from './typed-words.ts';

/** What a gift must keep to: limits from the settings, and the funds that are open. The build writes it beside the form. */
export interface GivingTerms {
  readonly charityName: string;
  /** How to reach the charity, where it says. */
  readonly telephone?: string;
  readonly email?: string;
  readonly minimumInPence: number;
  readonly maximumInPence: number;
  readonly presetsInPence: readonly number[];
  /** What a gift for no fund in particular is for. */
  readonly generalFund: string;
  /** All funds, closed ones too: the day that a gift is given on decides, and not that of the build. */
  readonly funds: readonly FundTerms[];
  /** What Stripe takes of a payment, where donors may add it. */
  readonly cardFee?: CardFee;
  /** Whether HMRC has recognised the charity, so that Gift Aid may be asked for. */
  readonly giftAid: boolean;
}

/** A fund, as far as giving to it goes. */
export type FundTerms = Pick<Fund, 'title' | 'state' | 'opensOn' | 'closesOn'> & { readonly slug: string };

/** How often a gift is given. */
export type Frequency = 'once' | 'monthly';

/** A gift that keeps to the terms. */
export interface Gift {
  /** What the donor chose to give, without the fee. */
  readonly amountInPence: number;
  /** What the donor adds for the card fee; 0 unless asked for. It is a part of the gift. */
  readonly feeCoverInPence: number;
  readonly frequency: Frequency;
  /** The slug of an open fund; absent, the gift is for wherever it is needed most. */
  readonly fund?: string;
  readonly declaration?: Declaration;
  readonly tribute?: Tribute;
  /** What the donor writes to the charity. */
  readonly message?: string;
  /** Whether the charity may write to the donor about its work: yes, unless the donor says no (the charitable soft opt-in). */
  readonly keepInTouch: boolean;
}

/** What is paid, each time. */
export const totalInPence = ({ amountInPence, feeCoverInPence }: Gift): number => amountInPence + feeCoverInPence;

/** The parts of the form that can hold a mistake. */
export type GiftField = 'frequency' | 'amount' | 'fund' | GiftAidField | TributeField | 'message' | typeof trapBox;

/** What to do about each part that is not right yet, in the order of the form. */
export type Mistakes = Partial<Readonly<Record<GiftField, string>>>;

/** The value of the amount's radio button that means “my own amount”. */
export const ownAmount = 'other';

/** The most that a donor can write to the charity, in characters: what Stripe keeps under one key. */
export const longestMessage = 500;

/**
 * Reads a posted form. Of a field sent twice, the first counts.
 * @param now the time it is, which a Gift Aid declaration keeps
 */
export function readGift(
  form: URLSearchParams,
  terms: GivingTerms,
  now: Date,
): { readonly gift: Gift; readonly mistakes?: never } | { readonly gift?: never; readonly mistakes: Mistakes } {
  const frequency = form.get('frequency') ?? 'once';
  const amount = readAmount(form, terms);
  const fund = form.get('fund') ?? undefined;
  const { declaration, mistakes: ofGiftAid }: { declaration?: Declaration; mistakes?: GiftAidMistakes } = terms.giftAid
    ? readDeclaration(form, {
        charityName: terms.charityName,
        scope: frequency === 'monthly' ? 'this and others' : 'this gift',
        declaredAt: now.toISOString(),
      })
    : {};
  const { tribute, mistakes: ofTribute } = readTribute(form);
  const message = readWords(form.get('message') ?? '', longestMessage);
  const mistakes: Mistakes = {
    ...(isFrequency(frequency) ? {} : { frequency: 'Choose how often to give' }),
    ...('mistake' in amount ? { amount: amount.mistake } : {}),
    ...mistakeInFund(fund, openFunds(terms, now)),
    ...ofGiftAid,
    ...ofTribute,
    ...('mistake' in message ? { message: `Shorten your message: ${message.mistake}` } : {}),
    ...(isTrapped(form) ? { [trapBox]: trapMistake } : {}),
  };
  if (
    !isFrequency(frequency) ||
    'mistake' in amount ||
    'mistake' in message ||
    ofGiftAid ||
    ofTribute ||
    Object.keys(mistakes).length > 0
  )
    return { mistakes };
  const { amountInPence } = amount;
  const coversFee = terms.cardFee !== undefined && form.get('coverFee') === 'yes';
  return {
    gift: {
      amountInPence,
      feeCoverInPence: coversFee ? feeCoverInPence(amountInPence, terms.cardFee) : 0,
      frequency,
      ...(fund ? { fund } : {}),
      ...(declaration ? { declaration } : {}),
      ...(tribute ? { tribute } : {}),
      ...(message.value === '' ? {} : { message: message.value }),
      keepInTouch: form.get('noNews') !== 'yes',
    },
  };
}

/** The general fund, `''`, is a choice, too; where there is another, it is nobody’s who made none. */
function mistakeInFund(fund: string | undefined, open: readonly FundTerms[]): Pick<Mistakes, 'fund'> {
  if (fund === undefined) return open.length > 0 ? { fund: 'Choose where your gift should go' } : {};
  return fund === '' || open.some(({ slug }) => slug === fund)
    ? {}
    : { fund: 'Choose where your gift should go: that fund is not open' };
}

/** The funds that take gifts at this moment. */
export const openFunds = ({ funds }: Pick<GivingTerms, 'funds'>, now: Date): FundTerms[] =>
  funds.filter((fund) => fundState(fund, dayOf(now)) === 'open');

const isFrequency = (frequency: string): frequency is Frequency => frequency === 'once' || frequency === 'monthly';

/** An amount within the limits, or what to do about it. */
export type ReadAmount = { readonly amountInPence: number } | { readonly mistake: string };

function readAmount(form: URLSearchParams, terms: GivingTerms): ReadAmount {
  const chosen = form.get('amount') ?? '';
  if (chosen === '') return { mistake: 'Choose how much to give' };
  if (chosen === ownAmount) return readOwnAmount(form.get('otherAmount') ?? '', terms);
  // A preset's own value is pence. One that has been changed since the page was loaded is still what the donor chose.
  return withinLimits(/^\d{1,9}$/.test(chosen) ? Number(chosen) : undefined, terms);
}

/** Reads an amount of the donor’s own, typed in pounds. */
export function readOwnAmount(typed: string, terms: GivingTerms): ReadAmount {
  if (typed.trim() === '') return { mistake: 'Type how much to give, in pounds' };
  if (isOtherMoney(typed))
    return { mistake: 'Type the amount in pounds, like 25 or 25.50: we can take no other money' };
  return withinLimits(readPounds(typed), terms);
}

/** An amount, if there is one, held to what can be given here. */
export function withinLimits(amountInPence: number | undefined, terms: GivingTerms): ReadAmount {
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

/** “£10”, or of a gift each month “£10 each month”. */
export const amountInWords = ({ amountInPence, frequency }: Pick<Gift, 'amountInPence' | 'frequency'>): string =>
  `${poundsInWords(amountInPence)}${frequency === 'monthly' ? ' each month' : ''}`;

/** So many times the largest amount that is offered may be a slip: who leaves out the full stop of 15.50 has typed 1550. */
const slipFromTimes = 10;

/** Whether an amount that was typed is so large that it is asked about before it is taken. Where no amounts are offered, nothing says what is usual. */
export const mayBeSlip = (amountInPence: number, { presetsInPence }: GivingTerms): boolean =>
  presetsInPence.length > 0 && amountInPence >= slipFromTimes * Math.max(...presetsInPence);

/**
 * How to reach the charity, in words that follow “please”.
 * @param origin the site’s own address, for words that are read elsewhere: in a letter
 */
export function reachUs({ telephone, email }: Pick<GivingTerms, 'telephone' | 'email'>, origin?: string): string {
  if (telephone) return `call us on ${telephone}`;
  if (email) return `write to ${email}`;
  return origin === undefined ? 'find us at /contact/ on this site' : `find us at ${origin}/contact/`;
}

/** What a gift is for, as a donor reads it on Stripe’s page and on their receipt. */
export const purposeOf = ({ fund }: Pick<Gift, 'fund'>, terms: GivingTerms): string =>
  terms.funds.find(({ slug }) => slug === fund)?.title ?? terms.generalFund;
