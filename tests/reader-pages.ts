/** Which pages a reader can meet: all that were built, or one of each type. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');

/** Where the built site is. */
export const dist = join(project, 'dist');

/** The address of every built page that a reader can meet. */
export async function readerPages(): Promise<string[]> {
  const files = await readdir(dist, { recursive: true });
  return files
    .filter((file) => file.endsWith('.html') && !file.startsWith('admin/'))
    .map((file) => `/${file.replace(/index\.html$/, '')}`)
    .sort();
}

/** A built page's HTML. */
export const builtPage = (address: string) =>
  readFile(join(dist, address.endsWith('/') ? `${address}index.html` : address), 'utf8');

/**
 * One page for each route in `src/pages` that has any: pages of one route differ in their words, and not in what there is to do.
 * Of several, the one with the most in it.
 */
export async function aPageOfEachType(): Promise<string[]> {
  const files = (await readdir(join(project, 'src/pages'), { recursive: true })).filter(
    (file) => file.endsWith('.astro') && !/(^|\/)_|^admin\//.test(file),
  );
  const pages = await Promise.all(
    (await readerPages()).map(async (address) => ({ address, length: (await builtPage(address)).length })),
  );
  const largestFirst = pages.sort((one, other) => other.length - one.length).map(({ address }) => address);
  // A route with more parts that are fixed takes a page before one with fewer, as Astro has it.
  const routes = files.map((file) => `/${file.replace(/(index)?\.astro$/, '')}`.replace(/(?<=[^/])$/, '/'));
  const open = (route: string) => route.split('[').length;
  const types = new Map<string, string>();
  for (const address of largestFirst) {
    const route = routes
      .filter((one) =>
        new RegExp(`^${one.replace(/\[\.{3}\w+\]/g, '.+').replace(/\[\w+\]/g, '[^/]+')}$`).test(
          address.replace(/\.html$/, '/'),
        ),
      )
      .sort((one, other) => open(one) - open(other))[0];
    if (!route) throw new Error(`${address} is a page of no route.`);
    if (!types.has(route)) types.set(route, address);
  }
  return [...types.values()].sort();
}
