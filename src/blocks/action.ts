/** One thing that a reader can do next, with a link that stands out. It is not for giving, which has a panel of its own. */
import { z } from 'zod';
import { linkAddress, paragraph, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  words: paragraph({ label: 'Words', hint: 'One or two sentences: what it is, and for whom.' }, 200),
  label: text(
    { label: 'What the link says', hint: 'It should make sense by itself: “Refer someone”, not “Click here”.' },
    40,
  ),
  address: linkAddress({
    label: 'Where it leads',
    hint: 'On this site: /refer/. Elsewhere: the full address, https://…',
  }),
});

export const action = {
  name: 'action',
  label: 'Something to do next',
  schema,
  stands: 'within',
} satisfies Block<typeof schema>;
