/** Marks payments at Stripe as claimed, each by one claim alone, even when two people make claims at the same time. */
import type Stripe from 'stripe';

/** What is written with a payment. */
export interface Mark {
  readonly paymentId: string;
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * What can be written once: whoever writes something else under it comes too late. Absent where a claim changes what is its own already.
   * Stripe writes metadata without asking what stands there, but takes a key of idempotency for one request alone, for a day at least; after that, who
   * reads the payment sees the mark: https://docs.stripe.com/api/idempotent_requests
   */
  readonly once?: string;
}

/** Whether it was written; if not, which claim has the payment: `undefined` when that cannot be seen yet. */
export type Marked = { readonly isMarked: true } | { readonly isMarked: false; readonly by: string | undefined };

/** How often Stripe’s answer of an earlier day of trouble is passed over. */
const mostTries = 5;

const isRepeated = (headers: Readonly<Record<string, string>> | undefined): boolean =>
  headers?.['idempotent-replayed'] === 'true';

/** Writes a mark. Rejects when Stripe did not answer, or was in trouble: then it can be written again, with the same words. */
export async function markOnce(
  stripe: { readonly paymentIntents: Pick<Stripe['paymentIntents'], 'update' | 'retrieve'> },
  { paymentId, metadata, once }: Mark,
): Promise<Marked> {
  const isThere = (kept: Stripe.Metadata) => Object.entries(metadata).every(([name, value]) => kept[name] === value);
  for (let tries = 0; tries < mostTries; tries++) {
    const options = once === undefined ? {} : { idempotencyKey: tries === 0 ? once : `${once}-${tries}` };
    try {
      const { lastResponse } = await stripe.paymentIntents.update(paymentId, { metadata }, options);
      if (!isRepeated(lastResponse?.headers)) return { isMarked: true };
    } catch (error) {
      const { type, headers } = error as Partial<Stripe.errors.StripeError>;
      if (type === 'StripeIdempotencyError') {
        const kept = (await stripe.paymentIntents.retrieve(paymentId)).metadata;
        if (isThere(kept)) return { isMarked: true };
        const takenBackBy = kept.giftAidTakenBack?.split(' ').at(-1)?.split(':')[0];
        return { isMarked: false, by: 'giftAidTakenBack' in metadata ? takenBackBy : kept.giftAidClaim };
      }
      if (!isRepeated(headers)) throw error;
    }
    // An earlier answer to these same words, which nobody else can have asked for: it holds if they are there. If not, it was trouble, and they are written anew.
    if (isThere((await stripe.paymentIntents.retrieve(paymentId)).metadata)) return { isMarked: true };
  }
  throw new Error('Stripe gives the same answer each time');
}
