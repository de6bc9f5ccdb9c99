/** Follows the links on the site’s own pages, as far as there is time, and says which lead nowhere. */
import { attribute, openPage } from '../giving/built-page.ts';

/** A link that leads nowhere. */
export interface DeadLink {
  /** The path of the page that it stands on. */
  readonly page: string;
  /** Where it leads, as it stands there. */
  readonly link: string;
}

/** What following needs. */
export interface Follower {
  /** The address of the site. */
  readonly site: URL;
  readonly ask: typeof fetch;
  /** The path of the page that was last looked at before: it goes on after that one, round and round. */
  readonly after: string | undefined;
  readonly isTimeLeft: () => boolean;
}

/** What came of it. */
export interface Followed {
  readonly dead: readonly DeadLink[];
  /** Every page that there is, and those that were looked at to the end now, by their paths. */
  readonly pages: readonly string[];
  readonly looked: ReadonlySet<string>;
  /** The page to go on after. */
  readonly last: string | undefined;
}

/** So many pages at once: one visitor’s worth. Each page’s links are followed one after the other. */
const atOnce = 4;
const limitInMilliseconds = 4000;

/** Whether an address elsewhere is one that may be asked: the public web, by name. */
const isPublic = ({ protocol, hostname }: URL) => protocol === 'https:' && /\.[a-z][a-z0-9-]*$/.test(hostname);

/**
 * Follows the links. What leads to the site itself must be there. Elsewhere it must be said that nothing is there (404, 410): many a host answers no program at
 * all, and one that is silent for a moment is no news. No page’s address says anything of a reader: they are those of the site’s own list.
 */
export async function followLinks({ site, ask, after, isTimeLeft }: Follower): Promise<Followed> {
  const asked = new Map<string, Promise<boolean>>();
  const get = (address: URL): Promise<Response> =>
    ask(address, {
      headers: { 'user-agent': `Links of ${site.host} (+${site.origin})` },
      // Another host may lead to anywhere, this network too: that it leads on is answer enough.
      redirect: address.origin === site.origin ? 'follow' : 'manual',
      signal: AbortSignal.timeout(limitInMilliseconds),
    });

  async function isThere(address: URL): Promise<boolean> {
    const isOwn = address.origin === site.origin;
    // Our own is asked twice before it is called missing: an answer can get lost.
    for (let tries = 0; tries < (isOwn ? 2 : 1); tries++) {
      try {
        const { status, ok, body } = await get(address);
        await body?.cancel();
        if (ok || (!isOwn && ![404, 410].includes(status))) return true;
      } catch {
        if (!isOwn) return true;
      }
    }
    return false;
  }
  const isThereOnce = (address: URL): Promise<boolean> => {
    const found = asked.get(address.href) ?? isThere(address);
    asked.set(address.href, found);
    return found;
  };

  const pages = await pagesOf(site, get);
  const start = after === undefined ? 0 : pages.findIndex((page) => page > after);
  const inTurn = [...pages.slice(Math.max(start, 0)), ...pages.slice(0, Math.max(start, 0))];
  const dead: DeadLink[] = [];
  const looked = new Set<string>();

  async function lookAt(page: string): Promise<void> {
    const address = new URL(page, site);
    const answer = await get(address).catch(() => undefined);
    if (!answer?.ok) {
      await answer?.body?.cancel();
      if (!(await isThereOnce(address))) dead.push({ page, link: page });
      looked.add(page);
      return;
    }
    const open = openPage(await answer.text());
    const links = new Set(
      open.having('href').flatMap((element) => (element.tagName === 'a' ? [attribute(element, 'href') ?? ''] : [])),
    );
    for (const link of links) {
      if (!URL.canParse(link, address)) continue;
      const to = new URL(link, address);
      to.hash = '';
      const isOwn = to.origin === site.origin;
      if (isOwn ? to.pathname.startsWith('/api/') : !isPublic(to)) continue;
      if (!isTimeLeft()) return;
      if (!(await isThereOnce(to))) dead.push({ page, link });
    }
    looked.add(page);
  }

  const left = inTurn.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const page of left) {
        await lookAt(page);
        if (!isTimeLeft()) return;
      }
    }),
  );
  // It goes on with the first page that was not done; but one that took all the time by itself must not take all of it each time.
  const done = inTurn.findIndex((page) => !looked.has(page));
  return { dead, pages, looked, last: inTurn.at(done === -1 ? -1 : Math.max(done - 1, 0)) };
}

const locationsIn = (xml: string) =>
  [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));

/** The paths of all pages in the site’s list of them, which search engines go by too. */
async function pagesOf(site: URL, get: (address: URL) => Promise<Response>): Promise<string[]> {
  const read = async (address: URL) => {
    const answer = await get(address);
    if (!answer.ok) throw Object.assign(new Error('The list of pages was not given'), { code: String(answer.status) });
    return locationsIn(await answer.text());
  };
  const pathOf = (address: string) => new URL(address, site).pathname;
  const lists = await read(new URL('/sitemap-index.xml', site));
  const pages = await Promise.all(lists.map((list) => read(new URL(pathOf(list), site))));
  return [...new Set(pages.flat().map(pathOf))].sort();
}
