/** The commands a person runs do what the README says: start, preview, check. */
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import getPort from 'get-port';
import { type Checkout, temporaryCheckout } from '../checkout.ts';

// One after another: each worker would have a checkout of its own.
test.describe.configure({ mode: 'default', timeout: 300_000 });

/** The command lines of the processes at work in this folder, where the system tells (Linux). */
async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const id of await readdir('/proc').catch(() => [])) {
    const home = /^\d+$/.test(id) ? await readlink(`/proc/${id}/cwd`).catch(() => '') : '';
    if (home === folder)
      found.push((await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '));
  }
  return found;
}

let checkout: Checkout;
test.beforeAll(async () => {
  checkout = await temporaryCheckout();
});
test.afterAll(async () => checkout?.remove());

test('npm start serves the site as it is written, the CMS on this checkout, and giving with no account, at the next port that is free; Ctrl-C stops it all', async ({
  page,
}) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { address, output, stop } = await checkout.serve('start', port);
  expect(output()).toContain(`Port ${port} is in use`);
  expect(address).not.toBe(`http://localhost:${port}`);
  taken.close();
  expect(output()).toContain('No real money moves here');
  expect(output()).toContain(`${address}/admin/`);
  const practice = /practice Stripe at (http:\/\/[\d.:]+)/.exec(output())?.[1] ?? '';

  await test.step('a gift goes to the practice Stripe and comes back', async () => {
    await page.goto(`${address}/donate/`);
    await page.getByRole('radio', { name: 'Other' }).check();
    await page.getByLabel('Your own amount').fill('1e3');
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await expect(page.getByRole('alert')).toContainText('Type the amount in numbers');
    await page.getByLabel('Your own amount').fill('10');
    await page.getByRole('button', { name: 'Go to payment' }).click();
    await page.getByRole('button', { name: /Donate £10/ }).click();
    await expect(page.getByText('It has arrived.')).toBeVisible();
  });

  await test.step('what is published in the CMS is in this checkout, and on the page', async () => {
    await page.goto(`${address}/admin/`);
    // The first time, the packages of the CMS are made ready, and the page loads again.
    await page.getByRole('button', { name: 'Login' }).click({ timeout: 90_000 });
    await page.goto(`${address}/admin/#/collections/funders/entries/heart-of-bucks/index`);
    await expect(page.getByLabel('Name')).toHaveValue('Heart of Bucks', { timeout: 30_000 });
    await page.evaluate(() => document.documentElement.setAttribute('data-stayed', ''));
    await page.getByLabel('What they do for us').fill('Supports everything we do in Chesham.');
    const preview = page
      .frameLocator('#preview-pane')
      .getByTitle(/^The page as readers see it/)
      .contentFrame();
    await expect(preview.getByText('Supports everything we do in Chesham.')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Publish' }).first().click();
    await page.getByRole('menuitem', { name: 'Publish now' }).click();
    await expect(page.getByText('Entry saved')).toBeVisible();
    const written = await readFile(join(checkout.root, 'content/funders/heart-of-bucks/index.md'), 'utf8');
    expect(written).toContain('Supports everything we do in Chesham.');
    await expect
      .poll(async () => (await page.request.get(`${address}/funders/heart-of-bucks/`)).text())
      .toContain('Supports everything we do in Chesham.');
    // The file that it wrote must not make the page of the CMS load again: what is typed meanwhile would be lost.
    await expect(page.locator('html')).toHaveAttribute('data-stayed');
    await expect(page.getByLabel('What they do for us')).toHaveValue('Supports everything we do in Chesham.');
  });

  await test.step('pages still have their pictures once a preview was drawn', async () => {
    const html = await (await page.request.get(`${address}/`)).text();
    const [, picture = ''] = /<img[^>]* src="([^"]+)"/.exec(html) ?? [];
    expect((await page.request.get(new URL(picture.replaceAll('&amp;', '&'), address).href)).status()).toBe(200);
  });

  expect(await stop()).toBe(0);
  expect(await processesIn(checkout.root)).toEqual([]);
  await expect(page.request.get(`${address}/`)).rejects.toThrow(/ECONNREFUSED/);
  await expect(page.request.get(`${practice}/`)).rejects.toThrow(/ECONNREFUSED/);
});

test('a port that is in use on either of this machine’s own addresses is passed over: the one that is printed may lead to both', async () => {
  const find =
    "import('./scripts/local/running.ts').then(({ freePort }) => freePort()).then((port) => console.log(String(port)))";
  const hosts = ['127.0.0.1', ...(networkInterfaces().lo?.some(({ address }) => address === '::1') ? ['::1'] : [])];
  for (const host of hosts) {
    const taken = createServer().listen(0, host);
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { output } = checkout.run('env', `PORT=${port}`, 'node', '-e', find);
    expect.soft(output, host).toContain(`Port ${port} is in use, so this is at `);
    taken.close();
    await once(taken, 'close');
    expect.soft(checkout.run('env', `PORT=${port}`, 'node', '-e', find).output, host).toBe(`${port}\n`);
  }
});

