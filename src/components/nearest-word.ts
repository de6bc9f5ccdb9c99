/** Puts a mistyped word right. */
import { distance } from 'fastest-levenshtein';

/** Whether two letters side by side have changed places: “Chehsam”. */
const isSwapped = (one: string, other: string) =>
  one.length === other.length &&
  [...one].some((letter, at) => one.slice(0, at) + (one[at + 1] ?? '') + letter + one.slice(at + 2) === other);

/**
 * The word that was most likely meant, or `undefined` when none is near. It begins with the same letter; two neighbours have changed places, or
 * from six letters on one is wrong, missing or too many, from eight on two. With less to go by, “abuse” would become “house”, and somebody
 * would be told of something else than they asked for.
 * @param words what it may have been, in small letters; of two that are as near, the first is taken
 */
export function nearestWord(mistyped: string, words: readonly string[]): string | undefined {
  let most = mistyped.length < 6 ? 0 : mistyped.length < 8 ? 1 : 2;
  let nearest: string | undefined;
  for (const word of words) {
    if (word[0] !== mistyped[0] || Math.abs(word.length - mistyped.length) > 2) continue;
    if (isSwapped(mistyped, word)) return word;
    const apart = distance(mistyped, word);
    if (apart > most) continue;
    nearest = word;
    most = apart - 1;
  }
  return nearest;
}
