/** Astro’s collections, made from the contract. A new field needs no change here; a new collection, one line (Astro’s types need its name). */
import { defineCollection } from 'astro:content';
import { entriesOf, settingsOf } from './content-loader.ts';
import { events } from './schema/events.ts';
import { funders } from './schema/funders.ts';
import { funds } from './schema/funds.ts';
import { news } from './schema/news.ts';
import { pages } from './schema/pages.ts';
import { projects } from './schema/projects.ts';
import { charity, giving, home, navigation } from './schema/settings.ts';

export const collections = {
  news: defineCollection({ loader: entriesOf(news), schema: news.schema }),
  projects: defineCollection({ loader: entriesOf(projects), schema: projects.schema }),
  events: defineCollection({ loader: entriesOf(events), schema: events.schema }),
  funders: defineCollection({ loader: entriesOf(funders), schema: funders.schema }),
  funds: defineCollection({ loader: entriesOf(funds), schema: funds.schema }),
  pages: defineCollection({ loader: entriesOf(pages), schema: pages.schema }),
  charity: defineCollection({ loader: settingsOf(charity), schema: charity.schema }),
  navigation: defineCollection({ loader: settingsOf(navigation), schema: navigation.schema }),
  giving: defineCollection({ loader: settingsOf(giving), schema: giving.schema }),
  home: defineCollection({ loader: settingsOf(home), schema: home.schema }),
};
