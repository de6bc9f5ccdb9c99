/** What a page is about, in the words of schema.org, for search engines and assistants. It says nothing that the page does not say to its readers. */
import type { BreadcrumbList, DonateAction, Event, NewsArticle, NGO, PostalAddress, Thing } from 'schema-dts';
import type { CharityEvent } from './schema/events.ts';
import type { NewsPost } from './schema/news.ts';
import type { Charity } from './schema/settings.ts';

/** A page on the way from the first page to this one. */
export interface Step {
  readonly name: string;
  /** Its path on this site. */
  readonly address: string;
}

/** The address by which every page means the charity itself. */
const charityId = (site: URL) => new URL('/#charity', site).href;

/** The way to give, as an action that a reader can take. */
export const donateAction = (charity: Charity, site: URL): DonateAction => ({
  '@type': 'DonateAction',
  name: `Donate to ${charity.name}`,
  recipient: { '@type': 'NGO', '@id': charityId(site), name: charity.name },
  target: {
    '@type': 'EntryPoint',
    urlTemplate: new URL('/donate/', site).href,
    actionPlatform: ['https://schema.org/DesktopWebPlatform', 'https://schema.org/MobileWebPlatform'],
  },
});

const postcode = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;

/** The lines of an address as far as they can be told apart: with a postcode at the end, the town stands before it. */
function postalAddress(lines: readonly string[]): PostalAddress {
  const code = lines.findLast((line) => postcode.test(line));
  const rest = lines.filter((line) => line !== code);
  const [street, town] = code && rest.length > 1 ? [rest.slice(0, -1), rest.at(-1)] : [rest, undefined];
  return {
    '@type': 'PostalAddress',
    streetAddress: street.join(', '),
    ...(town ? { addressLocality: town } : {}),
    ...(code ? { postalCode: code } : {}),
    addressCountry: 'GB',
  };
}

/** The charity, whole, as its first page and its contact page tell of it. */
export function charityData(charity: Charity, site: URL): NGO {
  return {
    '@type': 'NGO',
    '@id': charityId(site),
    name: charity.name,
    description: charity.description,
    url: new URL('/', site).href,
    logo: new URL('/icons/512.png', site).href,
    ...(charity.telephone ? { telephone: charity.telephone } : {}),
    ...(charity.email ? { email: charity.email } : {}),
    ...(charity.address.length > 0 ? { address: postalAddress(charity.address) } : {}),
    ...(charity.charityNumber
      ? { identifier: { '@type': 'PropertyValue', propertyID: 'Charity number', value: charity.charityNumber } }
      : {}),
    potentialAction: donateAction(charity, site),
  };
}

/** The charity, named only: its own page says the rest. */
const charityByName = (charity: Charity, site: URL): NGO => ({
  '@type': 'NGO',
  '@id': charityId(site),
  name: charity.name,
  url: new URL('/', site).href,
});

/** What is known of an entry's page beside its fields. */
interface OnPage {
  readonly charity: Charity;
  readonly site: URL;
  /** Its path. */
  readonly address: string;
  /** Paths of pictures that stand for it, the best first. */
  readonly pictures: readonly string[];
}

/** A news post. */
export const newsArticle = (
  post: NewsPost,
  { charity, site, address, pictures }: OnPage,
  changedAt: Date | undefined,
): NewsArticle => ({
  '@type': 'NewsArticle',
  headline: post.title,
  description: post.summary,
  url: new URL(address, site).href,
  mainEntityOfPage: new URL(address, site).href,
  datePublished: post.publishedOn,
  // A post is written before it is published: only what was changed since is news.
  ...(changedAt && changedAt.toISOString() > `${post.publishedOn}T24` ? { dateModified: changedAt.toISOString() } : {}),
  ...(pictures.length > 0 ? { image: pictures.map((picture) => new URL(picture, site).href) } : {}),
  inLanguage: 'en-GB',
  author: charityByName(charity, site),
  publisher: charityByName(charity, site),
});

/** Something that people can come to. Without a time of day, the day alone is said: https://developers.google.com/search/docs/appearance/structured-data/event */
export const eventData = (
  event: CharityEvent,
  { charity, site, address, pictures }: OnPage,
  funders: readonly string[],
): Event => ({
  '@type': 'Event',
  name: event.title,
  description: event.summary,
  url: new URL(address, site).href,
  startDate: event.startsAt ? `${event.startsOn}T${event.startsAt}` : event.startsOn,
  ...(event.endsOn || event.endsAt
    ? { endDate: `${event.endsOn ?? event.startsOn}${event.endsAt ? `T${event.endsAt}` : ''}` }
    : {}),
  eventStatus: 'https://schema.org/EventScheduled',
  eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
  location: { '@type': 'Place', name: event.place, address: event.place },
  ...(pictures.length > 0 ? { image: pictures.map((picture) => new URL(picture, site).href) } : {}),
  organizer: charityByName(charity, site),
  ...(funders.length > 0 ? { funder: funders.map((name) => ({ '@type': 'Organization' as const, name })) } : {}),
});

/** The way from the first page to this one. */
export const breadcrumbs = (steps: readonly Step[], site: URL): BreadcrumbList => ({
  '@type': 'BreadcrumbList',
  itemListElement: steps.map(({ name, address }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name,
    item: new URL(address, site).href,
  })),
});

/** Things as the text of a `<script type="application/ld+json">`: nothing in it can end the script. */
export const asJsonLd = (things: readonly Thing[]): string =>
  JSON.stringify({ '@context': 'https://schema.org', '@graph': things }).replaceAll('<', '\\u003c');
