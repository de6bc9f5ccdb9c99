/** The Gift Aid declaration: HMRC’s own words, what a donor says by it, how it is read from the form, and how it is kept with the gift at Stripe. */
import { inLettersHmrcReads, isTitle, longest, postcodeAbroad, readPostcode } from './hmrc-fields.ts';

/** Which gifts a declaration is for: one alone, or also those before and after it, as for a monthly gift. */
export type DeclarationScope = 'this gift' | 'this and others';

/** What a donor has declared. It is kept with the gift, for HMRC may ask to see it. */
export interface Declaration {
  /** Which version of the words it was. */
  readonly version: string;
  /** The words, whole, as the donor read them. */
  readonly text: string;
  /** When it was declared, ISO 8601. */
  readonly declaredAt: string;
  readonly scope: DeclarationScope;
  readonly title?: string;
  readonly firstName: string;
  readonly lastName: string;
  /** The number or name of the donor’s home; abroad, the whole address. */
  readonly house: string;
  /** As HMRC writes it, `HP9 2HN`; `X` abroad. */
  readonly postcode: string;
  /** Only abroad. */
  readonly country?: string;
}

/** What HMRC adds to gifts of this sum, in pence: tax at the basic rate, 20 of 80. A part of a penny counts whole, in what is claimed as in what is given back. */
export const giftAidInPence = (amountInPence: number): number => Math.ceil(amountInPence / 4);

/** What a gift by itself brings of it, in pence: a claim is rounded once, over all its gifts, so a part of a penny of one gift may bring nothing. */
export const giftAidAtLeastInPence = (amountInPence: number): number => Math.floor(amountInPence / 4);

/** The day these words were last changed here. Whoever changes one of them changes this too. */
export const declarationVersion = '2026-11-27';

/**
 * HMRC’s model declarations, word for word, the one for a single gift and the one for several:
 * https://www.gov.uk/guidance/gift-aid-declarations-claiming-tax-back-on-donations
 * Its blank for the amount (“of £____”) is left out, for the amount stands on the same form. What it says of the higher rates of tax is for
 * a charity to choose, and is left out as well.
 */
export interface GiftAidWords {
  /** What Gift Aid is, and why the address is asked for. */
  readonly explained: readonly string[];
  /** What the donor says by ticking the box. */
  readonly wish: string;
  readonly taxpayer: string;
  /** Begins the list that follows. */
  readonly notifyIf: string;
  readonly notify: readonly string[];
}

/** The words that a donor reads, with the charity’s name. */
export function giftAidWords(charityName: string, scope: DeclarationScope): GiftAidWords {
  const several = scope === 'this and others';
  return {
    explained: [
      'Boost your donation by 25p of Gift Aid for every £1 you donate.',
      'Gift Aid is reclaimed by the charity from the tax you pay for the current tax year. Your address is needed to identify you as a current UK taxpayer.',
    ],
    wish: `I want to Gift Aid my donation ${several ? 'and any donations I make in the future or have made in the past 4 years ' : ''}to ${charityName}.`,
    taxpayer: several
      ? 'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax than the amount of Gift Aid claimed on all my donations in that tax year it is my responsibility to pay any difference.'
      : 'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax in the current tax year than the amount of Gift Aid claimed on all my donations it is my responsibility to pay any difference.',
    notifyIf: 'Please notify the charity if you:',
    notify: [
      'want to cancel this declaration',
      'change your name or home address',
      'no longer pay sufficient tax on your income and/or capital gains',
    ],
  };
}

/** The same words as one text, which is kept with the gift. */
const wholeText = ({ explained, wish, taxpayer, notifyIf, notify }: GiftAidWords): string =>
  [...explained, wish, taxpayer, notifyIf, `${notify.join('; ')}.`].join(' ');

/** The fields of the form that can hold a mistake. */
export type GiftAidField = 'title' | 'firstName' | 'lastName' | 'house' | 'postcode' | 'country';

/** What to do about each field that is not right yet. */
export type GiftAidMistakes = Partial<Readonly<Record<GiftAidField, string>>>;

/** What a field holds, or what to do about it. */
type Read = { readonly value: string } | { readonly mistake: string };

