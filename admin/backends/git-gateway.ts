/** Sign-in by Netlify Identity; Git Gateway commits for staff. */
import './one-pull-request.ts';
import './unread-told.ts';
import { GitGatewayBackend } from 'decap-cms-backend-git-gateway';
import { noAnswer, notSwitchedOn, tooOften } from '../../src/signing-in/netlify-identity.ts';

const doNotGoTogether = 'This email address and this password do not go together. Try again, or choose a new password.';

/** By the number that Identity says no with. */
const words: Readonly<Record<number, string>> = {
  400: doNotGoTogether,
  401: doNotGoTogether,
  404: notSwitchedOn,
  429: tooOften,
};

/** The same, which says in words why somebody is not let in. */
export const backend = class extends GitGatewayBackend {
  override async getAuthClient() {
    const client = await super.getAuthClient();
    const login: typeof client.login = (...given) =>
      client.login(...given).catch(({ status = 0 }: { readonly status?: number }) => {
        const refused = status >= 400 && status < 500;
        throw {
          description:
            words[status] ??
            (refused ? `Netlify refused this sign-in (${status}). Please tell whoever runs the site.` : `${noAnswer}.`),
        };
      });
    return { ...client, login };
  }
};
