/** A copy of an entry begins with no old addresses: they lead to the one it was made from, and no address leads to two pages. */
import createReducer from 'decap-cms-core/dist/esm/reducers/combinedReducer.js';
import { store } from 'decap-cms-core/dist/esm/redux/index.js';

const reducer = createReducer();

store.replaceReducer((state, action) => {
  if (action.type !== 'DRAFT_CREATE_DUPLICATE_FROM_ENTRY') return reducer(state, action);
  const { payload } = action;
  return reducer(state, { ...action, payload: { ...payload, data: payload.data.delete('formerly') } });
});
