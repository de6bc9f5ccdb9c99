/** When a build is broken off, the disk is full, what was kept is garbled, or the CMS’s local server dies: the last good site and every saved word survive. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, realpath, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { startDecapServer } from '../../scripts/local/decap-server.ts';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { pressPublish, signIn, story } from '../staff/in-the-cms.ts';

const charity = 'content/settings/charity.yaml';

let checkout: Checkout;
const at = (path: string) => join(checkout.root, path);

/** The whole site and its functions, file by file: what tells one content from another. */
async function theSite(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const folder of ['dist', 'built-functions'])
    for (const entry of await readdir(at(folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) {
        const file = join(entry.parentPath, entry.name);
        files[file.slice(checkout.root.length)] = hash('sha256', await readFile(file));
      }
  return files;
}

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(120_000);
  checkout = await builtCheckout();
  await writeFile(at(charity), (await readFile(at(charity), 'utf8')).replace(/^standing: .*$/m, 'standing: Anew.'));
  // What is garbled here must be garbled for nobody else.
  for (const kept of ['assets', 'picture-sums', 'share-pictures']) {
    const shared = await realpath(at(`node_modules/.astro/${kept}`));
    await rm(at(`node_modules/.astro/${kept}`));
    await cp(shared, at(`node_modules/.astro/${kept}`), { recursive: true });
  }
});
test.afterAll(async () => checkout?.remove());

test('a build that is killed half-way, or has no room on the disk, leaves the last good site whole, and the full disk is named', async () => {
  test.setTimeout(240_000);
  const before = await theSite();
  const building = spawn('npm', ['run', '--silent', 'build'], {
    cwd: checkout.root,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: 'ignore',
    detached: true,
  });
  // Pages are there already, and not yet all.
  const begun = () => globSync(at('.building/*/dist/index.html')).length;
  await expect.poll(begun, { timeout: 120_000 }).toBe(1);
  process.kill(-(building.pid ?? 0), 'SIGKILL');
  await once(building, 'exit');
  expect(await theSite()).toEqual(before);

  // Killed between two steps of moving in, it leaves the last good one aside: the next build, however it ends, puts that back first.
  await mkdir(at('.building/broken-off'));
  await rename(at('dist'), at('.building/broken-off/last-dist'));
  const config = await readFile(at('astro.config.mjs'), 'utf8');
  await writeFile(at('astro.config.mjs'), `${config}\nthrow new Error('It goes no further.');\n`);
  expect(checkout.build().code).not.toBe(0);
  await writeFile(at('astro.config.mjs'), config);
  expect(await theSite()).toEqual(before);

  // A small disk of its own, for the build alone. It takes no rights but where a machine allows nobody such a thing.
  const onASmallDisk = `mkdir -p ${at('.building')} && mount -t tmpfs -o size=1m tmpfs ${at('.building')}`;
  const alone = ['--user', '--map-root-user', '--mount', 'sh', '-c'];
  const allowed = spawnSync('unshare', [...alone, onASmallDisk]).status === 0;
  test.info().annotations.push({
    type: 'a full disk',
    description: allowed ? 'tried' : 'not tried: no disk can be mounted here',
  });
  if (allowed) {
    const { code, output } = checkout.run('unshare', ...alone, `${onASmallDisk} && npm run --silent build`);
    expect(code).not.toBe(0);
    expect(output).toContain(
      'The disk is full: make room on it, and build again. Nothing was built. The last good site is as it was.',
    );
    expect(await theSite()).toEqual(before);
  }
});

test('the next build is whole, and of what was garbled or cut short among the kept pictures nothing is on the site', async () => {
  test.setTimeout(240_000);
  const garbled: string[] = [];
  for (const kept of ['assets', 'share-pictures']) {
    const folder = at(`node_modules/.astro/${kept}`);
    const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp|avif)$/.test(name)).sort();
    // Of these, some are cut short and some are garbled: to make all of them anew takes its time.
    for (const [index, name] of names.slice(0, 12).entries()) {
      const file = join(folder, name);
      const { size } = await stat(file);
      if (index % 3 === 0) await truncate(file, Math.floor(size / 2));
      else if (index % 3 === 1) {
        const content = await readFile(file);
        content.fill(0x5a, Math.floor(size / 3), Math.floor(size / 2));
        await writeFile(file, content);
      } else continue;
      garbled.push(file);
    }
  }
  expect(garbled.length).toBe(16);
  const before = await readdir(at('dist/_astro'));
  const { code, output } = checkout.build();
  expect(code, output).toBe(0);
  expect(await readFile(at('dist/index.html'), 'utf8')).toContain('Anew.');
  expect(existsSync(at('.building'))).toBe(false);

  const unsound: string[] = [];
  const pictures = (await readdir(at('dist'), { recursive: true })).filter((name) =>
    /\.(jpe?g|png|webp|avif)$/.test(name),
  );
  expect(pictures.filter((name) => name.startsWith('_astro/')).length).toBe(
    before.filter((name) => /\.(jpe?g|png|webp|avif)$/.test(name)).length,
  );
  for (const name of pictures) {
    const built = await readFile(at(`dist/${name}`));
    const good = await readFile(join(import.meta.dirname, '../../dist', name)).catch(() => undefined);
    // The same picture, to its last byte, as the build of this project made it: so it is whole, and was not made of what was garbled.
    if (!good?.equals(built)) unsound.push(name);
  }
  expect(unsound).toEqual([]);
});

