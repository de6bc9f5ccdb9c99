/** A page that stays: about us, a policy, how to get in touch. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { calendarDate, formerly, paragraph, picture, text, yesOrNo } from './field.ts';

const schema = z.strictObject({
  title: text({ label: 'Title', hint: 'What the page is about, in a few words.' }, 90),
  summary: paragraph(
    { label: 'Summary', hint: 'One or two sentences that open the page, and stand for it in search results.' },
    300,
  ),
  cover: picture({ label: 'Main picture', hint: 'It runs across the top of the page.' }).optional(),
  policy: yesOrNo({ label: 'This is a policy', hint: 'Policies are listed together, on a page of their own.' }, false),
  reviewedOn: calendarDate({
    label: 'Last looked over on',
    hint: 'For a policy: the day when somebody last made sure that it is still right.',
  }).optional(),
  formerly: formerly(),
  draft: yesOrNo({ label: 'Draft', hint: 'While this is on, the page is not on the site.' }, false),
});

/** The pages that stay. */
export const pages = {
  name: 'pages',
  address: '/',
  label: 'Pages',
  labelSingular: 'page',
  description: 'Pages that stay, such as “About us” or a policy.',
  titleField: 'title',
  summary: "{{title}}{{draft | ternary(' — draft','')}}",
  schema,
  text: { label: 'The page', hint: 'Use “+” to add photos or the “Support our work” panel.' },
} satisfies Collection<typeof schema>;

export type Page = z.infer<typeof schema>;
