/** `npm run gifts -- --from 2026-04-06 --to 2027-04-05`: the gifts of a period as a table for finance, with no one’s name. */
import { parseArgs } from 'node:util';
import { csvOf } from '../src/giving/csv.ts';
import { poundsAndPence } from '../src/giving/pounds.ts';
import { counted, giftsThatAgree, readPeriod, stripeToRead, writePrivately } from './local/gifts-of-period.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
const { values } = parseArgs({
  options: { from: { type: 'string' }, to: { type: 'string' }, 'accept-difference': { type: 'boolean' } },
});
const period = readPeriod(values);
const gifts = await giftsThatAgree(stripeToRead(), period, { acceptDifference: values['accept-difference'] });
gifts.sort((one, other) => (`${one.paidOn}${one.paymentId}` < `${other.paidOn}${other.paymentId}` ? -1 : 1));
const file = `gifts-${period.from}-to-${period.to}.csv`;
await writePrivately(
  file,
  csvOf([
    ['Date', 'Gross', 'Fee', 'Net', 'Refunded', 'Fund', 'Frequency', 'Gift Aid', 'Payment'],
    ...gifts.map((gift) => [
      gift.paidOn,
      poundsAndPence(gift.amountInPence),
      poundsAndPence(gift.feeInPence),
      poundsAndPence(gift.netInPence),
      poundsAndPence(gift.refundedInPence),
      gift.fund ?? '',
      gift.frequency,
      gift.declaration ? 'yes' : 'no',
      gift.paymentId,
    ]),
  ]),
);
process.stdout.write(`${counted(gifts, 'gift')}: see ${file}\n`);
