/** A page is taken from an earlier build as long as all that it shows is the same, and never when it is not what was made. (`npm run kept-pages` tries it on whole sites.) */
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { type KeptPage, keptPages } from '../../integrations/kept-page.ts';

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pages-'));
});
test.afterEach(() => rm(root, { recursive: true }));

const cache = () => join(root, 'kept');
const keptFiles = async () => (await readdir(join(cache(), 'pages'))).map((name) => join(cache(), 'pages', name));
const none: KeptPage['pictures'] = { staticImages: [], referencedImages: [] };

/**
 * Builds a site as a build does.
 * @param pages of each address, what it is kept by, and what it says when it is made now
 */
async function built(
  pages: Readonly<Record<string, readonly [key: string, html: string]>>,
  pictures: KeptPage['pictures'] | null = none,
) {
  const site = await mkdtemp(join(root, 'site-'));
  const kept = await keptPages(pathToFileURL(`${cache()}/`), pathToFileURL(`${site}/`));
  const made: string[] = [];
  const found: Record<string, unknown> = {};
  for (const [address, [key, html]] of Object.entries(pages)) {
    const before = kept.take(address, key);
    found[address] = before ?? [html.length];
    if (before) continue;
    made.push(address);
    kept.add(address, key, html, [html.length], pictures ?? undefined);
  }
  const toMake = kept.pictures();
  await kept.end();
  const says = (address: string) => readFile(join(site, address, 'index.html'), 'utf8');
  return { made, found, toMake, says };
}

const day = '/news/a-day/';
const café = '/news/café/';

test('a page stands, with what was found on it, until what it shows is another', async () => {
  const first = await built({ [day]: ['1', 'Spring'], [café]: ['1', 'Tea'] });
  expect(first.made).toEqual([day, café]);
  const second = await built({ [day]: ['2', 'Summer'], [café]: ['1', 'never made'] });
  expect(second.made).toEqual([day]);
  expect(second.found).toEqual({ [day]: [6], [café]: [3] });
  expect([await second.says(day), await second.says(café)]).toEqual(['Summer', 'Tea']);
  expect(await first.says(day), 'the last good site').toBe('Spring');
  expect((await built({ [day]: ['2', 'never made'] })).made).toEqual([]);
});

test('a kept page that was garbled, cut short or taken away is made anew, and kept', async () => {
  await built({ [day]: ['1', 'Spring'] });
  const [file = ''] = await keptFiles();
  for (const harm of [() => writeFile(file, 'Winter'), () => truncate(file, 3), () => rm(file)]) {
    await harm();
    const { made, says } = await built({ [day]: ['1', 'Spring'] });
    expect(made).toEqual([day]);
    expect(await says(day)).toBe('Spring');
    expect((await built({ [day]: ['1', 'never made'] })).made).toEqual([]);
  }
});

test('when the list of what is kept was garbled, all is made anew', async () => {
  await built({ [day]: ['1', 'Spring'] });
  const list = join(cache(), 'pages.json');
  const written = await readFile(list, 'utf8');
  for (const harm of [written.slice(0, -9), written.replace('[6]', '[7]'), '']) {
    await writeFile(list, harm);
    expect((await built({ [day]: ['1', 'Spring'] })).made).toEqual([day]);
  }
});

test('of a page that is gone, nothing is kept; one that two addresses share stays for the other', async () => {
  await built({ [day]: ['1', 'Spring'], [café]: ['1', 'Tea'], '/news/tea/': ['1', 'Tea'] });
  expect(await keptFiles()).toHaveLength(2);
  await built({ [café]: ['1', 'never made'] });
  expect(await keptFiles()).toHaveLength(1);
  expect((await built({ [café]: ['1', 'never made'], [day]: ['1', 'Spring'] })).made).toEqual([day]);
});

test('Astro is told to make the pictures of a page that was kept, and to leave those that it shows as they are', async () => {
  const picture = {
    originalPath: '/_astro/choir.jpg',
    originalSrcPath: '/content/choir.jpg',
    hash: 'small',
    finalPath: '/_astro/choir_small.avif',
    transform: { src: '/_astro/choir.jpg', format: 'avif' },
  };
  const pictures = { staticImages: [picture], referencedImages: ['/content/poster.png'] };
  const { toMake } = await built({ [day]: ['1', 'Spring'] }, pictures);
  expect(toMake.size, 'of a page that is made, Astro knows them').toBe(0);
  globalThis.astroAsset = { referencedImages: new Set() };
  const again = await built({ [day]: ['1', 'never made'] });
  const { originalPath, originalSrcPath, hash, ...made } = picture;
  expect(again.toMake).toEqual(new Map([[originalPath, { originalSrcPath, transforms: new Map([[hash, made]]) }]]));
  expect([...(globalThis.astroAsset.referencedImages ?? [])]).toEqual(['/content/poster.png']);
});

test('a page of whose pictures nothing is known is made each time', async () => {
  await built({ [day]: ['1', 'Spring'] }, null);
  expect((await built({ [day]: ['1', 'Spring'] }, null)).made).toEqual([day]);
});
