/**
 * Searches what is published, in the browser: no service is asked. Pagefind's core, about 70 KB, and the parts of the index
 * that a search needs are fetched when somebody searches and not before. The words are in the address, so that it can be
 * shared and Back returns to what was found.
 */
import {
  addressOfPart,
  firstPart,
  type KnownWord,
  listOfWords,
  type OlderPart,
  readWords,
  withoutAccents,
} from '../search-parts.ts';
import { nearestWord } from './nearest-word.ts';

/** What we use of Pagefind's own interface in the browser, for which its package has no types. */
interface Pagefind {
  createInstance(options: { basePath: string; noWorker: boolean; excerptEllipsis: string }): Index;
}

/** A part of the index, ready to be searched. */
interface Index {
  search(words: string): Promise<{ results: readonly Result[] }>;
}

interface Result {
  data(): Promise<FoundPage>;
}

interface FoundPage {
  readonly url: string;
  readonly meta: { readonly title: string; readonly kind: string };
  /** Text of the page in which `<mark>` stands around the words that were found, and the page's own `<` and `>` are escaped. */
  readonly excerpt: string;
}

const part = <Part extends Element>(selector: string) => document.querySelector(selector) as Part;
const form = part<HTMLFormElement>('search form');
const box = part<HTMLInputElement>('#words');
const answer = part<HTMLElement>('.answer');
const list = part<HTMLOListElement>('.found');
const template = part<HTMLTemplateElement>('.found template');
const on = part<HTMLElement>('.on');
const more = part<HTMLButtonElement>('.on button');

const atATime = 10;
const title = document.title;

/** Whether something that Pagefind asked for did not arrive. */
let isCutOff = false;
/** The parts with older news: known as soon as the first part is searched. */
let older: readonly OlderPart[] = [];
/** Pagefind's program, 58 KB. Each part asks for it. */
let program: ArrayBuffer | undefined;

const ownFetch = window.fetch;
const contentOf = async (arrived: Response) => (arrived.ok ? arrived.arrayBuffer() : undefined);
// Pagefind (1.6.0, `loadChunk`) passes over a part of the index that does not arrive, and would find nothing in it.
window.fetch = async (...asked) => {
  const address = `${asked[0]}`;
  const isProgram = address.includes('/wasm.');
  const content =
    (isProgram ? program : undefined) ??
    (await ownFetch(...asked)
      .then(contentOf)
      .catch(() => undefined));
  if (!content) {
    isCutOff = true;
    throw new Error(`${address} did not arrive.`);
  }
  if (isProgram) program = content;
  if (address.startsWith(`${firstPart}pagefind-entry`)) older = (await new Response(content).json()).older ?? [];
  return new Response(content);
};

let pagefind: Promise<Pagefind> | undefined;
let attempts = 0;

/** Pagefind's own script. */
function load(): Promise<Pagefind> {
  attempts += 1;
  // A browser may remember that an address did not answer, and not ask there again.
  return import(/* @vite-ignore */ `${firstPart}pagefind.js${attempts > 1 ? `?${attempts}` : ''}`);
}

/** Each part that has been searched, by its place: `0` is the first, `1` the newest of the older. */
const opened = new Map<number, Promise<Index>>();

/** Pagefind, ready to search a part. It works in the page: its worker would load the core a second time, and give up on a slow line. */
async function open(place: number): Promise<Index> {
  const withOlder = older[place - 1];
  const basePath = withOlder ? addressOfPart(withOlder) : firstPart;
  pagefind ??= load();
  return (await pagefind).createInstance({ basePath, noWorker: true, excerptEllipsis: '…' });
}

/** Does `work`. When something of the index does not arrive it throws, for what was found is not all. */
async function whole<Done>(work: () => Promise<Done>): Promise<Done> {
  isCutOff = false;
  const done = await work();
  if (isCutOff) throw new Error('A part of the index did not arrive.');
  return done;
}

/** A part, opened when it is first searched. */
function indexOf(place: number): Promise<Index> {
  const index = opened.get(place) ?? open(place);
  opened.set(place, index);
  return index;
}

/** The parts that did not arrive when they were last asked for. */
const unreached = new Set<number>();

/** Does `work` with a part of the index. When it throws, the next time all of that part is asked for again; after a second time, all of the index. */
async function inPart<Done>(place: number, work: (index: Index) => Promise<Done>): Promise<Done> {
  try {
    const done = await whole(async () => work(await indexOf(place)));
    unreached.delete(place);
    return done;
  } catch (failure) {
    opened.delete(place);
    if (place === 0 || unreached.has(place)) {
      pagefind = undefined;
      // There may be a new index by now, with other parts.
      opened.clear();
      lists.clear();
      unreached.clear();
    } else unreached.add(place);
    throw failure;
  }
}

