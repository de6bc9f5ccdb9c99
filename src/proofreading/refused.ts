/** Says what the contract refuses in fields and in a text, by what they hold alone: it looks at nothing on the disk, so the CMS can ask it, too. */
import type { z } from 'zod';
import { blocks } from '../blocks/blocks.ts';
import { picture } from '../blocks/picture.ts';
import type { Piece } from '../blocks/text.ts';
import { pictureFile } from '../schema/field.ts';
import { formOf } from '../schema/form.ts';
import { inWords, type Mended } from './words.ts';

/** One thing that is refused, in words, and the path of the field that is to blame, such as `cover.description`, when it is a field. */
export interface Refused {
  readonly words: string;
  readonly path?: string;
}

/** What a schema refuses in fields, those of an entry or of a block. */
export function refusedFields(
  schema: z.ZodObject,
  fields: unknown,
  mended?: Mended,
): readonly (Refused & Required<Pick<Refused, 'path'>>)[] {
  const form = formOf(schema);
  return withoutEchoes(schema.safeParse(fields).error?.issues ?? []).flatMap((issue) =>
    inWords(form, fields, issue, mended).map((words) => ({ words, path: issue.path.join('.') })),
  );
}

/** A rule over a whole list says again what is wrong with one thing in it: then the one thing is enough. */
const withoutEchoes = (issues: readonly z.core.$ZodIssue[]) =>
  issues.filter(
    ({ code, path }) =>
      code !== 'custom' ||
      !issues.some((other) => other.code !== 'custom' && path.every((step, index) => step === other.path[index])),
  );

/** What a picture in the text is called in the messages. */
export const pictureInText = 'A picture in the text';

/** What is said of a link or a picture in prose that no page shows. */
export const refusalOf = {
  link: (written: string) =>
    `The text has a link that leads nowhere safe: “${written}”. Use an address that starts with https:// or with /.`,
  picture: (written: string) =>
    `The text has a picture in the middle of a sentence, or on another website: “${written}”. Put the picture on a line of its own, from a file beside the text.`,
};

/** Where a block stands, at the start of what is said about it. */
export const placeOfBlock = ({ label }: { readonly label: string }) => `In the block “${label}”: `;

/** Whether a picture is named as one that lies beside the text. */
export const liesBeside = (file: string) =>
  pictureFile({ label: pictureInText, hint: pictureInText }).safeParse(file).success;

/** What is wrong with a piece of a text, whatever else there is: not its prose, nor whether its pictures and its fund exist. */
export function refusedInPiece(piece: Piece, mended?: Mended): readonly Refused[] {
  if (piece.kind === 'picture') {
    const { kind, file, description, ...more } = piece;
    const fields = { file: 'picture.jpg', description: pictureInText, ...more };
    const refused = refusedFields(picture.schema, fields, mended);
    return [
      ...(liesBeside(file)
        ? []
        : [
            {
              words: `${pictureInText} names “${file}”. It must be a picture that lies beside this text: a .jpg, .png, .webp, .avif or .svg file.`,
              path: 'file',
            },
          ]),
      ...(description.trim() === ''
        ? [
            {
              words: `${pictureInText}, ${file}, does not say what it shows. Describe it in one sentence.`,
              path: 'description',
            },
          ]
        : []),
      ...refused.map(({ words, path }) => ({ words: `${pictureInText}, ${file}: ${words}`, path })),
    ];
  }
  if (piece.kind === 'unreadable') {
    const names = blocks.map(({ label }) => label).join(', ');
    return [
      {
        words: `The text has a block that cannot be read: “${piece.line}”. Take it out, and add it again with “+”. There are: ${names}.`,
      },
    ];
  }
  const block = piece.kind === 'block' ? blocks.find(({ name }) => name === piece.name) : undefined;
  if (piece.kind !== 'block' || !block) return [];
  return refusedFields(block.schema, piece.values, mended).map(({ words, path }) => ({
    words: placeOfBlock(block) + words,
    path,
  }));
}
