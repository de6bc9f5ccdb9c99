/** An appeal: a reason to give now, told as a story, for one fund and for a while. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { calendarDate, formerly, paragraph, picture, reference, text, yesOrNo } from './field.ts';

const fields = z.strictObject({
  title: text({ label: 'Name', hint: 'Say what it is for: “A seat for everyone”.' }, 90),
  publishedOn: calendarDate({ label: 'Starts on', hint: 'The day it goes on the site.' }, 'today'),
  closesOn: calendarDate({
    label: 'Last day',
    hint: 'After this day it says that it is over, with thanks. Leave empty if it has no end.',
  }).optional(),
  summary: paragraph(
    {
      label: 'Summary',
      hint: 'One to three sentences: what is needed, and what a gift will do. The home page shows it.',
    },
    300,
  ),
  cover: picture({
    label: 'Main picture',
    hint: 'It runs across the top of the appeal, and stands for it in lists.',
  }).optional(),
  fund: reference('funds', {
    label: 'Fund',
    hint: 'Where the gifts of this appeal go. When the fund is closed, the appeal says that it is over.',
  }),
  formerly: formerly(),
  draft: yesOrNo({ label: 'Draft', hint: 'While this is on, the appeal is not on the site.' }, false),
});

const schema = fields.refine(({ publishedOn, closesOn }) => closesOn === undefined || closesOn >= publishedOn, {
  path: ['closesOn'],
  message: 'must be the first day, or a later one',
});

/** The appeals. The newest that is running stands on the home page. */
export const appeals = {
  name: 'appeals',
  label: 'Appeals',
  labelSingular: 'appeal',
  description: 'A reason to give now. The newest that is running stands on the home page.',
  titleField: 'title',
  summary: "{{title}} — {{publishedOn | date('D MMMM YYYY')}}{{draft | ternary(' — draft','')}}",
  schema,
  text: { label: 'The story', hint: 'Why it matters, for whom, and what gifts will do. Ask once, plainly.' },
} satisfies Collection<typeof schema>;

export type Appeal = z.infer<typeof schema>;
