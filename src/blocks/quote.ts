/** Somebody's own words, set large, with who said them. It stands only with their consent on record; readers do not see the record. */
import { z } from 'zod';
import { calendarDate, paragraph, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  words: paragraph(
    { label: 'Their words', hint: 'Exactly as they were said or written, without quotation marks.' },
    400,
  ),
  who: text(
    { label: 'Who said it', hint: 'Only what they agreed to: “Sam, who came to the day”. Never the name of a child.' },
    90,
  ),
  consentRecordedBy: text(
    {
      label: 'Who recorded their consent',
      hint: 'Ask the person before you use their words. Your name, or that of the colleague who asked. Readers do not see it.',
    },
    60,
  ),
  consentRecordedOn: calendarDate({
    label: 'The day they said yes',
    hint: 'When they agreed to these words being on the site. Readers do not see it.',
  }),
});

export const quote = { name: 'quote', label: 'Quote', schema, stands: 'within' } satisfies Block<typeof schema>;
