/** Money is whole pence everywhere; here it is put into words. */

/** `2500` as `£25`, `2550` as `£25.50`, `1000000` as `£10,000`. */
export function poundsInWords(amountInPence: number): string {
  const pounds = Math.trunc(amountInPence / 100).toLocaleString('en-GB');
  const pence = amountInPence % 100;
  return pence === 0 ? `£${pounds}` : `£${pounds}.${String(pence).padStart(2, '0')}`;
}
