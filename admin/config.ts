/** Decap’s configuration, where content is kept, and the forms for it. */
import type { CmsConfig } from 'decap-cms-core';
import { startPath, type WayIn } from '../src/signing-in/ways-in.ts';
import { dayHere } from './day-here.ts';
import { forms } from './forms.ts';
import { seenOn } from './kept-back.ts';
import { decapServerPath, isOwnMachine, type PublishMode } from './local-server.ts';

/** How staff sign in where the site is live, as the build was told. */
export interface SignIn {
  readonly wayIn: WayIn;
  /** The repository at GitHub, as `owner/name`; left out when the site is kept elsewhere. */
  readonly repository?: string | undefined;
}

/** Where the CMS keeps content, when staff sign in to it this way. */
const backends: Readonly<Record<WayIn, (origin: string, signIn: SignIn) => CmsConfig['backend']>> = {
  github: (origin, { repository }) => ({
    name: 'github',
    // Without one Decap does not start, and says what is missing.
    repo: repository ?? '',
    branch: 'main',
    base_url: origin,
    auth_endpoint: startPath,
  }),
  'netlify-identity': () => ({ name: 'git-gateway', branch: 'main' }),
};

/**
 * Where the CMS keeps content. On one’s own machine it works on this checkout, by decap-server; elsewhere staff sign in, in the way that
 * the build was told.
 * @param origin the origin that the CMS is served from
 */
export const backendAt = (origin: string, signIn: SignIn): CmsConfig['backend'] =>
  isOwnMachine(origin)
    ? { name: 'proxy', proxy_url: `${origin}${decapServerPath}/api/v1`, branch: 'main' }
    : backends[signIn.wayIn](origin, signIn);

/**
 * The whole configuration.
 * @param origin the origin that the CMS is served from
 * @param publishMode `editorial_workflow` only where the backend knows drafts
 */
export function decapConfig(origin: string, signIn: SignIn, publishMode: PublishMode): CmsConfig {
  return {
    load_config_file: false,
    locale: 'en',
    site_url: origin,
    publish_mode: publishMode,
    // A draft has a link to the site as it will be with it: Netlify builds one for each, and tells GitHub where.
    show_preview_links: true,
    backend: backendAt(origin, signIn),
    // Pictures lie beside the entry they belong to; Decap wants a folder named all the same.
    media_folder: 'content/settings',
    public_folder: '',
    slug: { encoding: 'ascii', clean_accents: true, sanitize_replacement: '-' },
    collections: seenOn(dayHere(), forms),
  } as unknown as CmsConfig;
}
