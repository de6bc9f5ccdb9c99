/** Sign-in by Netlify Identity; Git Gateway commits for staff. */
import { GitGatewayBackend } from 'decap-cms-backend-git-gateway';

/** The same, which says in words why somebody is not let in. */
export const backend = class extends GitGatewayBackend {
  override async getAuthClient() {
    const client = await super.getAuthClient();
    const login: typeof client.login = (...given) =>
      client.login(...given).catch(({ status = 0 }: { readonly status?: number }) => {
        throw {
          description:
            status >= 400 && status < 500
              ? 'This email address and this password do not go together. Try again, or choose a new password.'
              : 'No answer came. See that you are connected to the internet, and try again.',
        };
      });
    return { ...client, login };
  }
};
