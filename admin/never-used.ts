/** Stands where Decap asks for what this site never uses: `integrations/light-cms.ts` says what, and why. Used all the same, it says so aloud. */
// Not an arrow: Git Gateway makes a class of GitLab’s before anybody asks for one.
function leftOut(): never {
  throw new Error('The CMS was asked for something that integrations/light-cms.ts leaves out.');
}

export default leftOut;
export {
  leftOut as API,
  leftOut as BitbucketBackend,
  leftOut as GitLabBackend,
  leftOut as renderToString,
  leftOut as safeDump,
  leftOut as safeLoad,
};
