/** Stripe's promise that a request sent again with the same Idempotency-Key happens once. */
import { invalidRequest, Refusal } from './refusal.ts';

/** A request that changes something, as far as telling two apart goes: where it went and what it said, unparsed. */
export interface KeyedRequest {
  readonly key: string;
  readonly path: string;
  readonly body: string;
}

/** An answer in Stripe's JSON. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An answer, and whether it is an earlier one given again. */
export interface KeyedAnswer extends Answer {
  readonly replayed: boolean;
}

/**
 * Remembers the answer given for each key, also one of 500, for a day at least (https://docs.stripe.com/api/idempotent_requests).
 * A refusal is thrown and not remembered, so a mended request may use its key again.
 */
export class IdempotencyKeys {
  readonly #answers = new Map<string, KeyedRequest & { readonly answer: Answer }>();

  /**
   * The answer to the request: `answer()` the first time, and the same again every time after.
   * Throws a `Refusal` (`idempotency_error`) when the key came before with another path or body.
   */
  once(request: KeyedRequest, answer: () => Answer): KeyedAnswer {
    const { key, path, body } = request;
    if (key.length > 255) throw invalidRequest('Idempotency keys can have up to 255 characters.');
    const earlier = this.#answers.get(key);
    if (earlier === undefined) {
      const given = answer();
      this.#answers.set(key, { ...request, answer: given });
      return { ...given, replayed: false };
    }
    if (earlier.path !== path) {
      throw misused(key, `for the same endpoint they were first used for ('${earlier.path}')`);
    }
    if (earlier.body !== body) throw misused(key, 'with the same parameters they were first used with');
    return { ...earlier.answer, replayed: true };
  }
}

function misused(key: string, rule: string): Refusal {
  return new Refusal(400, {
    type: 'idempotency_error',
    message:
      `Keys for idempotent requests can only be used ${rule}. ` +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}
