/**
 * Hands every page to all that change pages or look at them, in their order, as Astro renders it and before it is written: of a long archive, to read the
 * pages again and write them anew takes as long as much of the rendering. A page that was kept from an earlier build is not looked at again either.
 */
import { fileURLToPath } from 'node:url';
import type {
  AstroConfig,
  AstroIntegration,
  AstroIntegrationLogger,
  AstroPrerenderer,
  PrerenderRenderMetadata,
} from 'astro';
import { digestOfCode } from '../src/digest-of-code.ts';
import { sumOf } from '../src/whole-file.ts';
import { keptPages } from './kept-page.ts';

/** The site that is being built. */
export interface BuiltSite {
  /** The folder that it is built into. Its styles, fonts and scripts lie there before the first page does; its pictures only at the end. */
  readonly dir: URL;
  readonly config: Pick<AstroConfig, 'cacheDir' | 'site' | 'srcDir'>;
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
  let anew = 0;

  /** What Astro has rendered, as it is to be. */
  async function taken(response: Response, address: string, pictures?: PrerenderRenderMetadata): Promise<Response> {
    let html = await response.text();
    for (const { change } of works) html = change?.(html, address) ?? html;
    const found: unknown[] = [];
    for (const work of works) {
      // Most have nothing to wait for, and there are thousands of pages.
      const one = work.look?.(html, address);
      found.push((one instanceof Promise ? await one : one) ?? null);
    }
    const written = Buffer.from(html);
    findings.set(address, found);
    kept.note(address, written, found, pictures);
    anew += 1;
    return new Response(written, response);
  }

  return {
    name: 'every-page',
    hooks: {
      'astro:config:done': ({ config: settled }) => {
        config = settled;
        makers = makersOf(config);
      },
      'astro:build:start': async ({ setPrerenderer, logger }) => {
        for (const step of steps) works.push(await step({ dir: config.outDir, config, logger }));
        kept = await keptPages(config.cacheDir, config.outDir);
        setPrerenderer((astros: AstroPrerenderer) => ({
          ...astros,
          async getStaticPaths() {
            // Astro is told of those alone that have to be made.
            return (await astros.getStaticPaths()).filter(({ pathname, cacheKey }) => {
              if (cacheKey === undefined) return true;
              const address = addressOfPage(pathname);
              const found = kept.take(address, `${cacheKey} ${makers}`);
              if (found) findings.set(address, found);
              return found === undefined;
            });
          },
          async render(request, options) {
            const address = addressOfPage(decodeURI(new URL(request.url).pathname));
            const rendered = await astros.render(request, { ...options, collectMetadata: kept.isToKeep(address) });
            const { response, metadata } = rendered instanceof Response ? { response: rendered } : rendered;
            if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
            return taken(response, address, metadata);
          },
          collectStaticImages: async () => kept.pictures(),
        }));
      },
      'astro:build:done': async ({ logger }) => {
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
