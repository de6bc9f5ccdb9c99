/** A gift is read from the form as the donor meant it, or refused with what to do: never guessed at. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { fillForm } from '../../src/giving/form/filled-form.ts';
import { type GivingTerms, purposeOf, readGift } from '../../src/giving/gift.ts';
import { readPounds } from '../../src/giving/pounds.ts';
import { poundsInWords } from '../../src/money.ts';

const terms: GivingTerms = {
  charityName: 'A charity',
  minimumInPence: 100,
  maximumInPence: 1_000_000,
  generalFund: 'Wherever it is needed most',
  presetsInPence: [1000, 2500],
  funds: [{ slug: 'hub', title: 'Our hub', state: 'open' }],
  giftAid: false,
};
const now = new Date('2026-11-27T10:00:00Z');
/** A gift given once, with nothing besides. */
const plainly = { feeCoverInPence: 0, frequency: 'once', keepInTouch: true } as const;
const form = (fields: Record<string, string>) => new URLSearchParams({ fund: '', ...fields });

test('sums as people type them are read to the penny', () => {
  const sums: Record<string, number> = {
    '25': 2500,
    '£25': 2500,
    '£ 25': 2500,
    ' 25 ': 2500,
    '25.5': 2550,
    '25.50': 2550,
    '0.99': 99,
    '0': 0,
    '0.5': 50,
    '0.05': 5,
    '1,000,000': 100_000_000,
    '999999999.99': 99_999_999_999,
    '1,000': 100_000,
    '£1,234.56': 123_456,
    '007': 700,
    '.5': 50,
    '25.': 2500,
    '25 pounds': 2500,
    '1 Pound': 100,
    '25 quid': 2500,
    '£25 pounds': 2500,
    '25.50 pounds': 2550,
    '25£': 2500,
    'GBP 25': 2500,
    '1,000gbp': 100_000,
    '25p': 25,
    '250 pence': 250,
    '1 penny': 1,
    '£25.50p': 2550,
    '£25 50p': 2550,
    '25 pounds 5p': 2505,
    '25 pounds and 50 pence': 2550,
    // As it comes with what is pasted: spaces that do not break, and marks that nobody sees.
    '£\u00A020': 2000,
    '20\u200B': 2000,
    '\uFEFF£\u202F20.50\u2060': 2050,
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
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '1,00',
    '1,0000',
    '+5',
    '£',
    '££5',
    '1 000',
    '25,50',
    '25-50',
    '25 50',
    '25k',
    '25 each month',
    'twenty-five pounds',
    '25 dollars',
    '£25p',
    '25.5p',
    '25.50p',
    '25 pounds 150p',
    '25.50 pounds 50p',
    '25pp',
    'p25',
    'pounds',
    '.',
    '£.',
    '#25',
    '5€',
    '−5',
    '2 5',
    '$5',
    '⑤',
    '２5',
    // What turns a line round is seen as another sum than it is.
    '\u202e52',
    '1٬000',
    '1,000,00',
    ',100',
    '0,100,',
    '5.5.',
    '5e0',
    '1'.repeat(400),
    '1.2.3',
    '25\n26',
    '9'.repeat(10),
  ];
  for (const typed of junk) expect({ typed, pence: readPounds(typed) }).toEqual({ typed, pence: undefined });
});

test('every sum reads back as it is said, and no string makes anything but whole pence', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (pence) => readPounds(poundsInWords(pence)) === pence),
    { numRuns: 5000 },
  );
  const sumLike = fc.string({ unit: fc.constantFrom(...'0123456789.,£-+ep１ \n'), maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(sumLike, fc.string()), (typed) => {
      const pence = readPounds(typed);
      return pence === undefined || (Number.isSafeInteger(pence) && pence >= 0 && /^[£ \d,.]+p?$/i.test(typed.trim()));
    }),
    { numRuns: 10_000 },
  );
});

test('a gift is what was chosen', () => {
  expect(readGift(form({ amount: '2500', fund: '' }), terms, now)).toEqual({
    gift: { ...plainly, amountInPence: 2500 },
  });
  expect(readGift(form({ amount: 'other', otherAmount: '£12.34', fund: 'hub' }), terms, now)).toEqual({
    gift: { ...plainly, amountInPence: 1234, fund: 'hub' },
  });
  // The box for one’s own amount counts only when “Other” is chosen.
  expect(readGift(form({ amount: '2500', otherAmount: '99' }), terms, now)).toEqual({
    gift: { ...plainly, amountInPence: 2500 },
  });
  expect(purposeOf({ fund: 'hub' }, terms)).toBe('Our hub');
  expect(purposeOf({}, terms)).toBe('Wherever it is needed most');
});

