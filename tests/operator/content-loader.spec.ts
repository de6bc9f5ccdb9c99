/** What somebody saves under `npm start` is on its page, however its events and readings fall; and no page is without its entries meanwhile. */
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { LoaderContext } from 'astro/loaders';
import { entriesOf } from '../../src/content-loader.ts';
import { funders } from '../../src/schema/funders.ts';

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'content-'));
});
test.afterEach(() => rm(root, { recursive: true }));

async function save(name: string): Promise<string> {
  const folder = join(root, 'content/funders/heart-of-bucks');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.md'), `---\nname: ${name}\n---\n`);
  return join(folder, 'index.md');
}

test('of two events of one save, the one that is heard first and read slowly does not put back what was there before', async () => {
  const watcher = new EventEmitter();
  const stored = new Map<string, string>();
  const read: string[] = [];
  /** While this is unkept, whoever reads “Old” waits for it. */
  let hold = Promise.resolve();
  const context = {
    config: { root: pathToFileURL(`${root}/`) },
    watcher,
    logger: { warn: () => undefined, error: () => undefined },
    generateDigest: JSON.stringify,
    store: {
      clear: () => stored.clear(),
      set: ({ id, data }: { id: string; data: { name: string } }) => stored.set(id, data.name),
    },
    async parseData({ data }: { data: { name: string } }) {
      read.push(data.name);
      if (data.name === 'Old') await hold;
      return data;
    },
  } as unknown as LoaderContext;
  const file = await save('First');
  await entriesOf(funders).load(context);
  const names = () => [...stored.values()];
  expect(names()).toEqual(['First']);

  let letGo = () => {};
  hold = new Promise((kept) => {
    letGo = kept;
  });
  await save('Old');
  watcher.emit('all', 'add', file);
  await expect.poll(() => read).toContain('Old');
  expect(names(), 'while the first is read').toEqual(['First']);
  await save('New');
  watcher.emit('all', 'change', file);
  // Time to go before the first, for one that does not wait.
  await new Promise((over) => setTimeout(over, 500));
  letGo();
  await expect.poll(() => read).toContain('New');
  await expect.poll(names).toEqual(['New']);
  // And it stays so.
  await new Promise((over) => setTimeout(over, 100));
  expect(names()).toEqual(['New']);
});
