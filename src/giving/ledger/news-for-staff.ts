/** Tells staff what they would want to know the same day: amounts, funds, and where to look at Stripe. Nothing of a donor's leaves Stripe by it. */
import { poundsInWords } from '../../money.ts';
import { withoutDetails } from '../without-details.ts';
import type { LedgerEntry, Mode, WrittenWithGift } from './ledger.ts';
import type { Store } from './store.ts';

/** One thing to tell. */
export interface News {
  /** What it is about, and never of whom: news of the same key is told once. */
  readonly key: string;
  readonly text: string;
}

/** What the news goes by; the build writes it beside the form. */
export interface NewsTerms {
  /** A single gift of this much or more is told of; absent, none is. */
  readonly tellUsFromInPence?: number;
  readonly generalFund: string;
  readonly funds: readonly { readonly slug: string; readonly title: string }[];
}

/** Where an object is seen by those who may, or all of its kind: Stripe's own pages. */
const atStripe = (mode: Mode, kind: 'payments' | 'invoices' | 'subscriptions', id = '') =>
  `https://dashboard.stripe.com/${mode === 'live' ? '' : 'test/'}${kind}${id && `/${id}`}`;

const purpose = ({ fund }: Pick<LedgerEntry, 'fund'>, { funds, generalFund }: NewsTerms) =>
  fund === null ? generalFund : (funds.find(({ slug }) => slug === fund)?.title ?? fund);

/** Practice must not be taken for the real thing. */
const said = (mode: Mode, words: string) => (mode === 'live' ? words : `Practice, no real money: ${words}`);

/** The first gift of a monthly supporter. */
export const firstMonthlyGift = (mode: Mode, payment: string, entry: LedgerEntry, terms: NewsTerms): News => ({
  key: `first-monthly-gift/${payment}`,
  text: said(
    mode,
    `A new supporter gives ${poundsInWords(entry.givenInPence)} each month, for “${purpose(entry, terms)}”. ${atStripe(mode, 'payments', payment)}`,
  ),
});

/** A single gift of the size that staff want to hear of, or more; `undefined` for any other, and for a month of a monthly one, which is no news. */
export const largeGift = (mode: Mode, payment: string, entry: LedgerEntry, terms: NewsTerms): News | undefined =>
  terms.tellUsFromInPence === undefined || entry.frequency === 'monthly' || entry.givenInPence < terms.tellUsFromInPence
    ? undefined
    : {
        key: `large-gift/${payment}`,
        text: said(
          mode,
          `A gift of ${poundsInWords(entry.givenInPence)} has come in, for “${purpose(entry, terms)}”. ${atStripe(mode, 'payments', payment)}`,
        ),
      };

/** That a donor wrote something that staff should read, and where it stands: the words themselves stay at Stripe. Of a monthly gift it is told once. */
export function wordsFromDonor(mode: Mode, { at, id, hasMessage, isTribute, asksToTell }: WrittenWithGift): News {
  const what = [
    ...(hasMessage ? ['a message from its donor'] : []),
    ...(isTribute ? ['the name of somebody it is in memory or in honour of'] : []),
    ...(asksToTell ? ['somebody to be told of it'] : []),
  ];
  return {
    key: `words/${id}`,
    text: said(
      mode,
      `A gift has come in with ${new Intl.ListFormat('en-GB').format(what)}. Read it at Stripe, under “Metadata”: ${atStripe(mode, at, id)}`,
    ),
  };
}

/** A monthly gift that could not be collected. Of one invoice it is told once, however often Stripe tries. */
export const failedRenewal = (mode: Mode, invoice: string, amountInPence: number): News => ({
  key: `failed-renewal/${invoice}`,
  text: said(
    mode,
    `A monthly gift of ${poundsInWords(amountInPence)} could not be collected. Stripe will try again. ${atStripe(mode, 'invoices', invoice)}`,
  ),
});