test('each mistake is told with what to do, and both at once', () => {
  const mistakes = (fields: Record<string, string>) => readGift(form(fields), terms, now).mistakes;
  expect(mistakes({})).toEqual({ amount: 'Choose how much to give' });
  expect(mistakes({ amount: 'other' })).toEqual({ amount: 'Type how much to give, in pounds' });
  expect(mistakes({ amount: 'other', otherAmount: '0.99' })).toEqual({ amount: 'Type an amount of £1 or more' });
  expect(mistakes({ amount: 'other', otherAmount: '10000.01' })).toEqual({
    amount: 'Online gifts go up to £10,000. Please find us at /contact/ on this site to give more',
  });
  expect(mistakes({ amount: '99999999999' })).toEqual({ amount: 'Type the amount in numbers, like 25 or 25.50' });
  expect(mistakes({ amount: 'other', otherAmount: 'ten', fund: 'yacht' })).toEqual({
    amount: 'Type the amount in numbers, like 25 or 25.50',
    fund: expect.stringContaining('Choose where your gift should go'),
  });
  // Where nothing is chosen, as when the fund that was is closed since, the general fund is no choice of theirs.
  expect(readGift(new URLSearchParams({ amount: '2500' }), terms, now).mistakes).toEqual({
    fund: 'Choose where your gift should go',
  });
  expect(readGift(new URLSearchParams({ amount: '2500' }), { ...terms, funds: [] }, now).mistakes).toBeUndefined();
  expect(mistakes({ amount: '2500', leaveEmpty: 'x' })).toEqual({
    leaveEmpty: expect.stringMatching(/^Please send it once more/),
  });
});

test('the money of another country is told to be pounds; what is only no number is told to be one', () => {
  const mistake = (otherAmount: string) =>
    readGift(form({ amount: 'other', otherAmount }), terms, now).mistakes?.amount ?? '';
  for (const typed of ['€20', '20€', '$20', 'US$20', '20 euros', '20euro', 'EUR 20', '20 dollars', '¥500', '20 Francs'])
    expect({ typed, mistake: mistake(typed) }).toEqual({
      typed,
      mistake: 'Type the amount in pounds, like 25 or 25.50: we can take no other money',
    });
  for (const typed of ['twenty', '1e3', '££5', 'a neuron', '25k', 'twenty-five pounds'])
    expect({ typed, mistake: mistake(typed) }).toEqual({
      typed,
      mistake: 'Type the amount in numbers, like 25 or 25.50',
    });
  for (const typed of ['£20', '20 pounds', 'GBP 20', '£20.50p'])
    expect({ typed, mistake: mistake(typed) }).toEqual({ typed, mistake: '' });
});

test('whoever asks us to tell somebody is asked for an address, if there is none that we could write to', () => {
  const mistakes = (tributeTell: string) =>
    readGift(form({ amount: '2500', tribute: 'memory', tributeName: 'Ada', tributeTell }), terms, now).mistakes;
  for (const tell of ['Mary', 'Mary, my sister', 'Mary\nand John', 'Mary,,', 'Professor Mary Ann van Dyke'])
    expect({ tell, mistakes: mistakes(tell) }).toEqual({
      tell,
      mistakes: { tributeTell: 'Type their address as well as their name, so that we can write to them' },
    });
  for (const tell of [
    '',
    'Mary, 2 The Lane, Chesham',
    'Mary\nThe Old Forge\nHP5 1AA',
    'Mary, mary@example.org',
    'Mary Ward, Ballyrush, County Monaghan',
    'Revd Jane Smith, Holy Trinity Church Penn',
    'Mrs Brown c/o The Old School House Little Missenden',
  ])
    expect({ tell, mistakes: mistakes(tell) }).toEqual({ tell });
});

test('how else to reach the charity is said as the settings have it: nobody is told to call where there is no number', () => {
  const mistake = (reach: Partial<GivingTerms>) =>
    readGift(form({ amount: 'other', otherAmount: '10000.01' }), { ...terms, ...reach }, now).mistakes?.amount;
  expect(mistake({ telephone: '01442 780541', email: 'us@charity.example' })).toBe(
    'Online gifts go up to £10,000. Please call us on 01442 780541 to give more',
  );
  expect(mistake({ email: 'us@charity.example' })).toBe(
    'Online gifts go up to £10,000. Please write to us@charity.example to give more',
  );
  expect(mistake({})).not.toContain('call');
});

