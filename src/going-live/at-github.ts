/** Whether GitHub knows the application that staff sign in by. */
import type { GitHubApplication } from '../signing-in/github.ts';
import type { Finding } from './findings.ts';
import { told } from './told.ts';

const limitInMilliseconds = 8000;

/** What to see to at GitHub, which is asked as at the end of a sign-in, with a code that it never gave. */
export async function findingsAtGitHub({ address, clientId, clientSecret }: GitHubApplication): Promise<Finding[]> {
  const answer = await fetch(new URL('/login/oauth/access_token', address), {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, code: 'go-live' }),
    signal: AbortSignal.timeout(limitInMilliseconds),
  })
    .then((response) => response.json() as Promise<{ error?: string }>)
    .catch(() => undefined);
  // GitHub’s words for it: https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
  if (answer?.error === 'bad_verification_code') return [];
  if (answer?.error)
    return [
      {
        code: 'SIGN-IN-REFUSED',
        severity: 'must',
        words: `GitHub does not know GITHUB_CLIENT_ID with GITHUB_CLIENT_SECRET (“${answer.error}”): copy both again, so that staff can sign in.`,
        page: told.signIn,
      },
    ];
  return [
    {
      code: 'SIGN-IN-NOT-LOOKED-AT',
      severity: 'should',
      words: 'GitHub did not answer about the application that staff sign in by: run this again with a connection.',
      page: told.check,
      unseen: 'GitHub',
    },
  ];
}
