/** Finds our application at GitHub in the environment. */
import type { GitHubApplication } from '../../signing-in/github.ts';

/**
 * The application, or `undefined` when its two settings are not both there. `PRACTICE_GITHUB_URL` turns to a practice GitHub on this machine: it
 * is heeded only for a loopback address and a practice application, so that no setting can send a real secret elsewhere.
 */
export function gitHubFromEnvironment(environment: NodeJS.ProcessEnv = process.env): GitHubApplication | undefined {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret, PRACTICE_GITHUB_URL: practice } = environment;
  if (!clientId || !clientSecret) return undefined;
  if (!practice) return { clientId, clientSecret, address: 'https://github.com' };
  if (!['localhost', '127.0.0.1'].includes(new URL(practice).hostname) || !clientSecret.startsWith('practice')) {
    throw new Error('PRACTICE_GITHUB_URL is for a practice GitHub on this machine, with a practice secret.');
  }
  return { clientId, clientSecret, address: practice };
}