test('when the CMS’s local server dies as somebody saves, their words stay in the form, and are saved at the next try', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { address } = await checkout.serve('preview');
  const file = at('content/pages/complaints/index.md');
  const before = await readFile(file, 'utf8');
  await signIn(page, address);
  await page.goto(`${address}/admin/#/collections/pages/entries/complaints/index`);
  const title = page.getByLabel('Title', { exact: true });
  await expect(title).toHaveValue('If something went wrong');
  await title.fill('When something went wrong');
  await story(page).press('ControlOrMeta+End');

  let died = 0;
  await page.route('**/decap-server/**', async (route) => {
    const { action } = route.request().postDataJSON() as { action: string };
    if (action === 'persistEntry' && died++ === 0) process.kill(decapServerOf(checkout.root), 'SIGKILL');
    await route.continue();
  });
  await pressPublish(page);
  await expect.poll(() => died).toBe(1);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(title).toHaveValue('When something went wrong');
  expect(await readFile(file, 'utf8')).toBe(before);

  // It is there again by itself.
  await expect
    .poll(async () =>
      (await page.request.post(`${address}/decap-server/api/v1`, { data: { action: 'info', params: {} } })).status(),
    )
    .toBe(200);
  await pressPublish(page);
  await expect.poll(() => readFile(file, 'utf8')).toContain('title: When something went wrong');
});

test('a local server of the CMS that ends as soon as it is started is not started for ever', async () => {
  const server = await startDecapServer(checkout.root);
  let started = 0;
  try {
    for (let id = server.process; id !== undefined; id = server.process) {
      expect(++started).toBeLessThan(12);
      process.kill(id, 'SIGKILL');
      await expect.poll(() => server.process).not.toBe(id);
    }
    expect(started).toBeGreaterThan(3);
  } finally {
    server.stop();
  }
});

/** The process of the CMS’s local server that serves this checkout. */
function decapServerOf(root: string): number {
  const found = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const own = found.filter((line) => line.includes('decap-server') && line.includes('whole-saves'));
  const [line] = own.filter((each) => readlink(Number.parseInt(each, 10)) === root);
  if (!line) throw new Error('The CMS’s local server is not there.');
  return Number.parseInt(line, 10);
}

const readlink = (pid: number) => execFileSync('readlink', [`/proc/${pid}/cwd`], { encoding: 'utf8' }).trim();

test('a file that is saved as the server dies, or on a full disk, is the old one or the new one, never half', async () => {
  test.setTimeout(120_000);
  const slug = 'a-long-story';
  const entry = at(`content/news/${slug}/index.md`);
  const words = `The old words, every one of them. ${'Word upon word. '.repeat(200)}`;
  const longer = `The new words. ${'Note upon note. '.repeat(1_000_000)}`;
  await mkdir(at(`content/news/${slug}`), { recursive: true });
  await writeFile(entry, words);
  const server = await startDecapServer(checkout.root);
  const save = () =>
    fetch(`${server.url}/api/v1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        action: 'persistEntry',
        params: {
          branch: 'main',
          dataFiles: [{ slug, path: `content/news/${slug}/index.md`, raw: longer }],
          assets: [],
          options: { commitMessage: 'A long story', collectionName: 'news', useWorkflow: false, status: 'draft' },
        },
      }),
    }).then(
      ({ ok }) => ok,
      () => false,
    );

  // Killed at many moments, some of which are in the middle of writing; looked at each time.
  const seen = new Set<string>();
  for (let moment = 0; moment < 5; moment++) {
    const saving = save();
    const isWriting = async () => {
      const parts = await readdir(at('.astro/saving')).catch(() => []);
      return parts.length > 0 || (await stat(entry)).size !== words.length;
    };
    while (!(await isWriting())) await wait(0);
    process.kill(server.process ?? 0, 'SIGKILL');
    await saving;
    const now = await readFile(entry, 'utf8');
    seen.add(now === words ? 'old' : now === longer ? 'new' : `half: ${now.length} letters`);
    await rm(at('.astro/saving'), { recursive: true, force: true });
    await writeFile(entry, words);
    await expect
      .poll(() =>
        fetch(server.url).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  }
  expect([...seen].filter((state) => state.startsWith('half'))).toEqual([]);
  // No room for a file as long as that, as when a disk is full.
  execFileSync('prlimit', ['--pid', String(server.process), '--fsize=1000000']);
  expect(await save()).toBe(false);
  expect(await readFile(entry, 'utf8')).toBe(words);
  server.stop();
  expect(execFileSync('git', ['status', '--short'], { cwd: checkout.root, encoding: 'utf8' })).not.toContain('saving');
});
