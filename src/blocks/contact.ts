/** Whom to ask: a person of the charity, or anyone by name, and how to reach them. */
import { z } from 'zod';
import { email, reference, telephone, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z
  .strictObject({
    person: reference('people', {
      label: 'Person',
      hint: 'Someone from “People”: their name and what they do come from there. Or leave it empty, and give a name below.',
    }).optional(),
    name: text(
      { label: 'Name', hint: 'Needed when nobody is chosen above: a person, or “The office”.' },
      60,
    ).optional(),
    role: text({ label: 'What they do', hint: 'When nobody is chosen above: “Looks after referrals”.' }, 80).optional(),
    telephone: telephone({
      label: 'Telephone',
      hint: 'Give a telephone, an email, or both. With spaces as you would say it: 01632 960541.',
    }).optional(),
    email: email({ label: 'Email', hint: 'One that is read every day.' }).optional(),
  })
  .superRefine(({ person, name, telephone, email }, context) => {
    const missing = (field: string) => context.addIssue({ code: 'custom', path: [field], message: 'is missing' });
    if (person === undefined && name === undefined) missing('name');
    if (telephone === undefined && email === undefined) missing('telephone');
  });

export const contact = { name: 'contact', label: 'Whom to ask', schema, stands: 'within' } satisfies Block<
  typeof schema
>;
