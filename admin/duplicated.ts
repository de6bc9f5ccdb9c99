/** A copy of an entry begins with no old addresses: they lead to the one it was made from, and no address leads to two pages. */
import type { Reducer } from 'decap-cms-core/dist/esm/redux/index.js';

interface Copied {
  readonly data: { delete(field: string): unknown };
}

/** The same reducer, which gives a copy none. */
export const withoutOldAddresses =
  (plain: Reducer): Reducer =>
  (state, action) => {
    if (action.type !== 'DRAFT_CREATE_DUPLICATE_FROM_ENTRY') return plain(state, action);
    const payload = action.payload as Copied;
    return plain(state, { ...action, payload: { ...payload, data: payload.data.delete('formerly') } });
  };