test('no form, however odd, is an error or a gift outside the terms', () => {
  const field = fc.constantFrom('amount', 'otherAmount', 'fund', 'leaveEmpty', 'x');
  const value = fc.oneof(fc.string(), fc.constantFrom('other', '2500', 'hub', '', '1e9', '-1', '100000000'));
  fc.assert(
    fc.property(fc.array(fc.tuple(field, value), { maxLength: 8 }), (pairs) => {
      const { gift, mistakes } = readGift(new URLSearchParams(pairs), terms, now);
      if (!gift) return Object.keys(mistakes).length > 0;
      const { amountInPence, fund } = gift;
      return (
        Number.isSafeInteger(amountInPence) &&
        amountInPence >= terms.minimumInPence &&
        amountInPence <= terms.maximumInPence &&
        (fund === undefined || fund === 'hub')
      );
    }),
    { numRuns: 5000 },
  );
});

test('below the least gift and above the largest, the limit is said, whatever it is; between them every penny is taken', () => {
  const limits = fc
    .tuple(fc.integer({ min: 30, max: 99_999_998 }), fc.integer({ min: 30, max: 99_999_998 }))
    .map(([one, other]) => ({ minimumInPence: Math.min(one, other), maximumInPence: Math.max(one, other) + 1 }));
  const near = fc.integer({ min: -150, max: 150 });
  fc.assert(
    fc.property(
      limits,
      near,
      fc.nat(199_999_999),
      fc.boolean(),
      fc.constantFrom(0, 1, 2),
      (limit, by, any, own, which) => {
        const amountInPence = [limit.minimumInPence + by, limit.maximumInPence + by, any][which] ?? any;
        if (amountInPence < 0) return true;
        const typed = own
          ? { amount: 'other', otherAmount: poundsInWords(amountInPence) }
          : { amount: String(amountInPence) };
        const { gift, mistakes } = readGift(form(typed), { ...terms, ...limit }, now);
        if (amountInPence < limit.minimumInPence)
          return mistakes?.amount === `Type an amount of ${poundsInWords(limit.minimumInPence)} or more`;
        if (amountInPence > limit.maximumInPence)
          return mistakes?.amount?.includes(`up to ${poundsInWords(limit.maximumInPence)}`) ?? false;
        return gift?.amountInPence === amountInPence;
      },
    ),
    { numRuns: 3000 },
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
      const all = [...elements(parse(html))];
      return all.length === innocent && !all.some(({ attrs }) => attrs.some(({ name }) => name.startsWith('on')));
    }),
    { numRuns: 2000 },
  );
});

const attributesOf = ({ attrs }: DefaultTreeAdapterTypes.Element): Readonly<Record<string, string>> =>
  Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
