/** Whether the site takes real gifts. */
import type { Mode } from '../../giving/ledger/ledger.ts';

/** What Stripe’s key is for; without a key, practice. */
export const modeOfKey = ({ STRIPE_SECRET_KEY: key = '' }: NodeJS.ProcessEnv = process.env): Mode =>
  /^[rs]k_live_/.test(key) ? 'live' : 'test';
