/** An entry that GitHub could not give is not taken for one with nothing in it. Decap shows an empty form, which is then saved over the entry. */
import { GitHubBackend } from 'decap-cms-backend-github';

GitHubBackend.prototype.getEntry = async function (this: InstanceType<typeof GitHubBackend>, path: string) {
  const data = await this.api
    .readFile(path, null, { repoURL: this.api.originRepoURL })
    .catch((failure: { readonly status?: number }) => {
      if (failure.status === 404) return '';
      throw failure;
    });
  return { file: { path, id: null }, data };
};
