/**
 * Hands every page to all that change pages or look at them, in their order, as Astro renders it and before it is written: of a long archive, to read the
 * pages again and write them anew takes as long as much of the rendering. A page that was kept from an earlier build is not looked at again either.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration, AstroIntegrationLogger, AstroPrerenderer, PathWithRoute } from 'astro';
import { digestOfCode } from '../src/digest-of-code.ts';
import { sumOf } from '../src/whole-file.ts';
import { keptPages } from './kept-page.ts';

/** The site that is being built. */
export interface BuiltSite {
  /** The folder that it is built into. Its styles, fonts and scripts lie there before the first page does; its pictures only at the end. */
  readonly dir: URL;
  readonly config: Pick<AstroConfig, 'cacheDir' | 'root' | 'site' | 'srcDir'>;
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

/** The address of a page, from the path that Astro asks for. */
const addressOfPage = (path: string) => path.replace(/\/?$/, '/').replace(/^\/404\/$/, '/404.html');

const isHtml = ({ headers }: Response): boolean => headers.get('content-type')?.startsWith('text/html') === true;

/** All that a page is made by beside what it shows: the code, and what the environment says to it. */
function makersOf({ root, site, env }: AstroConfig): string {
  const said = Object.entries(env.schema ?? {})
    .filter(([, { access }]) => access === 'public')
    .map(([name]) => [name, process.env[name] ?? null]);
  return sumOf(JSON.stringify([digestOfCode(fileURLToPath(root)), root, site, said]));
}

/** Takes every page through these steps, and then each step to its end. */
export const everyPage = (steps: readonly PageStep[]): AstroIntegration => {
  let config: AstroConfig;
  const works: PageWork[] = [];
  /** What each step has found on a page, one after another, by the page’s address. (JSON has no `undefined`.) */
  const findings = new Map<string, readonly unknown[]>();
  let kept: Awaited<ReturnType<typeof keptPages>>;
  let makers = '';
  let logger: AstroIntegrationLogger;
  let anew = 0;

  /** A page as it is to be, of what Astro has rendered, with what each step has found on it. */
  async function taken(rendered: string, address: string): Promise<{ html: string; found: readonly unknown[] }> {
    let html = rendered;
    for (const { change } of works) html = change?.(html, address) ?? html;
    const found: unknown[] = [];
    for (const work of works) {
      // Most have nothing to wait for, and there are thousands of pages.
      const one = work.look?.(html, address);
      found.push((one instanceof Promise ? await one : one) ?? null);
    }
    findings.set(address, found);
    anew += 1;
    return { html, found };
  }

  /**
   * Puts a page that can be kept into the site: as an earlier build has made it, or as it is made now. Astro would take half as long again to ask for each
   * of thousands, to say so, and to write it.
   * @returns whether it is there; else Astro is to see to it
   */
  async function isPut(astros: AstroPrerenderer, { pathname, route, cacheKey }: PathWithRoute): Promise<boolean> {
    const address = addressOfPage(pathname);
    // A file of the same name in `public/` goes before a page, and Astro says so.
    if (cacheKey === undefined || existsSync(new URL(`.${encodeURI(address)}index.html`, config.publicDir)))
      return false;
    const key = `${cacheKey} ${makers}`;
    const before = kept.take(address, key);
    if (before) {
      findings.set(address, before);
      return true;
    }
    try {
      const request = new Request(new URL(encodeURI(address), config.site));
      const rendered = await astros.render(request, { routeData: route, collectMetadata: true });
      const { response, metadata } = rendered instanceof Response ? { response: rendered } : rendered;
      if (!response.ok || !isHtml(response)) return false;
      const { html, found } = await taken(await response.text(), address);
      kept.add(address, key, html, found, metadata);
      return true;
    } catch (failure) {
      logger.error(`The page ${address} could not be made.`);
      throw failure;
    }
  }

  return {
    name: 'every-page',
    hooks: {
      'astro:config:done': ({ config: settled }) => {
        config = settled;
        makers = makersOf(config);
      },
      'astro:build:start': async ({ setPrerenderer, logger: ofBuild }) => {
        logger = ofBuild;
        for (const step of steps) works.push(await step({ dir: config.outDir, config, logger }));
        kept = await keptPages(config.cacheDir, config.outDir);
        setPrerenderer((astros: AstroPrerenderer) => ({
          ...astros,
          async getStaticPaths() {
            const left: PathWithRoute[] = [];
            for (const path of await astros.getStaticPaths()) if (!(await isPut(astros, path))) left.push(path);
            return left;
          },
          async render(request, options) {
            const rendered = await astros.render(request, options);
            const { response } = rendered instanceof Response ? { response: rendered } : rendered;
            if (!isHtml(response)) return response;
            const address = addressOfPage(decodeURI(new URL(request.url).pathname));
            return new Response((await taken(await response.text(), address)).html, response);
          },
          collectStaticImages: async () => kept.pictures(),
        }));
      },
      'astro:build:done': async () => {
        // Whoever changes the code while a build runs would else have pages of the old under the name of the new.
        if (makersOf(config) === makers) await kept.end();
        logger.info(`${findings.size} pages; made anew: ${anew}.`);
        for (const [index, { end }] of works.entries()) {
          const ofStep = [...findings].map(([address, found]) => [address, found[index]] as const);
          await end?.(new Map(ofStep.filter(([, found]) => found !== null)));
        }
      },
    },
  };
};
