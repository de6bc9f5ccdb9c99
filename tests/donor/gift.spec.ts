/** A gift is read from the form as the donor meant it, or refused with what to do: never guessed at. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { fillForm } from '../../src/giving/filled-form.ts';
import { type GivingTerms, purposeOf, readGift, readPounds } from '../../src/giving/gift.ts';
import { poundsInWords } from '../../src/money.ts';

const terms: GivingTerms = {
  charityName: 'A charity',
  minimumInPence: 100,
  maximumInPence: 1_000_000,
  generalFund: 'Wherever it is needed most',
  funds: [{ slug: 'hub', title: 'Our hub' }],
};
const form = (fields: Record<string, string>) => new URLSearchParams(fields);

test('sums as people type them are read to the penny', () => {
  const sums: Record<string, number> = {
    '25': 2500,
    '£25': 2500,
    '£ 25': 2500,
    ' 25 ': 2500,
    '25.5': 2550,
    '25.50': 2550,
    '0.99': 99,
    '1,000': 100_000,
    '£1,234.56': 123_456,
    '007': 700,
  };
  for (const [typed, pence] of Object.entries(sums))
    expect({ typed, pence: readPounds(typed) }).toEqual({ typed, pence });
});

test('what is not plainly a sum is refused', () => {
  const junk = [
    '£1O',
    '1e3',
    '-5',
    '10.999',
    '１０',
    '٢٥',
    '',
    ' ',
    '25p',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '1,00',
    '1,0000',
    '.5',
    '5.',
    '+5',
    '£',
    '££5',
    '1 000',
    '5€',
    '1.2.3',
    '25\n26',
    '9'.repeat(10),
  ];
  for (const typed of junk) expect({ typed, pence: readPounds(typed) }).toEqual({ typed, pence: undefined });
});

test('every sum reads back as it is said, and no string makes anything but whole pence', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (pence) => {
      expect(readPounds(poundsInWords(pence))).toBe(pence);
    }),
    { numRuns: 5000 },
  );
  const sumLike = fc.string({ unit: fc.constantFrom(...'0123456789.,£-+e１ \n'), maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(sumLike, fc.string()), (typed) => {
      const pence = readPounds(typed);
      expect(
        pence === undefined || (Number.isSafeInteger(pence) && pence >= 0 && /^[£ \d,.]+$/.test(typed.trim())),
      ).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

test('a gift is what was chosen', () => {
  expect(readGift(form({ amount: '2500', fund: '' }), terms)).toEqual({ gift: { amountInPence: 2500 } });
  expect(readGift(form({ amount: 'other', otherAmount: '£12.34', fund: 'hub' }), terms)).toEqual({
    gift: { amountInPence: 1234, fund: 'hub' },
  });
  // The box for one’s own amount counts only when “Other” is chosen.
  expect(readGift(form({ amount: '2500', otherAmount: '99' }), terms)).toEqual({ gift: { amountInPence: 2500 } });
  expect(purposeOf({ amountInPence: 1, fund: 'hub' }, terms)).toBe('Our hub');
  expect(purposeOf({ amountInPence: 1 }, terms)).toBe('Wherever it is needed most');
});

test('each mistake is told with what to do, and both at once', () => {
  const mistakes = (fields: Record<string, string>) => readGift(form(fields), terms).mistakes;
  expect(mistakes({})).toEqual({ amount: 'Choose how much to give' });
  expect(mistakes({ amount: 'other' })).toEqual({ amount: 'Type how much to give, in pounds' });
  expect(mistakes({ amount: 'other', otherAmount: '0.99' })).toEqual({ amount: 'Type an amount of £1 or more' });
  expect(mistakes({ amount: 'other', otherAmount: '10000.01' })).toEqual({
    amount: 'Online gifts go up to £10,000. Please call us to give more',
  });
  expect(mistakes({ amount: '99999999999' })).toEqual({ amount: 'Type the amount in numbers, like 25 or 25.50' });
  expect(mistakes({ amount: 'other', otherAmount: 'ten', fund: 'yacht' })).toEqual({
    amount: 'Type the amount in numbers, like 25 or 25.50',
    fund: expect.stringContaining('Choose where your gift should go'),
  });
  expect(mistakes({ amount: '2500', leaveEmpty: 'x' })).toEqual({ leaveEmpty: 'Leave this one empty' });
});

test('no form, however odd, is an error or a gift outside the terms', () => {
  const field = fc.constantFrom('amount', 'otherAmount', 'fund', 'leaveEmpty', 'x');
  const value = fc.oneof(fc.string(), fc.constantFrom('other', '2500', 'hub', '', '1e9', '-1', '100000000'));
  fc.assert(
    fc.property(fc.array(fc.tuple(field, value), { maxLength: 8 }), (pairs) => {
      const { gift, mistakes } = readGift(new URLSearchParams(pairs), terms);
      if (gift) {
        expect(gift.amountInPence).toBeGreaterThanOrEqual(terms.minimumInPence);
        expect(gift.amountInPence).toBeLessThanOrEqual(terms.maximumInPence);
        expect([undefined, 'hub']).toContain(gift.fund);
      } else expect(Object.keys(mistakes).length).toBeGreaterThan(0);
    }),
    { numRuns: 5000 },
  );
});

const page = `<!doctype html><html lang="en-GB"><head><title>Donate</title></head><body><form>
<div data-mistakes hidden><h2 data-mistakes-heading></h2><p data-mistakes-words></p><ul data-mistakes-list></ul></div>
<p id="amount-mistake" data-mistake="amount" hidden></p>
<input type="radio" name="amount" value="2500" id="amount-0" checked data-mistake-in="amount">
<input type="radio" name="amount" value="other" id="other" data-mistake-in="amount">
<input type="text" name="otherAmount" id="other-amount" data-mistake-in="amount">
<p id="fund-mistake" data-mistake="fund" hidden></p><input type="radio" name="fund" value="hub" id="fund-hub" data-mistake-in="fund">
</form></body></html>`;

function* elements(node: DefaultTreeAdapterTypes.Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

test('the form comes back as it was filled in, with each mistake beside its field and in the summary', () => {
  const typed = form({ amount: 'other', otherAmount: '1e3', fund: 'hub' });
  const html = fillForm(page, typed, {
    heading: 'Nearly there',
    words: 'Nothing has been taken.',
    mistakes: { amount: 'Type it' },
  });
  expect(html).toContain('<title>Problem: Donate</title>');
  expect(html).toContain('<p id="amount-mistake" data-mistake="amount">Type it.</p>');
  expect(html).toContain('<p id="fund-mistake" data-mistake="fund" hidden="">');
  expect(html).toContain('<a href="#other-amount">Type it</a>');
  expect(html).toMatch(/<div data-mistakes="" autofocus=""><h2 data-mistakes-heading="">Nearly there<\/h2>/);
  const byId = Object.fromEntries(
    [...elements(parse(html))]
      .map(({ attrs }) => Object.fromEntries(attrs.map(({ name, value }) => [name, value])))
      .map((attributes) => [attributes.id, attributes]),
  );
  expect(byId.other).toMatchObject({ checked: '' });
  expect(byId['amount-0']).not.toHaveProperty('checked');
  expect(byId['fund-hub']).toMatchObject({ checked: '' });
  expect(byId['fund-hub']).not.toHaveProperty('aria-invalid');
  expect(byId['other-amount']).toMatchObject({ value: '1e3', 'aria-invalid': 'true' });
});

test('nothing that is typed can become part of the page', () => {
  const count = (html: string) => [...elements(parse(html))].length;
  const refusal = { heading: 'Nearly there', words: 'Nothing has been taken.', mistakes: { amount: 'Type it' } };
  const innocent = count(fillForm(page, form({ amount: 'other', otherAmount: 'x' }), refusal));
  const nasty = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '"><script>alert(1)</script>',
      "' onfocus=alert(1) autofocus x='",
      '</title><script>',
      '&quot;><img src=x>',
      '\u0000<b>',
      '</input><p>',
    ),
  );
  fc.assert(
    fc.property(nasty, nasty, (otherAmount, fund) => {
      const html = fillForm(page, form({ amount: 'other', otherAmount, fund }), refusal);
      expect(count(html)).toBe(innocent);
      expect(
        [...elements(parse(html))].flatMap(({ attrs }) => attrs).filter(({ name }) => name.startsWith('on')),
      ).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
