/** Decap’s collections, as it gets them. For a browser the build writes this file anew, with what it says worked out: the CMS then starts without Zod. */
import { collectionsOf, titleFields } from './collections.ts';

export const forms = collectionsOf(false);
export { titleFields };
