/** The charity’s mark as it is drawn, for the browser’s tab. */
import type { APIRoute } from 'astro';
import { drawnMark } from '../icons.ts';

export const GET: APIRoute = async () =>
  new Response(await drawnMark(), { headers: { 'content-type': 'image/svg+xml' } });