test('a flag that a command does not know is refused in plain words, with those that it knows, and nothing is done', async () => {
  const { scripts } = JSON.parse(await readFile(join(checkout.root, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const commands = Object.entries(scripts).flatMap(([name, line]) => {
    const script = /node (scripts\/\S+\.ts)$/.exec(line)?.[1];
    // Playwright has what these two are asked, and refuses it itself.
    return script && !['check', 'test', 'handbook'].includes(name) ? [{ name, script }] : [];
  });
  const before = checkout.run('git', 'status', '--short').output;
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['start', 'build', 'go-live', 'gift-aid']));
  // Each reads what it is asked in the one way that refuses; to start them all takes half a minute of a processor, so some show it for the others.
  for (const { name, script } of commands) {
    const code = await readFile(join(checkout.root, script), 'utf8');
    expect
      .soft({ name, asks: code.match(/\baskedOf\(|\bprocess\.argv\b|\bparseArgs\(/g) })
      .toEqual({ name, asks: ['askedOf('] });
  }
  const knows = {
    'go-live': 'What it knows: --offline.',
    gifts: 'What it knows: --from, --to, --private and --accept-difference.',
    import: 'What it knows: --files and --with-private.',
    lighthouse: 'It knows no flags.',
    build: 'It knows no flags.',
  };
  const refused = (script: string, ...words: readonly string[]) => checkout.run('node', script, ...words);
  for (const [name, known] of Object.entries(knows))
    expect.soft({ name, ...refused(`scripts/${name}.ts`, '--ofline') }).toEqual({
      name,
      code: 1,
      output: `This command does not know --ofline, so nothing was done. ${known}\n`,
    });
  const goLive = 'scripts/go-live.ts';
  expect(refused(goLive, '--offline=yes').output).toBe(
    'Write --offline alone, with nothing after it. Nothing was done.\n',
  );
  expect(refused(goLive, 'offline').output).toContain('does not know “offline”');
  // npm keeps flags for itself, and says nothing: what was meant to stay here would have gone out, or to every eye.
  for (const [name, flag] of [
    ['go-live', '--offline'],
    ['gifts', '--private'],
    ['import', '--with-private'],
    ['gift-aid', '--from=2026-04-06'],
  ] as const)
    expect.soft(checkout.run('npm', 'run', '--silent', name, flag)).toEqual({
      code: 1,
      output: `npm kept ${flag.replace(/=.*/, '')} for itself, so nothing was done. Put -- before what you ask for, as in “npm run ${name} -- ${flag.replace(/=.*/, '')}”.\n`,
    });
  expect(refused('scripts/gifts.ts', '--from', '--to').output).toContain(
    'Say what you mean by --from, right after it.',
  );
  expect(checkout.run('git', 'status', '--short').output).toBe(before);
});

test('a preview with nothing built says what to do', async () => {
  await rm(join(checkout.root, 'dist'), { recursive: true, force: true });
  const { code, output } = checkout.run('node', 'scripts/preview.ts');
  expect(code).toBe(1);
  expect(output).toContain('Run “npm run build” first');
});

/** Enough for what is refused, or asked, before anything of the site is looked at. */
async function asIfBuilt(): Promise<void> {
  for (const made of ['dist', 'built-functions']) await mkdir(join(checkout.root, made), { recursive: true });
  await writeFile(join(checkout.root, 'dist/index.html'), 'A built site');
}

test('a preview holds its port while it starts, so that nobody else can take it; who asks too soon is told to come again', async () => {
  await asIfBuilt();
  const port = await getPort({ host: '127.0.0.1' });
  let isReady = false;
  const starting = checkout.serve('preview', port).finally(() => {
    isReady = true;
  });
  let first: Response | undefined;
  while (!first && !isReady) {
    first = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await new Promise((over) => setTimeout(over, 5));
  }
  expect(first?.status).toBe(503);
  expect(first?.headers.get('retry-after')).toBe('1');
  const { address, stop } = await starting;
  expect(await (await fetch(`${address}/`)).text()).toBe('A built site');
  expect(await stop()).toBe(0);
});

test('a live Stripe key is refused on one’s own machine', async () => {
  await asIfBuilt();
  const { code, output } = checkout.run('env', 'STRIPE_SECRET_KEY=sk_live_1', 'node', 'scripts/preview.ts');
  expect(code).not.toBe(0);
  expect(output).toContain('STRIPE_SECRET_KEY is a live key');
});
