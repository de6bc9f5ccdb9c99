/** A news post: something that happened, told by the charity. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { calendarDate, formerly, group, list, paragraph, picture, reference, text, yesOrNo } from './field.ts';

const schema = z.strictObject({
  title: text({ label: 'Headline', hint: 'Say what happened, in under 90 characters.' }, 90),
  publishedOn: calendarDate(
    { label: 'Publish on', hint: 'The day it goes on the site. The newest post comes first.' },
    'today',
  ),
  happened: text(
    {
      label: 'When it happened',
      hint: 'If that is not the day above, say it as you would aloud: “Spring 2024”. Readers then see this.',
    },
    60,
  ).optional(),
  summary: paragraph(
    {
      label: 'Summary',
      hint: 'One to three sentences: who, where and what. It opens the post and stands for it in lists.',
    },
    300,
  ),
  cover: picture({
    label: 'Main picture',
    hint: 'It runs across the top of the post, and stands for it in lists.',
  }).optional(),
  place: text({ label: 'Where', hint: 'The venue and town: “Village Hall, Ashby”.' }, 120).optional(),
  facts: list(
    {
      label: 'At a glance',
      labelSingular: 'fact',
      hint: 'Short facts for the side of the post, such as “Who came”. Leave it empty if there are none.',
    },
    group(
      { label: 'Fact', hint: 'A few words for what it is, and the fact.' },
      {
        label: text({ label: 'What it is', hint: 'Two or three words: “Who came”.' }, 40),
        fact: text({ label: 'The fact', hint: 'One short line.' }, 200),
      },
    ),
    6,
  ),
  topics: list(
    {
      label: 'Topics',
      labelSingular: 'topic',
      hint: 'What it is about: one or two. Each topic has a page with its news.',
    },
    reference('topics', { label: 'Topic', hint: 'Choose a topic.' }),
    4,
  ),
  projects: list(
    {
      label: 'About these projects',
      labelSingular: 'project',
      hint: 'The post and the project then link to each other.',
    },
    reference('projects', { label: 'Project', hint: 'Choose a project.' }),
  ),
  funders: list(
    {
      label: 'With thanks to',
      labelSingular: 'funder',
      hint: 'Who paid for this. Each is thanked under the post, and the post is listed on the funder’s own page.',
    },
    reference('funders', { label: 'Funder', hint: 'Choose a funder.' }),
  ),
  thanks: paragraph({ label: 'More thanks', hint: 'Anything you want to add under the funders’ names.' }).optional(),
  formerly: formerly(),
  draft: yesOrNo({ label: 'Draft', hint: 'While this is on, the post is not on the site.' }, false),
});

/** The news. */
export const news = {
  name: 'news',
  label: 'News',
  labelSingular: 'news post',
  description: 'What happened, told in your own words, with photos and thanks.',
  titleField: 'title',
  summary: "{{title}} — {{publishedOn | date('D MMMM YYYY')}}{{draft | ternary(' — draft','')}}",
  schema,
  text: { label: 'The story', hint: 'Use “+” to add photos, a result or the “Support our work” panel.' },
} satisfies Collection<typeof schema>;

export type NewsPost = z.infer<typeof schema>;
