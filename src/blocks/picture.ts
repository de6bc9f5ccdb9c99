/** A picture in a text, written as Markdown writes one. It takes the place of Decap's own `image`, which asks for no description. */
import { z } from 'zod';
import { captionedPictureFields } from '../schema/field.ts';
import type { Block } from './block.ts';
import { pictureParagraph, readPicture, writePicture } from './directive.ts';

const schema = z.strictObject(captionedPictureFields());

export const picture = {
  name: 'image',
  label: 'Picture',
  schema,
  stands: 'within',
  markdown: {
    pattern: pictureParagraph,
    read: (written) => readPicture(written.trimEnd()) ?? {},
    write: writePicture,
  },
} satisfies Block<typeof schema>;
