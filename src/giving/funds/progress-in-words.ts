/** How far a fund is, in words: for the page as it is built, and for the script that puts today's figures in. */
import { poundsInWords } from '../../money.ts';
import type { FundTotal } from './fund-totals.ts';

/** What has come in, beside what is hoped for. */
export const raisedInWords = ({ heldInPence }: FundTotal, targetInPence: number): string =>
  heldInPence > targetInPence
    ? `${poundsInWords(heldInPence)} raised, more than the ${poundsInWords(targetInPence)} we hoped for`
    : `${poundsInWords(heldInPence)} raised of ${poundsInWords(targetInPence)}`;

/** Of how many gifts, and when they were counted. */
export const countedInWords = ({ gifts }: FundTotal, when: string): string =>
  `${gifts === 0 ? 'No gifts yet' : gifts === 1 ? 'From one gift' : `From ${gifts.toLocaleString('en-GB')} gifts`}, as of ${when}`;
