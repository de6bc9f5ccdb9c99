/** The events of the practice Stripe: what Stripe tells a site's webhook when something happens, and lists for 30 days. */
import Stripe from 'stripe';
import { z } from 'zod';
import type { ApiRoute } from './api.ts';
import type { Clock } from './clock.ts';
import { boolean, type NamesOf, readNothing, readParameters, text } from './form-parameters.ts';
import { newIdentifier } from './identifiers.ts';
import { pageOf, pageParameters } from './lists.ts';
import { noSuch } from './refusal.ts';
import type { Webhooks } from './webhooks.ts';

/** The kinds of event that there are. */
export type EventType = Stripe.Event['type'];

type EventOf<Type extends EventType> = Extract<Stripe.Event, { type: Type }>;

/** The API request that an event came of. */
export interface Cause {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

/** Makes the events, keeps them, and hands them to the webhooks in the order they happened. */
export class Events {
  readonly kept = new Map<string, Stripe.Event>();
  readonly #clock: Clock;
  readonly #webhooks: Webhooks;
  #cause: Cause | undefined;

  constructor(clock: Clock, webhooks: Webhooks) {
    this.#clock = clock;
    this.#webhooks = webhooks;
  }

  /** Whether the API still gives an event: for 30 days. */
  isKept({ created }: Stripe.Event): boolean {
    return created > this.#clock.time - KEPT_IN_SECONDS;
  }

  /** Whether the site took it. */
  wasTaken(event: Stripe.Event): boolean {
    return this.#webhooks.wasTaken(event);
  }

  /** Does what an API request asks for: events that come of it name the request. Those of a donor or of time name none. */
  causedBy<Answer>(cause: Cause, work: () => Answer): Answer {
    this.#cause = cause;
    try {
      return work();
    } finally {
      this.#cause = undefined;
    }
  }

  /** Something happened to an object, which now is as given; `before` is what was otherwise, where Stripe says so. */
  tell<Type extends EventType>(
    type: Type,
    object: EventOf<Type>['data']['object'],
    before?: EventOf<Type>['data']['previous_attributes'],
  ): void {
    // The parameters hold kind and object together; TypeScript can't see that once they are one literal.
    const event = {
      id: newIdentifier('event'),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: this.#clock.time,
      data: { object, ...(before !== undefined && { previous_attributes: before }) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: this.#cause?.id ?? null, idempotency_key: this.#cause?.idempotencyKey ?? null },
      type,
    } as EventOf<Type>;
    this.kept.set(event.id, event);
    this.#webhooks.send(event);
  }
}

const listParameters = {
  ...pageParameters,
  delivery_success: boolean().optional(),
  type: text().optional(),
  types: z.array(text()).max(20).optional(),
} satisfies NamesOf<Stripe.EventListParams>;

/** How long Stripe gives an event to whoever asks for it (https://docs.stripe.com/api/events/list). */
const KEPT_IN_SECONDS = 30 * 24 * 60 * 60;

/** The routes of the API that read events. */
export function eventRoutes(events: Events): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/events$/,
      answer: (_id, form) => {
        const { delivery_success: taken, type, types, ...page } = readParameters(z.strictObject(listParameters), form);
        const kinds = types ?? (type === undefined ? undefined : [type]);
        return pageOf(
          events.kept,
          'event',
          '/v1/events',
          page,
          (event) =>
            events.isKept(event) &&
            (taken === undefined || taken === events.wasTaken(event)) &&
            (kinds === undefined || kinds.some((kind) => kind === event.type || matches(kind, event.type))),
        );
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/events\/([^/]+)$/,
      answer: (id, form) => {
        readNothing(form);
        const event = events.kept.get(id);
        if (event === undefined || !events.isKept(event)) throw noSuch('event', id, 'id');
        return event;
      },
    },
  ];
}

/** Whether `charge.*` means `charge.refunded`: Stripe takes a star at the end. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') && type.startsWith(pattern.slice(0, -1));
}
