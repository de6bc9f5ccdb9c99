/** A store of documents for tests. It tells versions by their bytes alone, and may break down before it has written, or after. */
import type { Store } from '../src/giving/ledger/store.ts';

/** Where something takes its time: all else may happen before it goes on, and it may fail. */
export type Pause = () => Promise<void>;

/** Nothing happens in between, and nothing fails. */
export const quiet: Pause = () => Promise.resolve();

/** A store that pauses before and after it does what it is asked. */
export function storeInMemory(pause: Pause = quiet): Store {
  const documents = new Map<string, string>();
  const at = async <Answer>(answer: () => Answer): Promise<Answer> => {
    await pause();
    const given = answer();
    await pause();
    return given;
  };
  return {
    read: (key) =>
      at(() => {
        const found = documents.get(key);
        return found === undefined ? undefined : { value: JSON.parse(found), version: found };
      }),
    write: (key, value, version) =>
      at(() => {
        if (documents.get(key) !== version) return false;
        documents.set(key, JSON.stringify(value));
        return true;
      }),
    remove: (key) => at(() => void documents.delete(key)),
    keys: (prefix) => at(() => [...documents.keys()].filter((key) => key.startsWith(prefix))),
  };
}
