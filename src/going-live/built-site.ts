/** What is wrong with the site as it was last built: links that lead nowhere, another address than its own, and what is not sent with it. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'parse5';
import { attribute, elementsIn, havingIn } from '../giving/built-page.ts';
import { securityHeaders } from '../security-headers.ts';
import type { Finding } from './findings.ts';
import { told } from './told.ts';

/** So many links are named; the rest are counted. */
const named = 10;

/** A path as a file is called; one that cannot be read stays as it is. */
function asWritten(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Where a page says that it is, if it does. */
function originOf(html: string): string | undefined {
  const [canonical] = havingIn(parse(html), 'rel', 'canonical');
  const said = canonical && attribute(canonical, 'href');
  return said && URL.canParse(said) ? new URL(said).origin : undefined;
}

/** What `_headers` has sent with every page. */
function sentWithAll(headers: string): ReadonlyMap<string, string> {
  const lines = headers.split('\n');
  const after = lines.slice(lines.indexOf('/*') + 1);
  const end = after.findIndex((line) => !line.startsWith(' '));
  return new Map(
    (lines.includes('/*') ? after.slice(0, end < 0 ? undefined : end) : []).map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.trim().toLowerCase(), value.join(':').trim()];
    }),
  );
}

/** The addresses on this site that a page leads to, without what stands after them. */
function linksIn(html: string, page: URL): string[] {
  return [...elementsIn(parse(html))].flatMap((element) =>
    ['href', 'src', 'action'].flatMap((name) => {
      const link = attribute(element, name);
      // A template of an email has its address put in when it is sent.
      if (link === undefined || link.includes('{{') || !URL.canParse(link, page)) return [];
      const { origin, pathname } = new URL(link, page);
      return origin === page.origin ? [asWritten(pathname)] : [];
    }),
  );
}

/**
 * What to see to in the built site.
 * @param dist its folder
 * @param address the site’s own address; links to it are its own
 * @param answered the addresses that functions answer
 */
export async function findingsInBuilt(dist: string, address: string, answered: readonly string[]): Promise<Finding[]> {
  if (!existsSync(join(dist, 'index.html')))
    return [
      {
        code: 'NOT-BUILT',
        severity: 'must',
        words:
          'There is no built site, so most of it could not be looked at: its links, its headers, its address. Run `npm run build`, and then this again.',
        page: told.check,
      },
    ];
  const site = URL.canParse(address) ? new URL(address) : new URL('http://localhost:4321');
  const built = originOf(await readFile(join(dist, 'index.html'), 'utf8'));
  const redirects = await readFile(join(dist, '_redirects'), 'utf8').catch(() => undefined);
  const moved = (redirects ?? '').split('\n').map((line) => line.split(/\s+/)[0] ?? '');
  const isThere = (path: string) =>
    existsSync(join(dist, path.endsWith('/') ? `${path}index.html` : path)) ||
    existsSync(join(dist, path, 'index.html')) ||
    answered.includes(path.replace(/(.)\/$/, '$1')) ||
    moved.some((from) => from === path || (from.endsWith('*') && path.startsWith(from.slice(0, -1))));
  const dead = new Map<string, string>();
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.html')).sort();
  for (const file of files) {
    const page = new URL(file.replaceAll('\\', '/').replace(/index\.html$/, ''), site);
    for (const link of linksIn(await readFile(join(dist, file), 'utf8'), page))
      if (!dead.has(link) && !isThere(link)) dead.set(link, page.pathname);
  }
  const sent = sentWithAll(await readFile(join(dist, '_headers'), 'utf8').catch(() => ''));
  const unsent = Object.keys(securityHeaders).filter((name) => !sent.has(name));
  const otherwise = Object.entries(securityHeaders)
    .filter(([name, value]) => sent.has(name) && sent.get(name) !== value)
    .map(([name]) => name);
  return [
    ...(URL.canParse(address) && built !== undefined && built !== site.origin
      ? [
          {
            code: 'BUILT-ADDRESS',
            severity: 'must' as const,
            words: `The built site says that it is at ${built}, and URL is ${site.origin}: build it again, with \`URL=${site.origin} npm run build\`.`,
            page: told.check,
          },
        ]
      : []),
    ...(redirects === undefined
      ? [
          {
            code: 'REDIRECTS',
            severity: 'must' as const,
            words:
              'The built site has no _redirects, so old addresses would lead nowhere, and links to a gift with its amount would forget it: build it again, with `npm run build`.',
            page: told.check,
          },
        ]
      : []),
    ...[...dead].slice(0, named).map(
      ([link, page]): Finding => ({
        code: 'DEAD-LINK',
        severity: 'must',
        words: `${page} leads to ${link}, and nothing is there.`,
        page: told.gone,
      }),
    ),
    ...(dead.size > named
      ? [
          {
            code: 'DEAD-LINK',
            severity: 'must' as const,
            words: `${dead.size - named} more links lead nowhere.`,
            page: told.gone,
          },
        ]
      : []),
    ...(unsent.length === 0
      ? []
      : [
          {
            code: 'HEADERS',
            severity: 'must' as const,
            words: `The built site does not send ${unsent.join(', ')}: it was built by something else than \`npm run build\`.`,
            page: told.check,
          },
        ]),
    ...(otherwise.length === 0
      ? []
      : [
          {
            code: 'HEADERS',
            severity: 'must' as const,
            words: `The built site sends ${otherwise.join(', ')} otherwise than src/security-headers.ts says: build it again, with \`npm run build\`.`,
            page: told.check,
          },
        ]),
  ];
}
