/** What the site says of itself to a program that asks again and again whether it is well. */
import type { Mode } from '../giving/ledger/ledger.ts';
import { securityHeaders } from '../security-headers.ts';
import { type GivingSetUp, isInTheWay, troubles, troublesNow } from './giving-now.ts';

/** What the build notes of itself. */
export interface Built {
  /** ISO 8601. */
  readonly builtAt: string;
  /** As Netlify names it; elsewhere `null`. */
  readonly commit: string | null;
}

/** What is answered. Whether robots are being held back is not among it: they would ask. */
export interface Health extends Built {
  /** `practice` takes no real money. */
  readonly giving: 'up' | 'practice' | 'down';
  /** What is in its way, and what should be seen to. */
  readonly toSeeTo: readonly string[];
  /** ISO 8601. */
  readonly askedAt: string;
}

/** What answering needs. */
export interface Watched extends GivingSetUp {
  readonly built: () => Promise<Built>;
  readonly mode: Mode;
  readonly now: () => Date;
}

/**
 * Answers `200` when all is well, and `503` when no gift can be given. Netlify keeps the answer to a `GET` for ten seconds, so that many who ask
 * do not all ask Stripe. So an address that would be kept apart is refused.
 */
export async function answerHealth(request: Request, { built, mode, now, ...giving }: Watched): Promise<Response> {
  const kept = { ...securityHeaders, 'cache-control': 'no-store' };
  if (new URL(request.url).search !== '') {
    const headers = { ...kept, 'content-type': 'text/plain; charset=utf-8' };
    return new Response('There are no more questions to ask here.', { status: 404, headers });
  }
  const [{ builtAt, commit }, found] = await Promise.all([built(), troublesNow(giving)]);
  const isDown = found.some(isInTheWay);
  const health: Health = {
    giving: isDown ? 'down' : mode === 'live' ? 'up' : 'practice',
    toSeeTo: found.map((trouble) => troubles[trouble]),
    builtAt,
    commit,
    askedAt: now().toISOString(),
  };
  return new Response(request.method === 'HEAD' ? null : JSON.stringify(health, null, 2), {
    status: isDown ? 503 : 200,
    headers: {
      ...kept,
      'content-type': 'application/json',
      'netlify-cdn-cache-control': 'public, durable, max-age=10',
    },
  });
}
