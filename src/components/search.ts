/**
 * Searches what is published, in the browser: no service is asked. Pagefind's core, about 70 KB, and the parts of the index
 * that a search needs are fetched when somebody searches and not before. The words are in the address, so that it can be
 * shared and Back returns to what was found.
 */
import { nearestWord } from './nearest-word.ts';

/** What we use of Pagefind's own interface in the browser, for which its package has no types. */
interface Pagefind {
  search(words: string): Promise<{ results: readonly Result[] }>;
  destroy(): Promise<void>;
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
const ownFetch = window.fetch;
// Pagefind (1.6.0, `loadChunk`) passes over a part of the index that does not arrive, and would find nothing in it.
window.fetch = async (...asked) => {
  const arrived = await ownFetch(...asked).catch(() => undefined);
  if (arrived?.ok) return arrived;
  isCutOff = true;
  throw new Error(`${asked[0]} did not arrive.`);
};

let pagefind: Promise<Pagefind> | undefined;
let attempts = 0;

/** Pagefind, ready to search. It works in the page: its worker would load the core a second time, and give up on a slow line. */
async function load(): Promise<Pagefind> {
  attempts += 1;
  // A browser may remember that an address did not answer, and not ask there again.
  const address = `/pagefind/pagefind.js${attempts > 1 ? `?${attempts}` : ''}`;
  return (await import(/* @vite-ignore */ address)).createInstance({ noWorker: true, excerptEllipsis: '…' });
}

/** Does `work` with Pagefind. When a part of the index does not arrive it throws, and the next time everything is asked for again. */
async function withIndex<Result>(work: (index: Pagefind) => Promise<Result>): Promise<Result> {
  try {
    isCutOff = false;
    pagefind ??= load();
    const result = await work(await pagefind);
    if (isCutOff) throw new Error('A part of the index did not arrive.');
    return result;
  } catch (failure) {
    pagefind?.then((index) => index.destroy()).catch(() => undefined);
    pagefind = undefined;
    throw failure;
  }
}

/** What was looked for, as it can be found. */
interface Heard {
  /** What Pagefind is asked for: the words that pages have, or a phrase in quotation marks. */
  readonly asked: string;
  /** The same in words for the reader. */
  readonly said: string;
  /** Those that no page has: put right in `asked`, or left out there. */
  readonly unknown: readonly string[];
}

/** Every word that there is; none where the list does not arrive: then nothing is put right, and the search goes on. */
const allWords = async (): Promise<readonly string[]> => {
  const list = await ownFetch('/pagefind/words.txt').catch(() => undefined);
  return list?.ok ? (await list.text()).split('\n') : [];
};

/**
 * Pagefind shortens a word that no page has until one fits, or passes it over: for “theropy” it would find every page with “the”, and for “music
 * hb” every page with “music”. So such a word is put right first, or left out, and that is said. The list of words is fetched for that, and not before.
 */
async function hear(index: Pagefind, typed: string): Promise<Heard> {
  // Phones and word processors make quotation marks curly.
  const straight = typed.replace(/[“”„]/g, '"');
  const [, phrase] = /^"([^"]+)"$/.exec(straight) ?? [];
  // All of it between quotation marks: the words are meant as they stand.
  if (phrase) return { asked: straight, said: `“${phrase}”, word for word`, unknown: [] };
  let all: readonly string[] | undefined;
  const words: string[] = [];
  const unknown: string[] = [];
  for (const word of straight.split(/[\s"]+/)) {
    const plain = word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (!plain) continue;
    if ((await index.search(`"${plain}"`)).results.length > 0) {
      words.push(word);
      continue;
    }
    all ??= await allWords();
    // One may be in the middle of a word.
    if (all.some((one) => one.startsWith(plain))) {
      words.push(word);
      continue;
    }
    unknown.push(word);
    // Of a short one, or a number, nobody can tell what was meant.
    const nearest = plain.length < 4 || /\p{N}/u.test(plain) ? undefined : nearestWord(plain, all);
    if (nearest) words.push(nearest);
  }
  return { asked: words.join(' '), said: `“${words.join(' ')}”`, unknown };
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

const firstOf = (results: readonly Result[]) => Promise.all(results.slice(0, atATime).map((result) => result.data()));

function clear(words: string): void {
  for (const item of list.querySelectorAll('li')) item.remove();
  waiting = [];
  on.hidden = true;
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

async function searchFor(words: string): Promise<void> {
  latest += 1;
  const search = latest;
  if (!words) {
    clear(words);
    answer.textContent = '';
    return;
  }
  const patience = setTimeout(() => {
    if (search === latest) answer.textContent = 'Looking…';
  }, 500);
  try {
    const { heard, results, pages } = await withIndex(async (index) => {
      const heard = await hear(index, words);
      const { results } = heard.asked ? await index.search(heard.asked) : { results: [] };
      return { heard, results, pages: await firstOf(results) };
    });
    if (search !== latest) return;
    clear(words);
    add(pages, results.slice(atATime));
    const count = results.length;
    const missed = heard.unknown.map((word) => `“${word}”`).join(' or ');
    const found = count > 0 ? `${count} ${count === 1 ? 'page' : 'pages'} found` : 'Nothing found';
    // Where none of the words can be looked for, what was typed is all there is to say.
    answer.textContent = heard.asked
      ? `${missed && `No page has ${missed}. `}${found} for ${heard.said}.`
      : `${found} for “${words}”.`;
    if (count === 0) answer.textContent += ' Try another word, or fewer, or look through the lists below.';
  } catch {
    if (search !== latest) return;
    clear(words);
    answer.textContent = outOfReach;
  } finally {
    clearTimeout(patience);
  }
}

let isFetchingMore = false;
more.addEventListener('click', async () => {
  if (isFetchingMore) return;
  isFetchingMore = true;
  const search = latest;
  try {
    const pages = await withIndex(() => firstOf(waiting));
    if (search !== latest) return;
    const shown = list.querySelectorAll('li').length;
    add(pages, waiting.slice(atATime));
    // The button may be gone, and the focus must not be: it goes to the first of what is new.
    list.querySelectorAll<HTMLAnchorElement>('li a')[shown]?.focus();
  } catch {
    if (search === latest) answer.textContent = outOfReach;
  } finally {
    isFetchingMore = false;
  }
});

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
