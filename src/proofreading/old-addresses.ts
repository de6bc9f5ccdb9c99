/** Old addresses of pages: which of them cannot lead anywhere, because a page stands there or below it now, or because two pages claim it. */
import { addressOfCollection, type Collection } from '../schema/collection.ts';
import type { Entry } from './entries.ts';
import { isTaken } from './taken.ts';

/** An address as it is compared: Netlify makes no difference between one with a slash at its end and one without. */
const plain = (address: string) => address.replace(/\/$/, '');

const oldAddressesOf = ({ fields }: Entry): readonly string[] => {
  const { formerly } = fields as { formerly?: unknown };
  return Array.isArray(formerly) ? formerly.filter((address) => typeof address === 'string') : [];
};

/** Every old address that cannot do its work, by the file that names it. What is not an address at all is the schema’s to refuse. */
export function mistakesInOldAddresses(
  all: readonly { readonly collection: Collection; readonly entries: readonly Entry[] }[],
): { file: string; address: string; words: string }[] {
  const entries = all.flatMap(({ collection, entries }) =>
    entries.map((entry) => ({ entry, address: `${addressOfCollection(collection)}${entry.slug}/` })),
  );
  const pages = new Map(entries.map(({ entry, address }) => [plain(address), entry.file]));
  const claims = Map.groupBy(
    entries.flatMap(({ entry: { file, ...entry } }) =>
      oldAddressesOf({ file, ...entry }).map((address) => ({ file, address })),
    ),
    ({ address }) => plain(address),
  );
  return [...claims].flatMap(([key, claimed]) =>
    claimed.flatMap(({ file, address }, index) => {
      const place = `Old addresses (formerly): “${address}”`;
      const page = pages.get(key);
      if (page === file) return [{ file, address, words: `${place} is the page’s own address now. Take it out.` }];
      if (page)
        return [
          {
            file,
            address,
            words: `${place} is where ${page} is now. Take it out here, or give that folder another name.`,
          },
        ];
      if (isTaken(key))
        return [{ file, address, words: `${place} is where the site has something of its own. Take it out.` }];
      // All that lay under an old address is led away, too: from under one's own page round in a circle.
      const below = [...pages.keys()].find((page) => page.startsWith(`${key}/`));
      if (below) return [{ file, address, words: `${place} has a page below it now: “${below}/”. Take it out.` }];
      const other = claimed.find((_, place) => place !== index);
      if (!other) return [];
      const where = other.file === file ? 'stands here twice' : `is an old address of ${other.file}, too`;
      return [{ file, address, words: `${place} ${where}. Keep it in one place alone.` }];
    }),
  );
}
