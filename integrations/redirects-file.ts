/** Writes `_redirects` into the built site: every old address of a page leads to the page, and what lay under it to what lies there now. */
import type { AstroIntegration } from 'astro';

export const redirectsFile = (): AstroIntegration => ({
  name: 'redirects-file',
  hooks: {
    // A file in `src/pages` whose name begins with an underscore makes no page.
    'astro:config:setup': ({ injectRoute }) =>
      injectRoute({
        pattern: '/_redirects',
        entrypoint: new URL('../src/old-addresses.ts', import.meta.url),
        prerender: true,
      }),
  },
});
