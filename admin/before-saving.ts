/** Refuses to save what the build would refuse, with the proofreader's words. Decap's form looks at one field at a time; this looks at the whole entry. */
import { readText } from '../src/blocks/text.ts';
import { refusedFields, refusedInPiece } from '../src/proofreading/refused.ts';
import { dropBlanks } from '../src/schema/blanks.ts';
import { kindOf } from '../src/schema/contract.ts';
import { told } from './told.ts';

/** An entry as Decap holds it while staff write: an Immutable map. */
interface DecapEntry {
  get(name: 'collection' | 'slug'): string;
  get(name: 'data'): { toJS(): Readonly<Record<string, unknown>> };
}

/**
 * Hears from Decap that an entry is about to be saved.
 * @throws with what to mend; Decap then saves nothing, shows the words, and keeps the form as it is filled in
 */
export function beforeSaving({ entry }: { readonly entry: DecapEntry }): void {
  const kind = kindOf(entry.get('collection'), entry.get('slug'));
  if (!kind) return;
  const { body = '', ...fields } = entry.get('data').toJS();
  const [first, ...others] = [
    ...refusedFields(kind.schema, dropBlanks(fields) ?? {}).words,
    ...readText(String(body)).flatMap(refusedInPiece),
  ];
  if (first === undefined) return;
  // The notice is gone after eight seconds: time for one thing at a time.
  const count = others.length === 1 ? '1 more thing needs' : `${others.length} more things need`;
  throw told(others.length === 0 ? first : `${first} After that, ${count} mending.`);
}
