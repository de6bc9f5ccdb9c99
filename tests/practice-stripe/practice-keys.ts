/** The two keys of the practice Stripe. They open nothing but the practice Stripe, so they are no secret. */

/** The API key that a practice Stripe is started with when no other is asked for by a test. */
export const PRACTICE_SECRET_KEY = 'sk_test_practice';

/** The secret that a practice Stripe signs its webhook events with. */
export const PRACTICE_WEBHOOK_SECRET = 'whsec_practice';
