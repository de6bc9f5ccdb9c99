/**
 * Hands every page to all that change pages or look at them, in their order, as Astro renders it and before it is written: of a long archive, to read the
 * pages again and write them anew takes as long as much of the rendering. A page that Astro has kept from an earlier build is not looked at again either.
 */
import type { AstroConfig, AstroIntegration, AstroIntegrationLogger, AstroPrerenderer } from 'astro';
import { keptPages } from './kept-findings.ts';
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

/** The address of a page, from the path that Astro asks for. */
const addressOfPage = (path: string) => path.replace(/\/?$/, '/').replace(/^\/404\/$/, '/404.html');

/** Takes every page through these steps, and then each step to its end. */
export const everyPage = (steps: readonly PageStep[]): AstroIntegration => {
  let config: AstroConfig;
  const works: PageWork[] = [];
  /** What each step has found on a page, one after another, by the page’s address. (JSON has no `undefined`.) */
  const findings = new Map<string, readonly unknown[]>();
  let kept: ReturnType<typeof keptPages> | undefined;

  /** What Astro has rendered, as it is to be. */
  async function taken(response: Response, address: string): Promise<Response> {
    let html = await response.text();
    for (const { change } of works) html = change?.(html, address) ?? html;
    const found: unknown[] = [];
    for (const work of works) {
      // Most have nothing to wait for, and there are thousands of pages.
      const one = work.look?.(html, address);
      found.push((one instanceof Promise ? await one : one) ?? null);
    }
    findings.set(address, found);
    kept?.note(address, html);
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
        kept = config.experimental.incrementalBuild ? keptPages(config.cacheDir) : undefined;
        setPrerenderer((astros: AstroPrerenderer) => ({
          ...astros,
          async getStaticPaths() {
            // What becomes of a page follows from these steps, too.
            const paths = (await astros.getStaticPaths()).map((path) =>
              path.cacheKey === undefined ? path : { ...path, cacheKey: `${path.cacheKey} ${code}` },
            );
            const keys = paths.flatMap(({ pathname, cacheKey }) =>
              cacheKey === undefined ? [] : [[addressOfPage(pathname), cacheKey] as const],
            );
            await kept?.begin(new Map(keys));
            return paths;
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
      'astro:build:done': async () => {
        await kept?.end(findings);
        for (const [index, { end }] of works.entries()) {
          const ofStep = [...findings].map(([address, found]) => [address, found[index]] as const);
          await end?.(new Map(ofStep.filter(([, found]) => found !== null)));
        }
      },
    },
  };
};
