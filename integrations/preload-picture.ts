/** Tells the browser of a page's first large picture before it meets it, at the size and in the format that it will choose; nothing else is preloaded. */
import { changing } from './every-page.ts';

const firstPicture =
  /(?:<picture[^>]*>\s*(<source[^>]*>)[^<]*(?:<source[^>]*>[^<]*)*)?<img[^>]* fetchpriority="high"[^>]*>/;
const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

/** The page with a preload for the picture that it marks as its first, if it has one. */
export function withPreload(html: string): string {
  const [tag, source] = firstPicture.exec(html) ?? [];
  if (tag === undefined) return html;
  const sizes = attribute(source ?? tag, 'sizes');
  const [set, type] = source ? [attribute(source, 'srcset'), attribute(source, 'type')] : [];
  const what = set ? `imagesrcset="${set}" imagesizes="${sizes}" type="${type}"` : `href="${attribute(tag, 'src')}"`;
  return html.replace('<link rel="icon"', `<link rel="preload" as="image" ${what} fetchpriority="high">$&`);
}

export const preloadPicture = changing(withPreload);
