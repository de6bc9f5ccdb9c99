// @ts-check
// Not in TypeScript: Astro (7.3) would start a server of Vite to read that, which takes a second of each build. Node reads what is imported here as it is.
import { defineConfig, envField } from 'astro/config';
import { cmsProgram } from './integrations/cms-program.ts';
import { everyPage } from './integrations/every-page.ts';
import { headersFile } from './integrations/headers-file.ts';
import { lightFunctions } from './integrations/light-functions.ts';
import { noOriginals } from './integrations/no-originals.ts';
import { pagePreview } from './integrations/page-preview.ts';
import { pageWeights } from './integrations/page-weights.ts';
import { preloadPicture } from './integrations/preload-picture.ts';
import { readerPolicyInPages } from './integrations/reader-policy.ts';
import { redirectsFile } from './integrations/redirects-file.ts';
import { searchIndex } from './integrations/search-index.ts';
import { sharePictures } from './integrations/share-pictures.ts';
import { sitemap } from './integrations/sitemap.ts';
import { soundPictures } from './integrations/sound-pictures.ts';
import { textEditor } from './integrations/text-editor.ts';
import { unusedStyles } from './integrations/unused-styles.ts';
import { wordsInAttributes } from './integrations/words-in-attributes.ts';
import { waysIn } from './src/signing-in/ways-in.ts';

const sitemapped = sitemap();

export default defineConfig({
  // Netlify sets URL to the site's own address while it builds.
  site: process.env.URL || 'http://localhost:4321',
  // How staff sign in is for whoever runs the site to choose, not for staff: a wrong choice in the CMS would lock them all out of it.
  env: {
    schema: {
      CMS_SIGN_IN: envField.enum({
        context: 'server',
        access: 'public',
        values: [...waysIn],
        default: 'github',
      }),
      // By what is not said to be secret, pages are kept: by the commit, all would be made anew each time.
      // The branch that is built; Netlify sets it.
      HEAD: envField.string({ context: 'server', access: 'secret', optional: true }),
      // The commit that is built; Netlify sets it. Whoever watches the site reads it there.
      COMMIT_REF: envField.string({ context: 'server', access: 'secret', optional: true }),
      // The site's own address, as Netlify sets it. Elsewhere there is no site that could be asked what its funds have.
      URL: envField.string({ context: 'server', access: 'public', optional: true }),
      // Netlify sets this while it builds. Elsewhere the CMS works on the checkout, and needs none. It may hold a token, so it stays with the build.
      REPOSITORY_URL: envField.string({
        context: 'server',
        access: 'secret',
        default: 'https://github.com/owner/repository',
      }),
    },
  },
  // Styles stand in the page: one round trip fewer on a poor signal, and a page stays within the first.
  build: { inlineStylesheets: 'always' },
  image: { layout: 'constrained', responsiveStyles: false },
  vite: {
    build: {
      // The first browsers that know layers. What is newer in our styles is written for them, too: colours by day and by night, rules in rules. Else Vite
      // writes for the newest alone, as Astro has it do for scripts: even each width as a range, which no iPhone of 2022 knows.
      cssTarget: ['chrome99', 'firefox97', 'ios15.4', 'safari15.4'],
      // A script is a file of its own, however small: a page's policy allows none that stands in the page.
      assetsInlineLimit: (file) => (file.endsWith('.js') ? false : undefined),
    },
  },
  devToolbar: { enabled: false },
  integrations: [
    textEditor(),
    cmsProgram(),
    pagePreview(),
    lightFunctions(),
    soundPictures(),
    // Words first, for the others read pages by pattern. The preload and the policy are part of the weight, and what search fetches is weighed too.
    everyPage([
      wordsInAttributes,
      unusedStyles,
      sitemapped.look,
      sharePictures,
      noOriginals,
      preloadPicture,
      readerPolicyInPages,
      searchIndex,
      pageWeights,
    ]),
    sitemapped.list,
    headersFile(),
    redirectsFile(),
  ],
});
