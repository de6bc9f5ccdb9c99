/** Delivers events to a site's webhook as Stripe does: signed, again and again until it answers 2xx, and on record. */
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { z } from 'zod';
import type { ApiRoute } from './api.ts';
import { readParameters } from './form-parameters.ts';
import { pageOf, pageParameters } from './lists.ts';

/** One attempt to deliver an event. */
export interface Delivery {
  readonly event: Stripe.Event;
  /** 1 for the first attempt, 2 for the first retry and so on; from 1 again when it is sent anew. */
  readonly attempt: number;
  /** The HTTP status that the webhook answered, or null when it could not be reached or took too long. */
  readonly status: number | null;
}

/** Where events go, and the secret they are signed with. */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
  /** The kinds of event that it hears of, as one chooses them at Stripe; every kind when absent. */
  readonly events?: readonly Stripe.Event['type'][];
  /** The version that it is set up for, as the API lists it; that of the installed SDK when absent. */
  readonly version?: string;
  /** Whether it is switched off, as the API lists it. */
  readonly isOff?: boolean;
}

const { created: _, ...endpointsPage } = pageParameters;

/** Its name at Stripe. There is one at most. */
const ENDPOINT_ID = 'we_practice';

/** How long to wait before each retry. Real Stripe takes days over it; practice is quick. */
const RETRY_DELAYS_IN_MILLISECONDS = [200, 600, 1800];

/** How long a webhook may take to answer. A payment page waits for the first attempts: no longer than Stripe's does. */
const ANSWER_LIMIT_IN_MILLISECONDS = 10_000;

/** Posts events to one webhook, or to none when there is no endpoint, and keeps a record of every attempt. */
export class Webhooks {
  readonly deliveries: Delivery[] = [];
  readonly #endpoint: WebhookEndpoint | undefined;
  readonly #stopping = new AbortController();
  readonly #retries = new Set<Promise<void>>();
  #firstAttempts: Promise<void> = Promise.resolve();
  #held: Stripe.Event[] | undefined;
  #toLose = 0;

  constructor(endpoint: WebhookEndpoint | undefined) {
    this.#endpoint = endpoint;
  }

  /** The endpoint as the API gives it: its secret is told only to whoever makes it. */
  get asListed(): readonly Stripe.WebhookEndpoint[] {
    if (this.#endpoint === undefined) return [];
    const { url, events, version = Stripe.API_VERSION } = this.#endpoint;
    return [
      {
        id: ENDPOINT_ID,
        object: 'webhook_endpoint',
        api_version: version,
        application: null,
        created: 0,
        description: null,
        enabled_events: [...(events ?? ['*'])],
        livemode: false,
        metadata: {},
        status: this.#endpoint.isOff ? 'disabled' : 'enabled',
        url,
      },
    ];
  }

  /** Whether an event was taken at last; one that nobody was to hear of was. */
  wasTaken({ id }: Stripe.Event): boolean {
    const last = this.deliveries.findLast(({ event }) => event.id === id);
    return last === undefined || (last.status !== null && last.status >= 200 && last.status < 300);
  }

  /** Sends an event on its way, after those before it; or keeps it back, while events are held. */
  send(event: Stripe.Event): void {
    const { events } = this.#endpoint ?? {};
    if (events !== undefined && !events.includes(event.type)) return;
    if (this.#held === undefined) this.#deliver(event);
    else this.#held.push(event);
  }

  /** From now on keeps events back, until `release`: what a site sees when Stripe is late. */
  hold(): void {
    this.#held ??= [];
  }

  /** The events kept back so far, in the order they happened. */
  get held(): readonly Stripe.Event[] {
    return this.#held ?? [];
  }

  /**
   * Delivers what was held, and holds no more. `rearranged` may put it in any order, leave some out, or have some twice,
   * for Stripe promises neither order nor number. Settles when the first attempts are over.
   */
  async release(
    rearranged: (held: readonly Stripe.Event[]) => readonly Stripe.Event[] = (held) => held,
  ): Promise<void> {
    const events = rearranged(this.held);
    this.#held = undefined;
    for (const event of events) this.#deliver(event);
    await this.heard();
  }

  /** Has the next attempts, so many, go astray on the way: the site hears nothing of them, and the retries come later. */
  lose(attempts: number): void {
    this.#toLose += attempts;
  }

  /** Delivers an event once more, as one does from Stripe's dashboard or its command line. */
  async resend(event: Stripe.Event): Promise<void> {
    this.#deliver(event);
    await this.heard();
  }

  /**
   * Settles when the first attempt at every event sent so far is over, however it went; retries go on by themselves.
   * Never rejects: a webhook that is down is on record in `deliveries`, and is no concern of the one who pays.
   */
  async heard(): Promise<void> {
    let sofar: Promise<void>;
    do {
      sofar = this.#firstAttempts;
      await sofar;
    } while (sofar !== this.#firstAttempts);
  }

  /** Gives up on everything still to come, and settles when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.heard();
    await Promise.all(this.#retries);
  }

  /** Queues the first attempt: one at a time, so that a test sees the same each time. */
  #deliver(event: Stripe.Event): void {
    const endpoint = this.#endpoint;
    if (endpoint === undefined) return;
    this.#firstAttempts = this.#firstAttempts.then(async () => {
      if (this.#stopping.signal.aborted || (await this.#attempt(endpoint, event, 1))) return;
      const retries = this.#retry(endpoint, event).finally(() => this.#retries.delete(retries));
      this.#retries.add(retries);
    });
  }

  async #retry(endpoint: WebhookEndpoint, event: Stripe.Event): Promise<void> {
    for (const [index, delayInMilliseconds] of RETRY_DELAYS_IN_MILLISECONDS.entries()) {
      // The pause rejects only when the practice Stripe stops.
      await pause(delayInMilliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      if (await this.#attempt(endpoint, event, index + 2)) return;
    }
  }

  /** One attempt; true when the webhook took the event. */
  async #attempt(endpoint: WebhookEndpoint, event: Stripe.Event, attempt: number): Promise<boolean> {
    const astray = this.#toLose > 0;
    if (astray) this.#toLose -= 1;
    const status = astray ? null : await this.#post(endpoint, event);
    if (!this.#stopping.signal.aborted) this.deliveries.push({ event, attempt, status });
    return status !== null && status >= 200 && status < 300;
  }

  /** The status that the webhook answered. The signature is made afresh each time, for it carries the time. */
  async #post({ url, secret }: WebhookEndpoint, event: Stripe.Event): Promise<number | null> {
    // Stripe sends its JSON indented, which catches a site that checks the signature over JSON it wrote again itself.
    const payload = JSON.stringify(event, null, 2);
    return await fetch(url, {
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
  }
}

/** The route of the API that lists the endpoint. */
export function webhookRoutes(webhooks: Webhooks): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/webhook_endpoints$/,
      answer: (_id, form) =>
        pageOf(
          new Map(webhooks.asListed.map((endpoint) => [endpoint.id, endpoint])),
          'webhook_endpoint',
          '/v1/webhook_endpoints',
          readParameters(z.strictObject(endpointsPage), form),
        ),
    },
  ];
}
