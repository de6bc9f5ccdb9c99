/** Stands in the place of `astro:assets` in the preview: a picture is shown as it is, for there is nothing that could make it anew. */
import type { ImageMetadata } from 'astro';

export { default as Picture } from './Picture.astro';

export const getImage = async ({ src }: { readonly src: ImageMetadata }): Promise<{ src: string }> => ({
  src: src.src,
});
