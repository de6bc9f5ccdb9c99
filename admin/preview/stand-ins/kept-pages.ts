/** Stands in the place of `src/kept-pages.ts` in the preview: it draws a page each time, and keeps none. */
import type * as keptPages from '../../../src/kept-pages.ts';

export const keyOfPage: typeof keptPages.keyOfPage = async () => '';

export const keyOfSheet: typeof keptPages.keyOfSheet = async () => '';
