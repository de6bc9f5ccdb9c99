/** Says why a new entry cannot have the name that Decap makes from its title. */
import { addressOfCollection } from '../../src/schema/collection.ts';
import { kindOf } from '../../src/schema/contract.ts';
import { cleanSlug } from '../../src/schema/field.ts';
import { formOf } from '../../src/schema/form.ts';
import type { TakenNames } from '../clean-name.ts';

/** Why a new entry cannot be called this; `undefined` when it can. */
export function whyNot(collectionName: string, path: string, taken: TakenNames) {
  const kind = kindOf(collectionName, '');
  if (!kind || !('titleField' in kind)) return undefined;
  const { titleField, onOnePage } = kind;
  const label = formOf(kind.schema).find(({ name }) => name === titleField)?.label;
  // Decap adds a number where there is such a file already: to the file, and not to the folder that is the address.
  const [, name = '', again] = /^content\/[^/]+\/([^/]*)\/index(-\d+)?\.md$/.exec(path) ?? [];
  const refused = again
    ? 'there is one of this name already. Say it in other words, such as with the year.'
    : !cleanSlug.test(name)
      ? `the address of the page is made from it, and “${name}” cannot be one. It needs some letters from a to z or numbers, and no underscore (_) or wave (~).`
      : !onOnePage && taken[collectionName]?.includes(name)
        ? `the address of the page is made from it, and the site has a page of its own at ${addressOfCollection(kind)}${name}/. Say it in other words.`
        : undefined;
  return refused === undefined ? undefined : { titleField, words: `${label}: ${refused}` };
}
