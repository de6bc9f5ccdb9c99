/** Astro’s collections, made from the contract. A new field needs no change here; a new collection, one line (Astro’s types need its name). */
import { defineCollection } from 'astro:content';
import { entriesOf, settingsOf } from './content-loader.ts';
import { appeals } from './schema/appeals.ts';
import { events } from './schema/events.ts';
import { funders } from './schema/funders.ts';
import { funds } from './schema/funds.ts';
import { news } from './schema/news.ts';
import { pages } from './schema/pages.ts';
import { people } from './schema/people.ts';
import { projects } from './schema/projects.ts';
import { charity, giving, home, navigation, referrals, voice } from './schema/settings.ts';
import { topics } from './schema/topics.ts';

export const collections = {
  news: defineCollection({ loader: entriesOf(news), schema: news.schema }),
  topics: defineCollection({ loader: entriesOf(topics), schema: topics.schema }),
  projects: defineCollection({ loader: entriesOf(projects), schema: projects.schema }),
  events: defineCollection({ loader: entriesOf(events), schema: events.schema }),
  funders: defineCollection({ loader: entriesOf(funders), schema: funders.schema }),
  people: defineCollection({ loader: entriesOf(people), schema: people.schema }),
  funds: defineCollection({ loader: entriesOf(funds), schema: funds.schema }),
  appeals: defineCollection({ loader: entriesOf(appeals), schema: appeals.schema }),
  pages: defineCollection({ loader: entriesOf(pages), schema: pages.schema }),
  charity: defineCollection({ loader: settingsOf(charity), schema: charity.schema }),
  navigation: defineCollection({ loader: settingsOf(navigation), schema: navigation.schema }),
  giving: defineCollection({ loader: settingsOf(giving), schema: giving.schema }),
  referrals: defineCollection({ loader: settingsOf(referrals), schema: referrals.schema }),
  home: defineCollection({ loader: settingsOf(home), schema: home.schema }),
  voice: defineCollection({ loader: settingsOf(voice), schema: voice.schema }),
};
