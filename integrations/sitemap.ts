/** The list of pages for search engines, made from the built pages: those that ask not to be found are left out, and each has the date that it gives itself. */
import astroSitemap from '@astrojs/sitemap';
import type { AstroIntegration } from 'astro';
import type { PageStep } from './every-page.ts';

/** A page that search engines may keep, and when it was last changed, if it says so. */
type Listed = { readonly lastmod?: string };

/** What looks at the pages, and what then writes the list of them. */
export function sitemap(): { look: PageStep<Listed>; list: AstroIntegration } {
  let pages: ReadonlyMap<string, Listed>;
  /** Astro knows of the pages alone that are made anew. */
  const all: string[] = [];
  return {
    look: ({ config }) => ({
      look(html) {
        if (/<meta name="robots" content="noindex">/.test(html)) return undefined;
        const [, lastmod] = /<meta name="dcterms\.modified" content="([^"]+)">/.exec(html) ?? [];
        return lastmod === undefined ? {} : { lastmod };
      },
      end(found) {
        pages = found;
        for (const address of found.keys()) all.push(new URL(encodeURI(address), config.site).href);
      },
    }),
    list: astroSitemap({
      customPages: all,
      serialize(item) {
        const { pathname } = new URL(item.url);
        const listed = pages.get(decodeURI(pathname));
        return listed && { ...item, ...listed };
      },
    }),
  };
}