/** The lists of words that have come, by their addresses. */
const lists = new Map<string, readonly KnownWord[]>();

/** A word that is looked for. */
interface Word {
  /** What Pagefind is asked for. */
  readonly asked: string;
  /** The same in small letters, with no mark before or behind it. */
  readonly plain: string;
  /** The parts that may have it; `undefined`: each. */
  readonly parts?: ReadonlySet<number> | undefined;
}

/** What was looked for, as it can be found. */
interface Heard {
  /** What Pagefind is asked for: the words that pages have, or a phrase in quotation marks. */
  readonly asked: string;
  /** The same in words for the reader. */
  readonly said: string;
  /** The words, one by one; none of a phrase. */
  readonly words: readonly Word[];
  /** Those that no page has: put right in `asked`, or left out there. */
  readonly unknown: readonly string[];
}

/**
 * Every word that there is and begins as this one does; none where the list does not arrive. Then nothing is put right, and the search goes on: but not
 * where there is older news, for nothing else tells which part of it to look in.
 */
async function wordsLike(plain: string): Promise<readonly KnownWord[]> {
  const address = `${firstPart}${listOfWords(plain, older)}`;
  const before = lists.get(address);
  if (before) return before;
  const list = await ownFetch(address)
    .then(contentOf)
    .catch(() => undefined);
  if (!list) {
    if (older.length > 0) isCutOff = true;
    return [];
  }
  const words = readWords(new TextDecoder().decode(list));
  lists.set(address, words);
  return words;
}

/** Whether pages of this part have the word as it stands, or in another of its forms. */
const has = async (index: Index, plain: string) => (await index.search(`"${plain}"`)).results.length > 0;

/** The parts in which one of these words is; `undefined` when that is each. */
const partsOf = (words: readonly KnownWord[]) =>
  words.some(({ parts }) => parts.length === 0) ? undefined : new Set(words.flatMap(({ parts }) => parts));

const begunWith = (beginning: string, words: readonly KnownWord[]) =>
  words.filter(({ word }) => withoutAccents(word).startsWith(withoutAccents(beginning)));

/** The parts in which the word may be, whole, in the middle of being written, or in another of its forms: those begin alike, for few endings are longer. */
function partsThatMayHave(plain: string, all: readonly KnownWord[]): Word['parts'] {
  // The list has no word with a mark in it, such as “O’Brien”.
  if (/[^\p{L}\p{N}]/u.test(plain)) return undefined;
  return partsOf(begunWith(plain.slice(0, Math.max(3, plain.length - 4)), all));
}

/** Whether one of these parts has the word as it stands, or in another of its forms. */
async function olderHas(plain: string, parts: Word['parts']): Promise<boolean> {
  for (const place of older.map((_, at) => at + 1))
    if ((!parts || parts.has(place)) && (await has(await indexOf(place), plain))) return true;
  return false;
}

/**
 * Pagefind shortens a word that no page has until one fits, or passes it over: for “theropy” it would find every page with “the”, and for “music
 * hb” every page with “music”. So such a word is put right first, or left out, and that is said. The list of words is fetched for that, and not before.
 */
