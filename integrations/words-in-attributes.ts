/** Makes what staff write in an attribute words and nothing else: Astro leaves `<` and `>` in attributes as they are, which is HTML, but all that reads the built pages by pattern would take them for tags. */
import { changing } from './every-page.ts';

/** A value between quotation marks; in text and in data a quotation mark is written as a reference or with a stroke before it. */
const value = /="([^"]*[<>][^"]*)"/g;

/** The same page, with `<` and `>` written as references wherever an attribute has them. */
export const withWordsInAttributes = (html: string): string =>
  html.replace(value, (whole) => whole.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

export const wordsInAttributes = changing(withWordsInAttributes);
