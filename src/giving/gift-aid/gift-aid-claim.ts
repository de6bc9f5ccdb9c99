/**
 * From gifts to a Gift Aid claim: which gifts may be claimed and in what rows, which may not and why, and what was claimed before and has
 * gone back since. Pure: the same gifts make the same claim. HMRC’s rules: https://www.gov.uk/claim-gift-aid and
 * https://www.gov.uk/guidance/schedule-spreadsheet-to-claim-back-tax-on-gift-aid-donations
 */
import { type Declaration, giftAidInPence } from './gift-aid.ts';
import { inLettersHmrcReads, isTitle, longest, postcodeAbroad, readPostcode } from './hmrc-fields.ts';
import type { Mark } from './marking.ts';

/** One payment of a gift, as far as a claim is concerned. */
export interface GiftPayment {
  /** Stripe’s id of the payment, `pi_…`. */
  readonly paymentId: string;
  /** The calendar date in the charity’s own time. */
  readonly paidOn: string;
  /** All that the donor gave. */
  readonly amountInPence: number;
  /** What has gone back: refunds, and disputes that were lost. */
  readonly refundedInPence: number;
  /** Whether the donor’s bank disputes it, and it is not decided yet. */
  readonly disputed: boolean;
  readonly declaration?: Declaration | undefined;
  /** Whether staff have looked at the name and say that it is a person’s. */
  readonly isKnownPerson?: boolean;
  readonly marks: ClaimMarks;
}

/** What earlier claims have left with a payment. */
export interface ClaimMarks {
  /** The claim that it was in, how much of it was claimed, and how many payments that claim had. */
  readonly claimed?: { readonly claim: string; readonly amountInPence: number; readonly payments: number };
  /** What later claims took back of it. */
  readonly takenBack: readonly { readonly claim: string; readonly amountInPence: number }[];
}

/** Why a gift is not in a claim. */
export const reasons = {
  noDeclaration: 'the donor made no Gift Aid declaration',
  incomplete: 'part of the declaration is missing at Stripe',
  name: 'HMRC cannot read the donor’s name as it stands at Stripe',
  house: 'HMRC cannot read the donor’s house name or number as it stands at Stripe',
  postcode: 'HMRC cannot read the donor’s postcode as it stands at Stripe',
  notAPerson:
    'only people can add Gift Aid, and the name reads like that of a company, a charity or a group: look at it by hand',
  refunded: 'all of it has gone back to the donor',
  disputed: 'the donor’s bank disputes it: claim it once that is decided',
  tooOld: 'it is too long ago: more than four years since the end of the accounting year',
  claimed: 'it is in an earlier claim',
  claimClosed: 'this claim was finished without it: give the next claim another name',
} as const;
export type Reason = keyof typeof reasons;

/** A line of HMRC’s schedule. */
export interface ClaimRow {
  /** The donor; absent when small gifts of several donors are added up. */
  readonly donor?: {
    readonly title: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly house: string;
    readonly postcode: string;
  };
  /** What stands for the donors of small gifts; empty when there is one donor. */
  readonly aggregated: string;
  /** The date of the last gift in it. */
  readonly lastPaidOn: string;
  readonly amountInPence: number;
  /** The payments in it: what leads from HMRC’s line back to each gift and its declaration. */
  readonly paymentIds: readonly string[];
}

/** One file for HMRC. */
export interface Schedule {
  readonly rows: readonly ClaimRow[];
  readonly earliestPaidOn: string;
  /** The tax that earlier claims had too much, and that this one gives back. */
  readonly overclaimedTaxInPence: number;
}

/** An amount of a payment. */
export interface PartOfPayment {
  readonly paymentId: string;
  readonly paidOn: string;
  readonly amountInPence: number;
}

/** A claim: every gift is in one of its rows, or left out once. */
export interface GiftAidClaim {
  readonly schedules: readonly Schedule[];
  /** The tax on all its rows, before anything is given back. */
  readonly taxInPence: number;
  readonly leftOut: readonly (PartOfPayment & { readonly reason: Reason })[];
  /** Of gifts in the rows: what is not claimed, because it went back to the donor. */
  readonly partsNotClaimed: readonly PartOfPayment[];
  /** Gifts that were claimed before and have gone back since: how much of each this claim gives back the tax of. */
  readonly takenBack: readonly PartOfPayment[];
  /** The same, for which this claim is too small: a later one gives it back. */
  readonly takenBackLater: readonly PartOfPayment[];
  /** What to write at Stripe when the claim is made: for each payment, its metadata. Empty without a name. */
  readonly toMark: readonly Mark[];
}

/** HMRC reads this many rows of a schedule, and no more. */
export const mostRows = 1000;
/** Most of a row that adds up small gifts. */
const mostAggregatedInPence = 100_000;
/** HMRC’s page says “under £30” in one place and “£30 or less” in another: what is under £30 is right by both. */
const smallInPence = 30_00;

