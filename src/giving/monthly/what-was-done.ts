/** Says what was done with a monthly gift, in the same words wherever its donor reads them: on its page, and in the message that they are sent. */
import { dayInWords, dayOf } from '../../dates.ts';
import { amountInWords, type GivingTerms, reachUs } from '../gift.ts';
import type { Letter } from './letter.ts';
import type { Change, MonthlyGift, StoppedGift } from './monthly-gifts.ts';

/** A moment, as the day that it is on. */
export const day = (moment: Date): string => dayInWords(dayOf(moment));

/** “£10 each month”. */
export const each = ({ amountInPence }: Pick<MonthlyGift, 'amountInPence'>): string =>
  amountInWords({ amountInPence, frequency: 'monthly' });

/** What a gift is taken from, as far as one says. */
export const source = ({ what, lastFour }: NonNullable<MonthlyGift['paidBy']>): string =>
  `the ${what} that ends in ${lastFour}`;

type Source = Pick<MonthlyGift, 'paidBy'>;

const isFromBank = ({ paidBy }: Source) => paidBy?.what === 'bank account';

/** A payment that a bank was asked for takes days, and nothing that is done here calls it back. */
const stillTaken = (gift: Source): string =>
  isFromBank(gift) ? ' What your bank was asked for in the last few days may still be taken.' : '';

/** That a gift is taken no more, or will not be: “… once you stop it”. */
export const nothingMore = (gift: Source, once = ''): string =>
  `${isFromBank(gift) ? 'Your bank is asked for nothing more' : 'Nothing more is taken'}${once}.${stillTaken(gift)}`;

/** What was done with a gift that goes on, or may; `undefined` when that is not so of it. */
export function doneInWords(done: string | undefined, gift: MonthlyGift): string | undefined {
  const next = gift.nextAt && day(gift.nextAt);
  switch (done) {
    case 'amount':
      return gift.isEnding ? undefined : `You now give ${each(gift)}${next ? `, from ${next}` : ''}.`;
    case 'pause':
      return gift.isPaused && next
        ? `Your gift is paused. The next one is taken on ${next}.${stillTaken(gift)}`
        : undefined;
    case 'start':
      return gift.isPaused || !next ? undefined : `Your gift goes on. The next one is taken on ${next}.`;
    case 'card':
      return gift.paidBy && `Your gift is now taken from ${source(gift.paidBy)}.`;
    default:
      return undefined;
  }
}

/** That a gift was stopped. */
export const stoppedInWords = (gift: StoppedGift): string =>
  `Your gift of ${each(gift)} has stopped. ${nothingMore(gift)}${gift.lastPaidAt ? ` The last payment was on ${day(gift.lastPaidAt)}.` : ''}`;

/** To whom a message goes, and from where. */
interface Addressed {
  readonly to: string | undefined;
  /** The site’s own address. */
  readonly origin: string;
  readonly terms: GivingTerms;
}

/**
 * The message to a donor whose gift was changed: Stripe sends none for this. It says what was done, and the way back; no name, and not what the gift is for.
 * `undefined` where there is nothing to say, or nobody to say it to.
 * @param gift the gift as it is now
 */
export function letterOfChange(
  { action }: Change,
  gift: MonthlyGift,
  { to, origin, terms }: Addressed,
): Letter | undefined {
  const done = action === 'stop' ? stoppedInWords(gift) : doneInWords(action, gift);
  if (!to || done === undefined) return undefined;
  const wayBack =
    action === 'stop'
      ? `Did you not mean to? You can begin again here:\n${origin}/donate/?frequency=monthly`
      : `Did you not mean to, or want to change it again? Ask for the link to your gift here:\n${origin}/donate/manage/`;
  return {
    to,
    subject: `Your monthly gift to ${terms.charityName} was changed`,
    text: [
      'Hello,',
      `your monthly gift was changed just now, by the link that we sent to you. ${done}`,
      wayBack,
      `If it was not you, please ${reachUs(terms, origin)}.`,
      ...(action === 'stop' ? ['Thank you for all that you have given.'] : []),
      terms.charityName,
    ].join('\n\n'),
  };
}

/** The message to a donor whose gift may have been changed: Stripe gave no answer. `undefined` where there is nobody to say it to. */
export function letterOfDoubt({ to, origin, terms }: Addressed): Letter | undefined {
  if (!to) return undefined;
  return {
    to,
    subject: `Your monthly gift to ${terms.charityName} may have been changed`,
    text: [
      'Hello,',
      'somebody asked just now, by the link that we sent to you, to change your monthly gift. We cannot say yet whether it was done.',
      `Please look in a few minutes, by a new link that you can ask for here:\n${origin}/donate/manage/`,
      `If it was not you, please ${reachUs(terms, origin)}.`,
      terms.charityName,
    ].join('\n\n'),
  };
}
