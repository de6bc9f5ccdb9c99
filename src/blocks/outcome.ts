/**
 * A measured result: one figure, in words, and what rose, with who measured it. It shows that something rose, never by how much each;
 * where it was counted before and after, both numbers are drawn to one scale.
 */
import { z } from 'zod';
import { list, measure, paragraph, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z
  .strictObject({
    heading: text({ label: 'Heading', hint: 'Two or three words: “Umbrellas up”.' }, 60),
    figure: text({ label: 'Figure', hint: 'The number as it was measured: “+40%”.' }, 8),
    words: paragraph({ label: 'What it means', hint: 'What was measured, who measured it, and how it changed.' }, 400),
    rose: list(
      {
        label: 'What rose',
        labelSingular: 'thing',
        hint: 'Up to five words, such as the feelings that rose: “Happy”.',
      },
      text({ label: 'One of them', hint: 'One word.' }, 24),
      5,
    ),
    before: measure({
      label: 'Before',
      hint: 'If it was counted twice: the first number, such as 50 or 50%. Otherwise leave both empty.',
    }).optional(),
    after: measure({
      label: 'After',
      hint: 'The second number, counted in the same way. It goes with “Before”.',
    }).optional(),
    source: text({ label: 'Source', hint: 'How we know, and who measured it: “UCL Wellbeing Tool”.' }, 160),
  })
  .superRefine(({ before, after }, context) => {
    if ((before === undefined) !== (after === undefined))
      context.addIssue({ code: 'custom', path: [before === undefined ? 'before' : 'after'], message: 'is missing' });
  });

export const outcome = { name: 'outcome', label: 'Measured result', schema, stands: 'across' } satisfies Block<
  typeof schema
>;

export type OutcomeValues = z.infer<typeof schema>;
