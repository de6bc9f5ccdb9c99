/** Sign-in by GitHub; staff commit in their own name. */
import './one-pull-request.ts';
import './unread-told.ts';
import { GitHubBackend } from 'decap-cms-backend-github';

/** The same, which asks at each sign-in anew who it is. Decap keeps the first answer, also when it was that nobody is. */
export const backend = class extends GitHubBackend {
  override authenticate(credentials: object) {
    this._currentUserPromise = undefined;
    return super.authenticate(credentials);
  }
};
