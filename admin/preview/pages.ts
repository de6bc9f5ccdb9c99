/**
 * Draws, in the browser, the very page that the build will make of an entry: the same pages, layouts, components and styles, on a draft instead of
 * what lies on the disk. It is a program of its own (`integrations/page-preview.ts`), and comes when the first preview is shown.
 */
import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import * as page from '../../src/pages/[page].astro';
import * as appeal from '../../src/pages/appeals/[slug].astro';
import * as contact from '../../src/pages/contact.astro';
import * as fund from '../../src/pages/donate/[fund].astro';
import * as donate from '../../src/pages/donate/index.astro';
import * as event from '../../src/pages/events/[slug].astro';
import * as funder from '../../src/pages/funders/[slug]/index.astro';
import * as home from '../../src/pages/index.astro';
import * as post from '../../src/pages/news/[slug].astro';
import * as topic from '../../src/pages/news/topics/[topic]/index.astro';
import * as people from '../../src/pages/people.astro';
import * as project from '../../src/pages/projects/[slug].astro';
import * as refer from '../../src/pages/refer/index.astro';
import { type Draft, setDraft } from './stand-ins/draft.ts';

type Component = Parameters<AstroContainer['renderToString']>[0];

interface PageModule {
  readonly default: Component;
  readonly getStaticPaths?: () => Promise<
    readonly { readonly params: Readonly<Record<string, string>>; readonly props?: Record<string, unknown> }[]
  >;
}

/** The page that shows an entry of each collection, and what each file of settings says. */
const pages: Readonly<Record<string, { readonly module: PageModule; readonly address: string }>> = {
  news: { module: post, address: '/news/' },
  topics: { module: topic, address: '/news/topics/' },
  projects: { module: project, address: '/projects/' },
  events: { module: event, address: '/events/' },
  funders: { module: funder, address: '/funders/' },
  people: { module: people, address: '/people/' },
  funds: { module: fund, address: '/donate/' },
  appeals: { module: appeal, address: '/appeals/' },
  pages: { module: page, address: '/' },
  charity: { module: contact, address: '/contact/' },
  navigation: { module: home, address: '/' },
  giving: { module: donate, address: '/donate/' },
  referrals: { module: refer, address: '/refer/' },
  home: { module: home, address: '/' },
  voice: { module: contact, address: '/contact/' },
};

let container: Promise<AstroContainer> | undefined;

/**
 * The whole page that shows a draft, as HTML without its styles, which lie beside this program; `undefined` when it has no page, as a topic
 * that no post names.
 */
export async function drawPage(draft: Draft): Promise<string | undefined> {
  setDraft(draft);
  const { collection, id } = draft.entry;
  const shownOn = pages[collection];
  if (!shownOn) return undefined;
  const { module, address } = shownOn;
  const path = (await module.getStaticPaths?.())?.find(({ params }) => Object.values(params).includes(id));
  if (module.getStaticPaths && !path) return undefined;
  container ??= AstroContainer.create({ astroConfig: { site: import.meta.env.SITE } });
  return (await container).renderToString(module.default, {
    partial: false,
    props: path?.props ?? {},
    params: path?.params ?? {},
    request: new Request(new URL(path ? `${address}${id}/` : address, import.meta.env.SITE)),
  });
}
