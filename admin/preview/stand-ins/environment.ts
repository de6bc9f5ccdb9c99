/** Stands in the place of `astro:env/server` in the preview, which is no build of any branch. */
export const HEAD = undefined;
