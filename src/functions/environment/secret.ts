/** Secrets that only this site knows. */
import { createHmac } from 'node:crypto';

/** A secret for one purpose. Stripe’s key is the one secret that giving cannot be without, so there is no other to set. */
export const secretFor = (purpose: string, { STRIPE_SECRET_KEY: key = '' }: NodeJS.ProcessEnv = process.env): string =>
  createHmac('sha256', key).update(purpose).digest('hex');
