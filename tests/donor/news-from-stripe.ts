/**
 * Brings the site what Stripe has to tell, as Stripe would: an event is read from Stripe’s list, signed, and posted to the webhook until it is taken. So
 * nothing need reach this machine from outside.
 */
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { eventsHeard } from '../../src/giving/ledger/webhook.ts';

/** How long to wait before Stripe is asked anew: gently, for its test mode takes few questions. */
const pauseInMilliseconds = 1000;

/** Where news goes, and what it is signed with. */
export interface Listening {
  readonly webhook: string;
  readonly secret: string;
}

/** Begins to bring what happens from now on. `stop` settles once nothing is under way; it rejects when Stripe’s list could not be read at all. */
export function bringNews(stripe: Pick<Stripe, 'events'>, { webhook, secret }: Listening): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  // The clocks of this machine and of Stripe may differ.
  const since = Math.floor(Date.now() / 1000) - 30;
  const taken = new Set<string>();
  let trouble: unknown;

  async function bringWhatIsNew(): Promise<void> {
    const listed = await Array.fromAsync(
      stripe.events.list({ types: [...eventsHeard], created: { gte: since }, limit: 100 }),
    );
    trouble = undefined;
    // The list has the newest first.
    for (const event of listed.reverse()) {
      if (taken.has(event.id) || signal.aborted) continue;
      const payload = JSON.stringify(event, null, 2);
      const { ok } = await fetch(webhook, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret }),
        },
        body: payload,
        redirect: 'manual',
        signal,
      });
      // What was not taken is brought again, as Stripe does.
      if (ok) taken.add(event.id);
    }
  }

  const bringing = (async () => {
    while (!signal.aborted) {
      await bringWhatIsNew().catch((mistake: unknown) => {
        trouble = mistake;
      });
      await pause(pauseInMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await bringing;
      if (trouble instanceof Stripe.errors.StripeError)
        throw new Error(
          `Stripe’s events could not be read, so the site heard of nothing: ${trouble.code ?? trouble.type}.`,
        );
    },
  };
}
