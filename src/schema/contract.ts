/** The whole contract: every collection and every file of settings. Astro's collections, the CMS and the proofreader are made from it. */
import type { Collection, Settings } from './collection.ts';
import { events } from './events.ts';
import { funders } from './funders.ts';
import { funds } from './funds.ts';
import { news } from './news.ts';
import { pages } from './pages.ts';
import { projects } from './projects.ts';
import { charity, giving, home, navigation } from './settings.ts';

export const collections = [news, projects, events, funders, funds, pages] as const satisfies readonly Collection[];

export const settings = [charity, navigation, giving, home] as const satisfies readonly Settings[];
