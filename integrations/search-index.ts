/** Writes the index that the search page reads: every page that is published, found by its own words and by none that it shares with others. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addressOfCollection } from '../src/schema/collection.ts';
import { collections } from '../src/schema/contract.ts';
import { addressOfPart, asLine, firstPart, listOfWords, type OlderPart } from '../src/search-parts.ts';
import { sumOf } from '../src/whole-file.ts';
import type { PageStep } from './every-page.ts';
import { keptParts, type PartOfIndex, type SearchedPage } from './kept-part.ts';
import { type Dated, partsByAge } from './parts-by-age.ts';

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

/** The year in which a post was published, as its page tells search engines. No text can say that in its place: there, quotation marks are escaped. */
function yearOf(html: string): number | undefined {
  const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
  const [, year] = /"@type":"NewsArticle".*?"datePublished":"(\d{4})-/s.exec(data) ?? [];
  return year === undefined ? undefined : Number(year);
}

/** More words than a reader could mistype, and still a light file. */
const mostWords = 20_000;

/** One word for each list that there is where there are older parts. */
const oneOfEach = [...'abcdefghijklmnopqrstuvwxyz0'];

/**
 * The lists of every word of these parts, each with the file that it goes into. Where there are older parts there is a list even of a letter that
 * no word begins with: so one that does not arrive is never taken for one that has no words.
 */
function listsOfWords(
  parts: readonly Pick<PartOfIndex, 'words'>[],
  older: readonly OlderPart[],
): [file: string, list: string][] {
  const known = new Map<string, { count: number; places: number[] }>();
  for (const [place, { words }] of parts.entries()) {
    for (const [word, count] of words) {
      const { count: before = 0, places = [] } = known.get(word) ?? {};
      places.push(place);
      known.set(word, { count: before + count, places });
    }
  }
  const words = [...known]
    .toSorted(([, one], [, other]) => other.count - one.count)
    .map(([word, { places }]) => ({ word, parts: places.length < parts.length ? places : [] }));
  const lists = Map.groupBy(words, ({ word }) => listOfWords(word, older));
  const files = new Set(oneOfEach.map((word) => listOfWords(word, older)));
  return [...files].map((file) => [file, (lists.get(file) ?? []).slice(0, mostWords).map(asLine).join('\n')]);
}

/** What an older part does without: it is searched by the core of the first. */
const isCore = (path: string) => /\.(js|pagefind)$/.test(path);

/** What Pagefind asks for before all else. Its own, of the first part, names the older parts, too: so that comes with the index, and costs nothing. */
const entry = 'pagefind-entry.json';

const withOlder = (own: string, older: readonly OlderPart[]) =>
  JSON.stringify({ ...JSON.parse(own), older: older.map(({ name, before }) => ({ name, before })) });

/** The parts with older news of a built site, the newest first. */
export async function olderParts(dir: URL): Promise<readonly OlderPart[]> {
  const { older = [] } = JSON.parse(await readFile(new URL(`.${firstPart}${entry}`, dir), 'utf8')) as {
    older?: readonly OlderPart[];
  };
  return older;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const decoded = (content: Uint8Array | undefined) => content && decoder.decode(content);

/** What is found of a page: a sum of what Pagefind is to read, and of a post the year. */
type Found = Pick<SearchedPage, 'sum'> & Dated;

/** An index whose parts have `enough` pages of news, or more. */
export const searchIndexInParts =
  (enough: number): PageStep<Found> =>
  ({ dir, config, logger }) => {
    // There may be thousands: in bytes they take half of what a text of curly quotation marks takes, and a small `Buffer` would hold on to the large one that it is cut from.
    const ofThisBuild = new Map<string, Uint8Array>();
    const contentOf = async (url: string) =>
      decoded(ofThisBuild.get(url)) ??
      asSearched(url, await readFile(new URL(`.${encodeURI(url)}index.html`, dir), 'utf8')) ??
      '';
    return {
      look(html, url) {
        const content = asSearched(url, html);
        if (content === undefined) return undefined;
        ofThisBuild.set(url, encoder.encode(content));
        const year = yearOf(html);
        return { sum: sumOf(content), ...(year === undefined ? {} : { year }) };
      },
      async end(found) {
        const pages = [...found].map(([url, one]) => ({ url, ...one, content: () => contentOf(url) }));
        const { first, older } = partsByAge(pages, enough);
        const kept = keptParts(new URL('search-parts/', config.cacheDir));
        const inSite = (address: string) => new URL(`.${address}`, dir);
        const put = (those: readonly SearchedPage[], at: string, without: (path: string) => boolean) =>
          kept.put(those, { excludeSelectors: notItsOwn }, inSite(at), without);
        const newest = await put(first, firstPart, (path) => path === entry);
        const own = await readFile(new URL(entry, newest.folder), 'utf8');
        const parts = [newest];
        for (const part of older) parts.push(await put(part.pages, addressOfPart(part), isCore));
        const lists = listsOfWords(parts, older);
        await mkdir(inSite(`${firstPart}${dirname(lists[0]?.[0] ?? '')}`), { recursive: true });
        for (const [file, written] of [[entry, older.length > 0 ? withOlder(own, older) : own], ...lists] as const)
          await writeFile(inSite(`${firstPart}${file}`), written);
        await kept.clearUp();
        const remade = parts.filter(({ isNew }) => isNew).length;
        logger.info(
          `${pages.length} pages can be found by their words, in ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}; made anew: ${remade}.`,
        );
      },
    };
  };

/** A part is a quick download on a poor signal, and Pagefind makes it in a few seconds. */
export const searchIndex = searchIndexInParts(1000);
