/** The ledger: which payments have come in, for which fund. It holds no one’s name; Stripe keeps the record of donors. */

/** One payment. */
export interface LedgerEntry {
  /** Stripe’s id of the payment, `pi_…`: one payment is one entry, however often Stripe tells of it. */
  readonly payment: string;
  readonly amountInPence: number;
  /** The fund’s slug, or `null` for wherever it is needed most. */
  readonly fund: string | null;
  /** When Stripe made the event that told of it, ISO 8601. */
  readonly receivedAt: string;
}

/** The part of a Netlify Blobs store that the ledger uses. */
export interface EntryStore {
  setJSON(key: string, value: unknown, options: { onlyIfNew: true }): Promise<{ modified: boolean }>;
  get(key: string, options: { type: 'json' }): Promise<unknown>;
  list(options: { prefix: string }): Promise<{ blobs: { key: string }[] }>;
}

export interface Ledger {
  /** Writes an entry, once: told of the same payment again, it changes nothing and says `known`. Rejects when it could not be written. */
  record(entry: LedgerEntry): Promise<'recorded' | 'known'>;
  /** Every entry, in no particular order. */
  entries(): Promise<readonly LedgerEntry[]>;
}

/**
 * A ledger in a store whose writes are conditional, so that two events at once cannot count one payment twice.
 * @param mode practice and test payments are kept apart from real ones, and never count as real
 */
export function ledgerIn(store: EntryStore, mode: 'live' | 'test'): Ledger {
  const prefix = `${mode}/`;
  return {
    async record(entry) {
      const { modified } = await store.setJSON(`${prefix}${entry.payment}`, entry, { onlyIfNew: true });
      return modified ? 'recorded' : 'known';
    },
    async entries() {
      const { blobs } = await store.list({ prefix });
      return (await Promise.all(blobs.map(({ key }) => store.get(key, { type: 'json' })))) as LedgerEntry[];
    },
  };
}
