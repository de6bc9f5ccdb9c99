/** Puts a mistyped word right. */
import { distance } from 'fastest-levenshtein';

/**
 * The word that was most likely meant, or `undefined` when none is near. Two letters may be wrong, missing, too many or in each other’s
 * place; of a short word, one.
 * @param words what it may have been, in small letters; of two that are as near, the first is taken
 */
export function nearestWord(mistyped: string, words: readonly string[]): string | undefined {
  let most = mistyped.length < 5 ? 1 : 2;
  let nearest: string | undefined;
  for (const word of words) {
    if (Math.abs(word.length - mistyped.length) > most) continue;
    const apart = distance(mistyped, word);
    if (apart > most) continue;
    nearest = word;
    most = apart - 1;
  }
  return nearest;
}
