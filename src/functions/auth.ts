/** Netlify’s door for staff who sign in to the CMS with GitHub: `/api/auth`. */
import type { Config } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { startSignIn } from '../signing-in/github.ts';
import { gitHubFromEnvironment } from './environment/github-application.ts';

export default answering(['GET'], (request) => startSignIn(request, gitHubFromEnvironment()));

/** Netlify reads this without running it, so the path cannot be taken from `startPath`; a test holds the two together. */
export const config: Config = {
  path: '/api/auth',
  rateLimit: { windowLimit: 20, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
