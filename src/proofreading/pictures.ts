/** Every picture that an entry uses, in its fields and in its text, and what each says of the people in it. It looks at nothing on the disk, so the CMS can ask it, too. */
import { z } from 'zod';
import { blocks } from '../blocks/blocks.ts';
import { picture as pictureBlock } from '../blocks/picture.ts';
import { readText } from '../blocks/text.ts';
import type { ShownPeople } from '../consent.ts';
import { picture } from '../schema/field.ts';
import { type FormField, formOf, valueAt, walk } from '../schema/form.ts';
import { pictureInText, placeOfBlock } from './refused.ts';
import { placeOf } from './words.ts';

/** A picture where it is used. */
export interface UsedPicture extends ShownPeople {
  /** Where, in words: `Main picture`. */
  readonly place: string;
  /** Its name beside the entry. */
  readonly file: string;
}

const words = { label: pictureInText, hint: pictureInText };
/** What we ask of a picture here, whatever else its schema has. */
const parts = z.object(picture(words).pick({ file: true, shows: true, consent: true }).shape);

/** The pictures in fields of this form. One that its schema refuses is left to the proofreader. */
function picturesInFields(form: readonly FormField[], fields: unknown): UsedPicture[] {
  const found: UsedPicture[] = [];
  walk(form, fields, (field, _value, path) => {
    if (field.kind !== 'pictureFile') return;
    const owner = path.slice(0, -1);
    const { success, data } = parts.safeParse(valueAt(fields, owner));
    if (success) found.push({ ...data, place: placeOf(form, owner) });
  });
  return found;
}

/** Every picture of an entry, in its order. */
export function picturesIn(schema: z.ZodObject, fields: unknown, text: string): UsedPicture[] {
  const inText = readText(text).flatMap((piece) => {
    if (piece.kind === 'picture')
      return picturesInFields(formOf(pictureBlock.schema), piece).map((used) => ({ ...used, place: pictureInText }));
    const block = piece.kind === 'block' ? blocks.find(({ name }) => name === piece.name) : undefined;
    if (piece.kind !== 'block' || !block) return [];
    return picturesInFields(formOf(block.schema), piece.values).map((used) => ({
      ...used,
      place: `${placeOfBlock(block)}${used.place}`.replace(/: $/, ''),
    }));
  });
  return [...picturesInFields(formOf(schema), fields), ...inText];
}