const wordsOf = (node: DefaultTreeAdapterTypes.Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(wordsOf).join('') : '';

test('the form as it is built comes back whole: each mistake once beside its field, and every link leads to a box', async ({
  request,
}) => {
  const built = await (await request.get('/donate/')).text();
  const mistakes = {
    amount: 'Type the amount in numbers',
    fund: 'Choose where it should go',
    leaveEmpty: 'Please send it once more',
  } as const;
  const fields = Object.keys(mistakes) as (keyof typeof mistakes)[];
  for (let choice = 1; choice < 8; choice++) {
    const wrong = fields.filter((_, index) => choice & (1 << index));
    for (const amount of ['other', '2500', '', 'junk']) {
      const html = fillForm(built, form({ amount, otherAmount: '1e3', fund: 'yacht', leaveEmpty: 'x' }), {
        heading: 'Nearly there',
        words: 'Nothing has been taken.',
        mistakes: Object.fromEntries(wrong.map((field) => [field, mistakes[field]])),
      });
      const all = [...elements(parse(html))];
      const withAttribute = (name: string, value?: string) =>
        all.filter((one) => (value === undefined ? name in attributesOf(one) : attributesOf(one)[name] === value));

      const [summary, ...others] = withAttribute('data-mistakes');
      expect(others).toEqual([]);
      expect(attributesOf(summary as DefaultTreeAdapterTypes.Element)).not.toHaveProperty('hidden');
      expect(all.filter(({ tagName }) => tagName === 'title').map(wordsOf)).toContainEqual(
        expect.stringMatching(/^Problem: Donate/),
      );
      expect(withAttribute('autofocus')).toEqual([summary]);

      const links = [...elements(summary as DefaultTreeAdapterTypes.Node)].filter(({ tagName }) => tagName === 'a');
      // The trap for robots has no box that a person could be led to.
      const led = wrong.filter((field) => field !== 'leaveEmpty');
      expect(links.map(wordsOf)).toEqual(led.map((field) => mistakes[field]));
      for (const field of wrong) expect(wordsOf(summary as DefaultTreeAdapterTypes.Element)).toContain(mistakes[field]);
      for (const [index, link] of links.entries()) {
        const found = withAttribute('id', attributesOf(link).href?.slice(1));
        expect(found.map(({ tagName }) => tagName)).toEqual(['input']);
        expect(found.map((box) => attributesOf(box)['data-mistake-in'])).toEqual([led[index]]);
      }
      for (const field of fields.filter((one) => one !== 'leaveEmpty')) {
        const beside = withAttribute('data-mistake', field);
        expect(beside.map(wordsOf)).toEqual([wrong.includes(field) ? `${mistakes[field]}.` : '']);
        expect(beside.map((one) => 'hidden' in attributesOf(one))).toEqual([!wrong.includes(field)]);
        const boxes = withAttribute('data-mistake-in', field);
        expect(boxes.length).toBeGreaterThan(0);
        for (const box of boxes) expect('aria-invalid' in attributesOf(box)).toBe(wrong.includes(field));
      }
    }
  }
});

test('every choice of the form as it is built comes back chosen, and one’s own amount as it was typed', async ({
  request,
}) => {
  const built = await (await request.get('/donate/')).text();
  const inputs = (html: string) =>
    [...elements(parse(html))].filter(({ tagName }) => tagName === 'input').map(attributesOf);
  const radios = inputs(built).filter(({ type }) => type === 'radio');
  const values = (wanted: string) => radios.filter(({ name }) => name === wanted).map(({ value = '' }) => value);
  expect(values('amount')).toContain('other');
  expect(values('fund').length).toBeGreaterThan(1);
  const refusal = { heading: 'Nearly there', words: 'Nothing has been taken.' };
  fc.assert(
    fc.property(
      fc.constantFrom(...values('amount'), 'not offered'),
      fc.constantFrom(...values('fund'), 'not open'),
      fc.string({
        unit: fc.oneof(fc.constantFrom(...'"\'<>&=`/ é£１🥁'), fc.string({ minLength: 1, maxLength: 1 })),
        maxLength: 20,
      }),
      (amount, fund, otherAmount) => {
        const filled = inputs(fillForm(built, form({ amount, fund, otherAmount }), refusal));
        const chosen = filled
          .filter((one) => 'checked' in one && ['amount', 'fund'].includes(one.name ?? ''))
          .map(({ name, value }) => `${name}: ${value}`);
        const offered = [
          ...(values('amount').includes(amount) ? [`amount: ${amount}`] : []),
          ...(values('fund').includes(fund) ? [`fund: ${fund}`] : []),
        ];
        // What a browser cannot hold in a page, NUL, comes back as the mark for it.
        const typed = otherAmount.replaceAll('\0', '\ufffd');
        return chosen.join() === offered.join() && filled.find(({ name }) => name === 'otherAmount')?.value === typed;
      },
    ),
    { numRuns: 150 },
  );
});

test('words for someone, with neither in memory nor in honour chosen, are asked about: they would be lost', () => {
  for (const field of ['tributeName', 'tributeMessage', 'tributeTell'])
    expect
      .soft(readGift(form({ amount: '2500', fund: '', tribute: '', [field]: 'Mum' }), terms, now).mistakes)
      .toEqual({
        tribute: 'Choose in memory or in honour, or take out what you typed below',
      });
  expect(readGift(form({ amount: '2500', fund: '', tribute: '', tributeName: ' ' }), terms, now).mistakes).toBe(
    undefined,
  );
});

test('someone whose browser filled in the trap for robots can simply send the form again', async ({ request }) => {
  const built = await (await request.get('/donate/')).text();
  const typed = form({ amount: 'other', otherAmount: '25', fund: '', leaveEmpty: 'A. N. Other' });
  const { mistakes = {} } = readGift(typed, terms, now);
  const html = fillForm(built, typed, { heading: 'Nearly there', words: 'Nothing has been taken.', mistakes });
  const again = new URLSearchParams();
  for (const one of [...elements(parse(html))].filter(({ tagName }) => tagName === 'input').map(attributesOf)) {
    if (one.name && (!['radio', 'checkbox'].includes(one.type ?? '') || 'checked' in one))
      again.append(one.name, one.value ?? '');
  }
  expect(readGift(again, terms, now)).toEqual({ gift: { ...plainly, amountInPence: 2500 } });
});
