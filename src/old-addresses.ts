/** Where the pages of the site were before, as Netlify reads it: https://docs.netlify.com/manage/routing/redirects/overview/ */
import type { APIRoute } from 'astro';
import { oldAddresses } from './content.ts';

export const GET: APIRoute = async () => {
  // The longest first: Netlify takes the first line that fits, and an old address may lie under another.
  const lines = (await oldAddresses())
    .toSorted((one, other) => other.from.length - one.from.length)
    // `*` stands for nothing, too: the page itself, with a slash at its end or without.
    .map(({ from, to }) => `${from.replace(/\/$/, '')}/* ${to}:splat 301`);
  return new Response([...lines, ''].join('\n'));
};
