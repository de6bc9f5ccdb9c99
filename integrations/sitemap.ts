/** The list of pages for search engines, made from the built pages: those that ask not to be found are left out, and each has the date that it gives itself. */
import astroSitemap from '@astrojs/sitemap';
import type { AstroIntegration } from 'astro';
import type { PageStep } from './every-page.ts';

/** What looks at the pages, and what then writes the list of them. */
export function sitemap(): { look: PageStep; list: AstroIntegration } {
  const changes = new Map<string, string | undefined>();
  return {
    look: () => ({
      look(html, address) {
        if (/<meta name="robots" content="noindex">/.test(html)) return;
        const [, lastmod] = /<meta name="dcterms\.modified" content="([^"]+)">/.exec(html) ?? [];
        changes.set(address, lastmod);
      },
    }),
    list: astroSitemap({
      serialize(item) {
        const { pathname } = new URL(item.url);
        const lastmod = changes.get(decodeURI(pathname));
        if (!changes.has(decodeURI(pathname))) return undefined;
        return lastmod ? { ...item, lastmod } : item;
      },
    }),
  };
}
