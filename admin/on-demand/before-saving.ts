/** Refuses to save what the build would refuse, with the proofreader's words. Decap's form looks at one field at a time; this looks at the whole entry. */
import { blocks } from '../../src/blocks/blocks.ts';
import { type Piece, readText } from '../../src/blocks/text.ts';
import { type Refused, refusedFields, refusedInPiece } from '../../src/proofreading/refused.ts';
import { dropBlanks } from '../../src/schema/blanks.ts';
import { kindOf } from '../../src/schema/contract.ts';
import { type FormField, formOf, isFile, walk } from '../../src/schema/form.ts';
import { told } from '../told.ts';
import './no-code-made.ts';
import { refusedInProse } from './refused-prose.ts';

/** An entry as Decap holds it while staff write: an Immutable map. */
interface DecapEntry {
  get(name: 'collection' | 'slug'): string;
  get(name: 'data'): { toJS(): Readonly<Record<string, unknown>> };
  get(name: 'newRecord'): boolean | undefined;
  /** The files that lie beside it, or, where it was made from another, beside that; and, as drafts, those that were put in here. */
  get(name: 'mediaFiles'): { toJS(): readonly { readonly path: string; readonly draft?: boolean }[] };
}

/** What is refused in a part of an entry; `block` is the place of a block among those that the editor draws. */
type InEntry = Refused & { readonly block?: number };

/** What hears from Decap, and fails where nothing may be saved. */
export type HearsBeforeSaving = (heard: { readonly entry: DecapEntry }) => Promise<void>;

/** What is refused in the parts of a text, and which of its blocks it is in. */
function inText(pieces: readonly Piece[], refusedIn: (piece: Piece) => readonly Refused[]): readonly InEntry[] {
  let place = 0;
  return pieces.flatMap((piece) => {
    const refused = refusedIn(piece);
    // What cannot be read stands in the editor as words.
    if (piece.kind !== 'picture' && piece.kind !== 'block') return refused;
    const block = place++;
    return refused.map((one) => ({ ...one, block }));
  });
}

/** The files that a new entry names and has not: a copy has the names of those that lie beside the one it was made from. */
function leftBehind(
  entry: DecapEntry,
  form: readonly FormField[],
  fields: object,
  pieces: readonly Piece[],
): readonly InEntry[] {
  if (!entry.get('newRecord')) return [];
  const drafts = entry
    .get('mediaFiles')
    .toJS()
    .filter(({ draft }) => draft);
  const own = new Set(drafts.map(({ path }) => path.split('/').at(-1)));
  const refusedIn = (form: readonly FormField[], values: object): Refused[] => {
    const refused: Refused[] = [];
    walk(form, values, (field, file, path) => {
      if (!isFile(field) || typeof file !== 'string' || file === '' || own.has(file)) return;
      const words = `“${file}” lies beside another entry, and does not come along. Choose it here from your own files, or take it out.`;
      refused.push({ words, path: path.join('.') });
    });
    return refused;
  };
  return [
    ...refusedIn(form, fields),
    ...inText(pieces, (piece) => {
      const block = blocks.find(({ name }) => name === (piece.kind === 'block' ? piece.name : piece.kind));
      if (!block || (piece.kind !== 'block' && piece.kind !== 'picture')) return [];
      return refusedIn(formOf(block.schema), piece.kind === 'block' ? piece.values : piece);
    }),
  ];
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
    const [first, ...others]: readonly InEntry[] = [
      ...refusedFields(kind.schema, dropBlanks(fields) ?? {}, 'in the form'),
      ...inText(pieces, (piece) => refusedInPiece(piece, 'in the form')),
      ...leftBehind(entry, formOf(kind.schema), fields, pieces),
      ...refusedInProse(pieces).map((words) => ({ words })),
    ];
    if (!first) return;
    await leadTo(first.words, first.path, first.block);
    // The notice is gone after eight seconds: time for one thing at a time.
    const count = others.length === 1 ? '1 more thing needs' : `${others.length} more things need`;
    throw told(others.length === 0 ? first.words : `${first.words} After that, ${count} mending.`);
  };
