/**
 * The ledger: what is held of each gift, for which fund. It holds no one’s name; Stripe keeps the record of donors.
 *
 * It comes out right in whatever order, how often, and how late one hears of a payment, since nothing is added up from what one hears. Hearing of
 * a payment only says that it must be looked at. Then the ledger is read, *then* the payment, anew, at Stripe; and what Stripe says is written if the
 * ledger is still as it was read. So whoever writes has seen Stripe later than all that stands there: who looked at Stripe before a change, and comes to
 * write after another who saw the change, finds another version, and must look again. It is written even when it says the same as before, so
 * that the version moves on for those who looked earlier; a number that counts the writings makes each unlike every other.
 */
import type { Store } from './store.ts';

/** What is held of one gift’s payment. */
export interface LedgerEntry {
  /** The fund’s slug, or `null` for wherever it is needed most. */
  readonly fund: string | null;
  /** What the charity has of it: not what was refunded, nor what a donor’s bank has taken back. */
  readonly heldInPence: number;
  /** What the donor gave. */
  readonly givenInPence: number;
  readonly frequency: 'once' | 'monthly';
  /** When the payment was begun, ISO 8601. */
  readonly createdAt: string;
}

/** Entries by Stripe’s id of the payment, `pi_…`. */
export type Entries = Readonly<Record<string, LedgerEntry>>;

/** What Stripe says of a payment at the moment that it is asked. */
export interface PaymentNow {
  readonly createdAt: string;
  /** Whether it is a gift at all: the charity may sell tickets from the same account. */
  readonly isGift: boolean;
  /** Absent while nothing has come in, and for what is not a gift. */
  readonly entry?: LedgerEntry;
  /** Absent when the donor wrote nothing. It is in no ledger. */
  readonly written?: WrittenWithGift;
}

/** That a donor wrote something with a gift, and where it stands at Stripe. Never what it is. */
export interface WrittenWithGift {
  readonly at: 'payments' | 'subscriptions';
  readonly id: string;
  readonly hasMessage: boolean;
  readonly isTribute: boolean;
  readonly asksToTell: boolean;
}

/** Practice and test payments are kept apart from real ones, and never count as real. */
export type Mode = 'live' | 'test';

/** The payments that were begun in one month, as they are kept: one document a month. */
interface MonthDocument {
  /** How often it has been written: a store may tell versions by their bytes alone. */
  readonly writings: number;
  readonly payments: Entries;
}

export interface Ledger {
  /**
   * Changes the entries of one month. `find` looks at Stripe, and gives what they are now, or `undefined` to leave them; it is called once the ledger
   * has been read, never before. Rejects when it could not be told whether it was written.
   * @param month `YYYY-MM`
   * @returns `overtaken` when somebody else has written in the meantime: nothing was changed, and one must look again
   */
  change(
    month: string,
    find: (before: Entries) => Promise<Entries | undefined>,
  ): Promise<'written' | 'left' | 'overtaken'>;
  /** Every entry. */
  entries(): Promise<Entries>;
}

/** The month that an instant is in, `YYYY-MM`, in UTC, as Stripe’s lists are asked by. */
export const monthOf = (instant: string): string => instant.slice(0, 7);

/** The ledger in a store. */
export function ledgerIn(store: Store, mode: Mode): Ledger {
  const read = async (key: string) => {
    const found = await store.read(key);
    return { version: found?.version, document: found?.value as MonthDocument | undefined };
  };
  return {
    async change(month, find) {
      const key = `${mode}/${month}`;
      const { version, document } = await read(key);
      const payments = await find(document?.payments ?? {});
      if (!payments) return 'left';
      const next: MonthDocument = { writings: (document?.writings ?? 0) + 1, payments };
      return (await store.write(key, next, version)) ? 'written' : 'overtaken';
    },
    async entries() {
      const months = await Promise.all((await store.keys(`${mode}/`)).map(read));
      return Object.assign({}, ...months.map(({ document }) => document?.payments));
    },
  };
}

/** How often one looks again before one gives up: then whoever told of the payment is asked to tell again. */
const mostTries = 8;

/** The entries, with one payment as it is now. */
export const withPayment = (before: Entries, payment: string, entry: LedgerEntry | undefined): Entries => {
  const { [payment]: _, ...others } = before;
  return entry ? { ...others, [payment]: entry } : others;
};

/**
 * Writes down what is held of a payment now. Rejects when Stripe or the store did not answer, or others were quicker each time; one can always call again.
 * @param read asks Stripe
 * @param likelyMonth when it was most likely begun; a wrong guess costs one more look
 * @returns what was written; `undefined` when it is not a gift
 */
export async function keep(
  ledger: Ledger,
  read: (payment: string) => Promise<PaymentNow>,
  payment: string,
  likelyMonth: string,
): Promise<PaymentNow | undefined> {
  let month = likelyMonth;
  for (let tries = 0; tries < mostTries; tries += 1) {
    let now: PaymentNow | undefined;
    const done = await ledger.change(month, async (before) => {
      now = await read(payment);
      return now.isGift && monthOf(now.createdAt) === month ? withPayment(before, payment, now.entry) : undefined;
    });
    if (!now?.isGift) return undefined;
    if (done === 'written') return now;
    month = monthOf(now.createdAt);
  }
  throw new Error('Overtaken each time');
}
