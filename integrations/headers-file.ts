/** Writes `_headers` into the built site: security for every page, and how long each kind of file may be kept. */
import { readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { addressOfPart, firstPart } from '../src/search-parts.ts';
import { securityHeaders } from '../src/security-headers.ts';
import { choosePasswordPath } from '../src/signing-in/netlify-identity.ts';
import { olderParts } from './search-index.ts';

const forFeedReaders = { 'cross-origin-resource-policy': 'cross-origin' };
const neverChanges = { 'cache-control': 'public, max-age=31536000, immutable' };

/** A drawing can hold a script. In a page it does not run; opened by itself, this keeps it from running. */
const inertDrawing = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" };

/** These carry a hash of their content in their name, so they never change; all else is asked for again, Pagefind's core too. */
const rules: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/*': securityHeaders,
  // It is led to by a link that serves as a key.
  [`${choosePasswordPath}*`]: { 'referrer-policy': 'no-referrer' },
  '/_astro/*': { ...neverChanges, ...forFeedReaders },
  '/share/*': forFeedReaders,
  '/_astro/*.svg': inertDrawing,
  '/favicon.svg': inertDrawing,
};

/** The rules for a part of the search index. */
const rulesForPart = (address: string) =>
  ['fragment/*', 'index/*', '*.pf_meta'].map((files) => [`${address}${files}`, neverChanges] as const);

/** What the CMS’s page says of itself, sent as a header, too: that counts before a byte of it is read, and for what its scripts open. */
async function policyOfCms(site: URL): Promise<string> {
  const page = await readFile(new URL('admin/index.html', site), 'utf8');
  const [, policy] = /http-equiv="content-security-policy" content="([^"]+)"/.exec(page) ?? [];
  if (!policy) throw new Error('The page of the CMS has no policy of its own.');
  return `${policy}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'`;
}

export const headersFile = (): AstroIntegration => ({
  name: 'headers-file',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const parts = [firstPart, ...(await olderParts(dir)).map(addressOfPart)];
      const all = {
        ...rules,
        ...Object.fromEntries(parts.flatMap(rulesForPart)),
        '/admin/': { 'content-security-policy': await policyOfCms(dir) },
      };
      const lines = Object.entries(all).flatMap(([path, headers]) => [
        path,
        ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
      ]);
      await writeFile(new URL('_headers', dir), `${lines.join('\n')}\n`);
    },
  },
});
