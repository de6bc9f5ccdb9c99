/** An event: something people can come to, on a known day. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { calendarDate, formerly, list, paragraph, picture, reference, text, timeOfDay, yesOrNo } from './field.ts';

const fields = z.strictObject({
  title: text({ label: 'Name', hint: 'What it is, in under 90 characters.' }, 90),
  startsOn: calendarDate({ label: 'Day', hint: 'The day it is on, or its first day.' }),
  startsAt: timeOfDay({
    label: 'Starts at',
    hint: 'On the 24-hour clock: 14:30. Leave empty if it is not known yet.',
  }).optional(),
  endsAt: timeOfDay({
    label: 'Ends at',
    hint: 'On the 24-hour clock: 16:00. With a last day, the time it ends on that day. Leave empty if it is not known yet.',
  }).optional(),
  endsOn: calendarDate({ label: 'Last day', hint: 'Only if it goes on for more than one day.' }).optional(),
  summary: paragraph({ label: 'Summary', hint: 'One to three sentences: what will happen, and who is welcome.' }, 300),
  place: text({ label: 'Where', hint: 'The venue and town.' }, 120),
  access: paragraph({
    label: 'Getting in',
    hint: 'Steps, toilets, parking, a hearing loop, somewhere quiet: what people need to know.',
  }).optional(),
  cover: picture({ label: 'Main picture', hint: 'It stands beside the event.' }).optional(),
  projects: list(
    {
      label: 'Part of these projects',
      labelSingular: 'project',
      hint: 'The event and the project then link to each other.',
    },
    reference('projects', { label: 'Project', hint: 'Choose a project.' }),
  ),
  funders: list(
    { label: 'With thanks to', labelSingular: 'funder', hint: 'Who paid for this event.' },
    reference('funders', { label: 'Funder', hint: 'Choose a funder.' }),
  ),
  formerly: formerly(),
  draft: yesOrNo({ label: 'Draft', hint: 'While this is on, the event is not on the site.' }, false),
});

const schema = fields
  .refine(({ startsOn, endsOn }) => endsOn === undefined || endsOn >= startsOn, {
    path: ['endsOn'],
    message: 'must be the first day, or a later one',
  })
  .refine(({ startsAt, endsAt }) => endsAt === undefined || startsAt !== undefined, {
    path: ['endsAt'],
    message: 'says when it ends, so say when it starts, too',
  })
  .refine(
    ({ startsOn, startsAt, endsOn = startsOn, endsAt }) =>
      startsAt === undefined || endsAt === undefined || endsOn !== startsOn || endsAt > startsAt,
    {
      path: ['endsAt'],
      message: 'must be later than it starts; if it goes on past midnight, fill in the last day',
    },
  );

/** The events. */
export const events = {
  name: 'events',
  label: 'Events',
  labelSingular: 'event',
  description: 'What people can come to, and what they came to.',
  titleField: 'title',
  summary: "{{title}} — {{startsOn | date('D MMMM YYYY')}}{{draft | ternary(' — draft','')}}",
  schema,
  text: { label: 'More about it', hint: 'What to expect. It can stay empty.' },
} satisfies Collection<typeof schema>;

export type CharityEvent = z.infer<typeof schema>;
