/** Starts a practice Stripe by itself, at `PORT`: it tells nobody of anything. For whoever would speak to it as to Stripe, by its API alone. */
import { PRACTICE_SECRET_KEY } from './practice-keys.ts';
import { startPracticeStripe } from './server.ts';

const { url } = await startPracticeStripe({ secretKey: PRACTICE_SECRET_KEY, port: Number(process.env.PORT ?? 0) });
process.stdout.write(`A practice Stripe is at ${url}\n`);
