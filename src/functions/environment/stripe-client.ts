/** Builds the real Stripe client from the environment. */
import Stripe from 'stripe';

/**
 * Where the practice Stripe on this machine is, if that is what the site speaks to. `PRACTICE_STRIPE_URL` is heeded only for a loopback address and
 * a practice key, so that no setting can send a real key elsewhere.
 */
export function practiceStripe(
  { STRIPE_SECRET_KEY: key = '', PRACTICE_STRIPE_URL: address }: NodeJS.ProcessEnv = process.env,
): URL | undefined {
  if (!address) return undefined;
  const practice = new URL(address);
  if (!['localhost', '127.0.0.1'].includes(practice.hostname) || !key.startsWith('sk_test_practice')) {
    throw new Error('PRACTICE_STRIPE_URL is for a practice Stripe on this machine, with a practice key.');
  }
  return practice;
}

/** Stripe, or the practice Stripe by the same client; `undefined` when the site has no key. */
export function stripeFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Stripe | undefined {
  const { STRIPE_SECRET_KEY: key } = environment;
  if (!key) return undefined;
  const common = { telemetry: false, maxNetworkRetries: 1, timeout: 8000 };
  const practice = practiceStripe(environment);
  if (!practice) return new Stripe(key, common);
  const { hostname, port, protocol } = practice;
  return new Stripe(key, { ...common, host: hostname, port, protocol: protocol === 'https:' ? 'https' : 'http' });
}
