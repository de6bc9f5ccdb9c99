/** A person of the charity: who they are and what they do there. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { choice, paragraph, picture, text, wholeNumber, yesOrNo } from './field.ts';

const schema = z.strictObject({
  name: text({ label: 'Name', hint: 'As they like to be called. It can be the first name alone.' }, 60),
  role: text({ label: 'What they do', hint: 'In plain words: “Runs the Tuesday group”.' }, 80),
  group: choice(
    { label: 'Where they stand', hint: 'Trustees and directors look after the charity; the team does the work.' },
    { team: 'The team', board: 'Trustees or directors' },
  ),
  words: paragraph({
    label: 'About them',
    hint: 'Two or three sentences that they have read and agreed to.',
  }).optional(),
  photo: picture({ label: 'Photo', hint: 'Head and shoulders. Only with their consent.' }).optional(),
  place: wholeNumber(
    { label: 'Place in the list', hint: '1 comes first. People with no number follow, by name.' },
    1,
    999,
  ).optional(),
  draft: yesOrNo({ label: 'Draft', hint: 'While this is on, the person is not on the site.' }, false),
});

/** The people. They stand on one page together. */
export const people = {
  name: 'people',
  onOnePage: true,
  label: 'People',
  labelSingular: 'person',
  description: 'Who does the work, and who looks after the charity.',
  titleField: 'name',
  summary: "{{name}} — {{role}}{{draft | ternary(' — draft','')}}",
  schema,
} satisfies Collection<typeof schema>;

export type Person = z.infer<typeof schema>;
