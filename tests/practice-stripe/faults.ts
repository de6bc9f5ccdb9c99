/** Faults of the API, had on demand: what a site must live through when Stripe, or the way there, is in trouble. */
import { Refusal } from './refusal.ts';

/**
 * What a request meets:
 * - 429: too many requests, and nothing is done;
 * - 500: Stripe began and broke down. Nothing is done, but the answer stays under the request's idempotency key;
 * - 503: Stripe never began, and the same key may try again;
 * - `hang`: no answer ever comes, and nothing is done;
 * - `reset`: the connection drops, and nothing is done;
 * - `answerThenReset`: the work is done, and the connection drops before the answer is out.
 */
export type FaultKind = 429 | 500 | 503 | 'answerThenReset' | 'hang' | 'reset';

/** Which requests meet a fault. */
export interface FaultsFor {
  /** How many do; one when absent. */
  readonly count?: number;
  /** `POST /v1/refunds`, or what a method and path of that form must match; any request of the API when absent. */
  readonly request?: RegExp | string;
}

/** The faults still to come, the first asked for first. */
export class Faults {
  readonly #toCome: { readonly kind: FaultKind; left: number; readonly request: RegExp | string | undefined }[] = [];

  /** Has the next requests that are meant meet a fault. */
  add(kind: FaultKind, { count = 1, request }: FaultsFor): void {
    this.#toCome.push({ kind, left: count, request });
  }

  /** The fault that a request meets, if any. It is used up by that. */
  met(method: string, path: string): FaultKind | undefined {
    const asked = `${method} ${path}`;
    const fault = this.#toCome.find(
      ({ left, request }) =>
        left > 0 && (request === undefined || (typeof request === 'string' ? request === asked : request.test(asked))),
    );
    if (fault !== undefined) fault.left -= 1;
    return fault?.kind;
  }
}

/** What the API answers when it is in trouble, in Stripe's shape (https://docs.stripe.com/api/errors). */
export function trouble(status: 429 | 500 | 503): Refusal {
  return status === 429
    ? new Refusal(429, {
        type: 'invalid_request_error',
        message: 'Request rate limit exceeded. This is a fault of the practice Stripe that a test asked for.',
        code: 'rate_limit',
      })
    : new Refusal(status, {
        type: 'api_error',
        message: 'An unknown error occurred. This is a fault of the practice Stripe that a test asked for.',
      });
}
