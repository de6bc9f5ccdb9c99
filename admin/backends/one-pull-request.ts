/**
 * A draft at GitHub that was half made is made whole by the next save. GitHub takes one pull request for a branch, and refuses another; Decap
 * asks for another when the first came to be without its answer or its label.
 */
import { API } from 'decap-cms-backend-github';

const { createPR } = API.prototype;
API.prototype.createPR = async function (title, branch) {
  try {
    return await createPR.call(this, title, branch);
  } catch (refusal) {
    const [there] = await this.getPullRequests(branch, 'open', () => true);
    if (!there) throw refusal;
    return there;
  }
};