const totalOf = (parts: readonly { readonly amountInPence: number }[]): number =>
  parts.reduce((sum, { amountInPence }) => sum + amountInPence, 0);

/** What is left of a gift. */
const heldOf = ({ amountInPence, refundedInPence }: GiftPayment): number =>
  Math.max(0, amountInPence - refundedInPence);

/** The marks in a payment’s metadata. */
export function claimMarksIn(metadata: Readonly<Record<string, string>>): ClaimMarks {
  const takenBack = (metadata.giftAidTakenBack ?? '')
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [claim = '', amountInPence = ''] = part.split(':');
      return { claim, amountInPence: Number(amountInPence) || 0 };
    });
  const claim = metadata.giftAidClaim;
  if (!claim) return { takenBack };
  const amountInPence = Number(metadata.giftAidClaimedInPence) || 0;
  return { claimed: { claim, amountInPence, payments: Number(metadata.giftAidClaimOf) || 0 }, takenBack };
}

/** Whether it can name a claim: it stands in names of files, and with an amount in metadata. */
export const isClaimName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(name);

/** The last day of the accounting year that a day is in. */
function yearEndAfter(day: string, yearEndsOn: string): string {
  const year = Number(day.slice(0, 4));
  return `${day.slice(5) <= yearEndsOn ? year : year + 1}-${yearEndsOn}`;
}

/** A gift as HMRC would read it. */
type Claimable = {
  readonly payment: GiftPayment;
  readonly amountInPence: number;
  readonly donor: NonNullable<ClaimRow['donor']>;
};

/** What HMRC would read of the donor, or why it could not. HMRC wants a space for the hyphen of a double-barrelled name. */
function donorIn(declaration: Declaration | undefined): { donor: NonNullable<ClaimRow['donor']> } | { reason: Reason } {
  if (!declaration) return { reason: 'noDeclaration' };
  const { text, declaredAt, title = '', firstName, lastName, house, postcode } = declaration;
  if (text === '' || Number.isNaN(Date.parse(declaredAt))) return { reason: 'incomplete' };
  const asRead = (words: string, most: number) => {
    const read = inLettersHmrcReads(words)?.replace(/\s+/g, ' ').trim() ?? '';
    return read.length > most ? '' : read;
  };
  const donor = {
    title: isTitle(title) ? title : '',
    firstName: asRead(firstName, longest.name),
    lastName: asRead(lastName.replaceAll('-', ' '), longest.name),
    house: asRead(house, longest.house),
    postcode: postcode === postcodeAbroad ? postcode : (readPostcode(postcode) ?? ''),
  };
  if (donor.firstName === '' || donor.lastName === '') return { reason: 'name' };
  if (donor.house === '') return { reason: 'house' };
  return donor.postcode === '' ? { reason: 'postcode' } : { donor };
}

/**
 * Words that stand in the names of companies, charities and groups, and hardly in those of people. Some people are called Church all the same, so
 * that somebody looks, and nothing is decided by it alone. HMRC takes declarations of individuals: https://www.gov.uk/guidance/gift-aid-what-donations-charities-and-cascs-can-claim-on
 */
const groups =
  /(^|[^\p{L}])(ltd|limited|plc|llp|cic|cio|company|charity|charitable|foundation|trust|trustees|church|school|college|university|club|society|association|committee|council|choir|group|team|rotary|pcc|(and|&) (sons?|co))([^\p{L}]|$)/iu;

/** Whether the name in a declaration reads like that of a group, and not a person’s. */
export const isNameOfGroup = ({ firstName, lastName }: Pick<Declaration, 'firstName' | 'lastName'>): boolean =>
  groups.test(`${firstName} ${lastName}`.replaceAll('.', ''));

/** What a claim is made of besides the gifts. */
export interface ClaimTerms {
  /** Its name. Gifts that bear it already are in it again, as they were. Without one, nothing is to be marked. */
  readonly claim?: string;
  /** The calendar date it is. */
  readonly today: string;
  /** The last day of the charity’s accounting year, `MM-DD`: the 5th of April for a trust, its own for a company or a CIO. */
  readonly yearEndsOn: string;
}

/**
 * Makes a claim of gifts.
 * @param given the gifts of the period that is claimed, each once
 * @param earlier gifts from before it of which something has gone back; they are looked at only for that
 */
