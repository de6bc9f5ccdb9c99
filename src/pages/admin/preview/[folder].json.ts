/**
 * What the preview in the CMS knows of a folder of `content/`: the funders that a post names, the posts that name a funder, the charity.
 */
import { getImage } from 'astro:assets';
import type { APIRoute, ImageMetadata } from 'astro';
import { knownToPreview } from '../../../known-to-preview.ts';
import { collections } from '../../../schema/contract.ts';

export const getStaticPaths = () =>
  [...collections.map(({ name }) => name), 'settings'].map((folder) => ({ params: { folder } }));

/** As large as a page shows it at most, in the size and format that pages have already. */
async function ready(picture: ImageMetadata): Promise<ImageMetadata> {
  const { src, width, height, format } = picture;
  if (format === 'svg') return { src, width, height, format };
  const made = await getImage({ src: picture, layout: 'none', format: 'webp', width: Math.min(1200, width) });
  return { src: made.src, width, height, format: 'webp' };
}

export const GET: APIRoute = async ({ params }) => {
  const { pictures, ...published } = await knownToPreview(params.folder ?? '');
  const made = [...pictures].map(async ([path, picture]) => [path, await ready(picture)] as const);
  return Response.json({ ...published, pictures: Object.fromEntries(await Promise.all(made)) });
};
