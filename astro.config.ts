import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';
import { headersFile } from './integrations/headers-file.ts';
import { noOriginals } from './integrations/no-originals.ts';
import { pageWeights } from './integrations/page-weights.ts';
import { readerPolicyInPages } from './integrations/reader-policy.ts';

export default defineConfig({
  // Netlify sets URL to the site's own address while it builds.
  site: process.env.URL || 'http://localhost:4321',
  // Styles stand in the page: one round trip fewer on a poor signal, and a page stays within the first.
  build: { inlineStylesheets: 'always' },
  image: { layout: 'constrained', responsiveStyles: false },
  // A script is a file of its own, however small: a page's policy allows none that stands in the page.
  vite: { build: { assetsInlineLimit: (file) => (file.endsWith('.js') ? false : undefined) } },
  devToolbar: { enabled: false },
  integrations: [
    sitemap({ filter: (page) => !/\/(admin|donate\/thank-you|refer\/thank-you|photos\/[^/]+)\/$/.test(page) }),
    // In this order: the policy is part of the weight.
    noOriginals(),
    readerPolicyInPages(),
    headersFile(),
    pageWeights(),
  ],
});
