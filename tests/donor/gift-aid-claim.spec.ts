/** What the charity may tell HMRC: every gift is in a claim once or left out with its reason, nothing twice, and what went back is given back. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type Declaration, declarationIn, metadataOf } from '../../src/giving/gift-aid/gift-aid.ts';
import {
  type ClaimTerms,
  claimMarksIn,
  claimOf,
  type GiftAidClaim,
  type GiftPayment,
  isClaimName,
  waitingToBeClaimed,
} from '../../src/giving/gift-aid/gift-aid-claim.ts';

const terms = { claim: 'spring', today: '2027-06-01', yearEndsOn: '03-31' } as const satisfies ClaimTerms;
const ada: Declaration = {
  version: '2026-11-27',
  text: 'I want to Gift Aid my donation to Chiltern Music Therapy.',
  declaredAt: '2026-04-06T09:00:00.000Z',
  scope: 'this gift',
  title: 'Mrs',
  firstName: 'Ada',
  lastName: 'King-Lovelace',
  house: '12',
  postcode: 'SW1A 1AA',
};
let number = 0;
const gift = (changed: Partial<GiftPayment> = {}): GiftPayment => ({
  paymentId: `pi_${String(++number).padStart(8, '0')}`,
  paidOn: '2026-05-01',
  amountInPence: 100_00,
  refundedInPence: 0,
  disputed: false,
  declaration: ada,
  marks: { takenBack: [] },
  ...changed,
});
const claim = (
  gifts: readonly GiftPayment[],
  changed: Partial<ClaimTerms> = {},
  earlier: readonly GiftPayment[] = [],
) => claimOf(gifts, earlier, { ...terms, ...changed });
const rowsIn = ({ schedules }: GiftAidClaim) => schedules.flatMap(({ rows }) => rows);
const sum = (parts: readonly { amountInPence: number }[]) =>
  parts.reduce((total, { amountInPence }) => total + amountInPence, 0);

/** The payments as they are at Stripe once the claim’s marks are written, or the first of them. */
function marked(gifts: readonly GiftPayment[], { toMark }: GiftAidClaim, first = toMark.length): GiftPayment[] {
  const metadata = new Map(gifts.map(({ paymentId, marks }) => [paymentId, asMetadata(marks)]));
  for (const mark of toMark.slice(0, first))
    metadata.set(mark.paymentId, { ...metadata.get(mark.paymentId), ...mark.metadata });
  return gifts.map((payment) => ({ ...payment, marks: claimMarksIn(metadata.get(payment.paymentId) ?? {}) }));
}
const asMetadata = ({ claimed, takenBack }: GiftPayment['marks']): Record<string, string> => ({
  ...(claimed
    ? {
        giftAidClaim: claimed.claim,
        giftAidClaimedInPence: `${claimed.amountInPence}`,
        giftAidClaimOf: `${claimed.payments}`,
      }
    : {}),
  ...(takenBack.length > 0
    ? { giftAidTakenBack: takenBack.map((part) => `${part.claim}:${part.amountInPence}`).join(' ') }
    : {}),
});

test('a gift with a declaration is a row, as HMRC asks for it', () => {
  expect(rowsIn(claim([gift({ paymentId: 'pi_a' })]))).toEqual([
    {
      donor: { title: 'Mrs', firstName: 'Ada', lastName: 'King Lovelace', house: '12', postcode: 'SW1A 1AA' },
      aggregated: '',
      lastPaidOn: '2026-05-01',
      amountInPence: 100_00,
      paymentIds: ['pi_a'],
    },
  ]);
});

