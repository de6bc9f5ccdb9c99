/** The list of pages for search engines, made from the built pages: those that ask not to be found are left out, and each has the date that it gives itself. */
import { readFile } from 'node:fs/promises';
import astroSitemap from '@astrojs/sitemap';

/** @param dist the folder of the built site */
export const sitemap = (dist: URL) =>
  astroSitemap({
    async serialize(item) {
      const path = new URL(item.url).pathname;
      const html = await readFile(new URL(`.${path}${path.endsWith('/') ? 'index.html' : ''}`, dist), 'utf8');
      if (/<meta name="robots" content="noindex">/.test(html)) return undefined;
      const [, lastmod] = /<meta name="dcterms\.modified" content="([^"]+)">/.exec(html) ?? [];
      return lastmod ? { ...item, lastmod } : item;
    },
  });
