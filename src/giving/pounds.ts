/** Pounds as people type them, and as an account has them. */

/**
 * Reads pounds as people type them (`25`, `£25`, `25.50`, `1,000`) into pence; `undefined` for all else. Only the digits 0 to 9
 * count: the letter O, full-width digits, exponents and signs are refused, never guessed at.
 */
export function readPounds(typed: string): number | undefined {
  const found = /^£? ?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!found) return undefined;
  const [, pounds = '', pence = ''] = found;
  return Number(pounds.replaceAll(',', '')) * 100 + Number(pence.padEnd(2, '0'));
}

/** `2550` as `25.50`: both decimals, no sign of the pound, for an account, a table or a form. */
export const poundsAndPence = (amountInPence: number): string =>
  `${amountInPence < 0 ? '-' : ''}${Math.trunc(Math.abs(amountInPence) / 100)}.${String(Math.abs(amountInPence) % 100).padStart(2, '0')}`;
