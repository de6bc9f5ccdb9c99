/** A measured result: one figure, in words, and what rose. It shows that something rose, never by how much each. */
import { z } from 'zod';
import { list, paragraph, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  heading: text({ label: 'Heading', hint: 'Two or three words: “Umbrellas up”.' }, 60),
  figure: text({ label: 'Figure', hint: 'The number as it was measured: “+40%”.' }, 8),
  words: paragraph({ label: 'What it means', hint: 'What was measured, who measured it, and how it changed.' }, 400),
  rose: list(
    { label: 'What rose', labelSingular: 'thing', hint: 'Up to five words, such as the feelings that rose: “Happy”.' },
    text({ label: 'One of them', hint: 'One word.' }, 24),
    5,
  ),
});

export const outcome = { name: 'outcome', label: 'Measured result', schema } satisfies Block<typeof schema>;

export type OutcomeValues = z.infer<typeof schema>;
