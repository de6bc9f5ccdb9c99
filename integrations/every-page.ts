/** Reads every built page once, and hands it to all that look at pages or change them, in their order: of a long archive, reading and writing is most of the work. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { AstroConfig, AstroIntegration, AstroIntegrationLogger } from 'astro';
import { addressOf, builtFiles } from './built-files.ts';

/** The site as Astro has built it. */
export interface BuiltSite {
  /** The folder that it lies in. */
  readonly dir: URL;
  readonly config: Pick<AstroConfig, 'cacheDir' | 'srcDir'>;
  readonly logger: Pick<AstroIntegrationLogger, 'info'>;
}

/** What is done with one site’s pages. */
export interface PageWork {
  /**
   * Looks at a page as those before left it; what it gives, if anything, stands in its place.
   * @param address the page’s file, as an address: `/news/index.html`
   */
  page?(html: string, address: string): string | undefined | Promise<string | undefined>;
  /** Comes when every page has been written. */
  end?(): Promise<void>;
}

/** Something to do with every page, from the start of it. */
export type PageStep = (site: BuiltSite) => PageWork | Promise<PageWork>;

/** A step that changes each page by itself. */
export const changing =
  (change: (html: string, address: string) => string): PageStep =>
  () => ({ page: change });

/** Takes every page through these steps, and then each step to its end. */
export const everyPage = (steps: readonly PageStep[]): AstroIntegration => {
  let config: AstroConfig;
  return {
    name: 'every-page',
    hooks: {
      'astro:config:done': ({ config: settled }) => {
        config = settled;
      },
      'astro:build:done': async ({ dir, logger }) => {
        const works: PageWork[] = [];
        for (const step of steps) works.push(await step({ dir, config, logger }));
        for (const file of await builtFiles(dir, '.html')) {
          // Nothing else is waiting, and this takes half the processor’s time of reading by promises.
          const built = readFileSync(file, 'utf8');
          const address = addressOf(dir, file);
          let html = built;
          for (const { page } of works) {
            const given = page?.(html, address);
            html = (given instanceof Promise ? await given : given) ?? html;
          }
          if (html !== built) writeFileSync(file, html);
        }
        for (const { end } of works) await end?.();
      },
    },
  };
};
