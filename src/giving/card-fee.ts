/** What Stripe takes of a payment, and what a donor adds so that all of the gift arrives. */

/** A fee that is a share of the payment and a fixed sum. */
export interface CardFee {
  /** In hundredths of a percent: 150 is 1.5 %. Less than 10,000. */
  readonly hundredthsOfPercent: number;
  readonly fixedInPence: number;
}

/** The fee on a payment, in pence, rounded up: Stripe does not say how it rounds, and a gift must not fall short. */
export const feeInPence = (paymentInPence: number, { hundredthsOfPercent, fixedInPence }: CardFee): number =>
  Math.ceil((paymentInPence * hundredthsOfPercent) / 10_000) + fixedInPence;

/**
 * The least that must be added so that the charity has the whole amount once the fee is taken, which is taken of what is added, too.
 * In pence.
 */
export function feeCoverInPence(amountInPence: number, fee: CardFee): number {
  const kept = 10_000 - fee.hundredthsOfPercent;
  let total = Math.ceil(((amountInPence + fee.fixedInPence) * 10_000) / kept);
  while (total - feeInPence(total, fee) < amountInPence) total++;
  return total - amountInPence;
}