export function claimOf(
  given: readonly GiftPayment[],
  earlier: readonly GiftPayment[],
  { claim, today, yearEndsOn }: ClaimTerms,
): GiftAidClaim {
  const gifts = [...given].sort(inOrderPaid);
  const mine = gifts.filter(({ marks }) => claim !== undefined && marks.claimed?.claim === claim);
  // Each payment’s mark says how many the claim had, so that a run which stopped half-way goes on, and a claim which is finished takes no more.
  const planned = mine.map(({ marks }) => marks.claimed?.payments ?? 0).filter((payments) => payments > 0);
  const closed = planned.length > 0 && mine.length >= Math.min(...planned);
  const leftOut: (PartOfPayment & { reason: Reason })[] = [];
  const claimable: Claimable[] = [];
  for (const payment of gifts) {
    const found = claimableOf(payment);
    if ('reason' in found) leftOut.push({ ...partOf(payment, payment.amountInPence), reason: found.reason });
    else claimable.push(found);
  }

  function claimableOf(payment: GiftPayment): Claimable | { reason: Reason } {
    const { claimed } = payment.marks;
    if (claimed && claimed.claim !== claim) return { reason: 'claimed' };
    const found = donorIn(payment.declaration);
    if ('reason' in found) return found;
    // What is in this claim already stays in it as it was: its files may be with HMRC, and a later claim gives back what went back since.
    if (claimed) return { payment, amountInPence: claimed.amountInPence, donor: found.donor };
    const amountInPence = heldOf(payment);
    if (amountInPence === 0) return { reason: 'refunded' };
    if (!payment.isKnownPerson && payment.declaration && isNameOfGroup(payment.declaration))
      return { reason: 'notAPerson' };
    if (payment.disputed) return { reason: 'disputed' };
    const yearEnd = yearEndAfter(payment.paidOn, yearEndsOn);
    if (today > `${Number(yearEnd.slice(0, 4)) + 4}${yearEnd.slice(4)}`) return { reason: 'tooOld' };
    return closed ? { reason: 'claimClosed' } : { payment, amountInPence, donor: found.donor };
  }

  const rows = rowsOf(claimable, yearEndsOn);
  const inFiles = Array.from({ length: Math.ceil(rows.length / mostRows) }, (_, file) =>
    rows.slice(file * mostRows, (file + 1) * mostRows),
  );
  const { takenBack, takenBackLater } = takeBack([...gifts, ...earlier], {
    claim,
    mostTaxInPence: closed ? 0 : giftAidInPence(totalOf(inFiles[0] ?? [])),
  });
  const paidOn = new Map(gifts.map((payment) => [payment.paymentId, payment.paidOn]));
  const schedules = inFiles.map((rowsInFile, file) => ({
    rows: rowsInFile,
    earliestPaidOn:
      rowsInFile.flatMap(({ paymentIds }) => paymentIds.map((id) => paidOn.get(id) ?? '')).sort()[0] ?? '',
    overclaimedTaxInPence: file === 0 ? giftAidInPence(totalOf(takenBack)) : 0,
  }));
  return {
    schedules,
    taxInPence: giftAidInPence(totalOf(rows)),
    leftOut,
    partsNotClaimed: claimable
      .filter(({ payment, amountInPence }) => amountInPence !== payment.amountInPence)
      .map(({ payment, amountInPence }) => partOf(payment, payment.amountInPence - amountInPence)),
    takenBack,
    takenBackLater,
    toMark: claim === undefined ? [] : marksFor(claim, claimable, takenBack, [...gifts, ...earlier]),
  };
}

/** Of gifts from before the period that is claimed: what no claim has, and one could have today. Its reason to be left out has passed. */
export function waitingToBeClaimed(
  before: readonly GiftPayment[],
  { today, yearEndsOn }: Omit<ClaimTerms, 'claim'>,
): PartOfPayment[] {
  const leftOut = new Set(claimOf(before, [], { today, yearEndsOn }).leftOut.map(({ paymentId }) => paymentId));
  return before
    .filter(({ paymentId }) => !leftOut.has(paymentId))
    .sort(inOrderPaid)
    .map((payment) => partOf(payment, heldOf(payment)));
}

const partOf = ({ paymentId, paidOn }: GiftPayment, amountInPence: number): PartOfPayment => ({
  paymentId,
  paidOn,
  amountInPence,
});

/**
 * The rows: all that one donor gave in one accounting year is one row with the date of the last gift, which HMRC allows for regular givers,
 * so that a monthly gift is a line and not twelve. A single small gift is added to those of others, so that HMRC is told no more of people than it asks.
 */
