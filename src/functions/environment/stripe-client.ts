/** Builds the real Stripe client from the environment. */
import Stripe from 'stripe';

/**
 * Stripe, or `undefined` when the site has no key. `PRACTICE_STRIPE_URL` turns the same client to a practice Stripe on this machine: it is
 * heeded only for a loopback address and a practice key, so that no setting can send a real key elsewhere.
 */
export function stripeFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Stripe | undefined {
  const { STRIPE_SECRET_KEY: key, PRACTICE_STRIPE_URL: practice } = environment;
  if (!key) return undefined;
  const common = { telemetry: false, maxNetworkRetries: 2, timeout: 15_000 };
  if (!practice) return new Stripe(key, common);
  const { hostname, port, protocol } = new URL(practice);
  if (!['localhost', '127.0.0.1'].includes(hostname) || !key.startsWith('sk_test_practice')) {
    throw new Error('PRACTICE_STRIPE_URL is for a practice Stripe on this machine, with a practice key.');
  }
  return new Stripe(key, { ...common, host: hostname, port, protocol: protocol === 'https:' ? 'https' : 'http' });
}
