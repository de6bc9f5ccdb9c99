/**
 * `npm run gift-aid -- --from 2026-04-06 --to 2027-04-05 [--claim NAME] [--year-end 03-31] [--accept-difference]`: the Gift Aid claim of a period, as files for HMRC and a
 * list of what became of each gift. With a name, it then marks what it claimed at Stripe, so that no later claim has it again. No one’s details
 * are printed; the files have them.
 */
import { rm } from 'node:fs/promises';
import { dayInWords, dayNow } from '../src/dates.ts';
import { csvOf } from '../src/giving/csv.ts';
import {
  claimOf,
  type GiftAidClaim,
  isClaimName,
  type PartOfPayment,
  type Reason,
  reasons,
  waitingToBeClaimed,
} from '../src/giving/gift-aid/gift-aid-claim.ts';
import { markOnce } from '../src/giving/gift-aid/marking.ts';
import { scheduleFile } from '../src/giving/gift-aid/schedule.ts';
import {
  claimedAndGoneBack,
  daysClaimedAs,
  type GiftAtStripe,
  giftsBetween,
  isIn,
} from '../src/giving/gifts-at-stripe.ts';
import { poundsAndPence } from '../src/giving/pounds.ts';
import { withoutDetails } from '../src/giving/without-details.ts';
import { askedOf } from './local/asked.ts';
import { counted, giftsThatAgree, readPeriod, stripeToRead, writePrivately } from './local/gifts-of-period.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
const { values } = askedOf({
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    claim: { type: 'string' },
    'year-end': { type: 'string', default: '04-05' },
    'accept-difference': { type: 'boolean' },
  },
});
const period = readPeriod(values);
const { claim, 'year-end': yearEndsOn } = values;
if (claim !== undefined && !isClaimName(claim))
  throw new Error('Name the claim in letters, digits and hyphens, like --claim 2026-spring.');
if (!/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(yearEndsOn))
  throw new Error('Say the last day of your accounting year as month and day: --year-end 03-31');

const stripe = stripeToRead();
if (claim) await refuseNameOfAnotherPeriod(claim);
const terms = { today: dayNow(), yearEndsOn };
const name = `gift-aid-${period.from}-to-${period.to}${claim ? `-${claim}` : ''}`;
let gifts: GiftAtStripe[] = [];
let made: GiftAidClaim = claimOf([], [], terms);
let waiting: PartOfPayment[] = [];
let written: readonly string[] = [];
const fileOf = (index: number) => `${name}${made.schedules.length > 1 ? `-${index + 1}` : ''}.ods`;

// Two people may make claims at the same time. What the other was quicker to mark is left out, and the claim is made again without it.
const mostRounds = 4;
for (let round = 1; ; round++) {
  await makeFiles();
  const markedByOthers = await markAll();
  if (markedByOthers.length === 0) break;
  for (const { paymentId, by } of markedByOthers)
    process.stdout.write(
      `${paymentId} is marked for ${by ? `the claim “${by}”` : 'another claim'}, made at the same time.\n`,
    );
  if (round === mostRounds || markedByOthers.some(({ by }) => by === undefined || by === claim))
    throw new Error(
      'Somebody else is making a claim of the same gifts, or Stripe was in trouble when this one was begun. Send nothing yet: once they have finished, run the same command again, with the same name; if it says this again, do so in a day.',
    );
  process.stdout.write('This claim is made again without that.\n');
}
say(made);
if (claim && made.schedules.length > 0)
  process.stdout.write(`Marked at Stripe as the claim “${claim}”. Send these files to HMRC, and no others.\n`);

/** Reads Stripe’s record, makes the claim of it, and writes its files. */
async function makeFiles(): Promise<void> {
  gifts = await giftsThatAgree(stripe, period, { acceptDifference: values['accept-difference'] });
  const goneBack = await Array.fromAsync(claimedAndGoneBack(stripe));
  made = claimOf(gifts, goneBack, { ...(claim ? { claim } : {}), ...terms });
  waiting = waitingToBeClaimed(await giftsBefore(), terms);
  const schedules = made.schedules.map((schedule, index) => [fileOf(index), scheduleFile(schedule)] as const);
  for (const [file, contents] of schedules) await writePrivately(file, contents);
  await writePrivately(`${name}.csv`, csvOf(whatBecameOfEach(made)));
  // A file of the round before that is no part of the claim any more must not be sent.
  const now = schedules.map(([file]) => file);
  for (const file of written.filter((one) => !now.includes(one))) await rm(file, { force: true });
  written = now;
}

/**
 * Marks what is in the files. Last of all: were it stopped before, nothing would be marked that is in no file; stopped now, it goes on under the same name.
 * Gives back the payments that somebody else has marked since they were read.
 */
async function markAll(): Promise<{ paymentId: string; by: string | undefined }[]> {
  const markedByOthers = [];
  for (const [index, mark] of made.toMark.entries()) {
    const marked = await markOnce(stripe, mark).catch((error: unknown) => {
      throw new Error(
        `Marking broke off after ${index} of ${made.toMark.length} payments (${withoutDetails(error)}). Send nothing yet: run the same command again, with the same name.`,
      );
    });
    if (!marked.isMarked) markedByOthers.push({ paymentId: mark.paymentId, by: marked.by });
  }
  return markedByOthers;
}

