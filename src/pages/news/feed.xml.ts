/** The news as an Atom feed. */
import type { APIRoute } from 'astro';
import { newsFeed } from '../../feed/news-feed.ts';

export const GET: APIRoute = async ({ site }) =>
  new Response(await newsFeed(site as URL, 'atom'), { headers: { 'content-type': 'application/atom+xml' } });