/** Characters that cannot be seen: controls, and marks that only steer how others are set. A space of any width is not among them. */
const unseen = /\p{C}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/u;

/** As it was typed, but for the spaces around it and between words, and the apostrophes, quotation marks and hyphens that a phone makes curly and long. */
const tidied = (typed: string): string =>
  typed
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐‑–—]/g, '-');

/** Reads a line of words, which must be there. `what` names it in the middle of a sentence: “your first name”. */
function readWords(
  typed: string,
  { what, most, tooLong, letters }: { what: string; most: number; tooLong: string; letters?: RegExp },
): Read {
  const value = tidied(typed);
  if (value === '') return { mistake: `Type ${what}` };
  if (unseen.test(value)) return { mistake: `Type ${what} again: something that cannot be seen came with it` };
  const read = inLettersHmrcReads(value);
  if (read === undefined)
    return { mistake: `HMRC reads only the letters A to Z, with or without accents: type ${what} in those` };
  if (letters && !letters.test(value))
    return { mistake: `Type ${what} in letters; hyphens, apostrophes and spaces are fine` };
  if (!/[\p{L}\p{N}]/u.test(value)) return { mistake: `Type ${what}` };
  if (read.length > most || value.length > most) return { mistake: `HMRC takes up to ${most} letters: ${tooLong}` };
  return { value };
}

