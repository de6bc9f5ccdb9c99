/** The API, `/v1/…`: checks the key and the version, finds what was asked for, and answers in Stripe's JSON. */
import type { IncomingHttpHeaders } from 'node:http';
import Stripe from 'stripe';
import type { Account } from './account.ts';
import { letTimePass } from './due.ts';
import { expanded, type Included, readExpansion } from './expansion.ts';
import { trouble } from './faults.ts';
import { parseForm } from './form-parameters.ts';
import type { Answer, IdempotencyKeys, KeyedAnswer } from './idempotency.ts';
import { newIdentifier } from './identifiers.ts';
import { invalidRequest, Refusal, refusalBody } from './refusal.ts';

/** A request as the API needs it: `path` without the query, and `body` and `query` still encoded. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * One thing the API can do. `id` is what the path's first group matched, or '' where it has none. It does its work at
 * once, so nothing comes between; `expand` is not among its parameters, for it is seen to here.
 */
export interface ApiRoute {
  readonly method: 'DELETE' | 'GET' | 'POST';
  readonly path: RegExp;
  answer(id: string, parameters: Record<string, unknown>): object;
}

/** What the API knows and remembers. */
export interface Api {
  readonly account: Account;
  readonly secretKey: string;
  readonly routes: readonly ApiRoute[];
  readonly included: Included;
  readonly idempotencyKeys: IdempotencyKeys;
}

/**
 * Answers an API request. Never throws: what goes wrong is an answer too, in the shape of Stripe's errors. With a `fault`,
 * that is what goes wrong.
 */
export function answerApi(api: Api, request: ApiRequest, fault?: 429 | 500 | 503): Response {
  const requestId = newIdentifier('request');
  const headers = new Headers({
    'cache-control': 'no-cache, no-store',
    'content-type': 'application/json',
    'request-id': requestId,
    'stripe-version': Stripe.API_VERSION,
  });
  try {
    refuseWrongKey(request.headers.authorization, api.secretKey);
    refuseOtherVersion(request.headers['stripe-version']);
    if (fault === 429 || fault === 503) throw trouble(fault);
    const { status, body, replayed } = answerOnce(api, request, requestId, fault);
    if (replayed) headers.set('idempotent-replayed', 'true');
    // Asking again gets the same answer, and Stripe says so: the SDK then leaves it.
    if (status === 500) headers.set('stripe-should-retry', 'false');
    return new Response(body, { status, headers });
  } catch (error) {
    const { status, body } = refused(error);
    if (status === 401) headers.set('www-authenticate', 'Bearer realm="Stripe"');
    return new Response(body, { status, headers });
  }
}

/** The answer to a body that is too long to be read. */
export function tooLong(): Response {
  const details = { type: 'invalid_request_error', message: 'Request body is too large.' } as const;
  return Response.json(refusalBody(details), { status: 413 });
}

function answerOnce(api: Api, request: ApiRequest, requestId: string, fault: 500 | undefined): KeyedAnswer {
  const { method, path, body } = request;
  const { 'idempotency-key': key } = request.headers;
  const cause = { id: requestId, idempotencyKey: typeof key === 'string' ? key : null };
  letTimePass(api.account);
  const answer = (): Answer => {
    if (fault !== undefined) return refused(trouble(fault));
    const answered = api.account.events.causedBy(cause, () => routed(api, request));
    return { status: 200, body: JSON.stringify(answered, null, 2) };
  };
  if (method !== 'POST' || typeof key !== 'string') return { ...answer(), replayed: false };
  return api.idempotencyKeys.once({ key, path, body }, answer);
}

function routed(api: Api, { method, path, query, headers, body }: ApiRequest): object {
  for (const route of api.routes) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match === null) continue;
    if (method === 'POST') refuseOtherEncodings(headers['content-type'], body);
    const { paths, rest } = readExpansion(parseForm(method === 'POST' ? body : query));
    return expanded(api.account, api.included, route.answer(match[1] ?? '', rest), paths);
  }
  throw new Refusal(404, {
    type: 'invalid_request_error',
    message:
      `Unrecognized request URL (${method}: ${path}). This is the practice Stripe, which knows less than Stripe: ` +
      'see tests/practice-stripe/README.md.',
  });
}

function refuseWrongKey(authorization: string | undefined, secretKey: string): void {
  const given = /^Bearer +(\S.*)$/.exec(authorization ?? '')?.[1];
  if (given === secretKey) return;
  throw new Refusal(401, {
    type: 'invalid_request_error',
    message:
      given === undefined
        ? 'You did not provide an API key. You need to provide your API key in the Authorization header, using ' +
          "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication " +
          'for details, or we can help at https://support.stripe.com/.'
        : `Invalid API Key provided: ${masked(given)}`,
  });
}

/** A key as Stripe repeats it: how it begins and its last four characters, with stars between. */
function masked(key: string): string {
  const shown = key.length > 16 ? 8 : 0;
  return key.slice(0, shown) + '*'.repeat(Math.max(key.length - shown - 4, 0)) + key.slice(-4);
}

function refuseOtherVersion(version: string | string[] | undefined): void {
  if (version === Stripe.API_VERSION) return;
  throw invalidRequest(
    `Invalid Stripe API version: ${String(version)}. The practice Stripe speaks ${Stripe.API_VERSION}, the version ` +
      'of the installed SDK, and wants it in the Stripe-Version header.',
  );
}

function refuseOtherEncodings(contentType: string | undefined, body: string): void {
  if (body === '' || /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '')) return;
  throw invalidRequest(
    'Invalid request (check that your POST content type is application/x-www-form-urlencoded). ' +
      'If you have any questions, we can help at https://support.stripe.com/.',
  );
}

function refused(error: unknown): Answer {
  const { status, details } =
    error instanceof Refusal
      ? error
      : new Refusal(500, { type: 'api_error', message: `The practice Stripe has a fault: ${String(error)}` });
  return { status, body: JSON.stringify(refusalBody(details), null, 2) };
}
