/**
 * What HMRC can read in a Gift Aid claim: the letters, lengths and forms of a donor’s title, name, home and postcode. They are those of HMRC’s
 * own check of a schedule, https://github.com/hmrc/charities-claims-validation (GiftAidValidationService), and of its guidance,
 * https://www.gov.uk/guidance/schedule-spreadsheet-to-claim-back-tax-on-gift-aid-donations
 */

/** How many characters HMRC takes of each. */
export const longest = { title: 4, name: 35, house: 40, description: 35 } as const;

/** What stands for a postcode when the donor lives abroad. */
export const postcodeAbroad = 'X';

/** Letters that no accent can be taken off, and how they are written without them. */
const written: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŧ: 't',
  Ŧ: 'T',
  ŋ: 'n',
  Ŋ: 'N',
  œ: 'oe',
  Œ: 'OE',
  ẞ: 'SS',
};

/**
 * A text in letters that HMRC reads: the Latin ones, with the accents of western Europe. HMRC drops every other letter without a word, and
 * “Łukasz” would be “ukasz” there: such letters lose their accent instead. `undefined` when a letter cannot be written so.
 */
export function inLettersHmrcReads(text: string): string | undefined {
  let read = '';
  for (const letter of text.normalize('NFC')) {
    const plain = /[\x20-\x7E\xA1-\xFF]/.test(letter)
      ? letter
      : (written[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''));
    if (!/^[\x20-\x7E\xA1-\xFF]+$/.test(plain)) return undefined;
    read += plain;
  }
  return read;
}

/** Whether HMRC takes it as a title: two to four letters. */
export const isTitle = (text: string): boolean => /^[A-Za-z][A-Za-z'-]{1,3}$/.test(text);

/** Whether it can be a postcode of the UK that HMRC takes: in capitals, with its space. HMRC’s own pattern takes three letters before the space, too, which no postcode has. */
const isPostcode = (text: string): boolean =>
  /^(?:GIR 0AA|(?:[A-Z]\d\d?|[A-Z][A-HJ-Y]\d\d?|[A-Z]\d[A-Z]|[A-Z][A-HJ-Y]\d[A-Z]) \d[A-Z]{2})$/.test(text);

/** A UK postcode as people type it, `hp92hn`, in the form that HMRC takes, `HP9 2HN`; `undefined` when it is none. */
export function readPostcode(typed: string): string | undefined {
  const letters = typed.replace(/[\s.-]/g, '').toUpperCase();
  const postcode = `${letters.slice(0, -3)} ${letters.slice(-3)}`;
  return isPostcode(postcode) ? postcode : undefined;
}
