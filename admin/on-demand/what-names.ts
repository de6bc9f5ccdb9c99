/** Looks for what names an entry that is about to be deleted. */
import { nameIfItNames } from '../../src/proofreading/named-in.ts';
import { collections } from '../../src/schema/contract.ts';
import type { Backend } from '../second-save.ts';
import { told } from '../told.ts';

/** Where one goes first; the rest come to light when it is tried again. */
const most = 3;

/** @throws with what names the entries that these files are of, if anything does */
export async function refuseIfNamed(
  backend: Pick<Backend, 'entriesByFolder' | 'allEntriesByFolder'>,
  paths: readonly string[],
) {
  for (const path of paths) {
    const [, collection, slug] = /^content\/([^/]+)\/([^/]+)\/index\.md$/.exec(path) ?? [];
    if (!collection || !slug) continue;
    const named = await Promise.all(
      collections.map(async (other) => {
        const from = [`content/${other.name}`, 'md', 2] as const;
        const entries = await (backend.allEntriesByFolder?.(...from) ?? backend.entriesByFolder(...from));
        return entries.flatMap(({ data }) => {
          const name = nameIfItNames(other, data, { collection, slug });
          return name === undefined ? [] : [`“${name}” (${other.label})`];
        });
      }),
    );
    const all = named.flat();
    if (all.length === 0) continue;
    const more = all.length > most ? `, and ${all.length - most} more` : '';
    throw told(
      `It is still named in ${all.slice(0, most).join(', ')}${more}. Take it out there and publish that; then it can be deleted.`,
    );
  }
}
