/** Refuses to save what the build would refuse, with the proofreader's words. Decap's form looks at one field at a time; this looks at the whole entry. */
import { blocks } from '../src/blocks/blocks.ts';
import { picture } from '../src/blocks/picture.ts';
import { type Piece, readText } from '../src/blocks/text.ts';
import { refusedFields, refusedInPiece } from '../src/proofreading/refused.ts';
import { dropBlanks } from '../src/schema/blanks.ts';
import { kindOf } from '../src/schema/contract.ts';
import { told } from './told.ts';

/** An entry as Decap holds it while staff write: an Immutable map. */
interface DecapEntry {
  get(name: 'collection' | 'slug'): string;
  get(name: 'data'): { toJS(): Readonly<Record<string, unknown>> };
}

/** The first field that is refused: of the form itself, or of a block, by the place that this has among the blocks of the text. */
function firstRefused(
  ofFields: ReadonlySet<string>,
  pieces: readonly Piece[],
): readonly [path?: string | undefined, block?: number] {
  const [path] = ofFields;
  if (path !== undefined) return [path];
  const ofBlocks = pieces.flatMap((piece) => {
    if (piece.kind === 'picture') {
      const { kind: _, ...values } = piece;
      return [refusedFields(picture.schema, dropBlanks(values)).paths];
    }
    const block = piece.kind === 'block' ? blocks.find(({ name }) => name === piece.name) : undefined;
    return piece.kind === 'block' && block ? [refusedFields(block.schema, piece.values).paths] : [];
  });
  const place = ofBlocks.findIndex(({ size }) => size > 0);
  return place === -1 ? [] : [[...(ofBlocks[place] ?? [])][0], place];
}

/**
 * Hears from Decap that an entry is about to be saved.
 * @param leadTo leads to the field that is refused first, and says there what is wrong
 * @throws with what to mend; Decap then saves nothing, shows the words, and keeps the form as it is filled in
 */
export const beforeSaving =
  (leadTo: (words: string, path?: string | undefined, block?: number) => Promise<void> | void) =>
  async ({ entry }: { readonly entry: DecapEntry }): Promise<void> => {
    const kind = kindOf(entry.get('collection'), entry.get('slug'));
    if (!kind) return;
    const { body = '', ...fields } = entry.get('data').toJS();
    const pieces = readText(String(body));
    const { refusedInProse } = await import('./on-demand/refused-prose.ts');
    const ofFields = refusedFields(kind.schema, dropBlanks(fields) ?? {}, 'in the form');
    const [first, ...others] = [
      ...ofFields.words,
      ...pieces.flatMap((piece) => refusedInPiece(piece, 'in the form')),
      ...refusedInProse(pieces),
    ];
    if (first === undefined) return;
    await leadTo(first, ...firstRefused(ofFields.paths, pieces));
    // The notice is gone after eight seconds: time for one thing at a time.
    const count = others.length === 1 ? '1 more thing needs' : `${others.length} more things need`;
    throw told(others.length === 0 ? first : `${first} After that, ${count} mending.`);
  };
