/** A gallery: photos one can look at, from one to thirty or so. */
import { z } from 'zod';
import { captionedPictureFields, group, listOfSome, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  heading: text({ label: 'Heading', hint: 'Such as “Photos from the day”.' }, 90),
  pictures: listOfSome(
    { label: 'Photos', labelSingular: 'photo', hint: 'In the order they should stand. The first is large.' },
    group({ label: 'Photo', hint: 'A picture, and what it shows.' }, captionedPictureFields()),
    60,
  ),
});

export const gallery = { name: 'gallery', label: 'Photo gallery', schema, stands: 'across' } satisfies Block<
  typeof schema
>;

export type GalleryValues = z.infer<typeof schema>;
