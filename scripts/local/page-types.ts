/** One built page for each type of page that a reader can meet, so that the types can be measured and looked at one by one. */
import { readFile } from 'node:fs/promises';
import { addressOf, builtFiles } from '../../integrations/built-files.ts';

export interface PageOfType {
  /** What the type is called: “News post”. */
  readonly type: string;
  /** The page that stands for it: `/news/social-prescribing-day-in-bucks/`. */
  readonly address: string;
}

/** A page is of the first type whose pattern its address fits. */
const types: readonly (readonly [type: string, addresses: RegExp])[] = [
  ['Home', /^\/$/],
  ['News', /^\/news\/(page\/\d+\/)?$/],
  ['Topic', /^\/news\/topics\//],
  ['Photo', /\/photos\/[^/]+\/$/],
  ['News post', /^\/news\/[^/]+\/$/],
  ['Projects', /^\/projects\/(page\/\d+\/)?$/],
  ['Project', /^\/projects\/[^/]+\/$/],
  ['Events', /^\/events\/(page\/\d+\/)?$/],
  ['Event', /^\/events\/[^/]+\/$/],
  ['Funders', /^\/funders\/$/],
  ['Funder', /^\/funders\/[^/]+\/(page\/\d+\/)?$/],
  ['People', /^\/people\/$/],
  ['Appeals', /^\/appeals\/$/],
  ['Appeal', /^\/appeals\/[^/]+\/$/],
  ['About', /^\/about\/$/],
  ['Contact', /^\/contact\/$/],
  ['Refer', /^\/refer\/$/],
  ['Referred', /^\/refer\/thank-you\/$/],
  ['Policies', /^\/policies\/$/],
  ['Donate', /^\/donate\/$/],
  ['Donated', /^\/donate\/thank-you\/$/],
  ['Fund', /^\/donate\/[^/]+\/$/],
  ['Search', /^\/search\/$/],
  ['Not found', /^\/404\.html$/],
  ['Page of words', /^\/[^/]+\/$/],
];

/**
 * The page with the most HTML of each type that the site in `dir` has, in the order above.
 * @throws when a page is of no type, so that a new one is not passed over
 */
export async function pagesByType(dir: URL): Promise<PageOfType[]> {
  const largest = new Map<string, { readonly address: string; readonly length: number }>();
  for (const file of builtFiles(dir, '.html')) {
    const address = addressOf(dir, file).replace(/index\.html$/, '');
    if (address.startsWith('/admin/')) continue;
    const type = types.find(([, addresses]) => addresses.test(address))?.[0];
    if (type === undefined)
      throw new Error(`${address} is of no type of page yet: name its type in scripts/local/page-types.ts.`);
    const { length } = await readFile(file);
    if (length > (largest.get(type)?.length ?? 0)) largest.set(type, { address, length });
  }
  return types.flatMap(([type]) => {
    const address = largest.get(type)?.address;
    return address === undefined ? [] : [{ type, address }];
  });
}
