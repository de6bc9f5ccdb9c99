/** Delivers events to a site's webhook as Stripe does: signed, again and again until it answers 2xx, and on record. */
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';

/** One attempt to deliver an event. */
export interface Delivery {
  readonly event: Stripe.Event;
  /** 1 for the first attempt, 2 for the first retry and so on. */
  readonly attempt: number;
  /** The HTTP status that the webhook answered, or null when it could not be reached or took too long. */
  readonly status: number | null;
}

/** Where events go, and the secret they are signed with. */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** How long to wait before each retry. Real Stripe takes days over it; practice is quick. */
const RETRY_DELAYS_IN_MILLISECONDS = [200, 600, 1800];

/** How long a webhook may take to answer. A payment page waits for the first attempt: no longer than Stripe's does. */
const ANSWER_LIMIT_IN_MILLISECONDS = 10_000;

/** Posts events to one webhook, or to none when there is no endpoint, and keeps a record of every attempt. */
export class Webhook {
  readonly deliveries: Delivery[] = [];
  readonly #endpoint: WebhookEndpoint | undefined;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(endpoint: WebhookEndpoint | undefined) {
    this.#endpoint = endpoint;
  }

  /**
   * Delivers the event. Settles when the first attempt is over, however it went; retries go on by themselves.
   * Never rejects: a webhook that is down is on record in `deliveries`, and is no concern of the one who pays.
   */
  async deliver(event: Stripe.Event): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint === undefined) return;
    if (await this.#attempt(endpoint, event, 1)) return;
    const retries = this.#retry(endpoint, event).finally(() => this.#underWay.delete(retries));
    this.#underWay.add(retries);
  }

  /** Gives up on every retry, and settles when none is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  async #retry(endpoint: WebhookEndpoint, event: Stripe.Event): Promise<void> {
    for (const [index, delayInMilliseconds] of RETRY_DELAYS_IN_MILLISECONDS.entries()) {
      // The pause rejects only when the practice Stripe stops.
      await pause(delayInMilliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      if (await this.#attempt(endpoint, event, index + 2)) return;
    }
  }

  /** One attempt; true when the webhook took the event. The signature is made afresh, for it carries the time. */
  async #attempt({ url, secret }: WebhookEndpoint, event: Stripe.Event, attempt: number): Promise<boolean> {
    // Stripe sends its JSON indented, which catches a site that checks the signature over JSON it wrote again itself.
    const payload = JSON.stringify(event, null, 2);
    const status = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret }),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body: payload,
      // Stripe takes a redirect for a failure.
      redirect: 'manual',
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_LIMIT_IN_MILLISECONDS)]),
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => null,
    );
    if (!this.#stopping.signal.aborted) this.deliveries.push({ event, attempt, status });
    return status !== null && status >= 200 && status < 300;
  }
}