/** A gift that a bank was to pay some days later, and did not. A monthly one has no payment of its own to look at. */
export const unpaidByBank = (
  mode: Mode,
  session: string,
  payment: string | undefined,
  amountInPence: number,
): News => ({
  key: `unpaid-by-bank/${session}`,
  text: said(
    mode,
    `A gift of ${poundsInWords(amountInPence)} that a bank was to pay did not come. Its donor may not know. ${atStripe(mode, 'payments', payment)}`,
  ),
});

/** A bank that asks for a gift back on a donor’s behalf. */
export const dispute = (mode: Mode, id: string, payment: string, amountInPence: number): News => ({
  key: `dispute/${id}`,
  text: said(
    mode,
    `A donor’s bank disputes a gift of ${poundsInWords(amountInPence)}. Stripe says by when to answer: unanswered, it is lost. ${atStripe(mode, 'payments', payment)}`,
  ),
});

/** Somebody tries stolen cards on the form. Of the same hour it is told once. */
export const attack = (mode: Mode, now: Date): News => ({
  key: `attack/${now.toISOString().slice(0, 13)}`,
  text: said(
    mode,
    'Somebody seems to be trying stolen cards on the form for giving: far more attempts than donors make. The site holds them back. Look at the latest payments at Stripe, and refund what no donor gave: https://dashboard.stripe.com/payments',
  ),
});

/** What telling staff needs. */
export interface Newsroom {
  readonly mode: Mode;
  /** Where it is noted what is told. */
  readonly store: Store;
  /** Sends it to where staff read; absent, nobody wants to be told. Rejects when it did not arrive. */
  readonly send: ((text: string) => Promise<void>) | undefined;
  /** Writes a line for whoever runs the site. It never holds anything of a donor's. */
  readonly tellOperator: (line: string) => void;
}

/** It is told first, and then noted as told: a dispute that is told twice costs a shrug, one that is never told costs the gift. */
async function pass({ mode, store, send }: Newsroom, { key, text }: News): Promise<void> {
  await send?.(text);
  await store.write(`told/${mode}/${key}`, true, undefined);
  await store.remove(`waiting/${mode}/${key}`);
}

/** The same, and what fails is told to the operator: it waits, and the hour tries it again. */
const tryToPass = (newsroom: Newsroom, news: News): Promise<void> =>
  pass(newsroom, news).catch((error: unknown) =>
    newsroom.tellOperator(`Staff were not told yet of ${news.key}: ${withoutDetails(error)}`),
  );

/**
 * Tells staff, once. What could not be sent waits for the hour (`tellWhatWaits`). Resolves once it is noted, and rejects when that is not known: then nobody
 * will tell it, unless it comes again.
 * @param later sees to it that the sending, which never rejects, comes to its end
 */
export async function tellStaff(
  newsroom: Newsroom,
  news: News,
  later: (sending: Promise<void>) => void,
): Promise<void> {
  const { mode, store, send } = newsroom;
  if (!send) return;
  if (await store.read(`told/${mode}/${news.key}`)) return;
  // Whoever noted it first is telling it now; and if that fails, the hour will.
  if (await store.write(`waiting/${mode}/${news.key}`, news, undefined)) later(tryToPass(newsroom, news));
}

/**
 * Tells staff what could not be sent before. Never rejects.
 * @param isTimeLeft whether one more may be sent: what then still waits is told in the next hour
 */
export async function tellWhatWaits(newsroom: Newsroom, isTimeLeft: () => boolean = () => true): Promise<void> {
  const { mode, store, send, tellOperator } = newsroom;
  if (!send) return;
  try {
    const keys = await store.keys(`waiting/${mode}/`);
    for (const [before, key] of keys.entries()) {
      if (!isTimeLeft()) {
        const left = keys.length - before;
        tellOperator(
          `Staff are told of ${left} more thing${left === 1 ? '' : 's'} in the next hour: there was no time left.`,
        );
        return;
      }
      const found = await store.read(key);
      if (found) await tryToPass(newsroom, found.value as News);
    }
  } catch (error) {
    tellOperator(`Staff were not told yet of what waits: ${withoutDetails(error)}`);
  }
}
