/** What staff write about the web itself is words on a page: it changes neither the page's policy nor its weight. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { weighPages } from '../../integrations/page-weights.ts';
import { withReaderPolicy } from '../../integrations/reader-policy.ts';
import { proseToHtml } from '../../src/blocks/prose.ts';

const words = proseToHtml(
  'Write <meta http-equiv="content-security-policy"> at the top, or http-equiv="content-security-policy"; the font is url(/fonts/none.woff2).',
).html;
const page = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>A</title></head><body>${words}</body></html>`;

test('words about a policy do not take the page’s own policy away; a policy of the page’s own stays as it is', () => {
  expect(withReaderPolicy(page, '/a-post/index.html')).toContain(
    `<meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none';`,
  );
  const once = withReaderPolicy(page, '/a-post/index.html');
  expect(withReaderPolicy(once, '/a-post/index.html')).toBe(once);
});

test('words about a font are not a font, and one in a style is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dist-'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'real.woff2'), 'x'.repeat(7));
  const weigh = () => weighPages(pathToFileURL(`${folder}/`));
  expect(await weigh()).toMatchObject([{ address: '/', fonts: 0 }]);
  await writeFile(join(folder, 'index.html'), `${page}<style>@font-face{src:url(/real.woff2)}</style>`);
  expect(await weigh()).toMatchObject([{ address: '/', fonts: 7 }]);
  await rm(folder, { recursive: true });
});
