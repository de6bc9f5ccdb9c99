/**
 * What staff type while an entry is saved for the first time, or published, stays in the form. Decap (3.19) reads the entry again afterwards, puts what it has
 * read in the place of the form, and draws that anew: the words would be gone, and those that follow typed into nothing.
 */
import { type MediaFiles, type Reducer, type State, store } from 'decap-cms-core/dist/esm/redux/index.js';

type Action = Parameters<Reducer>[1];
type Draft = State['entryDraft'];

/** Ours: the address is that of the entry, and no longer that of a new one. */
const arrived = 'FIRST_SAVE_ARRIVED';

interface Read {
  readonly entry: { readonly slug: string; readonly path: string };
}

const isAtNew = () => /\/new(\?|$)/.test(location.hash);

/** The same reducer, which keeps what was typed since. */
export function keepingTyped(plain: Reducer): Reducer {
  /** What was in the form when it began to be saved, and the files that were chosen for it. */
  let sent: unknown;
  let filesSent: MediaFiles | undefined;
  /** While a new entry has been saved, and its address is not its own yet: whether it has been read again. */
  let arriving: { readonly isRead: boolean } | undefined;

  function after(before: Draft, { type, payload }: Action, draft: Draft): Draft {
    const typed = before.getIn(['entry', 'data']);
    const [, happened] = /^(?:UNPUBLISHED_)?ENTRY_(?:PERSIST|PUBLISH)_(\w+)$/.exec(type) ?? [];
    if (happened === 'REQUEST') {
      sent = typed;
      filesSent = before.getIn(['entry', 'mediaFiles']);
    } else if (happened === 'FAILURE' || /ENTRY_DELETE|^DRAFT_(DISCARD|CREATE_EMPTY)$/.test(type))
      sent = arriving = undefined;
    else if (happened === 'SUCCESS' && sent && isAtNew()) {
      arriving = { isRead: false };
      // It comes when the entry could not be read, too.
      addEventListener('hashchange', () => store.dispatch({ type: arrived }), { once: true });
    } else if (type === arrived && arriving) {
      const { isRead } = arriving;
      const own = draft.deleteIn(['entry', 'isPersisting']).set('hasChanged', !typed?.equals(sent));
      sent = arriving = undefined;
      return isRead ? own.setIn(['entry', 'newRecord'], false) : own;
    }
    let kept = draft;
    if (type === 'DRAFT_CREATE_FROM_ENTRY' && sent) {
      const { slug, path } = (payload as Read).entry;
      const isSame = arriving !== undefined || slug === before.getIn(['entry', 'slug']);
      const hasChanged = !typed?.equals(sent);
      if (arriving) arriving = { isRead: true };
      // While a second save is under way, it is read once more after that.
      else if (!isSame || !before.getIn(['entry', 'isPersisting'])) sent = undefined;
      if (!isSame) return draft;
      // Of a new entry, the folder that they are to lie in was not known.
      const chosenSince = before
        .getIn(['entry', 'mediaFiles'])
        ?.filter((file) => file.get('draft') === true && filesSent?.includes(file) !== true)
        .map((file) => file.set('path', path.replace(/[^/]*$/, String(file.get('path')).replace(/.*\//, ''))));
      kept = draft
        .setIn(['entry', 'data'], typed)
        .setIn(['entry', 'mediaFiles'], draft.getIn(['entry', 'mediaFiles'])?.concat(chosenSince))
        .set('key', before.get('key'))
        .set('hasChanged', hasChanged);
    }
    // Decap asks whoever has changed something whether they want to leave the page; and a second save must wait.
    return arriving
      ? kept.set('hasChanged', false).setIn(['entry', 'isPersisting'], true).setIn(['entry', 'newRecord'], true)
      : kept;
  }

  return (state, action) => {
    const next = plain(state, action);
    const entryDraft = after((state ?? next).entryDraft, action, next.entryDraft);
    return entryDraft === next.entryDraft ? next : { ...next, entryDraft };
  };
}
