/** A project: work that goes on for a while, for some people, paid for by somebody. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { choice, formerly, group, list, paragraph, picture, reference, text, wholeNumber, yesOrNo } from './field.ts';

const schema = z.strictObject({
  title: text({ label: 'Name', hint: 'What everyone calls it.' }, 90),
  state: choice(
    { label: 'Where it stands', hint: 'Readers see whether they can still refer someone.' },
    { referrals: 'Taking referrals', full: 'Running, and full', finished: 'Finished' },
  ),
  summary: paragraph({ label: 'Summary', hint: 'One to three sentences: what it is, and who for.' }, 300),
  cover: picture({
    label: 'Main picture',
    hint: 'It runs across the top of the page, and stands for the project in lists.',
  }).optional(),
  whoFor: text({ label: 'Who it is for', hint: 'People first: “People who live alone”.' }, 200),
  place: text({ label: 'Where', hint: 'The town, or “At your home”.' }, 120).optional(),
  ledBy: text({ label: 'Who leads it', hint: 'Roles or names: “Two of our staff”.' }, 200).optional(),
  leaders: list(
    { label: 'People who lead it', labelSingular: 'person', hint: 'Those of them who are on our page of people.' },
    reference('people', { label: 'Person', hint: 'Choose a person.' }),
  ),
  rhythm: text({ label: 'How often', hint: 'As you would say it: “Once a week, for twelve weeks”.' }, 120).optional(),
  weeks: group(
    { label: 'Week by week', hint: 'Draws a bar for each week. Leave empty if it has no set length.' },
    {
      heading: text({ label: 'Heading', hint: 'Such as “Twelve weeks, then a party”.' }, 90),
      number: wholeNumber({ label: 'Number of weeks', hint: 'From 1 to 52.' }, 1, 52),
      ending: reference('events', { label: 'What it ends with', hint: 'An event, if there is one.' }).optional(),
    },
  ).optional(),
  referrals: paragraph({
    label: 'How to refer someone',
    hint: 'Who may refer, and how. Leave empty if nobody can.',
  }).optional(),
  achieved: paragraph({
    label: 'What it achieved',
    hint: 'What changed, who measured it, and when. Leave empty until it is known.',
  }).optional(),
  funders: list(
    {
      label: 'Made possible by',
      labelSingular: 'funder',
      hint: 'Each is thanked here, and the project is listed on the funder’s own page.',
    },
    group(
      { label: 'Funder', hint: 'Who gave, and what.' },
      {
        funder: reference('funders', { label: 'Funder', hint: 'Choose a funder.' }),
        gave: text(
          {
            label: 'What they gave',
            hint: 'One short sentence, if they are glad for it to be known: “A gift of £500.”',
          },
          160,
        ).optional(),
      },
    ),
  ),
  partners: list(
    { label: 'Together with', labelSingular: 'partner', hint: 'Who does the work with us, such as an orchestra.' },
    reference('funders', { label: 'Partner', hint: 'Choose a partner.' }),
  ),
  formerly: formerly(),
  draft: yesOrNo({ label: 'Draft', hint: 'While this is on, the project is not on the site.' }, false),
});

/** The projects. */
export const projects = {
  name: 'projects',
  label: 'Projects',
  labelSingular: 'project',
  description: 'Work that goes on for a while: who it helps, who leads it, and who pays for it.',
  titleField: 'title',
  summary: "{{title}} — {{state}}{{draft | ternary(' — draft','')}}",
  schema,
  text: { label: 'About the project', hint: 'Use “+” to add photos, a result or the “Support our work” panel.' },
} satisfies Collection<typeof schema>;

export type Project = z.infer<typeof schema>;
