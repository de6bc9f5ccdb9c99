/** The whole contract: every collection and every file of settings. Astro's collections, the CMS and the proofreader are made from it. */
import { appeals } from './appeals.ts';
import type { Collection, Settings } from './collection.ts';
import { events } from './events.ts';
import { funders } from './funders.ts';
import { funds } from './funds.ts';
import { news } from './news.ts';
import { pages } from './pages.ts';
import { people } from './people.ts';
import { projects } from './projects.ts';
import { charity, giving, home, navigation, referrals, voice } from './settings.ts';
import { topics } from './topics.ts';

export const collections = [
  news,
  topics,
  projects,
  events,
  funders,
  people,
  funds,
  appeals,
  pages,
] as const satisfies readonly Collection[];

export const settings = [charity, navigation, giving, referrals, home, voice] as const satisfies readonly Settings[];

/** What kind of content an entry is: of a collection, or, in the folder `settings`, the file of this name; `undefined` when there is no such kind. */
export const kindOf = (folder: string, slug: string): Collection | Settings | undefined =>
  folder === 'settings' ? settings.find(({ name }) => name === slug) : collections.find(({ name }) => name === folder);