function rowsOf(claimable: readonly Claimable[], yearEndsOn: string): ClaimRow[] {
  const rowOf = (gifts: readonly Claimable[], who: Pick<ClaimRow, 'donor' | 'aggregated'>): ClaimRow => ({
    ...who,
    lastPaidOn:
      gifts
        .map(({ payment }) => payment.paidOn)
        .sort()
        .at(-1) ?? '',
    amountInPence: totalOf(gifts),
    paymentIds: gifts.map(({ payment }) => payment.paymentId),
  });
  const byYear = Map.groupBy(claimable, ({ payment }) => yearEndAfter(payment.paidOn, yearEndsOn));
  const rows: ClaimRow[] = [];
  const aggregatedRows: Omit<ClaimRow, 'aggregated'>[] = [];
  for (const year of byYear.values()) {
    const byDonor = [...Map.groupBy(year, ({ donor }) => Object.values(donor).join('\n').toUpperCase()).values()];
    const small = byDonor.filter((gifts) => gifts.length === 1 && totalOf(gifts) < smallInPence).flat();
    const together: Claimable[][] = [];
    for (const gift of small) {
      const last = together.at(-1);
      if (last && totalOf(last) + gift.amountInPence <= mostAggregatedInPence) last.push(gift);
      else together.push([gift]);
    }
    for (const gifts of together.filter(({ length }) => length > 1))
      aggregatedRows.push(rowOf(gifts, { aggregated: '' }));
    const aggregated = new Set(together.filter(({ length }) => length > 1).flat());
    for (const gifts of byDonor) {
      const [first] = gifts;
      if (first && !aggregated.has(first)) rows.push(rowOf(gifts, { donor: first.donor, aggregated: '' }));
    }
  }
  return [
    ...rows,
    ...aggregatedRows.map((row, index) => ({
      ...row,
      aggregated: `Online gifts under £30${index === 0 ? '' : ` (${index + 1})`}`,
    })),
  ];
}

/** By date, and on one day by Stripe’s id, of which no two are the same. */
const inOrderPaid = (one: GiftPayment, other: GiftPayment): number =>
  `${one.paidOn} ${one.paymentId}` < `${other.paidOn} ${other.paymentId}` ? -1 : 1;

/** What was claimed before and has gone back since, as far as the tax of the first file can bear it: a claim cannot come to less than nothing. */
function takeBack(
  payments: readonly GiftPayment[],
  { claim, mostTaxInPence }: { claim: string | undefined; mostTaxInPence: number },
): Pick<GiftAidClaim, 'takenBack' | 'takenBackLater'> {
  const takenBack: PartOfPayment[] = [];
  const takenBackLater: PartOfPayment[] = [];
  const each = new Map(payments.map((payment) => [payment.paymentId, payment]));
  for (const payment of [...each.values()].sort(inOrderPaid)) {
    const { claimed, takenBack: before } = payment.marks;
    if (!claimed) continue;
    const marked = before.find((part) => part.claim === claim);
    const byOthers = totalOf(before.filter((part) => part !== marked));
    const amountInPence = marked?.amountInPence ?? claimed.amountInPence - byOthers - heldOf(payment);
    if (amountInPence <= 0) continue;
    const part = partOf(payment, amountInPence);
    const fits = claimed.claim !== claim && giftAidInPence(totalOf(takenBack) + amountInPence) <= mostTaxInPence;
    (marked || fits ? takenBack : takenBackLater).push(part);
  }
  return { takenBack, takenBackLater };
}

function marksFor(
  claim: string,
  claimable: readonly Claimable[],
  takenBack: readonly PartOfPayment[],
  payments: readonly GiftPayment[],
): GiftAidClaim['toMark'] {
  const marks = new Map(payments.map((payment) => [payment.paymentId, payment.marks]));
  // What was taken back comes first: once every payment of the rows is marked, the claim is finished.
  return [
    ...takenBack
      .filter(({ paymentId }) => !marks.get(paymentId)?.takenBack.some((part) => part.claim === claim))
      .map(({ paymentId, amountInPence }) => ({
        paymentId,
        metadata: {
          giftAidTakenBack: [...(marks.get(paymentId)?.takenBack ?? []), { claim, amountInPence }]
            .map((part) => `${part.claim}:${part.amountInPence}`)
            .join(' '),
        },
        // Each adds to what stands there, so two that have seen the same are two for one place.
        once: `gift-aid-taken-back-${paymentId}-${marks.get(paymentId)?.takenBack.length ?? 0}`,
      })),
    // Those that are new come before those whose number alone is out of date, so that the number never promises more than is marked.
    ...[
      ...claimable.filter(({ payment }) => !payment.marks.claimed),
      ...claimable.filter(({ payment }) => payment.marks.claimed),
    ]
      .filter(({ payment }) => payment.marks.claimed?.payments !== claimable.length)
      .map(({ payment, amountInPence }) => ({
        paymentId: payment.paymentId,
        metadata: {
          giftAidClaim: claim,
          giftAidClaimedInPence: String(amountInPence),
          giftAidClaimOf: String(claimable.length),
        },
        ...(payment.marks.claimed ? {} : { once: `gift-aid-claim-${payment.paymentId}` }),
      })),
  ];
}
