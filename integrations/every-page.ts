/**
 * Hands every page to all that change pages or look at them, in their order, as Astro renders it and before it is written: of a long archive, to read the
 * pages again and write them anew takes as long as much of the rendering. A page that Astro has kept from an earlier build is not looked at again either.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration, AstroIntegrationLogger, AstroPrerenderer } from 'astro';
import { writeWhole } from '../src/whole-file.ts';
import { digestOfCode } from './kept-program.ts';

/** The site that is being built. */
export interface BuiltSite {
  /** The folder that it is built into. Its styles, fonts and scripts lie there before the first page does; its pictures only at the end. */
  readonly dir: URL;
  readonly config: Pick<AstroConfig, 'cacheDir' | 'srcDir'>;
  readonly logger: Pick<AstroIntegrationLogger, 'info'>;
}

/**
 * What is done with one site’s pages. An address is the one that a reader asks for: `/news/`, and `/404.html`. What becomes of a page, and what is found
 * on it, may follow from the page, its address and this code alone: both are kept with the page.
 */
export interface PageWork<Found = unknown> {
  /** Gives the page as it is to be. */
  change?(html: string, address: string): string;
  /** Says what is on a page as it will be read, in what can be written as JSON; `undefined` is nothing. */
  look?(html: string, address: string): Found | undefined | Promise<Found | undefined>;
  /** Comes when every page has been written, and every picture made, with what was found on each page, by its address. */
  end?(found: ReadonlyMap<string, Found>): Promise<void> | void;
}

/** Something to do with every page, from the start of it. */
export type PageStep<Found = unknown> = (site: BuiltSite) => PageWork<Found> | Promise<PageWork<Found>>;

/** A step that changes each page by itself. */
export const changing =
  (change: (html: string, address: string) => string): PageStep =>
  () => ({ change });

/** What the steps have found on a page, one after another. (JSON has no `undefined`.) */
type FoundOnPage = readonly unknown[];

/** What was found on each page that Astro keeps, by its address, with the key that it is kept by. */
type KeptFindings = Readonly<Record<string, { readonly key: string; readonly found: FoundOnPage }>>;

/** The address of a page, from the path that Astro asks for. */
const addressOfPage = (path: string) => path.replace(/\/?$/, '/').replace(/^\/404\/$/, '/404.html');

/** Takes every page through these steps, and then each step to its end. */
export const everyPage = (steps: readonly PageStep[]): AstroIntegration => {
  let config: AstroConfig;
  const works: PageWork[] = [];
  const findings = new Map<string, FoundOnPage>();
  const keys = new Map<string, string>();
  const kept = () => new URL('found-on-pages.json', config.cacheDir);

  async function look(html: string, address: string): Promise<void> {
    const found: unknown[] = [];
    for (const work of works) {
      // Most have nothing to wait for, and there are thousands of pages.
      const one = work.look?.(html, address);
      found.push((one instanceof Promise ? await one : one) ?? null);
    }
    findings.set(address, found);
  }

  /** What Astro has rendered, as it is to be. */
  async function taken(response: Response, address: string): Promise<Response> {
    let html = await response.text();
    for (const { change } of works) html = change?.(html, address) ?? html;
    await look(html, address);
    return new Response(html, response);
  }

  /** Of pages that Astro has not rendered anew: what was found on them when it did. */
  async function findOnKept(dir: URL): Promise<void> {
    const earlier: KeptFindings = await readFile(kept(), 'utf8')
      .then(JSON.parse)
      .catch(() => ({}));
    for (const [address, key] of keys) {
      if (findings.has(address)) continue;
      const before = earlier[address];
      if (before?.key === key) findings.set(address, before.found);
      else await look(readFileSync(new URL(`.${encodeURI(address)}index.html`, dir), 'utf8'), address);
    }
    const toKeep = [...keys].map(([address, key]) => [address, { key, found: findings.get(address) }]);
    await writeWhole(fileURLToPath(kept()), JSON.stringify(Object.fromEntries(toKeep)));
  }

  return {
    name: 'every-page',
    hooks: {
      'astro:config:done': ({ config: settled }) => {
        config = settled;
      },
      'astro:build:start': async ({ setPrerenderer, logger }) => {
        for (const step of steps) works.push(await step({ dir: config.outDir, config, logger }));
        const code = await digestOfCode(config);
        setPrerenderer((astros: AstroPrerenderer) => ({
          ...astros,
          async getStaticPaths() {
            const paths = await astros.getStaticPaths();
            return paths.map((path) => {
              if (path.cacheKey === undefined) return path;
              // What becomes of a page follows from these steps, too.
              const cacheKey = `${path.cacheKey} ${code}`;
              keys.set(addressOfPage(path.pathname), cacheKey);
              return { ...path, cacheKey };
            });
          },
          async render(request, options) {
            const rendered = await astros.render(request, options);
            const { response, metadata } = rendered instanceof Response ? { response: rendered } : rendered;
            if (!response.headers.get('content-type')?.startsWith('text/html')) return rendered;
            const address = addressOfPage(decodeURI(new URL(request.url).pathname));
            return { response: await taken(response, address), ...(metadata && { metadata }) };
          },
        }));
      },
      'astro:build:done': async ({ dir }) => {
        await findOnKept(dir);
        for (const [index, { end }] of works.entries()) {
          const ofStep = [...findings].map(([address, found]) => [address, found[index]] as const);
          await end?.(new Map(ofStep.filter(([, found]) => found !== null)));
        }
      },
    },
  };
};
