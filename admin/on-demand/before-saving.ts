/** Refuses to save what the build would refuse, with the proofreader's words. Decap's form looks at one field at a time; this looks at the whole entry. */
import { type Piece, readText } from '../../src/blocks/text.ts';
import { type Refused, refusedFields, refusedInPiece } from '../../src/proofreading/refused.ts';
import { dropBlanks } from '../../src/schema/blanks.ts';
import { kindOf } from '../../src/schema/contract.ts';
import { told } from '../told.ts';
import './no-code-made.ts';
import { refusedInProse } from './refused-prose.ts';

/** An entry as Decap holds it while staff write: an Immutable map. */
interface DecapEntry {
  get(name: 'collection' | 'slug'): string;
  get(name: 'data'): { toJS(): Readonly<Record<string, unknown>> };
}

/** What hears from Decap, and fails where nothing may be saved. */
export type HearsBeforeSaving = (heard: { readonly entry: DecapEntry }) => Promise<void>;

/** What is refused in a text, and which of its blocks it is in, by the place that this has among those that the editor draws. */
function refusedInText(pieces: readonly Piece[]): readonly (Refused & { readonly block?: number })[] {
  let place = 0;
  return pieces.flatMap((piece) => {
    const refused = refusedInPiece(piece, 'in the form');
    // What cannot be read stands in the editor as words.
    if (piece.kind !== 'picture' && piece.kind !== 'block') return refused;
    const block = place++;
    return refused.map((one) => ({ ...one, block }));
  });
}

/**
 * Hears from Decap that an entry is about to be saved.
 * @param leadTo leads to the field that is refused first, and says there what is wrong
 * @throws with what to mend; Decap then saves nothing, shows the words, and keeps the form as it is filled in
 */
export const beforeSaving =
  (leadTo: (words: string, path?: string | undefined, block?: number) => Promise<void> | void): HearsBeforeSaving =>
  async ({ entry }) => {
    const kind = kindOf(entry.get('collection'), entry.get('slug'));
    if (!kind) return;
    const { body = '', ...fields } = entry.get('data').toJS();
    const pieces = readText(String(body));
    const [first, ...others]: readonly (Refused & { readonly block?: number })[] = [
      ...refusedFields(kind.schema, dropBlanks(fields) ?? {}, 'in the form'),
      ...refusedInText(pieces),
      ...refusedInProse(pieces).map((words) => ({ words })),
    ];
    if (!first) return;
    await leadTo(first.words, first.path, first.block);
    // The notice is gone after eight seconds: time for one thing at a time.
    const count = others.length === 1 ? '1 more thing needs' : `${others.length} more things need`;
    throw told(others.length === 0 ? first.words : `${first.words} After that, ${count} mending.`);
  };
