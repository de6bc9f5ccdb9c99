/** Whether the tests of giving are to run against Stripe itself: they are when the environment has a test key of Stripe’s in `STRIPE_TEST_KEY`. */
import { PRACTICE_SECRET_KEY } from '../practice-stripe/practice-keys.ts';

/** What giving at Stripe itself needs. */
export interface StripeItself {
  /** What the site, the commands and the SDK find in their environment. */
  readonly settings: Readonly<Record<string, string>> & {
    readonly STRIPE_SECRET_KEY: string;
    readonly STRIPE_WEBHOOK_SECRET: string;
  };
  /** Where a mail server listens while a test waits for a letter: the practice Stripe’s mailbox is not there. */
  readonly mailPort: number;
  /** Where the practice Stripe stands in for Stripe itself, when all this is only rehearsed: with its own key. */
  readonly rehearsedAt?: number;
}

/**
 * Reads it from the environment; `undefined` where there is no key, and the practice Stripe is used.
 * @throws in words that do not hold the key, when it is none of Stripe’s for tests: nothing in the tests may move real money
 */
export function stripeItself(
  { STRIPE_TEST_KEY: key, PORT }: NodeJS.ProcessEnv = process.env,
): StripeItself | undefined {
  if (!key) return undefined;
  if (!/^[sr]k_test_\w+$/.test(key))
    throw new Error(
      'STRIPE_TEST_KEY is no test key of Stripe’s, which begins with sk_test_ or rk_test_. Nothing was asked of Stripe: the tests may not move real money.',
    );
  const port = Number(PORT ?? 4321);
  const rehearsedAt = key === PRACTICE_SECRET_KEY ? port + 2 : undefined;
  return {
    mailPort: port + 1,
    ...(rehearsedAt ? { rehearsedAt } : {}),
    settings: {
      STRIPE_SECRET_KEY: key,
      // Stripe cannot reach this machine: the tests bring its events themselves, signed with this.
      STRIPE_WEBHOOK_SECRET: 'whsec_of_these_tests',
      DONOR_EMAIL_FROM: 'giving@example.org',
      SMTP_URL: `smtp://127.0.0.1:${port + 1}`,
      // Nor do staff hear of what these tests give.
      STAFF_WEBHOOK_URL: '',
      STAFF_EMAIL: '',
      ...(rehearsedAt ? { PRACTICE_STRIPE_URL: `http://127.0.0.1:${rehearsedAt}` } : {}),
    },
  };
}
