/** The site's mark, for the web manifest: `/icons/192.png`. */
import type { APIRoute } from 'astro';
import { iconAsPng, iconSizes } from '../../icons.ts';

export const getStaticPaths = () => iconSizes.map((size) => ({ params: { size: String(size) } }));

export const GET: APIRoute = async ({ params }) =>
  new Response(new Uint8Array(await iconAsPng(Number(params.size))), { headers: { 'content-type': 'image/png' } });