/** A name: letters with what stands between them, such as in “Anne-Marie”, “O'Neill”, “van der Berg” or “J. R.”. */
const ofNames = /^[\p{L}\p{M}' .-]+$/u;
const readName = (typed: string, what: string): Read =>
  readWords(typed, { what, most: longest.name, tooLong: `shorten ${what}, or type an initial`, letters: ofNames });

function readTitle(typed: string): Read {
  const value = tidied(typed).replace(/\.$/, '');
  return value === '' || isTitle(value)
    ? { value }
    : { mistake: `Type a title of 2 to ${longest.title} letters, like Mrs or Dr, or leave it empty` };
}

const uk =
  /^(the )?(u\.? ?k|g\.? ?b|united kingdom( of .*)?|(great )?britain|england|scotland|wales|northern ireland)\.?$/i;

/** Postcodes like those of the UK that are of the Crown Dependencies and of Gibraltar: a donor there lives abroad. */
const likeUk = /^(JE|GY|IM|GX)/;

/** The country of a home abroad, and its postcode, which HMRC has as an X. A home in the UK under them would be a declaration that HMRC cannot place. */
function readAbroad(form: URLSearchParams): Record<'postcode' | 'country', Read> {
  const country = readWords(form.get('country') ?? '', {
    what: 'the country you live in',
    most: longest.house,
    tooLong: 'shorten the country',
    letters: ofNames,
  });
  const postcode = readPostcode(tidied(form.get('postcode') ?? ''));
  return {
    country:
      'value' in country && uk.test(country.value)
        ? { mistake: 'Type the country you live in, or, if that is the UK, untick “I live outside the UK”' }
        : country,
    postcode:
      postcode && !likeUk.test(postcode)
        ? { mistake: 'Take out the postcode, or, if you live there, untick “I live outside the UK”' }
        : { value: postcodeAbroad },
  };
}

function readHome(form: URLSearchParams): Record<'house' | 'postcode', Read> & { country?: Read } {
  const house = form.get('house') ?? '';
  if (form.get('abroad') === 'yes')
    return {
      house: readWords(house, { what: 'your address abroad', most: longest.house, tooLong: 'shorten your address' }),
      ...readAbroad(form),
    };
  const typed = form.get('postcode') ?? '';
  const postcode = readPostcode(tidied(typed));
  return {
    house: readWords(house, {
      what: 'the number or name of your home',
      most: longest.house,
      tooLong: 'type only the number or name of your home',
    }),
    postcode: postcode
      ? { value: postcode }
      : { mistake: tidied(typed) === '' ? 'Type your postcode' : 'Type your postcode in full, like SW1A 1AA' },
  };
}

/**
 * Reads the part of a posted form that is about Gift Aid. Without the tick nothing is declared, and nothing of what was typed there is kept.
 * The fields are `giftAid` (`yes`), `title`, `firstName`, `lastName`, `house`, `postcode`, `abroad` (`yes`: then `house` is the whole
 * address, and the postcode is not asked for) and `country`.
 * @param declaredAt the time it is, ISO 8601
 */
export function readDeclaration(
  form: URLSearchParams,
  { charityName, scope, declaredAt }: { charityName: string; scope: DeclarationScope; declaredAt: string },
):
  | { readonly declaration?: Declaration; readonly mistakes?: never }
  | { readonly declaration?: never; readonly mistakes: GiftAidMistakes } {
  if (form.get('giftAid') !== 'yes') return {};
  const read: Partial<Record<GiftAidField, Read>> = {
    title: readTitle(form.get('title') ?? ''),
    firstName: readName(form.get('firstName') ?? '', 'your first name'),
    lastName: readName(form.get('lastName') ?? '', 'your last name'),
    ...readHome(form),
  };
  const mistakes: Partial<Record<GiftAidField, string>> = {};
  const values: Partial<Record<GiftAidField, string>> = {};
  for (const [field, found] of Object.entries(read) as [GiftAidField, Read][]) {
    if ('mistake' in found) mistakes[field] = found.mistake;
    else values[field] = found.value;
  }
  if (Object.keys(mistakes).length > 0) return { mistakes };
  const { title, firstName = '', lastName = '', house = '', postcode = '', country } = values;
  return {
    declaration: {
      version: declarationVersion,
      text: wholeText(giftAidWords(charityName, scope)),
      declaredAt,
      scope,
      ...(title ? { title } : {}),
      firstName,
      lastName,
      house,
      postcode,
      ...(country ? { country } : {}),
    },
  };
}

/** The most that Stripe keeps under one key of metadata, in characters: https://docs.stripe.com/metadata */
const longestValue = 500;

/** Where to cut a text that is too long for one value: not beside a space, for it could be trimmed away, and not within a character. */
function cutOf(text: string): number {
  let cut = Math.min(text.length, longestValue);
  while (
    cut > 0 &&
    cut < text.length &&
    (/\s/.test(text.slice(cut - 1, cut + 1)) || /[\uDC00-\uDFFF]/.test(text[cut] ?? ''))
  )
    cut--;
  return cut;
}

/** A declaration as it is kept with the gift, in Stripe’s metadata. */
export function metadataOf(declaration: Declaration): Record<string, string> {
  const { version, text, declaredAt, scope, title, firstName, lastName, house, postcode, country } = declaration;
  const cut = cutOf(text);
  return {
    giftAidVersion: version,
    giftAidText: text.slice(0, cut),
    ...(cut < text.length ? { giftAidText2: text.slice(cut) } : {}),
    giftAidDeclaredAt: declaredAt,
    ...(scope === 'this and others' ? { giftAidScope: 'others' } : {}),
    ...(title ? { giftAidTitle: title } : {}),
    giftAidFirstName: firstName,
    giftAidLastName: lastName,
    giftAidHouse: house,
    giftAidPostcode: postcode,
    ...(country ? { giftAidCountry: country } : {}),
  };
}

/**
 * The declaration that is kept in a gift’s metadata; `undefined` when there is none. What somebody has taken out by hand at Stripe is empty
 * here, so that a claim can say that it is missing.
 */
export function declarationIn(metadata: Readonly<Record<string, string>>): Declaration | undefined {
  const { giftAidVersion: version, giftAidTitle: title, giftAidCountry: country } = metadata;
  if (!version) return undefined;
  return {
    version,
    text: `${metadata.giftAidText ?? ''}${metadata.giftAidText2 ?? ''}`,
    declaredAt: metadata.giftAidDeclaredAt ?? '',
    scope: metadata.giftAidScope === 'others' ? 'this and others' : 'this gift',
    ...(title ? { title } : {}),
    firstName: metadata.giftAidFirstName ?? '',
    lastName: metadata.giftAidLastName ?? '',
    house: metadata.giftAidHouse ?? '',
    postcode: metadata.giftAidPostcode ?? '',
    ...(country ? { country } : {}),
  };
}
