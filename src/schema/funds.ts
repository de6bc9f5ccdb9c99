/** A fund: what a donor can choose to give to, when not to the charity's work as a whole. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { calendarDate, choice, formerly, paragraph, pence, text } from './field.ts';

const fields = z.strictObject({
  title: text({ label: 'Name', hint: 'As a donor would say it: “The garden”.' }, 60),
  summary: paragraph({ label: 'What it is for', hint: 'One or two sentences for a donor.' }, 300),
  ifPassed: paragraph(
    {
      label: 'If more is given than needed',
      hint: 'The law asks that donors are told before they give: “If the garden has all it needs, we will use your gift where it is needed most.”',
    },
    300,
  ),
  state: choice(
    {
      label: 'Open for gifts?',
      hint: 'A closed fund cannot be chosen any more; what was given to it stays on record.',
    },
    { open: 'Open', closed: 'Closed' },
  ),
  targetInPence: pence({
    label: 'Target',
    hint: 'In pounds: 5000. Its page then shows how much has come in, and of how many gifts. Leave empty if it has none.',
  }).optional(),
  opensOn: calendarDate({
    label: 'First day',
    hint: 'It cannot be chosen before. Leave empty if gifts are welcome at once.',
  }).optional(),
  closesOn: calendarDate({
    label: 'Last day',
    hint: 'After this day it is closed by itself. Leave empty if it has no end.',
  }).optional(),
  formerly: formerly(),
});

const schema = fields.refine(
  ({ opensOn, closesOn }) => opensOn === undefined || closesOn === undefined || closesOn >= opensOn,
  { path: ['closesOn'], message: 'must be the first day, or a later one' },
);

/** The funds. The charity's work as a whole is not one of them: it is named in the giving settings. */
export const funds = {
  name: 'funds',
  address: '/donate/',
  label: 'Funds',
  labelSingular: 'fund',
  description: 'What a donor can choose to give to. Gifts to a fund may only be used for it.',
  titleField: 'title',
  summary: '{{title}} — {{state}}',
  schema,
} satisfies Collection<typeof schema>;

export type Fund = z.infer<typeof schema>;
