/** A funder or partner: whom the charity thanks, and what their help made possible. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { choice, formerly, picture, text, webAddress } from './field.ts';

const schema = z.strictObject({
  name: text({ label: 'Name', hint: 'As they write it themselves: “The Example Foundation”.' }, 90),
  role: choice(
    { label: 'What they are to us', hint: 'A funder gives money; a partner works beside us.' },
    { funder: 'Funder', partner: 'Partner' },
  ),
  supports: text({ label: 'What they do for us', hint: 'One short sentence: “Pays for our garden.”' }, 160).optional(),
  website: webAddress({ label: 'Their website', hint: 'The full address: https://…' }).optional(),
  logo: picture({ label: 'Logo', hint: 'Only one they have sent you, or said you may use.' }).optional(),
  formerly: formerly(),
});

/** The funders and partners. What each made possible is not written here: it follows from the posts and projects that name them. */
export const funders = {
  name: 'funders',
  label: 'Funders and partners',
  labelSingular: 'funder or partner',
  description:
    'Whom we thank. What each made possible is listed by itself, from the posts and projects that name them.',
  titleField: 'name',
  summary: '{{name}} — {{role}}',
  schema,
  text: { label: 'More about them', hint: 'A paragraph or two, if you like. It can stay empty.' },
} satisfies Collection<typeof schema>;

export type Funder = z.infer<typeof schema>;