test('what cannot be claimed is left out with its reason, and never dropped', () => {
  const with_ = (changed: Partial<Declaration>) => gift({ declaration: { ...ada, ...changed } });
  const cases: readonly (readonly [GiftPayment, string])[] = [
    [gift({ declaration: undefined }), 'noDeclaration'],
    [with_({ text: '' }), 'incomplete'],
    [with_({ declaredAt: 'yesterday' }), 'incomplete'],
    [with_({ lastName: 'Анна' }), 'name'],
    [with_({ firstName: 'x'.repeat(36) }), 'name'],
    [with_({ house: '' }), 'house'],
    [with_({ postcode: 'HP9' }), 'postcode'],
    [with_({ firstName: 'Smith', lastName: 'Builders Ltd' }), 'notAPerson'],
    [with_({ firstName: 'Chesham', lastName: '(Ltd)' }), 'notAPerson'],
    [gift({ refundedInPence: 100_00 }), 'refunded'],
    [gift({ disputed: true }), 'disputed'],
    [gift({ marks: { claimed: { claim: 'autumn', amountInPence: 100_00, payments: 1 }, takenBack: [] } }), 'claimed'],
  ];
  const { leftOut, schedules } = claim(cases.map(([payment]) => payment));
  expect(schedules).toEqual([]);
  expect(leftOut.map(({ reason }) => reason)).toEqual(cases.map(([, reason]) => reason));
});

test('a name that reads like a company’s, a charity’s or a group’s is looked at by hand, and is claimed once staff say that it is a person', () => {
  const named = (firstName: string, lastName: string) => ({ declaration: { ...ada, firstName, lastName } });
  const groups =
    "Acme/Limited, Acme/P.L.C., Acme/LLP, Chesham/CIC, The/Company, Hope/Charity, Bucks/Charitable Foundation, St Mary's/Church, Chesham/School, Chess/Club, Choral/Society, Lions-Club/Chesham, The Smith/Trust, Baker/and Sons, Chesham Girls'/Choir";
  for (const name of groups.split(', ')) {
    const [first = '', last = ''] = name.split('/');
    expect.soft(claim([gift(named(first, last))]).leftOut, name).toMatchObject([{ reason: 'notAPerson' }]);
    expect.soft(rowsIn(claim([gift({ ...named(first, last), isKnownPerson: true })])), name).toHaveLength(1);
  }
  const people =
    'Ada/Lovelace, Colin/Churchill, Ann/Churcher, Truste/Clubb, Sally/Schooley, Ltda/Ortiz, Ciccio/Plcak, Jean/Grouper, Anderson/Parsons, Tru/Stanley';
  for (const name of people.split(', ')) {
    const [first = '', last = ''] = name.split('/');
    expect.soft(claim([gift(named(first, last))]).leftOut, name).toEqual([]);
  }
  // What is in this claim already stays there: its file may be with HMRC.
  const claimed = { claimed: { claim: 'spring', amountInPence: 100_00, payments: 1 }, takenBack: [] };
  expect(rowsIn(claim([gift({ ...named('Acme', 'Limited'), marks: claimed })]))).toHaveLength(1);
});

test('a gift may be claimed until four years after the end of the charity’s year that it came in, and not a day longer', () => {
  const old = gift({ paidOn: '2022-04-01' });
  expect(rowsIn(claim([old], { today: '2027-03-31' }))).toHaveLength(1);
  expect(claim([old], { today: '2027-04-01' }).leftOut).toMatchObject([{ reason: 'tooOld' }]);
  expect(rowsIn(claim([gift({ paidOn: '2022-04-06' })], { today: '2027-04-05', yearEndsOn: '04-05' }))).toHaveLength(1);
});

test('all that one donor gave in a year is one row, with the date of the last gift; another year is another row', () => {
  const months = ['2026-04-01', '2026-05-01', '2027-03-31', '2027-04-01'];
  const rows = rowsIn(claim(months.map((paidOn) => gift({ paidOn, amountInPence: 10_00 }))));
  expect(rows.map(({ lastPaidOn, amountInPence }) => [lastPaidOn, amountInPence])).toEqual([
    ['2027-03-31', 30_00],
    ['2027-04-01', 10_00],
  ]);
});

test('small gifts of several donors are added up to £1,000 a row, without anyone’s name; who gave £30 or more, or is alone, keeps a row', () => {
  const from = (firstName: string, amountInPence: number) =>
    gift({ amountInPence, declaration: { ...ada, firstName } });
  const small = Array.from({ length: 41 }, (_, index) => from(`A${index}`, 25_00));
  const rows = rowsIn(claim([...small, from('Bo', 30_00)]));
  expect(rows.map(({ donor, aggregated, amountInPence }) => [donor?.firstName, aggregated, amountInPence])).toEqual([
    ['A40', '', 25_00],
    ['Bo', '', 30_00],
    [undefined, 'Online gifts under £30', 1000_00],
  ]);
  // One penny more would be a penny past HMRC’s limit.
  const aPennyMore = rowsIn(claim([...small, { ...from('A', 25_01), paidOn: '2026-04-30' }]));
  expect(aPennyMore.map(({ aggregated, amountInPence }) => [aggregated, amountInPence])).toEqual([
    ['Online gifts under £30', 975_01],
    ['Online gifts under £30 (2)', 75_00],
  ]);
  expect(rowsIn(claim([from('Cy', 29_99)]))[0]?.donor).toBeDefined();
});

