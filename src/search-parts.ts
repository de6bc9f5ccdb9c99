/**
 * The search index in parts by age, as the build writes them beside Pagefind’s own files and the search page asks for them. A site with a usual
 * amount of news has one part. Of a long archive the older news lies in parts of its own: they stand still, and are fetched by whoever looks so far back.
 */

/** A part with older news. Pagefind’s entry of the first part names them, the newest first, as `older`. */
export interface OlderPart {
  /** Its folder in that of the first part. */
  readonly name: string;
  /** The year that had not begun when the last of it was written. */
  readonly before: number;
}

/** Where the first part lies. It has every page that is no news post, and the newest news. */
export const firstPart = '/pagefind/';

/** Where an older part lies. */
export const addressOfPart = ({ name }: OlderPart): string => `${firstPart}${name}/`;

/** A word as Pagefind compares it: who looks for “cafe” finds “café”. */
export const withoutAccents = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '');

/**
 * The file, in the first part, that lists every word of all parts which begins as this one does, in small letters, the most frequent first. A usual site
 * has one list; where there are older parts it would be heavy, and to put a word right only those are looked at that begin with the same letter. They say
 * by number which part has a word: so they lie in a folder that is named after the parts, and none is read for other parts than its own.
 */
export const listOfWords = (word: string, older: readonly OlderPart[]): string =>
  older.length > 0
    ? `words/${older.map(({ name }) => name).join('.')}/${/^[a-z]/.exec(withoutAccents(word))?.[0] ?? 'other'}.txt`
    : 'words.txt';

/** A word that pages have. */
export interface KnownWord {
  readonly word: string;
  /** Which parts it is in: `0` is the first, `1` the newest of the older. None named: it is in all of them. */
  readonly parts: readonly number[];
}

/** A word as a line of that list. */
export const asLine = ({ word, parts }: KnownWord): string => [word, ...parts].join(' ');

/** The words of that list. */
export const readWords = (list: string): KnownWord[] =>
  list
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [word = '', ...parts] = line.split(' ');
      return { word, parts: parts.map(Number) };
    });
