/** Puts into each reader's page the policy that allows its own inline styles, by their hash, its script if it has one, and nothing else. */
import { hash } from 'node:crypto';
import { readerPolicy } from '../src/security-headers.ts';
import { changing } from './every-page.ts';
import { once } from './once.ts';

/** A style that stands in a page, with what it says. */
export const inlineStyle = /<style[^>]*>([\s\S]*?)<\/style>/g;
/** A tag, and not words in a text that look like a part of one. */
const ownPolicy = /<meta[^>]* http-equiv="content-security-policy"/;
const sha256 = once((style) => hash('sha256', style, 'base64'));

/** Pagefind's core is WebAssembly, and this is the one page that loads it. */
const hasWebAssembly = (address: string) => address === '/search/';

/** A page with its policy as the first thing that the browser meets after the character set. A page with a policy of its own keeps it. */
export function withReaderPolicy(html: string, address: string): string {
  if (ownPolicy.test(html)) return html;
  const policy = readerPolicy(
    [...html.matchAll(inlineStyle)].map(([, style = '']) => sha256(style)),
    { hasScript: /<script[^>]* src="\//.test(html), hasWebAssembly: hasWebAssembly(address) },
  );
  const withPolicy = html.replace(
    /<meta charset="utf-8">/,
    `$&<meta http-equiv="content-security-policy" content="${policy}">`,
  );
  if (withPolicy === html) throw new Error('A page has no <meta charset="utf-8"> for its policy to stand after.');
  return withPolicy;
}

export const readerPolicyInPages = changing(withReaderPolicy);