test('of a gift that went back in part, the rest is claimed, and the part is told', () => {
  const found = claim([gift({ refundedInPence: 40_00 })]);
  expect(sum(rowsIn(found))).toBe(60_00);
  expect(sum(found.partsNotClaimed)).toBe(40_00);
});

test('what goes back after it was claimed is given back to HMRC once: 25p of each £1', () => {
  const first = gift({ paymentId: 'pi_old' });
  const after = marked([first], claim([first]));
  const refunded = after.map((payment) => ({ ...payment, refundedInPence: 40_00 }));
  const next = gift();
  const autumn = claim([next], { claim: 'autumn' }, refunded);
  expect(autumn.schedules.map(({ overclaimedTaxInPence }) => overclaimedTaxInPence)).toEqual([10_00]);
  const all = marked([next, ...refunded], autumn);
  const winter = claim([gift()], { claim: 'winter' }, all);
  expect(winter.schedules.map(({ overclaimedTaxInPence }) => overclaimedTaxInPence)).toEqual([0]);
  const more = all.map((payment) =>
    payment.paymentId === 'pi_old' ? { ...payment, refundedInPence: 100_00 } : payment,
  );
  expect(claim([gift()], { claim: 'winter' }, more).schedules[0]?.overclaimedTaxInPence).toBe(15_00);
});

test('the tax of a claim is reckoned as it would be given back: a part of a penny counts in both', () => {
  const old = gift({ amountInPence: 100_01 });
  const first = claim([old], { claim: 'old' });
  expect(first.taxInPence).toBe(25_01);
  const refunded = marked([old], first).map((payment) => ({ ...payment, refundedInPence: 100_01 }));
  expect(claim([gift(), gift()], {}, refunded).schedules[0]?.overclaimedTaxInPence).toBe(first.taxInPence);
});

test('a claim too small to give back the tax of what was refunded leaves it for a later one, and says so', () => {
  const lost = gift({
    refundedInPence: 100_00,
    marks: { claimed: { claim: 'old', amountInPence: 100_00, payments: 1 }, takenBack: [] },
  });
  const found = claim([gift({ amountInPence: 50_00 })], {}, [lost]);
  expect(found.schedules[0]?.overclaimedTaxInPence).toBe(0);
  expect(found.takenBackLater).toMatchObject([{ paymentId: lost.paymentId, amountInPence: 100_00 }]);
});

test('a claim that is finished takes in nothing new, and stays as it was when something of it goes back', () => {
  const gifts = [gift(), gift({ paidOn: '2026-06-01' })];
  const before = claim(gifts);
  const late = gift();
  const after = marked(gifts, before).map((payment) => ({ ...payment, refundedInPence: 10_00 }));
  const lost = gift({
    amountInPence: 50_00,
    refundedInPence: 5_00,
    marks: { claimed: { claim: 'old', amountInPence: 50_00, payments: 1 }, takenBack: [] },
  });
  const again = claim([...after, late], {}, [lost]);
  expect(again.schedules).toEqual(before.schedules);
  expect(again.toMark).toEqual([]);
  expect(again.leftOut).toMatchObject([{ paymentId: late.paymentId, reason: 'claimClosed' }]);
});

test('of gifts from before, those wait that no claim has and one could have today: what is left of each, the oldest first', () => {
  const late = gift({ paidOn: '2026-01-02', refundedInPence: 40_00 });
  const early = gift({ paidOn: '2026-01-01' });
  const others = [
    gift({ declaration: undefined }),
    gift({ disputed: true }),
    gift({ paidOn: '2020-01-01' }),
    gift({ marks: { claimed: { claim: 'spring', amountInPence: 100_00, payments: 1 }, takenBack: [] } }),
  ];
  expect(waitingToBeClaimed([late, ...others, early], terms)).toEqual([
    { paymentId: early.paymentId, paidOn: '2026-01-01', amountInPence: 100_00 },
    { paymentId: late.paymentId, paidOn: '2026-01-02', amountInPence: 60_00 },
  ]);
});

