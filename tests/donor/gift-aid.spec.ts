/** What a donor is asked for Gift Aid, how forgiving the form is, and that what they declared is kept word for word. */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  type Declaration,
  declarationIn,
  giftAidWords,
  metadataOf,
  readDeclaration,
} from '../../src/giving/gift-aid/gift-aid.ts';
import { inLettersHmrcReads } from '../../src/giving/gift-aid/hmrc-fields.ts';

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const when = {
  charityName: 'Chiltern Music Therapy',
  scope: 'this gift',
  declaredAt: '2026-11-27T10:00:00.000Z',
} as const;
const ada = { giftAid: 'yes', title: 'Mrs', firstName: 'Ada', lastName: 'Lovelace', house: '12', postcode: 'SW1A 1AA' };
const read = (changed: Record<string, string> = {}) => readDeclaration(form({ ...ada, ...changed }), when);
const mistakesIn = (changed: Record<string, string>) => {
  const { mistakes } = read(changed);
  if (!mistakes) throw new Error(`nothing was refused in ${JSON.stringify(changed)}`);
  return mistakes;
};
const declared = (changed: Record<string, string> = {}): Declaration => {
  const found = read(changed);
  if (found.mistakes || !found.declaration) throw new Error(`refused: ${JSON.stringify(found)}`);
  return found.declaration;
};

test('the declaration is HMRC’s own, for one gift and for a monthly one, with the charity’s name', () => {
  expect(giftAidWords('Chiltern Music Therapy', 'this gift')).toMatchObject({
    wish: 'I want to Gift Aid my donation to Chiltern Music Therapy.',
    taxpayer:
      'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax in the current tax year than the amount of Gift Aid claimed on all my donations it is my responsibility to pay any difference.',
  });
  expect(giftAidWords('Chiltern Music Therapy', 'this and others')).toMatchObject({
    wish: 'I want to Gift Aid my donation and any donations I make in the future or have made in the past 4 years to Chiltern Music Therapy.',
    taxpayer:
      'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax than the amount of Gift Aid claimed on all my donations in that tax year it is my responsibility to pay any difference.',
    notifyIf: 'Please notify the charity if you:',
    notify: [
      'want to cancel this declaration',
      'change your name or home address',
      'no longer pay sufficient tax on your income and/or capital gains',
    ],
  });
});

test('every word that the donor read is kept, with the moment they agreed', () => {
  for (const scope of ['this gift', 'this and others'] as const) {
    const { declaration } = readDeclaration(form(ada), { ...when, scope }) as { declaration: Declaration };
    const { explained, wish, taxpayer, notifyIf, notify } = giftAidWords(when.charityName, scope);
    for (const words of [...explained, wish, taxpayer, notifyIf, ...notify]) expect(declaration.text).toContain(words);
    expect(declaration).toMatchObject({ scope, declaredAt: when.declaredAt, firstName: 'Ada', postcode: 'SW1A 1AA' });
  }
});

test('who does not tick the box declares nothing, whatever they typed below it', () => {
  expect(readDeclaration(form({ ...ada, giftAid: '' }), when)).toEqual({});
  expect(readDeclaration(form({ firstName: '😀' }), when)).toEqual({});
});

test('a postcode may be typed as people type it', () => {
  for (const typed of ['hp92hn', 'HP9 2HN', ' hp9  2hn ', 'Hp92 Hn', 'HP9-2HN', 'hp9\u00a02hn'])
    expect(declared({ postcode: typed }).postcode, typed).toBe('HP9 2HN');
  for (const postcode of [
    'SW1A 1AA',
    'EC1A 1BB',
    'M1 1AE',
    'B33 8TH',
    'CR2 6XH',
    'DN55 1PT',
    'W1T 4JJ',
    'GIR 0AA',
    'BF1 3AA',
  ])
    expect(declared({ postcode: postcode.replace(' ', '').toLowerCase() }).postcode).toBe(postcode);
});

