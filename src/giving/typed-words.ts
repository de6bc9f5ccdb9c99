/** Reads words that a donor types freely: kept as they are, tidied of what cannot be seen, and never longer than they may be. */

/** What steers a terminal or turns a line round, and is no writing: line breaks and tabs stay, and so do the joiners of emoji and scripts. */
const unprintable = /[^\P{Cc}\n\t]|[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]|\p{Cs}|\p{Co}|\p{Cn}/gu;

/**
 * The words, trimmed; `''` when there is nothing in them that can be seen. Longer than `most` characters (as Stripe counts them), a mistake says how many
 * there are to take out, in words that follow a colon.
 */
export function readWords(typed: string, most: number): { readonly value: string } | { readonly mistake: string } {
  const value = typed.normalize('NFC').replace(/\r\n?/g, '\n').replace(unprintable, '').trim();
  const tooMany = value.length - most;
  if (tooMany > 0) return { mistake: `it is ${tooMany} ${tooMany === 1 ? 'letter' : 'letters'} too long` };
  return { value: /[\p{L}\p{N}\p{P}\p{S}]/u.test(value) ? value : '' };
}
