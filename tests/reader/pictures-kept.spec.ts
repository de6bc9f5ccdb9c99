/** Of the pictures that Astro makes, those that a page shows stay on the site, whatever they are called; those as staff uploaded them go. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { BuiltSite } from '../../integrations/every-page.ts';
import { noOriginals } from '../../integrations/no-originals.ts';

test('a picture that a page, a feed or a style names stays, and one that none names goes', async () => {
  const dist = await mkdtemp(join(tmpdir(), 'pictures-'));
  try {
    await mkdir(join(dist, '_astro'));
    const shown = [
      'IMG (1).A.jpg',
      "Anna's.B.webp",
      'drums, and more.C.avif',
      'Tom & Ann.D.png',
      'Zoë.E.jpg',
      'in-a-feed.F.jpg',
      'in-a-style.G.png',
      'first-of-set.H.webp',
      'last-of-set.I.webp',
    ];
    for (const name of [...shown, 'as-it-was-uploaded.J.jpg', 'IMG .A.jpg'])
      await writeFile(join(dist, '_astro', name), '');
    await writeFile(join(dist, 'feed.json'), '{"html":"<img src=\\"/_astro/in-a-feed.F.jpg\\">"}');
    const { look, end } = await noOriginals({ dir: pathToFileURL(`${dist}/`) } as BuiltSite);
    const named = await look?.(
      [
        ...shown.slice(0, 5).map((name) => `<img src="/_astro/${encodeURI(name).replaceAll('&', '&amp;')}">`),
        '<style>.a{background:url(/_astro/in-a-style.G.png)}</style>',
        '<img srcset="/_astro/first-of-set.H.webp, /_astro/last-of-set.I.webp 2x">',
      ].join(''),
      '/index.html',
    );
    await end?.(new Map([['/', named ?? []]]));
    expect((await readdir(join(dist, '_astro'))).sort()).toEqual(shown.toSorted());
  } finally {
    await rm(dist, { recursive: true });
  }
});