test('the name of a claim can stand in the name of a file and in Stripe’s metadata', () => {
  for (const name of ['2026-spring', 'A1']) expect(isClaimName(name), name).toBe(true);
  for (const name of ['', '-a', 'a b', 'a:1', 'a/b', '../x', 'a'.repeat(41)])
    expect(isClaimName(name), name).toBe(false);
});

/** HMRC’s own rules for a row, as its published check of a schedule has them. */
function wouldHmrcTake({ donor, aggregated, lastPaidOn, amountInPence }: ReturnType<typeof rowsIn>[number]): boolean {
  const isAmount = Number.isInteger(amountInPence) && amountInPence > 0;
  if (!isAmount || lastPaidOn > terms.today) return false;
  const within = (text: string, most: number) =>
    text === text.trim() && text.length > 0 && text.length <= most && /^[\x20-\x7e\xa1-\xff]*$/.test(text);
  if (!donor) return within(aggregated, 35) && amountInPence <= 1000_00;
  return (
    aggregated === '' &&
    within(donor.firstName, 35) &&
    within(donor.lastName, 35) &&
    within(donor.house, 40) &&
    (donor.title === '' || /^[A-Za-z][A-Za-z'-]{1,3}$/.test(donor.title)) &&
    /^(X|GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})$/.test(donor.postcode)
  );
}

const someone = fc.record({
  ...Object.fromEntries(Object.entries(ada).map(([key, value]) => [key, fc.constant(value)])),
  title: fc.constantFrom('', 'Mr', 'Captain'),
  firstName: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('Ada', 'Łukasz', 'J. R.', 'Zoë') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
  ),
  lastName: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('King', 'O’Neill', 'King-Lovelace') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  ),
  house: fc.constantFrom('1', '2', 'Rose Cottage', ''),
  postcode: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('HP9 2HN', 'X', 'SW1A 1AA') },
    { weight: 1, arbitrary: fc.constant('HP9') },
  ),
}) as fc.Arbitrary<Declaration>;
const someGift = fc
  .record({
    paidOn: fc.constantFrom('2021-12-31', '2024-02-29', '2026-03-31', '2026-04-01', '2026-05-05', '2027-01-01'),
    amountInPence: fc.oneof(fc.integer({ min: 100, max: 40_00 }), fc.integer({ min: 100, max: 9_999_99 })),
    refunded: fc.oneof(
      { weight: 8, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    disputed: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    declaration: fc.option(someone, { nil: undefined, freq: 9 }),
  })
  .map(({ refunded, ...payment }) =>
    gift({ ...payment, refundedInPence: Math.round(payment.amountInPence * refunded) }),
  );
const someGifts = fc.array(someGift, { maxLength: 80, size: 'max' });

/** Whether every gift is in the claim or left out, once, to the penny, and HMRC would take every row. */
function isWhole(gifts: readonly GiftPayment[], found: GiftAidClaim): boolean {
  const ids = [
    ...rowsIn(found).flatMap(({ paymentIds }) => paymentIds),
    ...found.leftOut.map(({ paymentId }) => paymentId),
  ];
  return (
    ids.length === gifts.length &&
    new Set(ids).size === gifts.length &&
    gifts.every(({ paymentId }) => ids.includes(paymentId)) &&
    sum(rowsIn(found)) + sum(found.leftOut) + sum(found.partsNotClaimed) === sum(gifts) &&
    rowsIn(found).every(wouldHmrcTake) &&
    found.schedules.every(({ rows }) => rows.length > 0 && rows.length <= 1000)
  );
}

test('whatever was given, every gift is in one row or left out once, to the penny, and HMRC would take every row', () => {
  fc.assert(
    fc.property(someGifts, (gifts) => isWhole(gifts, claim(gifts))),
    { numRuns: 1500 },
  );
});

test('over many claims nothing is claimed twice, and all that was claimed and went back is given back, to the penny', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(someGifts, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })), {
        minLength: 2,
        maxLength: 4,
      }),
      (rounds) => {
        let gifts: GiftPayment[] = [];
        let claimedInPence = 0;
        let takenBackInPence = 0;
        for (const [index, [more, refunds]] of rounds.entries()) {
          gifts = [...gifts, ...more].map((payment, at) => ({
            ...payment,
            refundedInPence: Math.max(payment.refundedInPence, Math.round(payment.amountInPence * (refunds[at] ?? 0))),
          }));
          const found = claim(gifts, { claim: `claim-${index}` });
          if (!isWhole(gifts, found)) return false;
          claimedInPence += sum(rowsIn(found));
          takenBackInPence += sum(found.takenBack);
          if (
            sum(found.schedules.map(({ overclaimedTaxInPence }) => ({ amountInPence: overclaimedTaxInPence }))) !==
            Math.ceil(sum(found.takenBack) / 4)
          )
            return false;
          gifts = marked(gifts, found);
          // HMRC has had the tax of what is held, and of what waits to be given back, and of nothing else.
          const held = gifts
            .filter(({ marks }) => marks.claimed)
            .map(({ amountInPence, refundedInPence, marks }) => ({
              amountInPence: Math.min(amountInPence - refundedInPence, marks.claimed?.amountInPence ?? 0),
            }));
          if (claimedInPence - takenBackInPence !== sum(held) + sum(found.takenBackLater)) return false;
        }
        return true;
      },
    ),
    { numRuns: 1000 },
  );
});

