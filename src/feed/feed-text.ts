/** A story's text for feed readers: what the page shows, as plain HTML that needs no style of ours. */
import sanitize from 'sanitize-html';

const absolute = (address: string | undefined, page: URL) => URL.parse(address ?? '', page)?.href ?? '';

/**
 * The plain HTML of a text as the page draws it: words, lists, links and pictures. Addresses are whole, drawings that only please the eye are
 * gone, and so is what is there for a page's own reader alone.
 * @param page the address of the page, which addresses in the text start from
 */
export const feedText = (drawn: string, page: URL): string =>
  sanitize(drawn, {
    allowedTags: [
      ...['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'blockquote', 'figure', 'figcaption', 'pre', 'code'],
      ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'strong', 'em', 'del', 'br', 'hr', 'span'],
    ],
    allowedAttributes: { a: ['href'], img: ['src', 'alt', 'width', 'height'] },
    nonTextTags: ['style', 'script'],
    exclusiveFilter: ({ attribs, tag, text, mediaChildren }) =>
      attribs['aria-hidden'] === 'true' ||
      attribs.class?.includes('seen-by-ear') === true ||
      (tag === 'span' && text.trim() === '' && mediaChildren.length === 0),
    transformTags: {
      a: (tagName, { href }) => ({ tagName, attribs: { href: absolute(href, page) } }),
      img: (tagName, { src, ...attribs }) => ({ tagName, attribs: { ...attribs, src: absolute(src, page) } }),
    },
  }).replace(/\n\s*\n+/g, '\n');
