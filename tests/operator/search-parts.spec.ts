/** Of a long archive, the search index is in parts by age: when there is news, the old ones are taken as they were made before. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { headersFile } from '../../integrations/headers-file.ts';
import { partsByAge } from '../../integrations/parts-by-age.ts';
import { type Archive, newArchive, type OldPost } from '../search-in-parts.ts';

const post = (title: string, year: number, text = 'A song.'): OldPost => ({ title, year, text });
const posts = [
  post('First song', 2012),
  post('Second song', 2012),
  post('Third song', 2015),
  post('Fourth song', 2016),
  post('Fifth song', 2019),
  post('Sixth song', 2019),
  post('Seventh song', 2024),
];

let archive: Archive;
test.beforeEach(async () => {
  archive = await newArchive();
});
test.afterEach(() => rm(archive.root, { recursive: true }));

/** What lies in the folder of the index: the older parts, and what each build has for all. */
const found = async () => (await readdir(join(archive.site, 'pagefind'))).filter((name) => /^\d/.test(name));

test('where there is news, the newest part alone is made anew; where an old post changes, its own', async () => {
  expect(await archive.build(posts)).toContain('9 pages can be found by their words, in 3 parts; made anew: 3.');
  expect(await found()).toEqual(['2012', '2015-2016']);
  expect(await archive.build(posts)).toContain('made anew: 0.');
  const news = [...posts, post('Eighth song', 2024), post('Ninth song', 2025)];
  expect(await archive.build(news)).toContain('in 4 parts; made anew: 2.');
  // The pages may come in any order.
  expect(await archive.build(news.toReversed())).toContain('made anew: 0.');
  const mended = news.map((one) => (one.year === 2015 ? { ...one, text: 'A dance.' } : one));
  expect(await archive.build(mended)).toContain('made anew: 1.');
  expect(await archive.build(news), 'as it was').toContain('made anew: 0.');
});

test('a kept part is used as it was made; one that was garbled or cut short is made anew, and never reaches the site', async () => {
  await archive.build(posts);
  const made = await filesOf(archive.site);
  const [part = '', ...others] = await readdir(archive.kept);
  expect(others).toHaveLength(2);
  const files = Object.keys(await filesOf(join(archive.kept, part)));
  const oneOf = (ending: string) => files.find((file) => file.endsWith(ending)) ?? '';
  for (const file of ['.pf_fragment', '.pf_index', 'pagefind-entry.json', 'part.json'].map(oneOf)) {
    for (const harm of [
      (whole: Buffer) => whole.subarray(0, -1),
      () => Buffer.from(''),
      (whole: Buffer) => Buffer.from(whole.toString('latin1').replace(/[e-z5]/, 'a'), 'latin1'),
      undefined,
    ]) {
      // As a disk garbles it. What is written into a file that is kept would be in the last good site, too.
      const whole = await readFile(file);
      await rm(file);
      if (harm) await writeFile(file, harm(whole));
      await rm(join(archive.site, 'pagefind'), { recursive: true });
      expect(await archive.build(posts)).toContain('made anew: 1.');
      expect(await filesOf(archive.site)).toEqual(made);
      expect(await archive.build(posts)).toContain('made anew: 0.');
    }
  }
});

test('what carries a hash in its name may be kept for ever by browsers, in older parts, too', async () => {
  await archive.build(posts);
  await mkdir(join(archive.site, 'admin'));
  await writeFile(join(archive.site, 'admin/index.html'), '<meta http-equiv="content-security-policy" content="none">');
  const { 'astro:build:done': write } = headersFile().hooks;
  await write?.({ dir: pathToFileURL(`${archive.site}/`) } as Parameters<typeof write>[0]);
  const headers = await readFile(join(archive.site, '_headers'), 'utf8');
  for (const part of ['', '2012/', '2015-2016/'])
    for (const files of ['fragment/*', 'index/*', '*.pf_meta'])
      expect(headers).toContain(`\n/pagefind/${part}${files}\n  cache-control: public, max-age=31536000, immutable\n`);
});

test('of parts that no build uses any more a few are kept, so that two branches can be built in turn, and no disk is filled', async () => {
  for (let day = 1; day < 9; day++) await archive.build([...posts, post(`Song of day ${day}`, 2024)]);
  expect((await readdir(archive.kept)).length).toBeLessThan(9);
  expect(await archive.build([...posts, post('Song of day 7', 2024)])).toContain('made anew: 0.');
});

/** What is in each file of the site. */
async function filesOf(site: string): Promise<Record<string, string>> {
  const all = await readdir(site, { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'base64')])),
  );
}

test('news of a usual amount is one part; of a long archive no part but the newest changes, whatever the year brings', () => {
  /** So many posts a year, from this year on. */
  const archived = (from: number, ...counts: readonly number[]) =>
    counts.flatMap((count, place) => Array.from({ length: count }, () => ({ year: from + place })));
  const shape = (pages: readonly { year: number }[]) => {
    const { first, older } = partsByAge(pages, 1000);
    return [first.length, ...older.map(({ name, pages: { length } }) => `${name}: ${length}`)];
  };
  expect(shape([])).toEqual([0]);
  expect(shape(archived(2018, 100, 200, 300, 400, 500, 400))).toEqual([1900]);
  const old = [400, 400, 400, 300, 900, 5000];
  const [one, two, three] = ['2010-2012: 1200', '2013-2014: 1200', '2015: 5000'];
  expect(shape(archived(2010, ...old))).toEqual([5000, two, one]);
  expect(shape(archived(2010, ...old, 1))).toEqual([5001, two, one]);
  expect(shape(archived(2010, ...old, 999))).toEqual([5999, two, one]);
  expect(shape(archived(2010, ...old, 1000))).toEqual([1000, three, two, one]);
  expect(shape(archived(2010, ...old, 1000, 10))).toEqual([1010, three, two, one]);
});
