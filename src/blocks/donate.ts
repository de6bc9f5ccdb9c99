/** The panel that asks for a gift. Its words come from the giving settings, so that they are the same everywhere. */
import { z } from 'zod';
import { reference } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  fund: reference('funds', {
    label: 'Fund',
    hint: 'Where gifts made from here go. Left empty: wherever they are needed most.',
  }).optional(),
});

export const donate = { name: 'donate', label: '“Support our work” panel', schema, stands: 'across' } satisfies Block<
  typeof schema
>;

export type DonateValues = z.infer<typeof schema>;
