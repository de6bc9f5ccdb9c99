/** Holds every reader's page, and the CMS, to its budget: weighs what a browser must fetch to show it, prints the heaviest, and fails the build past it. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { addressOfPart, firstPart } from '../src/search-parts.ts';
import { writeWhole } from '../src/whole-file.ts';
import { addressOf, builtFiles, withImported } from './built-files.ts';
import { dropOldest } from './drop-oldest.ts';
import type { PageStep } from './every-page.ts';
import { once } from './once.ts';
import { inlineStyle } from './reader-policy.ts';
import { olderParts } from './search-index.ts';

/**
 * In bytes, brotli. The first round trip of a connection carries about 14 KB. Scripts are niceties: each comes after the
 * page has been read by the browser, from a file of our own; none may stand in the page or hold it up.
 */
export const budget = {
  htmlAndCss: 10 * 1024,
  fonts: 40 * 1024,
  deferredScript: 5 * 1024,
  scriptInTheWay: 0,
} as const;

/** In bytes, brotli: all the script of the CMS that must have come before staff can type, of which Decap's own is twice as much. */
export const cmsBudget = 550 * 1024;

/** The CMS is not a reader's page, and has a budget of its own. */
const isReaderPage = (address: string) => !address.startsWith('/admin/');

export interface PageWeight {
  readonly address: string;
  readonly htmlAndCss: number;
  readonly fonts: number;
  /** The heaviest of its deferred scripts, with all that it imports. */
  readonly deferredScript: number;
  /** All its scripts that stand in the page, or hold it up. */
  readonly scriptInTheWay: number;
}

/** How heavy a page is with the styles that it links to, in bytes. */
type Weighed = (html: string, linked: readonly Buffer[]) => number | Promise<number>;

const brotliAt = (quality: number, window: number) => (content: Buffer) =>
  brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: window },
  }).byteLength;

/** As a browser gets it. */
const brotli = brotliAt(11, constants.BROTLI_DEFAULT_WINDOW);
const [brotliInHaste, brotliAtAGlance] = [brotliAt(5, 16), brotliAt(1, 16)];
const styleInHaste = once((style) => brotliInHaste(Buffer.from(style)));

/**
 * In a hundredth of the time. It finds no page lighter than it is: some a third heavier, of those that are far within their budget. A page’s styles are
 * weighed apart, and once: thousands of pages share a few.
 */
export function quickBrotli(html: string, linked: readonly Buffer[] = []): number {
  let weight = 0;
  const add = (style: string) => {
    weight += styleInHaste(style);
    return '';
  };
  const rest = Buffer.from(html.replace(inlineStyle, add));
  linked.map(String).forEach(add);
  const most = weight + brotliAtAGlance(rest);
  return most > budget.htmlAndCss ? weight + brotliInHaste(rest) : most;
}

/** Where weights are kept, beside the pictures that Astro has made: to weigh the CMS takes four seconds of every build, sixty pages two, and few change. */
const kept = new URL('../node_modules/.astro/weights/', import.meta.url);

/** Those of some twenty builds of a long archive, and of many more of a usual site. */
const keptWeights = 4000;

/** The weight of this content, as an earlier build found it in the same bytes, or as found now. */
async function weighOnce(content: Buffer): Promise<number> {
  const before = new URL(createHash('sha256').update(content).digest('hex'), kept);
  const known = await readFile(before, 'utf8').catch(() => undefined);
  if (known !== undefined && /^[1-9]\d*$/.test(known)) return Number(known);
  const weight = brotli(content);
  await mkdir(kept, { recursive: true });
  await writeWhole(fileURLToPath(before), String(weight));
  return weight;
}

const weighPageOnce: Weighed = (html, linked) => weighOnce(Buffer.concat([Buffer.from(html), ...linked]));

