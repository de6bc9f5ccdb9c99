/** What each function is asked first, and all that it asks in turn: a practice Stripe, and Netlify’s own stand-in for its Blobs. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobsServer } from '@netlify/blobs/server';
import Stripe from 'stripe';
import { PRACTICE_SECRET_KEY, PRACTICE_WEBHOOK_SECRET } from '../../tests/practice-stripe/practice-keys.ts';
import { startPracticeStripe } from '../../tests/practice-stripe/server.ts';

/** A request, as a program of its own can be told of it. */
interface Asked {
  readonly address: string;
  readonly method?: 'POST';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface FirstCall {
  readonly asks: () => Asked;
  /** The status of the answer when all is well. */
  readonly status: number;
}

const site = 'https://charity.example';

const form = (path: string, fields: Readonly<Record<string, string>>): Asked => ({
  address: `${site}${path}`,
  method: 'POST',
  body: new URLSearchParams(fields).toString(),
  headers: { origin: site, 'content-type': 'application/x-www-form-urlencoded' },
});

const byTheClock: FirstCall = { asks: () => ({ address: `${site}/`, method: 'POST' }), status: 204 };

/** Always the same event: it is noted once, and many would be taken for robots. */
const declined = JSON.stringify({
  id: 'evt_practice',
  object: 'event',
  type: 'charge.failed',
  created: 1_790_000_000,
  livemode: false,
  data: {
    object: {
      id: 'ch_practice',
      object: 'charge',
      customer: null,
      payment_intent: null,
      payment_method_details: { type: 'card' },
    },
  },
});

/** A visitor’s or a clock’s call of each function, one that takes it as far as it goes with nothing given yet. */
export const firstCalls: Readonly<Record<string, FirstCall>> = {
  auth: { asks: () => ({ address: `${site}/api/auth` }), status: 302 },
  callback: { asks: () => ({ address: `${site}/api/callback?code=a&state=b` }), status: 403 },
  donate: {
    asks: () =>
      form('/api/donate', { amount: 'other', otherAmount: '42', fund: '', sawTotal: 'yes', form: randomUUID() }),
    status: 303,
  },
  funds: { asks: () => ({ address: `${site}/api/funds` }), status: 200 },
  health: { asks: () => ({ address: `${site}/health` }), status: 200 },
  manage: { asks: () => form('/api/manage', { email: 'a.donor@example.org' }), status: 200 },
  'my-gift': { asks: () => ({ address: `${site}/api/my-gift?gift=none` }), status: 303 },
  'new-day': byTheClock,
  reconcile: byTheClock,
  'self-check': byTheClock,
  'stripe-webhook': {
    asks: () => ({
      address: `${site}/api/stripe-webhook`,
      method: 'POST',
      body: declined,
      headers: {
        'stripe-signature': Stripe.webhooks.generateTestHeaderString({
          payload: declined,
          secret: PRACTICE_WEBHOOK_SECRET,
        }),
      },
    }),
    status: 200,
  },
  'thank-you': { asks: () => ({ address: `${site}/api/thank-you?gift=cs_test_nobodyhasgiven` }), status: 200 },
};

export interface Answered {
  readonly status: number;
  readonly inMilliseconds: number;
  readonly log: string;
}

export interface Surroundings {
  /**
   * Calls a function for the first time, in a process of its own: gives the status of its answer, how long after the process was asked for it
   * came, and what was written to the log. Without an answer the status is 0.
   * @param folder what was packed, where the function finds itself
   * @param file the function in it
   */
  call(folder: string, file: string, asked: Asked): Promise<Answered>;
  stop(): Promise<void>;
}

/**
 * Starts what the functions speak to.
 * @param more what they find in their environment beside it
 */
export async function startSurroundings(more: Readonly<Record<string, string>> = {}): Promise<Surroundings> {
  const practice = await startPracticeStripe({ secretKey: PRACTICE_SECRET_KEY });
  const directory = await mkdtemp(join(tmpdir(), 'blobs-'));
  const blobs = new BlobsServer({ directory, token: 'practice' });
  const { port } = await blobs.start();
  const blobsAt = `http://localhost:${port}`;
  const environment = {
    STRIPE_SECRET_KEY: PRACTICE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: PRACTICE_WEBHOOK_SECRET,
    PRACTICE_STRIPE_URL: practice.url,
    GITHUB_CLIENT_ID: 'practice',
    GITHUB_CLIENT_SECRET: 'practice',
    NETLIFY_BLOBS_CONTEXT: Buffer.from(
      JSON.stringify({ edgeURL: blobsAt, uncachedEdgeURL: blobsAt, siteID: 'practice', token: 'practice' }),
    ).toString('base64'),
    ...more,
  };
  return {
    call: (folder, file, asked) =>
      new Promise((answered) => {
        const start = performance.now();
        const child = spawn(
          process.execPath,
          [join(import.meta.dirname, 'first-call.mjs'), file, JSON.stringify(asked)],
          {
            cwd: folder,
            env: environment,
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        let [status, inMilliseconds, log] = [0, 0, ''];
        child.stdout.once('data', (said: Buffer) => {
          inMilliseconds = performance.now() - start;
          status = Number(said);
        });
        child.stderr.on('data', (said: Buffer) => {
          log += said;
        });
        child.on('close', () => answered({ status, inMilliseconds, log }));
      }),
    async stop() {
      await practice.stop();
      await blobs.stop();
      await rm(directory, { recursive: true });
    },
  };
}
