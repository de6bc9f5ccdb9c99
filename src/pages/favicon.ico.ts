/** The site's mark where browsers look for it unasked. */
import type { APIRoute } from 'astro';
import { iconAsPng, pngAsIco } from '../icons.ts';

export const GET: APIRoute = async () =>
  new Response(new Uint8Array(pngAsIco(await iconAsPng(32), 32)), { headers: { 'content-type': 'image/x-icon' } });
