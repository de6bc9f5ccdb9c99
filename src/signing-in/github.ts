/** Signs staff in to the CMS with GitHub: sends them there, makes sure that it is they who come back, and hands the token to the CMS. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { handoverPage, windowHeaders } from './handover-page.ts';
import { returnPath } from './ways-in.ts';

/** Our application at GitHub. */
export interface GitHubApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  /** GitHub itself, `https://github.com`, or a practice one. */
  readonly address: string;
}

/** Reading and writing the repository, which may be a private one. */
const scope = 'repo';

/** The prefix has the browser refuse the cookie unless this host set it, for itself alone: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie */
const cookieName = '__Host-cms-sign-in';
const cookie = (value: string, lastsInSeconds: number) =>
  `${cookieName}=${value}; Path=/; Max-Age=${lastsInSeconds}; HttpOnly; Secure; SameSite=Lax`;
const signInLastsInSeconds = 10 * 60;
const gone = cookie('', 0);

const notSetUp =
  'Signing in with GitHub is not set up on this site yet. Please ask whoever runs the site to set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.';

/** Answers the CMS’s request to sign in: `302` to GitHub, with a state that only this browser knows; `503` when no application is set up. */
export function startSignIn(request: Request, application: GitHubApplication | undefined): Response {
  if (!application) return handoverPage(503, { problem: notSetUp });
  const state = randomBytes(32).toString('base64url');
  const authorize = new URL('/login/oauth/authorize', application.address);
  authorize.search = new URLSearchParams({
    client_id: application.clientId,
    redirect_uri: new URL(returnPath, request.url).href,
    scope,
    state,
  }).toString();
  return new Response(null, {
    status: 302,
    headers: { ...windowHeaders, location: authorize.href, 'set-cookie': cookie(state, signInLastsInSeconds) },
  });
}

/**
 * Answers GitHub’s sending the person back: a page that hands the token to the CMS, or says what to do. The state is checked before anything
 * else is believed, and serves once. Nothing is written down: neither the code nor the token.
 */
export async function finishSignIn(
  request: Request,
  application: GitHubApplication | undefined,
  ask: typeof fetch = fetch,
): Promise<Response> {
  const answer = await outcomeOf(request, application, ask);
  answer.headers.append('set-cookie', gone);
  return answer;
}

async function outcomeOf(
  request: Request,
  application: GitHubApplication | undefined,
  ask: typeof fetch,
): Promise<Response> {
  const refuse = (status: number, problem: string) => handoverPage(status, { problem });
  if (!application) return refuse(503, notSetUp);
  const { searchParams } = new URL(request.url);
  if (!isTheStateWeGave(request, searchParams.get('state') ?? '')) {
    return refuse(
      403,
      'This sign-in was not started here, or more than ten minutes ago. Close this window, and sign in again from the editor.',
    );
  }
  const mistake = searchParams.get('error');
  if (mistake === 'access_denied') {
    return refuse(
      403,
      'You said no at GitHub, so nothing was done. To edit the site, sign in again and choose “Authorize”.',
    );
  }
  const code = searchParams.get('code');
  if (mistake || !code) {
    return refuse(
      502,
      'GitHub did not let the sign-in through. Please try again; if it happens again, tell whoever runs the site.',
    );
  }
  const token = await tokenFor(code, new URL(returnPath, request.url).href, application, ask);
  if (token === 'expired')
    return refuse(403, 'That took too long, and GitHub’s code has run out. Please sign in again.');
  if (token === 'wrong-secret') {
    return refuse(
      503,
      'GitHub does not know this site. Please ask whoever runs the site to check GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET, and the callback address at GitHub.',
    );
  }
  if (token === 'no-answer') return refuse(502, 'GitHub did not answer. Please try again in a minute.');
  return handoverPage(200, token);
}

function isTheStateWeGave(request: Request, state: string): boolean {
  const kept = (request.headers.get('cookie') ?? '')
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);
  if (!kept || !state) return false;
  const [one, other] = [Buffer.from(kept), Buffer.from(state)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Gives GitHub its code for a token. GitHub says `200` even to what it refuses: https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors */
async function tokenFor(
  code: string,
  returnAddress: string,
  { clientId, clientSecret, address }: GitHubApplication,
  ask: typeof fetch,
): Promise<{ token: string } | 'expired' | 'wrong-secret' | 'no-answer'> {
  try {
    const response = await ask(new URL('/login/oauth/access_token', address), {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret,
        code,
        redirect_uri: returnAddress,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(8000),
    });
    const { access_token: token, error } = (await response.json()) as { access_token?: unknown; error?: unknown };
    if (typeof token === 'string' && token !== '') return { token };
    if (error === 'bad_verification_code') return 'expired';
    return error === undefined ? 'no-answer' : 'wrong-secret';
  } catch {
    return 'no-answer';
  }
}
