/** Where the pages of the site were before, and what leads a link with choices in it to the form for a gift, as Netlify reads it: https://docs.netlify.com/manage/routing/redirects/overview/ */
import type { APIRoute } from 'astro';
import { oldAddresses } from './content.ts';
import { newsFeeds } from './feed/feed-addresses.ts';
import { askable } from './giving/form/asked-for.ts';

/** One line for each set of choices that a link can have, the largest first: Netlify takes a line only if all that it names is asked for. */
const choicesInLinks = Array.from({ length: 2 ** askable.length - 1 }, (_, set) =>
  askable.filter((_name, at) => (set + 1) & (1 << at)),
)
  .toSorted((one, other) => other.length - one.length)
  .map((names) => {
    const query = names.map((name) => `${name}=:${name}`);
    return `/donate/ ${query.join(' ')} /api/donate?${query.join('&')} 302!`;
  });

/** Where every WordPress site has its feed: a feed reader goes on asking there for years. A page that was there comes first. */
const wordPressFeed = `/feed/* ${newsFeeds.atom} 301`;

export const GET: APIRoute = async () => {
  // The longest first: Netlify takes the first line that fits, and an old address may lie under another.
  const lines = (await oldAddresses())
    .toSorted((one, other) => other.from.length - one.from.length)
    .map(({ from, to }) => {
      const [, number] = /^\/\?(.*)$/.exec(from) ?? [];
      // The home page stands at `/`, so this must go before it.
      if (number !== undefined) return `/ ${number} ${to} 301!`;
      // `*` stands for nothing, too: the page itself, with a slash at its end or without.
      return `${from.replace(/\/$/, '')}/* ${to}:splat 301`;
    });
  return new Response([...choicesInLinks, ...lines, wordPressFeed, ''].join('\n'));
};
