/**
 * Hands every page to all that change pages or look at them, in their order, as Astro renders it and before it is written: of a long archive, to read the
 * pages again and write them anew takes as long as much of the rendering.
 */
import { readFileSync } from 'node:fs';
import type { AstroConfig, AstroIntegration, AstroIntegrationLogger, AstroPrerenderer } from 'astro';
import { addressOf, builtFiles } from './built-files.ts';
import { digestOfCode } from './kept-program.ts';

/** The site that is being built. */
export interface BuiltSite {
  /** The folder that it is built into. Its styles, fonts and scripts lie there before the first page does; its pictures only at the end. */
  readonly dir: URL;
  readonly config: Pick<AstroConfig, 'cacheDir' | 'srcDir'>;
  readonly logger: Pick<AstroIntegrationLogger, 'info'>;
}

/** What is done with one site’s pages. An address is the one that a reader asks for: `/news/`, and `/404.html`. */
export interface PageWork {
  /** Gives the page as it is to be. What it gives may follow from the page, its address and this code alone: a page that Astro has kept is not changed again. */
  change?(html: string, address: string): string;
  /** Sees each page as it will be read, those that were kept from an earlier build too. */
  look?(html: string, address: string): void | Promise<void>;
  /** Comes when every page has been written, and every picture made. */
  end?(): Promise<void>;
}

/** Something to do with every page, from the start of it. */
export type PageStep = (site: BuiltSite) => PageWork | Promise<PageWork>;

/** A step that changes each page by itself. */
export const changing =
  (change: (html: string, address: string) => string): PageStep =>
  () => ({ change });

/** The address of a page, from that of its file or of what Astro asks for. */
const addressOfPage = (path: string) => path.replace(/\/index\.html$/, '/').replace(/^\/404\/?$/, '/404.html');

/** Takes every page through these steps, and then each step to its end. */
export const everyPage = (steps: readonly PageStep[]): AstroIntegration => {
  let config: AstroConfig;
  const works: PageWork[] = [];
  const seen = new Set<string>();

  async function look(html: string, address: string): Promise<void> {
    seen.add(address);
    for (const work of works) {
      // Most have nothing to wait for, and there are thousands of pages.
      const looked = work.look?.(html, address);
      if (looked) await looked;
    }
  }

  /** The page that Astro has rendered, as it is to be. */
  async function taken(response: Response, address: string): Promise<Response> {
    let html = await response.text();
    for (const { change } of works) html = change?.(html, address) ?? html;
    await look(html, address);
    return new Response(html, response);
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
          // What has become of a page follows from these steps, too.
          getStaticPaths: async () =>
            (await astros.getStaticPaths()).map((path) =>
              path.cacheKey === undefined ? path : { ...path, cacheKey: `${path.cacheKey} ${code}` },
            ),
          async render(request, options) {
            const rendered = await astros.render(request, options);
            const { response, metadata } = rendered instanceof Response ? { response: rendered } : rendered;
            if (!response.headers.get('content-type')?.startsWith('text/html')) return rendered;
            const { pathname } = new URL(request.url);
            return { response: await taken(response, addressOfPage(decodeURI(pathname))), ...(metadata && { metadata }) };
          },
        }));
      },
      'astro:build:done': async ({ dir }) => {
        for (const file of await builtFiles(dir, '.html')) {
          const address = addressOfPage(addressOf(dir, file));
          if (!seen.has(address)) await look(readFileSync(file, 'utf8'), address);
        }
        for (const { end } of works) await end?.();
      },
    },
  };
};