test('a claim whose marking stopped anywhere comes out the same when it is made again under its name', () => {
  const old = fc.array(someGift, { maxLength: 10 }).map((gifts) =>
    gifts.map((payment) => ({
      ...payment,
      marks: { claimed: { claim: 'old', amountInPence: payment.amountInPence, payments: gifts.length }, takenBack: [] },
    })),
  );
  fc.assert(
    fc.property(someGifts, old, fc.nat(90), (gifts, earlier, stopped) => {
      const found = claim(gifts, {}, earlier);
      const half = marked([...gifts, ...earlier], found, stopped);
      const again = claim(half.slice(0, gifts.length), {}, half.slice(gifts.length));
      const done = marked(half, again);
      const third = claim(done.slice(0, gifts.length), {}, done.slice(gifts.length));
      const files = (made: GiftAidClaim) => JSON.stringify([made.schedules, made.takenBack, made.leftOut]);
      return files(again) === files(found) && files(third) === files(found) && third.toMark.length === 0;
    }),
    { numRuns: 1000 },
  );
});

test('the order in which Stripe tells of the gifts changes nothing', () => {
  fc.assert(
    fc.property(
      someGifts.chain((gifts) => fc.tuple(fc.constant(gifts), fc.shuffledSubarray(gifts, { minLength: gifts.length }))),
      ([gifts, shuffled]) => JSON.stringify(claim(gifts).schedules) === JSON.stringify(claim(shuffled).schedules),
    ),
    { numRuns: 500 },
  );
});

test('more rows than HMRC reads of one file go on in another, and the tax of earlier claims is given back in the first alone', () => {
  const lost = gift({
    refundedInPence: 8_00,
    marks: { claimed: { claim: 'old', amountInPence: 100_00, payments: 1 }, takenBack: [] },
  });
  const gifts = Array.from({ length: 2001 }, (_, index) => gift({ declaration: { ...ada, house: `${index}` } }));
  const { schedules } = claim(gifts, {}, [lost]);
  expect(schedules.map(({ rows }) => rows.length)).toEqual([1000, 1000, 1]);
  expect(schedules.map(({ overclaimedTaxInPence }) => overclaimedTaxInPence)).toEqual([2_00, 0, 0]);
});

test('a declaration that comes from Stripe’s metadata is the one that is claimed on', () => {
  const declaration = declarationIn(
    metadataOf({ ...ada, lastName: 'Łuk', postcode: 'X', house: '100 Champs-Élysées, Paris' }),
  );
  expect(rowsIn(claim([gift({ declaration })]))[0]?.donor).toEqual({
    title: 'Mrs',
    firstName: 'Ada',
    lastName: 'Luk',
    house: '100 Champs-Élysées, Paris',
    postcode: 'X',
  });
});