/** Gifts from before the period, as long ago as any could be claimed: the end of an accounting year and four more. */
async function giftsBefore(): Promise<GiftAtStripe[]> {
  const from = `${Number(terms.today.slice(0, 4)) - 5}-01-01`;
  if (from >= period.from) return [];
  const gifts = await Array.fromAsync(giftsBetween(stripe, { from, to: period.from }));
  return gifts.filter(({ paidOn }) => paidOn < period.from);
}

/** A claim’s name says what of it was marked and taken back before: two claims of one name would give tax back twice. */
async function refuseNameOfAnotherPeriod(name: string): Promise<void> {
  const days = (await Array.fromAsync(daysClaimedAs(stripe, name))).sort();
  const [first = '', last = first] = [days[0], days.at(-1)];
  if (days.every((day) => isIn(day, period))) return;
  throw new Error(
    `There is a claim “${name}” already, with gifts of ${dayInWords(first)} to ${dayInWords(last)}, and not all of them are in this period. ` +
      'Give this claim another name; or, to make that one again, give the period it had.',
  );
}

/** A line for each gift, and for each that went back: which row of which file leads to which payment, and so to its declaration. */
function whatBecameOfEach({
  schedules,
  leftOut,
  partsNotClaimed,
  takenBack,
  takenBackLater,
}: GiftAidClaim): string[][] {
  const paidOn = new Map(gifts.map((gift) => [gift.paymentId, gift]));
  const line = ({ paymentId, paidOn: day, amountInPence }: PartOfPayment, what: string) => [
    paymentId,
    day,
    poundsAndPence(amountInPence),
    what,
  ];
  const notClaimed = new Map(partsNotClaimed.map((part) => [part.paymentId, part.amountInPence]));
  const inRows = schedules.flatMap(({ rows }, index) =>
    rows.flatMap(({ paymentIds }, item) =>
      paymentIds.map((paymentId) => {
        const { paidOn: day = '', amountInPence = 0 } = paidOn.get(paymentId) ?? {};
        const claimed = amountInPence - (notClaimed.get(paymentId) ?? 0);
        return line({ paymentId, paidOn: day, amountInPence: claimed }, `claimed: ${fileOf(index)}, item ${item + 1}`);
      }),
    ),
  );
  return [
    ['Payment', 'Date', 'Amount', 'What became of it'],
    ...inRows,
    ...partsNotClaimed.map((part) => line(part, 'not claimed: this part has gone back to the donor')),
    ...leftOut.map((part) => line(part, `left out: ${reasons[part.reason]}`)),
    ...takenBack.map((part) => line(part, 'was claimed before and has gone back: its tax is given back in this claim')),
    ...takenBackLater.map((part) =>
      line(part, 'was claimed before and has gone back: its tax is to be given back in a later claim'),
    ),
    ...waiting.map((part) => line(part, 'from before this period: it is in no claim, and waits to be claimed')),
  ];
}

/** What came of it, in plain words and sums. */
function say({ schedules, taxInPence, leftOut, partsNotClaimed, takenBack, takenBackLater }: GiftAidClaim): void {
  const rows = schedules.flatMap((schedule) => schedule.rows);
  const sum = rows.reduce((total, { amountInPence }) => total + amountInPence, 0);
  const number = rows.reduce((total, { paymentIds }) => total + paymentIds.length, 0);
  const givenBack = schedules.reduce((total, { overclaimedTaxInPence }) => total + overclaimedTaxInPence, 0);
  const byReason = [...Map.groupBy(leftOut, ({ reason }) => reason)] satisfies [Reason, PartOfPayment[]][];
  const lines = [
    `In the claim: ${number} gift${number === 1 ? '' : 's'}, £${poundsAndPence(sum)}, in ${rows.length} row${rows.length === 1 ? '' : 's'}. The Gift Aid on that is £${poundsAndPence(taxInPence)}.`,
    ...(partsNotClaimed.length > 0
      ? [`Gone back to donors of these, and not claimed: ${counted(partsNotClaimed, 'part')}.`]
      : []),
    ...(takenBack.length > 0
      ? [
          `Claimed before and gone back since: ${counted(takenBack, 'gift')}. This claim gives back £${poundsAndPence(givenBack)} of tax.`,
        ]
      : []),
    ...(takenBackLater.length > 0
      ? [
          `To be given back in a later claim, for this one is too small or finished: the tax on ${counted(takenBackLater, 'gift')}.`,
        ]
      : []),
    `Left out: ${counted(leftOut, 'gift')}.`,
    ...byReason.map(([reason, parts]) => `  ${counted(parts, 'gift')}: ${reasons[reason]}.`),
    ...(leftOut.some(({ reason }) => reason === 'notAPerson')
      ? [
          `Look these up in ${name}.csv before you send anything. Where it is a person after all, write giftAidPerson, and beside it yes, ` +
            'into the metadata of the payment at Stripe, and run this again.',
        ]
      : []),
    ...(waiting.length > 0
      ? [
          `From before this period, in no claim, and free to be claimed now: ${counted(waiting, 'gift')}. They wait: claim them with ` +
            `--from ${waiting[0]?.paidOn} --to ${waiting.at(-1)?.paidOn} and a name of their own.`,
        ]
      : []),
    ...schedules.map((_, index) => `For HMRC: ${fileOf(index)}`),
    `What became of each gift: ${name}.csv`,
    ...(schedules.length === 0 ? ['There is nothing to claim.'] : []),
    ...(claim
      ? []
      : ['This was a look: nothing is marked as claimed. To claim, run it again with --claim and a name.']),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