test('a postcode that cannot be one is refused with an example, and an empty one is asked for', () => {
  for (const postcode of ['X', 'HP9', 'HPS 1AA', 'XYZ 1AA', '12345', 'SW1 1A', 'HP9 2H0', 'HP9 2HN2', 'ＨＰ９ ２ＨＮ'])
    expect(mistakesIn({ postcode }), postcode).toEqual({ postcode: 'Type your postcode in full, like SW1A 1AA' });
  expect(mistakesIn({ postcode: ' ' })).toEqual({ postcode: 'Type your postcode' });
});

test('names of all sorts of people are taken', () => {
  for (const name of [
    "O'Neill",
    'O’Neill',
    'Anne-Marie',
    'van der Berg',
    'J. R.',
    'Zoë',
    'Łukasz',
    'Ağaoğlu',
    'Nguyễn',
    'Strauß',
    'J',
  ])
    expect(declared({ firstName: name, lastName: name }).lastName, name).toBe(name.replace('’', "'"));
  expect(declared({ firstName: '  Ada   Maria ' }).firstName).toBe('Ada Maria');
  expect(declared({ firstName: 'Zoe\u0308' }).firstName).toBe('Zoë');
});

test('what HMRC could not read is not written in a claim without its letters', () => {
  expect(inLettersHmrcReads('Łukasz Michał Ağaoğlu Nguyễn Šimčák Zoë Strauß Œuvre')).toBe(
    'Lukasz Michal Agaoglu Nguyen Simcák Zoë Strauß OEuvre',
  );
  expect(inLettersHmrcReads('Анна')).toBeUndefined();
});

test('each mistake is said beside its field, in words that say what to do', () => {
  expect(mistakesIn({ title: 'Captain', firstName: '', lastName: 'x'.repeat(36), house: '😀', postcode: '' })).toEqual({
    title: 'Type a title of 2 to 4 letters, like Mrs or Dr, or leave it empty',
    firstName: 'Type your first name',
    lastName: 'HMRC takes up to 35 letters: shorten your last name, or type an initial',
    house: 'HMRC reads only the letters A to Z, with or without accents: type the number or name of your home in those',
    postcode: 'Type your postcode',
  });
  expect(mistakesIn({ firstName: 'Анна' }).firstName).toContain('type your first name in those');
  expect(mistakesIn({ firstName: 'R2-D2' }).firstName).toContain('in letters');
  expect(mistakesIn({ lastName: '---' }).lastName).toBe('Type your last name');
  expect(mistakesIn({ lastName: 'œ'.repeat(18) }).lastName).toContain('up to 35 letters');
  expect(mistakesIn({ house: 'x'.repeat(41) }).house).toContain('type only the number or name of your home');
  for (const hidden of ['A\u200bda', 'A\u0000da', 'A\tda', '\u202eadA', 'A\u00adda', 'Ada\nMaria'])
    expect(mistakesIn({ firstName: hidden }).firstName, JSON.stringify(hidden)).toContain('cannot be seen');
});

test('a title is nobody’s duty, and “Mrs.” is as good as “Mrs”', () => {
  expect(declared({ title: '' })).not.toHaveProperty('title');
  expect(declared({ title: 'Mrs.' }).title).toBe('Mrs');
  expect(declared({ title: 'Mx' }).title).toBe('Mx');
});

test('a UK taxpayer who lives abroad gives the whole address, the country, and no postcode', () => {
  const abroad = { abroad: 'yes', house: '100 Champs-Élysées, Paris', country: 'France', postcode: 'anything' };
  expect(declared(abroad)).toMatchObject({ house: '100 Champs-Élysées, Paris', postcode: 'X', country: 'France' });
  expect(mistakesIn({ ...abroad, house: '', country: '' })).toEqual({
    house: 'Type your address abroad',
    country: 'Type the country you live in',
  });
  expect(mistakesIn({ ...abroad, house: 'x'.repeat(41) }).house).toContain('shorten your address');
  expect(declared({ country: 'France' })).not.toHaveProperty('country');
});

