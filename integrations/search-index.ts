/** Writes the index that the search page reads: every page that is published, found by its own words and by none that it shares with others. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { close, createIndex } from 'pagefind';
import { addressOfCollection } from '../src/schema/collection.ts';
import { collections } from '../src/schema/contract.ts';
import { builtFiles } from './built-files.ts';
import type { PageStep } from './every-page.ts';

/**
 * What stands on a page and is not its own: the ways to other pages and what those say, the panel that asks, and forms. Were
 * the panel read, its words would find every story. The title is kept apart, so it is left out of the text here.
 */
const notItsOwn = [
  'h1',
  '.kicker',
  'nav',
  '.stories',
  '.programme',
  '.score',
  '.thanked',
  '[aria-labelledby="made-possible"]',
  '.ask',
  '.gift-button',
  '.thanks small',
  '.share',
  'form',
  '.seen-by-ear',
];

/** Where the pages of each kind lie; the deepest first, for `/news/topics/` lies in `/news/`. The people have one page, all together. */
const homes = collections
  .filter(({ name }) => name !== 'people')
  .map((collection) => ({ home: addressOfCollection(collection), kind: collection.labelSingular }))
  .toSorted((one, other) => other.home.length - one.home.length);

/**
 * A page as Pagefind is to read it, marked in Pagefind's own terms; `undefined` when it is not to be found. What we ask
 * search engines not to keep (thanks, photos, what is not there) is not in our search either. A list holds what other pages
 * say: of its first sheet the headline alone is read, for someone who looks for “events”, and of the others nothing.
 * Pagefind would run a fact and its name into one word, so they are set apart; and it would find a list by its first picture.
 */
export function asSearched(address: string, html: string): string | undefined {
  if (/^\/(admin|search)\/|\/page\/\d+\/$/.test(address) || html.includes('<meta name="robots"')) return undefined;
  const { home, kind } = homes.find(({ home }) => address.startsWith(home)) ?? { home: '/', kind: 'page' };
  const isList = (address === home && address !== '/') || home === '/news/topics/';
  // The home page's own title is the charity's name: its words would find it before all others.
  const [, title = ''] = address === '/' ? ['', 'Home'] : (/<title>(.+?)(?: · [^·]+)?<\/title>/.exec(html) ?? []);
  const shown = address === home ? 'page' : kind;
  const said = { title, kind: `${shown.charAt(0).toUpperCase()}${shown.slice(1)}` };
  const marks = Object.entries(said).map(
    ([name, words]) => `<meta data-pagefind-meta="${name}[content]" content="${words}">`,
  );
  const [language = '<html>'] = /<html[^>]*>/.exec(html) ?? [];
  // The rest of the page is not sent to Pagefind at all: of a long archive, that is most of its time.
  const [main = ''] = /<main[\s\S]*<\/main>/.exec(html) ?? [];
  const body = main
    .replaceAll(/<img[^>]*>/g, '')
    .replaceAll('</dt>', ': $&')
    .replaceAll(/<\/dd>|<small|<br/g, '. $&')
    .replace(isList ? '<header class="headline' : '<main', (start) => start.replace(/^<\w+/, '$& data-pagefind-body'));
  return `${language}<head>${marks.join('')}</head><body>${body}</body></html>`;
}

/** Stops the build with what Pagefind says is wrong, if anything is. */
function expectNo(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`The search index could not be written: ${errors.join(' ')}`);
}

/** More than a reader could mistype, and still a light file. */
const mostWords = 20_000;

/** Every word and number that a page can be found by, the most frequent first: from these a mistyped one is put right. */
async function wordsIn(fragments: readonly string[]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const file of fragments) {
    // Pagefind’s parts are JSON, after its own mark.
    const part = gunzipSync(await readFile(file)).toString();
    const { content, meta } = JSON.parse(part.slice(part.indexOf('{'))) as { content: string; meta: { title: string } };
    for (const [word] of `${meta.title} ${content}`.toLowerCase().matchAll(/[\p{L}\p{N}]{2,}/gu))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostWords)
    .map(([word]) => word);
}

export const searchIndex: PageStep = async ({ dir, logger }) => {
  const { index, errors } = await createIndex({ excludeSelectors: notItsOwn });
  expectNo(errors);
  if (!index) throw new Error('Pagefind gave no index, and did not say why.');
  let pages = 0;
  return {
    async look(html, url) {
      const content = asSearched(url, html);
      if (content === undefined) return;
      expectNo((await index.addHTMLFile({ url, content })).errors);
      pages += 1;
    },
    async end() {
      const folder = new URL('pagefind/', dir);
      expectNo((await index.writeFiles({ outputPath: fileURLToPath(folder) })).errors);
      await close();
      const words = await wordsIn(await builtFiles(folder, '.pf_fragment'));
      await writeFile(new URL('words.txt', folder), words.join('\n'));
      // Pagefind's own pages, and its worker: ours asks its core directly.
      const unused = (await builtFiles(folder, '.js', '.css', 'unknown.pagefind')).filter(
        (file) => basename(file) !== 'pagefind.js',
      );
      await Promise.all(unused.map((file) => rm(file)));
      logger.info(`${pages} pages can be found by their words.`);
    },
  };
};
