/** The newest news as a feed, each post whole, so that people can read us wherever they read. */
import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import { Feed } from 'feed';
import Text from '../blocks/Text.astro';
import { addressOf, asShared, lastChanged, newestNews, textOf, theCharity, theGiving } from '../content.ts';
import { sharePictureAddress } from '../share-picture.ts';
import { newsFeeds } from './feed-addresses.ts';
import { feedText } from './feed-text.ts';

/** A feed stays as small as this, however long the news grows. */
const postsInAFeed = 20;

/** What XML 1.0 has no way to write, such as a line break that was pasted from a slide: https://www.w3.org/TR/xml/#charsets */
const notForXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A calendar date as an instant, since feeds ask for one. */
const instantOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** Plain words as HTML, which an Atom feed of this library takes them for; a JSON feed has them plain. */
const asHtml = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The feed, written in one of its forms. */
export async function newsFeed(site: URL, form: keyof typeof newsFeeds): Promise<string> {
  const plain = form === 'atom' ? asHtml : (words: string) => words;
  const [charity, { ask }, news, container] = await Promise.all([
    theCharity(),
    theGiving(),
    newestNews(),
    AstroContainer.create(),
  ]);
  const posts = news.slice(0, postsInAFeed);
  const publisher = { name: charity.name, link: site.href };
  const changes = await Promise.all(
    posts.map(async (post) => (await lastChanged(post)) ?? instantOf(post.data.publishedOn)),
  );
  const feed = new Feed({
    id: new URL('/news/', site).href,
    title: `News · ${charity.name}`,
    description: charity.description,
    generator: false,
    link: new URL('/news/', site).href,
    language: 'en-GB',
    favicon: new URL('/favicon.ico', site).href,
    image: new URL('/icons/512.png', site).href,
    copyright: charity.name,
    author: publisher,
    updated: (await lastChanged(...posts)) ?? changes[0] ?? new Date(0),
    feedLinks: {
      atom: new URL(newsFeeds.atom, site).href,
      json: new URL(newsFeeds.json, site).href,
    },
  });
  for (const [index, post] of posts.entries()) {
    const { title, summary, publishedOn } = post.data;
    const path = addressOf('news', post.id);
    const page = new URL(path, site);
    const drawn = await container.renderToString(Text, { props: { text: asShared(await textOf(post)), ask } });
    feed.addItem({
      id: page.href,
      link: page.href,
      title: plain(title),
      description: plain(summary),
      content: feedText(drawn, page),
      image: new URL(sharePictureAddress(path), site).href,
      published: instantOf(publishedOn),
      date: changes[index] ?? instantOf(publishedOn),
      author: [publisher],
    });
  }
  return form === 'atom' ? feed.atom1().replace(notForXml, '') : feed.json1();
}