/** The weight of these scripts together. */
async function weighAll(files: readonly URL[]): Promise<number> {
  const weights = files.map(async (file) => weighOnce(await readFile(file)));
  return (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
}

/** The weight of a script, with that of every script that it imports, or may import later. */
const weighScript = async (file: URL) => weighAll(await withImported(file, 'later too'));

/** Weighs pages of one built site, in bytes. Fonts are compressed already and count as they are. */
function scales(dir: URL) {
  const load = once((path) => readFile(new URL(`.${path}`, dir)));
  const weighScriptOnce = once((path) => weighScript(new URL(`.${path}`, dir)));
  const loadAll = (found: Iterable<RegExpMatchArray>) =>
    Promise.all([...new Set([...found].map(([, path = '']) => path))].map(load));
  /** The fonts that a style names. */
  const fontsIn = once((style) => [...style.matchAll(/url\("?(\/[^")]+\.woff2)"?\)/g)]);
  return async (html: string, address: string, weighed: Weighed = weighPageOnce): Promise<PageWeight> => {
    const styles = await loadAll(html.matchAll(/<link[^>]+rel="stylesheet"[^>]+href="(\/[^"]+)"/g));
    const inlineStyles = [...html.matchAll(inlineStyle)].map(([, style = '']) => style);
    const fonts = await loadAll([...inlineStyles, ...styles.map(String)].flatMap(fontsIn));
    const [deferred, inTheWay]: [number[], number[]] = [[], []];
    for (const [, attributes = '', code = ''] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
      if (attributes.includes('application/ld+json')) continue;
      const path = / src="(\/[^"]+)"/.exec(attributes)?.[1];
      const isDeferred = / (?:type="module"|defer)/.test(attributes) && path !== undefined;
      const weight = path === undefined ? brotli(Buffer.from(code)) : await weighScriptOnce(path);
      (isDeferred ? deferred : inTheWay).push(weight);
    }
    return {
      address,
      htmlAndCss: await weighed(html, styles),
      fonts: fonts.reduce((sum, font) => sum + font.byteLength, 0),
      deferredScript: Math.max(0, ...deferred),
      scriptInTheWay: inTheWay.reduce((sum, weight) => sum + weight, 0),
    };
  };
}

const heaviestFirst = (weights: readonly PageWeight[]) =>
  weights.toSorted((one, other) => other.htmlAndCss - one.htmlAndCss);

/** A page’s address from that of its file. */
const pageAt = (address: string) => address.replace(/index\.html$/, '');

/** The weight of each reader's page in a built site, the heaviest first. */
export async function weighPages(dir: URL, weighed: Weighed = weighPageOnce): Promise<PageWeight[]> {
  const weigh = scales(dir);
  const weights: PageWeight[] = [];
  for (const file of builtFiles(dir, '.html')) {
    const address = pageAt(addressOf(dir, file));
    if (isReaderPage(address)) weights.push(await weigh(await readFile(file, 'utf8'), address, weighed));
  }
  return heaviestFirst(weights);
}

/**
 * What the search page fetches on top of all that, and only when somebody searches, in bytes: Pagefind's core and the table
 * of the first part of its index, once; for a word at most one file of the index and the ten pages that are shown first; and once, for a word that
 * no page has, the list of those that there are. The core is not ours to make lighter: its script is 12 KB and its WebAssembly 58. Whoever looks in older
 * news fetches the table of one part more, and of that for the word as much again.
 */
export async function weighSearch(
  dir: URL,
): Promise<{ core: number; eachWord: number; allWords: number; eachOlder: number | undefined }> {
  /** The weight of the largest files. All but those in plain text are compressed already, and count as they are. */
  const heaviest = async (files: readonly string[], ending: string, count = 1) => {
    const largest = files
      .filter((file) => file.endsWith(ending))
      .map((file) => ({ file, size: statSync(file).size }))
      .toSorted((one, other) => other.size - one.size)
      .slice(0, count);
    let weight = 0;
    for (const { file, size } of largest)
      weight += /\.(js|json|txt)$/.test(file) ? await weighOnce(await readFile(file)) : size;
    return weight;
  };
  const weighPart = async (files: readonly string[]) => ({
    table: (await heaviest(files, '.json')) + (await heaviest(files, '.pf_meta')),
    eachWord: (await heaviest(files, '.pf_index')) + (await heaviest(files, '.pf_fragment', 10)),
  });
  const first = new URL(`.${firstPart}`, dir);
  const folders = (await olderParts(dir)).map((part) => fileURLToPath(new URL(`.${addressOfPart(part)}`, dir)));
  const all = builtFiles(first, '');
  const ofFirst = all.filter((file) => !folders.some((folder) => file.startsWith(folder)));
  const { table, eachWord } = await weighPart(ofFirst);
  const older = await Promise.all(folders.map((folder) => weighPart(all.filter((file) => file.startsWith(folder)))));
  return {
    core: (await heaviest(ofFirst, '.js')) + (await heaviest(ofFirst, '.pagefind')) + table,
    eachWord,
    allWords: await heaviest(ofFirst, '.txt'),
    eachOlder: older.length > 0 ? Math.max(...older.map((part) => part.table + part.eachWord)) : undefined,
  };
}

