/** How Stripe says no: an HTTP status, and JSON that says what was wrong in the same words for every caller. */

/** What a refusal says. `param` is the name of the parameter at fault, as in `line_items[0][quantity]`. */
export interface RefusalDetails {
  readonly type: 'api_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
}

/** The code of the one refusal that is the practice Stripe's own. */
const NOT_DONE_YET = 'practice_not_done_yet';

/** Thrown anywhere in the practice Stripe to turn a request down; the API answers with it in Stripe's own shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: RefusalDetails;

  constructor(status: number, details: RefusalDetails) {
    super(details.message);
    this.name = 'Refusal';
    this.status = status;
    this.details = details;
  }
}

/**
 * A refusal of the most common kind: HTTP 400, `invalid_request_error`.
 * `param` is the parameter at fault and `code` one of Stripe's error codes (https://docs.stripe.com/error-codes).
 */
export function invalidRequest(message: string, param?: string, code?: string): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, param, code });
}

/** A refusal of what real Stripe can do and the practice one can't: it says so, lest it be taken for Stripe's own. */
export function notDoneYet(what: string, param?: string): Refusal {
  return invalidRequest(
    `The practice Stripe does not do ${what} yet. Real Stripe does: teach it in tests/practice-stripe.`,
    param,
    NOT_DONE_YET,
  );
}

/** The refusal of an identifier that nothing bears: HTTP 404, `resource_missing`. */
export function noSuch(kind: string, identifier: string, param: string): Refusal {
  return new Refusal(404, {
    type: 'invalid_request_error',
    message: `No such ${kind}: '${identifier}'`,
    param,
    code: 'resource_missing',
  });
}

/** The refusal of an identifier in a parameter that nothing bears: HTTP 400, `resource_missing`. */
export function noSuchParameter(kind: string, identifier: string, param: string): Refusal {
  return invalidRequest(`No such ${kind}: '${identifier}'`, param, 'resource_missing');
}

/** The refusal as Stripe writes it in the body of an answer: `{ error: { type, message, code, param, doc_url } }`. */
export function refusalBody({ type, message, code, param }: RefusalDetails): object {
  const explainedByStripe = code !== undefined && code !== NOT_DONE_YET;
  return {
    error: {
      ...(code !== undefined && { code }),
      ...(explainedByStripe && { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
      message,
      ...(param !== undefined && { param }),
      type,
    },
  };
}
