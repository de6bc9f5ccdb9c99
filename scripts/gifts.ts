/**
 * `npm run gifts -- --from 2026-04-06 --to 2027-04-05 [--private]`: the gifts of a period as a table for finance, with no one’s name; or, for staff
 * alone, with what donors wrote and asked for.
 */
import { resolve } from 'node:path';
import { csvOf } from '../src/giving/csv.ts';
import type { GiftAtStripe } from '../src/giving/gifts-at-stripe.ts';
import { poundsAndPence } from '../src/giving/pounds.ts';
import { tributes } from '../src/giving/tribute.ts';
import { readEntries, readSettings } from '../src/proofreading/entries.ts';
import { type Fund, funds } from '../src/schema/funds.ts';
import { type Giving, giving } from '../src/schema/settings.ts';
import { askedOf } from './local/asked.ts';
import { counted, giftsThatAgree, readPeriod, stripeToRead, writePrivately } from './local/gifts-of-period.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
const { values } = askedOf({
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    private: { type: 'boolean', default: false },
    'accept-difference': { type: 'boolean' },
  },
});
const period = readPeriod(values);

/** The funds by the names that donors choose among. One that is gone from the site goes by the name of its folder: its money is still for it alone. */
const fundNames = new Map(
  (await readEntries('.', funds)).map(({ slug, fields }) => [slug, (fields as Partial<Fund>).title ?? slug]),
);
const { generalFund = '' } = (await readSettings('.', giving)).fields as Partial<Giving>;

type Columns = Readonly<Record<string, (gift: GiftAtStripe) => string>>;
const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');

const forFinance: Columns = {
  Date: ({ paidOn }) => paidOn,
  Gross: ({ amountInPence }) => poundsAndPence(amountInPence),
  Fee: ({ feeInPence }) => poundsAndPence(feeInPence),
  Net: ({ netInPence }) => poundsAndPence(netInPence),
  Refunded: ({ refundedInPence }) => poundsAndPence(refundedInPence),
  Fund: ({ fund }) => (fund ? (fundNames.get(fund) ?? fund) : generalFund),
  Frequency: ({ frequency }) => frequency,
  'Gift Aid': ({ declaration }) => yesOrNo(declaration !== undefined),
  Payment: ({ paymentId }) => paymentId,
};

/** In a later month of a monthly gift its words stay empty, so that nobody is told of it twice. */
const newWords =
  (what: (gift: GiftAtStripe) => string) =>
  (gift: GiftAtStripe): string =>
    gift.isLaterMonth ? '' : what(gift);

const forStaffAlone: Columns = {
  Date: ({ paidOn }) => paidOn,
  Amount: ({ amountInPence }) => poundsAndPence(amountInPence),
  Frequency: ({ frequency }) => frequency,
  Name: ({ donor }) => donor.name,
  Email: ({ donor }) => donor.email,
  Message: newWords(({ words }) => words.message),
  Tribute: newWords(({ words }) => (words.tribute ? tributes[words.tribute] : '')),
  'Whose name': newWords(({ words }) => words.tributeName),
  'Message with it': newWords(({ words }) => words.tributeMessage),
  'Who to tell': newWords(({ words }) => words.tributeTell),
  'Keep in touch': ({ words }) => yesOrNo(words.keepInTouch),
  'Gift Aid': ({ declaration }) => yesOrNo(declaration !== undefined),
  Payment: ({ paymentId }) => paymentId,
};

const gifts = await giftsThatAgree(stripeToRead(), period, { acceptDifference: values['accept-difference'] });
gifts.sort((one, other) => (`${one.paidOn}${one.paymentId}` < `${other.paidOn}${other.paymentId}` ? -1 : 1));
const columns = values.private ? forStaffAlone : forFinance;
const file = `gifts-${values.private ? 'private-' : ''}${period.from}-to-${period.to}.csv`;
await writePrivately(
  file,
  csvOf([Object.keys(columns), ...gifts.map((gift) => Object.values(columns).map((cell) => cell(gift)))]),
);
process.stdout.write(`${counted(gifts, 'gift')}: see ${file}\n`);
if (values.private)
  process.stdout.write(
    `That is ${resolve(file)}. It holds personal details: names, addresses, and what people wrote. Only your account on this machine can read it. ` +
      'Send it to nobody, and delete it when you have done what it asks; Stripe keeps it all.\n',
  );
