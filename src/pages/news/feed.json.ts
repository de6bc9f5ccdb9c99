/** The news as a JSON feed. */
import type { APIRoute } from 'astro';
import { newsFeed } from '../../feed/news-feed.ts';

export const GET: APIRoute = async ({ site }) =>
  new Response(await newsFeed(site as URL, 'json'), { headers: { 'content-type': 'application/feed+json' } });