async function hear(index: Index, typed: string): Promise<Heard> {
  // Phones and word processors make quotation marks curly.
  const straight = typed.replace(/[“”„]/g, '"');
  const [, phrase] = /^"([^"]+)"$/.exec(straight) ?? [];
  // All of it between quotation marks: the words are meant as they stand.
  if (phrase) return { asked: straight, said: `“${phrase}”, word for word`, words: [], unknown: [] };
  const words: Word[] = [];
  const unknown: string[] = [];
  for (const asked of straight.split(/[\s"]+/)) {
    const plain = asked.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (!plain) continue;
    if (await has(index, plain)) {
      words.push({ asked, plain });
      continue;
    }
    const all = await wordsLike(plain);
    const parts = partsThatMayHave(plain, all);
    // One may be in the middle of a word.
    if (begunWith(plain, all).length > 0 || (await olderHas(plain, parts))) {
      words.push({ asked, plain, parts });
      continue;
    }
    unknown.push(asked);
    // Of a short one, or a number, nobody can tell what was meant.
    if (plain.length < 4 || /\p{N}/u.test(plain)) continue;
    const nearest = nearestWord(
      plain,
      all.map(({ word }) => word),
    );
    if (nearest)
      words.push({ asked: nearest, plain: nearest, parts: partsOf(all.filter(({ word }) => word === nearest)) });
  }
  const asked = words.map((word) => word.asked).join(' ');
  return { asked, said: `“${asked}”`, words, unknown };
}

/** What a part has of what was looked for: nothing, where one of the words is in none of its pages. */
async function foundIn(
  place: number,
  { asked, words }: Heard,
): Promise<{ results: readonly Result[]; pages: FoundPage[] }> {
  const nothing = { results: [], pages: [] };
  if (!asked || words.some(({ parts }) => parts && !parts.has(place))) return nothing;
  return inPart(place, async (index) => {
    for (const { plain } of words) {
      if (await has(index, plain)) continue;
      const begun = begunWith(plain, await wordsLike(plain));
      if (begun.length === 0 || partsOf(begun)?.has(place) === false) return nothing;
    }
    const { results } = await index.search(asked);
    return { results, pages: await firstOf(results) };
  });
}

/** What was found, and in which part. */
interface Found {
  readonly place: number;
  readonly results: readonly Result[];
  /** The pages that are shown first. */
  readonly pages: readonly FoundPage[];
}

/** Looks in this part, and while nothing is found, in the next older one. */
async function lookFrom(place: number, heard: Heard): Promise<Found> {
  const found = await foundIn(place, heard);
  return found.results.length > 0 || place >= older.length ? { place, ...found } : lookFrom(place + 1, heard);
}

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');

/** A page that was found, as it stands in the list. What the page says is set as text, never read as HTML. */
function listed({ url, meta, excerpt }: FoundPage): DocumentFragment {
  const item = template.content.cloneNode(true) as DocumentFragment;
  const link = item.querySelector('a') as HTMLAnchorElement;
  link.href = url;
  link.textContent = meta.title;
  (item.querySelector('.kicker') as HTMLElement).textContent = meta.kind;
  const words = item.querySelector('.excerpt') as HTMLElement;
  for (const [index, text] of excerpt.split(/<\/?mark>/).entries()) {
    const mark = document.createElement('mark');
    mark.textContent = unescaped(text);
    words.append(index % 2 === 1 ? mark : unescaped(text));
  }
  return item;
}

const inTheAddress = () => new URL(location.href).searchParams.get('q')?.trim().slice(0, box.maxLength) ?? '';

/** Counts searches, so that a slow answer never stands where a later one belongs. */
let latest = 0;
/** What was found and is not shown yet. */
let waiting: readonly Result[] = [];
/** The way to older news, below what was found. Only where there is older news is it in the page. */
let further: HTMLElement | undefined;

const firstOf = (results: readonly Result[]) => Promise.all(results.slice(0, atATime).map((result) => result.data()));

function clear(words: string): void {
  for (const item of list.querySelectorAll('li')) item.remove();
  waiting = [];
  on.hidden = true;
  further?.remove();
  further = undefined;
  document.title = words ? `“${words}” · ${title}` : title;
}

function add(pages: readonly FoundPage[], rest: readonly Result[]): void {
  list.append(...pages.map(listed));
  waiting = rest;
  on.hidden = rest.length === 0;
}

const outOfReach = import.meta.env.DEV
  ? 'Search works in the built site: run “npm run build”, then “npm run preview”.'
  : 'Sorry, the search cannot be reached just now. Please try again in a moment, or look through the lists below.';

/** Says that one must wait, unless one need not wait long. Gives what ends that. */
function askPatience(search: number): () => void {
  const patience = setTimeout(() => {
    if (search === latest) answer.textContent = 'Looking…';
  }, 500);
  return () => clearTimeout(patience);
}

const counted = (pages: number) => `${pages} ${pages === 1 ? 'page' : 'pages'} found`;
const newsOf = (place: number) => `news from before ${older[place - 1]?.before}`;

async function searchFor(words: string): Promise<void> {
  latest += 1;
  const search = latest;
  if (!words) {
    clear(words);
    answer.textContent = '';
    return;
  }
  const endPatience = askPatience(search);
  try {
    const heard = await inPart(0, (index) => hear(index, words));
    const found = await lookFrom(0, heard);
    if (search !== latest) return;
    clear(words);
    const count = found.results.length;
    const missed = heard.unknown.map((word) => `“${word}”`).join(' or ');
    const said = count > 0 ? counted(count) : 'Nothing found';
    // Where none of the words can be looked for, what was typed is all there is to say.
    const lookedFor = heard.asked
      ? `${missed && `No page has ${missed}. `}${said} for ${heard.said}`
      : `${said} for “${words}”`;
    answer.textContent = `${lookedFor}${count > 0 && found.place > 0 ? `, in ${newsOf(found.place)}` : ''}.`;
    if (count === 0) answer.textContent += ' Try another word, or fewer, or look through the lists below.';
    add(found.pages, found.results.slice(atATime));
    if (count > 0) offerOlder(found.place + 1, heard, count);
  } catch {
    if (search !== latest) return;
    clear(words);
    answer.textContent = outOfReach;
  } finally {
    endPatience();
  }
}

/** The search for which a button below the list fetches something. What hangs for an earlier one holds up none of a later. */
let fetchingFor = 0;

/** Does what a button below the list asks for, once at a time. */
async function fetchMore(work: (search: number) => Promise<void>): Promise<void> {
  const search = latest;
  if (fetchingFor === search) return;
  fetchingFor = search;
  try {
    await work(search);
  } catch {
    if (search === latest) answer.textContent = outOfReach;
  } finally {
    if (fetchingFor === search) fetchingFor = 0;
  }
}

/** Shows more, and the focus goes to the first of it: the button may be gone, and the focus must not be. */
function addMore(pages: readonly FoundPage[], rest: readonly Result[]): void {
  const shown = list.querySelectorAll('li').length;
  add(pages, rest);
  list.querySelectorAll<HTMLAnchorElement>('li a')[shown]?.focus();
}

more.addEventListener('click', () =>
  fetchMore(async (search) => {
    const pages = await whole(() => firstOf(waiting));
    if (search === latest) addMore(pages, waiting.slice(atATime));
  }),
);

/**
 * Offers to look in older news, if there is any.
 * @param place where to look next
 * @param count how many pages were found up to there
 */
function offerOlder(place: number, heard: Heard, count: number): void {
  further?.remove();
  further = undefined;
  if (place > older.length) return;
  // As the button above it looks.
  const way = on.cloneNode(true) as HTMLElement;
  const button = way.querySelector('button') as HTMLButtonElement;
  way.hidden = false;
  button.textContent = `Look in ${newsOf(place)}`;
  button.addEventListener('click', () =>
    fetchMore(async (search) => {
      // The parts may be others by now: the way to them begins with the first.
      if (!opened.has(0)) {
        await searchFor(inTheAddress());
        if (latest === search + 1) (list.querySelector('a') ?? box).focus();
        return;
      }
      const endPatience = askPatience(search);
      const { place: last, results, pages } = await lookFrom(place, heard).finally(endPatience);
      if (search !== latest) return;
      const all = count + results.length;
      const lookedFor = `${counted(all)} for ${heard.said}`;
      if (results.length === 0) {
        answer.textContent = `${lookedFor}, and no more in older news.`;
        way.textContent = 'There is no more in older news.';
        way.tabIndex = -1;
        way.focus();
        return;
      }
      answer.textContent = `${lookedFor}, ${results.length} of them in ${newsOf(last)}.`;
      offerOlder(last + 1, heard, all);
      // What is asked for comes next, and what was waiting after it.
      addMore(pages, [...results.slice(atATime), ...waiting]);
    }),
  );
  on.after(way);
  further = way;
}

/** What one types is one step back, however often one stops to think: Enter ends it. */
let isTyping = false;

function remember(words: string): void {
  const address = words ? `?q=${encodeURIComponent(words)}` : location.pathname;
  if (words === inTheAddress()) return;
  history[isTyping ? 'replaceState' : 'pushState'](null, '', address);
}

let pause = 0;
box.addEventListener('input', () => {
  clearTimeout(pause);
  pause = window.setTimeout(() => {
    remember(box.value.trim());
    isTyping = true;
    searchFor(box.value.trim());
  }, 400);
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(pause);
  const words = box.value.trim();
  remember(words);
  isTyping = false;
  searchFor(words);
  if (!words) {
    answer.textContent = 'Please write a word or two to look for.';
    box.focus();
  }
});

function asAddressed(): void {
  clearTimeout(pause);
  isTyping = false;
  box.value = inTheAddress();
  searchFor(box.value);
}

addEventListener('popstate', asAddressed);
part<HTMLElement>('search').hidden = false;
part<HTMLElement>('.without').hidden = true;
asAddressed();
