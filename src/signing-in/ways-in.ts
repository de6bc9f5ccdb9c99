/** The ways in which staff can sign in to the CMS, and what each needs of the site. An operator chooses one by `CMS_SIGN_IN`. */

/** With a GitHub account that may write to the repository; or with an email address and a password, kept by Netlify. */
export const waysIn = ['github', 'netlify-identity'] as const;
export type WayIn = (typeof waysIn)[number];

/** Where our own functions start a sign-in with GitHub. */
export const startPath = '/api/auth';

/** Where GitHub sends the person back to. */
export const returnPath = '/api/callback';

/** Other hosts that the CMS speaks to: GitHub, or the page that tells whether Netlify's service is up. Identity itself is on our own. */
export const hostsOf: Readonly<
  Record<WayIn, { readonly connect: readonly string[]; readonly pictures: readonly string[] }>
> = {
  github: {
    connect: ['https://api.github.com', 'https://www.githubstatus.com'],
    pictures: ['https://avatars.githubusercontent.com'],
  },
  'netlify-identity': { connect: ['https://www.netlifystatus.com'], pictures: [] },
};

/** `owner/name` of a repository at GitHub, from its address as Netlify or git has it; `undefined` when it lies elsewhere. */
export const repositoryAt = (address: string): string | undefined =>
  /^(?:https:\/\/(?:[^@/]*@)?|(?:ssh:\/\/)?git@)github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(address)?.[1];
