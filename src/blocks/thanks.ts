/** Thanks in the middle of a text: the names of funders and partners, each leading to their own page. */
import { z } from 'zod';
import { listOfSome, reference } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  funders: listOfSome(
    {
      label: 'With thanks to',
      labelSingular: 'funder or partner',
      hint: 'Choose them. Their names come by themselves. Funders named in the form above are thanked under the story anyway.',
    },
    reference('funders', { label: 'Funder or partner', hint: 'Choose a funder or partner.' }),
    12,
  ),
});

export const thanks = { name: 'thanks', label: 'Thanks to funders', schema, stands: 'within' } satisfies Block<
  typeof schema
>;
