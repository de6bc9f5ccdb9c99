/** A topic: what a number of news posts are about, so that a reader can find them together. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { formerly, paragraph, text } from './field.ts';

const schema = z.strictObject({
  title: text({ label: 'Name', hint: 'One to three words: “Volunteers”.' }, 40),
  summary: paragraph(
    { label: 'What it is about', hint: 'One sentence in plain words. It opens the topic’s page.' },
    200,
  ),
  formerly: formerly(),
});

/** The topics. A topic with no post is on no page. */
export const topics = {
  name: 'topics',
  address: '/news/topics/',
  label: 'Topics',
  labelSingular: 'topic',
  description: 'What news is about. Keep them few: a reader should take them in at a glance.',
  titleField: 'title',
  summary: '{{title}}',
  schema,
} satisfies Collection<typeof schema>;

export type Topic = z.infer<typeof schema>;
