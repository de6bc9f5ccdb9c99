/** Sign-in by GitHub; staff commit in their own name. */
import './one-pull-request.ts';
import { GitHubBackend } from 'decap-cms-backend-github';

export const backend = GitHubBackend;
