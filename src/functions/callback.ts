/** Netlify’s door for staff whom GitHub sends back to the CMS: `/api/callback`. */
import type { Config } from '@netlify/functions';
import { answering } from '../answered-methods.ts';
import { finishSignIn } from '../signing-in/github.ts';
import { gitHubFromEnvironment } from './environment/github-application.ts';

export default answering(['GET'], (request) => finishSignIn(request, gitHubFromEnvironment()));

export const config: Config = {
  path: '/api/callback',
  rateLimit: { windowLimit: 20, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
