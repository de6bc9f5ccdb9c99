/** The CMS, its preview and the functions are made of code: they are made once, and anew as soon as anything goes into them that is new. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { putProgram } from '../../integrations/kept-program.ts';

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'program-'));
  for (const folder of ['admin', 'src/functions', 'integrations', 'content'])
    await mkdir(join(root, folder), { recursive: true });
  for (const file of [
    'admin/cms.ts',
    'src/functions/donate.ts',
    'astro.config.mjs',
    'package-lock.json',
    'tsconfig.json',
  ])
    await writeFile(join(root, file), file);
});
test.afterEach(() => rm(root, { recursive: true }));

/** Puts the program there as a build does, and says how often it was made for that, and what is there. */
async function built(madeWith: Readonly<Record<string, string>> = {}) {
  let made = 0;
  const into = await mkdtemp(join(root, 'dist-'));
  const make = async (folder: URL) => {
    made++;
    await mkdir(new URL('parts/', folder));
    await writeFile(new URL('parts/cms.js', folder), 'made');
  };
  const folders = { root: pathToFileURL(`${root}/`), cacheDir: pathToFileURL(`${root}/kept/`) };
  await putProgram({ name: 'cms', madeWith, make }, folders, pathToFileURL(`${into}/`));
  return { made, program: await readFile(join(into, 'parts/cms.js'), 'utf8'), files: await readdir(into) };
}

test('staff change what the site says, and no program is made anew; whoever changes its code has a new one', async () => {
  expect(await built()).toEqual({ made: 1, program: 'made', files: ['parts'] });
  await writeFile(join(root, 'content/post.md'), 'A spring day');
  expect(await built()).toEqual({ made: 0, program: 'made', files: ['parts'] });
  for (const changed of ['admin/cms.ts', 'src/functions/new.ts', 'package-lock.json', 'astro.config.mjs']) {
    await writeFile(join(root, changed), 'other');
    expect((await built()).made, changed).toBe(1);
  }
  expect((await built({ site: 'https://charity.example' })).made, 'another address').toBe(1);
  expect((await built()).made, 'as it was').toBe(0);
});

test('a kept program that was garbled, cut short or half taken away is made anew', async () => {
  await built();
  const versions = join(root, 'kept/programs/cms');
  const [version = ''] = await readdir(versions);
  const file = join(versions, version, 'parts/cms.js');
  for (const harm of [() => writeFile(file, 'mad'), () => writeFile(file, ''), () => rm(file)]) {
    await harm();
    expect(await built()).toMatchObject({ made: 1, program: 'made' });
  }
});

test('of old versions a few are kept, so that two branches can be built in turn, and no disk is filled', async () => {
  for (let version = 0; version < 9; version++) await built({ version: String(version) });
  expect((await readdir(join(root, 'kept/programs/cms'))).length).toBeLessThan(6);
  expect((await built({ version: '8' })).made).toBe(0);
});
