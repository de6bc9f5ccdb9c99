/** Pounds as people type them, and as an account has them. */

const whole = String.raw`(?<pounds>\d{1,9}|\d{1,3}(?:,\d{3}){1,2})`;
const after = '(?: ?(?:£|gbp|pounds?|quid))?';

/** The ways to write a sum of which nobody would doubt what is meant. */
const ways = [
  // 25, £25, 25.5, £1,234.50, .50, 25., 25 pounds, GBP 25, 25 quid
  String.raw`(?:£|gbp)? ?(?=\.?\d)${whole}?(?:\.(?<part>\d{1,2})?)?${after}`,
  // £25.50p
  String.raw`£ ?${whole}\.(?<part>\d{2})p`,
  // £25 50p, 25 pounds and 50 pence
  String.raw`(?:£ ?${whole}|${whole.replace('pounds', 'named')} ?(?:pounds?|quid)) (?:and )?(?<pence>\d{1,2}) ?(?:p|pence)`,
  // 50p: what is meant is less than the least gift, and that is what to say of it
  String.raw`(?<pence>\d{1,7}) ?(?:p|pence|penny)`,
].map((way) => new RegExp(`^${way}$`, 'i'));

/**
 * Reads a sum as people type it (`25`, `£25.50`, `1,000`, `25 pounds`) into pence; `undefined` for all else. Only the digits 0 to 9
 * count: the letter O, full-width digits, exponents and signs are refused, never guessed at; so is what two people might read as two sums (`25,50`, `£25p`).
 */
export function readPounds(typed: string): number | undefined {
  // What is pasted may have spaces that do not break, and marks that nobody sees. Those that turn a line round are none of them: the sum would look another.
  const seen = typed
    .replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/\p{Zs}/gu, ' ')
    .trim();
  for (const way of ways) {
    const found = way.exec(seen)?.groups;
    if (!found) continue;
    const { pounds, named, part = '', pence = part.padEnd(2, '0') } = found;
    return Number((pounds ?? named ?? '').replaceAll(',', '')) * 100 + Number(pence);
  }
  return undefined;
}

const otherMoney =
  /(?!£)\p{Sc}|(?<!\p{L})(?:eur(?:os?)?|usd|dollars?|cents?|chf|francs?|yen|rupees?|kron(?:a|e|er|or)|zloty)(?!\p{L})/iu;

/** Whether what was typed names the money of another country: it is no number that was got wrong. */
export const isOtherMoney = (typed: string): boolean => otherMoney.test(typed);

/** `2550` as `25.50`: both decimals, no sign of the pound, for an account, a table or a form. */
export const poundsAndPence = (amountInPence: number): string =>
  `${amountInPence < 0 ? '-' : ''}${Math.trunc(Math.abs(amountInPence) / 100)}.${String(Math.abs(amountInPence) % 100).padStart(2, '0')}`;
