/** Looks for what names an entry, or uses a file, that is about to be deleted. */
import { readFields, readMarkdown } from '../../src/proofreading/markdown-file.ts';
import { nameFile, nameIfItNames } from '../../src/proofreading/named-in.ts';
import { fileOfSettings } from '../../src/schema/collection.ts';
import { collections, settings } from '../../src/schema/contract.ts';
import type { Backend } from '../second-save.ts';
import { told } from '../told.ts';

type Kept = Pick<Backend, 'entriesByFolder' | 'getEntry'>;

/** Where one goes first; the rest come to light when it is tried again. */
const most = 3;

/** Every entry that names this one, by its name and where staff find it. */
async function naming(kept: Kept, other: { readonly collection: string; readonly slug: string }): Promise<string[]> {
  const named = await Promise.all(
    collections.map(async (collection) => {
      const entries = await kept.entriesByFolder(`content/${collection.name}`, 'md', 2);
      return entries.flatMap(({ data }) => {
        const name = nameIfItNames(collection, data, other);
        return name === undefined ? [] : [`“${name}” (${collection.label})`];
      });
    }),
  );
  return named.flat();
}

/** Whether the entry or the settings that a file lies beside use it, as they are kept now. */
async function isUsed(kept: Kept, folder: string, file: string): Promise<boolean> {
  const [collectionName, slug] = folder.split('/');
  const sourceAt = (path: string) => kept.getEntry(path).then(({ data }) => data);
  if (collectionName === 'settings') {
    const used = settings.map(async ({ name, schema }) =>
      nameFile(schema, { text: '', ...readFields(await sourceAt(fileOfSettings(name)), 1) }, file),
    );
    return (await Promise.all(used)).includes(true);
  }
  const collection = collections.find(({ name }) => name === collectionName);
  if (!collection || !slug) return false;
  // A file that lies beside no entry, any more or yet, is in nobody’s use. What could not be looked at may be.
  const source = await sourceAt(`content/${folder}/index.md`).catch((failure: { readonly status?: number }) => {
    if (failure.status === 404) return '';
    throw told('It could not be seen whether that is still in use. Nothing is deleted: try again in a moment.');
  });
  return source !== '' && nameFile(collection.schema, readMarkdown(source), file);
}

/** @throws with what names the entries that these files are of, or that the files are in use, if anything does or they are */
export async function refuseIfNamed(kept: Kept, paths: readonly string[]) {
  for (const path of paths) {
    const [, folder = '', file = ''] = /^content\/(.+)\/([^/]+)$/.exec(path) ?? [];
    const [collection, slug] = folder.split('/');
    if (file !== 'index.md') {
      if (await isUsed(kept, folder, file))
        throw told(
          `“${file}” is still in use. Take it out of the form, or put another in its place, and publish that; then it can be deleted. If somebody has withdrawn consent, fill in “Withdrawn on” as well.`,
        );
      continue;
    }
    if (!collection || !slug) continue;
    const all = await naming(kept, { collection, slug });
    if (all.length === 0) continue;
    const more = all.length > most ? `, and ${all.length - most} more` : '';
    throw told(
      `It is still named in ${all.slice(0, most).join(', ')}${more}. Take it out there and publish that; then it can be deleted.`,
    );
  }
}
