/** Addresses that the site needs itself: no entry can have one of them, nor be led to from it. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the server answers itself before it looks for a page. */
const answeredBefore = ['.netlify', '.well-known', '_astro', 'admin', 'api', 'health', 'icons', 'pagefind', 'share'];

const sitePages = fileURLToPath(new URL('../pages', import.meta.url));

/**
 * The names in a folder of the site that an entry cannot have: it would never be seen.
 * @param address the folder, `/news/`
 * @param pages where the site’s own pages are written, for code that does not run from where it lies
 */
export async function namesTakenIn(address: string, pages = sitePages): Promise<ReadonlySet<string>> {
  const folder = join(pages, address);
  const found = existsSync(folder) ? await readdir(folder) : [];
  const own = found.filter((name) => !/^[[.]/.test(name)).map((name) => name.replace(/\..*$/, ''));
  return new Set([...own, ...(address === '/' ? answeredBefore : [])]);
}

/** Whether the site has something of its own at an address that has no slash at its end. */
export const isTaken = (address: string): boolean =>
  answeredBefore.includes(address.split('/')[1] ?? '') ||
  ['.astro', '.ts', '/index.astro'].some((ending) => existsSync(`${sitePages}${address}${ending}`));