test('a home in the UK is not taken for one abroad: its postcode is what HMRC knows a donor by', () => {
  const abroad = { abroad: 'yes', house: '4 The Lane, Chesham', country: 'France', postcode: '' };
  for (const country of [
    'England',
    'uk',
    'U.K.',
    'United  Kingdom',
    'Great Britain',
    'Scotland',
    'wales',
    'Northern Ireland',
    'the UK',
    'UK.',
    'G.B.',
    'United Kingdom of Great Britain',
  ])
    expect.soft({ country, mistakes: mistakesIn({ ...abroad, country }) }).toEqual({
      country,
      mistakes: { country: 'Type the country you live in, or, if that is the UK, untick “I live outside the UK”' },
    });
  expect(mistakesIn({ ...abroad, postcode: 'hp9 2hn' })).toEqual({
    postcode: 'Take out the postcode, or, if you live there, untick “I live outside the UK”',
  });
  // Not of the UK, though their postcodes look it: https://www.gov.uk/guidance/schedule-spreadsheet-to-claim-back-tax-on-gift-aid-donations
  for (const [country, postcode] of [
    ['Jersey', 'JE2 3XP'],
    ['Guernsey', 'GY1 1AA'],
    ['Isle of Man', 'IM1 1AA'],
    ['Gibraltar', 'GX11 1AA'],
    ['Ireland', 'D02 AF30'],
    ['New South Wales', ''],
  ] as const)
    expect.soft(declared({ ...abroad, country, postcode })).toMatchObject({ postcode: 'X', country });
});

test('the quotation marks that a phone makes curly are what HMRC reads', () => {
  expect(declared({ house: '“Rose Cottage”' }).house).toBe('"Rose Cottage"');
});

test('a declaration comes back from Stripe as it was made, and no value is longer than Stripe keeps', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 35 });
  const declaration = fc.record(
    {
      version: fc.constant('2026-11-27'),
      // Longer than any charity’s name makes it, so that the cut falls on all sorts of characters.
      text: fc.string({ unit: fc.constantFrom('a', '£', '😀', 'a b'), maxLength: 320, size: 'max' }),
      declaredAt: fc
        .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2090-01-01') })
        .map((day) => day.toISOString()),
      scope: fc.constantFrom('this gift' as const, 'this and others' as const),
      title: fc.constantFrom('Mr', 'Prof'),
      firstName: word,
      lastName: word,
      house: word,
      postcode: fc.constantFrom('HP9 2HN', 'X'),
      country: word,
    },
    { requiredKeys: ['version', 'text', 'declaredAt', 'scope', 'firstName', 'lastName', 'house', 'postcode'] },
  );
  fc.assert(
    fc.property(declaration, (made) => {
      const metadata = metadataOf(made);
      return (
        isDeepStrictEqual({ ...declarationIn(metadata) }, { ...made }) &&
        Object.entries(metadata).every(
          ([key, value]) =>
            key.length <= 40 &&
            value.length <= 500 &&
            (!key.startsWith('giftAidText') || (value.isWellFormed() && value === value.trim())),
        )
      );
    }),
    { numRuns: 2000 },
  );
  expect(declarationIn({ kind: 'gift' })).toBeUndefined();
});

test('whatever is typed, either a declaration that HMRC can read comes of it, or a mistake that is named', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', ' ', 'Ada', '12', 'hp92hn', '=1+1', '<b>'),
  );
  const fields = fc.record({
    title: typed,
    firstName: typed,
    lastName: typed,
    house: typed,
    postcode: typed,
    country: typed,
    abroad: fc.constantFrom('', 'yes'),
  });
  fc.assert(
    fc.property(fields, (changed) => {
      const { mistakes, ...found } = read(changed);
      if (mistakes) {
        const said = Object.values(mistakes);
        return said.length > 0 && said.every((mistake) => /^[A-Z].{8,}[^.]$/s.test(mistake));
      }
      const { firstName, lastName, house, postcode } = (found as { declaration: Declaration }).declaration;
      return (
        [firstName, lastName, house].every((value) => inLettersHmrcReads(value)?.trim()) &&
        [firstName, lastName].every((name) => (inLettersHmrcReads(name) ?? '').length <= 35) &&
        (inLettersHmrcReads(house) ?? '').length <= 40 &&
        /^(X|[A-Z0-9]{2,4} \d[A-Z]{2})$/.test(postcode)
      );
    }),
    { numRuns: 5000 },
  );
});
