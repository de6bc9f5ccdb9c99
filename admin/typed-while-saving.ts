/**
 * What staff type while an entry is saved for the first time, or published, stays in the form. Decap (3.19) reads the entry again afterwards, puts what it has
 * read in the place of the form, and draws that anew: the words would be gone, and those that follow typed into nothing.
 */
import { type Reducer, type State, store } from 'decap-cms-core/dist/esm/redux/index.js';

/** Ours: the address is that of the entry, and no longer that of a new one. */
const arrived = 'FIRST_SAVE_ARRIVED';

const isAtNew = () => location.hash.endsWith('/new');

/** The same reducer, which keeps what was typed since. */
export function keepingTyped(plain: Reducer): Reducer {
  /** What was in the form when it began to be saved. */
  let sent: unknown;
  /** Whether a new entry is saved, and its address is not its own yet. */
  let isArriving = false;

  function after(before: State['entryDraft'], { type, payload }: Parameters<Reducer>[1], draft: State['entryDraft']) {
    const typed = before.getIn(['entry', 'data']);
    if (/(PERSIST|PUBLISH)_REQUEST$/.test(type)) sent = typed;
    else if (/(PERSIST|PUBLISH)_FAILURE$|DELETE|^DRAFT_(DISCARD|CREATE_EMPTY)/.test(type)) sent = undefined;
    else if (/PERSIST_SUCCESS$/.test(type)) isArriving = isAtNew();
    else if (type === arrived) {
      isArriving = false;
      const own = draft.deleteIn(['entry', 'isPersisting']).setIn(['entry', 'newRecord'], false);
      return payload ? own.set('hasChanged', true) : own;
    }
    let kept = draft;
    if (type === 'DRAFT_CREATE_FROM_ENTRY' && sent) {
      const hasChanged = !typed?.equals(sent);
      sent = undefined;
      if (!isArriving && !hasChanged) return draft;
      kept = draft.setIn(['entry', 'data'], typed).set('key', before.get('key')).set('hasChanged', hasChanged);
      if (isArriving)
        addEventListener('hashchange', () => store.dispatch({ type: arrived, payload: hasChanged }), { once: true });
    }
    // Decap asks whoever has changed something whether they want to leave the page; and a second save must wait.
    return isArriving ? kept.set('hasChanged', false).setIn(['entry', 'isPersisting'], true) : kept;
  }

  return (state, action) => {
    const next = plain(state, action);
    const entryDraft = after((state ?? next).entryDraft, action, next.entryDraft);
    return entryDraft === next.entryDraft ? next : { ...next, entryDraft };
  };
}