/**
 * The scripts that must have come before staff can type in every field of a form: those that always do, which are what the page of the CMS
 * loads at once, the form and the text editor; and what each backend adds, of which one is loaded.
 * @throws when one of them is not found, so that nothing is passed over
 */
export async function cmsScripts(dir: URL): Promise<{ always: URL[]; backends: URL[][] }> {
  const html = await readFile(new URL('admin/index.html', dir), 'utf8');
  const path = /<script type="module" src="(\/[^"]+)"/.exec(html)?.[1];
  const scripts = builtFiles(new URL('_astro/', dir), '.js');
  const named = (name: RegExp) => scripts.filter((file) => name.test(file)).map((file) => pathToFileURL(file));
  const backends = named(/\/(proxy|github|git-gateway)\.[^/]+$/);
  const forms = named(/\/(entry-form|RichtextControl)\.[^/]+$/);
  if (path === undefined || forms.length !== 2 || backends.length !== 3)
    throw new Error('The scripts of the CMS are not where they were.');
  const seen = new Set<string>();
  const always: URL[] = [];
  for (const script of [new URL(`.${path}`, dir), ...forms])
    always.push(...(await withImported(script, 'at once', seen)));
  return {
    always,
    backends: await Promise.all(backends.map((backend) => withImported(backend, 'at once', new Set(seen)))),
  };
}

/** The weight of those scripts, with the heaviest of the backends, in bytes. */
export async function weighCms(dir: URL): Promise<number> {
  const { always, backends } = await cmsScripts(dir);
  return (await weighAll(always)) + Math.max(...(await Promise.all(backends.map(weighAll))));
}

/** What each page past its budget is past, in words. */
export const overBudget = (weights: readonly PageWeight[]): string[] =>
  weights.flatMap((page) =>
    (Object.keys(budget) as (keyof typeof budget)[])
      .filter((what) => page[what] > budget[what])
      .map(
        (what) => `${page.address} is past its budget: ${what} ${page[what]} bytes, and ${budget[what]} is the most.`,
      ),
  );

/** What the CMS is past, in words, when it is. */
export const cmsOverBudget = (weight: number): string[] =>
  weight > cmsBudget ? [`The CMS is past its budget: ${weight} bytes, and ${cmsBudget} is the most.`] : [];

/** How many of the heaviest pages are printed. */
const printed = 10;

export const pageWeights: PageStep<PageWeight> = ({ dir, logger }) => {
  const weigh = scales(dir);
  return {
    look: (html, address) => (isReaderPage(address) ? weigh(html, address, quickBrotli) : undefined),
    async end(quickly) {
      // Those that may be past a budget are weighed as a browser gets them, and as many as are printed; the others are lighter still than they were found to be.
      const closely = heaviestFirst([...quickly.values()]).filter(
        (page, place) => place < 2 * printed || overBudget([page]).length > 0,
      );
      const weights: PageWeight[] = [];
      for (const { address } of closely) {
        const file = new URL(`.${address}${address.endsWith('/') ? 'index.html' : ''}`, dir);
        weights.push(await weigh(await readFile(file, 'utf8'), address));
      }
      const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`.padStart(8);
      logger.info('HTML+CSS     fonts  script afterwards   (brotli; the heaviest ten pages)');
      for (const { address, htmlAndCss, fonts, deferredScript } of heaviestFirst(weights).slice(0, printed)) {
        logger.info(
          `${kilobytes(htmlAndCss)}  ${kilobytes(fonts)}           ${kilobytes(deferredScript)}   ${address}`,
        );
      }
      const { core, eachWord, allWords, eachOlder } = await weighSearch(dir);
      logger.info(
        `Somebody who searches fetches ${kilobytes(core).trim()} more, once, and at most ${kilobytes(eachWord).trim()} for a word; ${kilobytes(allWords).trim()} to put a mistyped one right${eachOlder === undefined ? '' : `, and at most ${kilobytes(eachOlder).trim()} for each part of older news`}.`,
      );
      const cms = await weighCms(dir);
      logger.info(`Staff fetch ${kilobytes(cms).trim()} of script before they can type in the CMS.`);
      await dropOldest(kept, keptWeights);
      const past = [...overBudget(weights), ...cmsOverBudget(cms)];
      if (past.length > 0) throw new Error(past.join('\n'));
    },
  };
};
