/**
 * Decap, put together from its own packages: its core, and English. `decap-cms-app` brings every backend, language and widget there is, twice the
 * weight. The widgets come with the form of an entry (`on-demand/entry-form.ts`).
 */
import { DecapCmsCore as CMS } from 'decap-cms-core';
import { en } from 'decap-cms-locales';

CMS.registerLocale('en', en);

export default CMS;
