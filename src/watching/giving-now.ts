/** Whether a gift could be given at this moment, and what is in its way. */
import type Stripe from 'stripe';

/** What can be in the way of gifts, in words that hold no key and nothing of a donor’s. */
export const troubles = {
  'no-key': 'The site has no key for Stripe, so it takes no gift.',
  'key-refused': 'Stripe refuses the site’s key, or it may not do what giving needs.',
  'no-answer': 'Stripe did not answer as it should.',
  'no-webhook-secret':
    'The site has no signing secret for Stripe’s webhook: gifts are counted an hour late, and nobody is told of a dispute.',
} as const;
export type Trouble = keyof typeof troubles;

/** Whether no gift can be given because of it. Without the webhook they are given all the same. */
export const isInTheWay = (trouble: Trouble): boolean => trouble !== 'no-webhook-secret';

/** What giving goes by. */
export interface GivingSetUp {
  readonly stripe: Pick<Stripe, 'checkout'> | undefined;
  readonly webhookSecret: string | undefined;
}

/** Longer than Stripe takes by far; whoever watches waits no longer than some ten seconds. */
const limitInMilliseconds = 4000;

const isRefused = (error: unknown) =>
  ['StripeAuthenticationError', 'StripePermissionError'].includes(
    (error as Partial<Stripe.errors.StripeError>).type ?? '',
  );

/** All that is in the way of gifts now. Stripe is asked for what a gift begins with, and nothing that it answers goes any further. */
export async function troublesNow({ stripe, webhookSecret }: GivingSetUp): Promise<readonly Trouble[]> {
  const withoutSecret: readonly Trouble[] = webhookSecret ? [] : ['no-webhook-secret'];
  if (!stripe) return ['no-key', ...withoutSecret];
  try {
    await stripe.checkout.sessions.list({ limit: 1 }, { timeout: limitInMilliseconds, maxNetworkRetries: 0 });
    return withoutSecret;
  } catch (error) {
    return [isRefused(error) ? 'key-refused' : 'no-answer', ...withoutSecret];
  }
}
