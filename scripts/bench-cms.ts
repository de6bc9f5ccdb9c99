/**
 * `npm run bench:cms`: how soon staff can type in the CMS, ours beside Decap as it comes (`decap-cms-app`, built on the spot in a temporary
 * checkout), in one run: until it answers a touch on Lighthouse’s slow phone, and until a letter stands in a new post over as slow a line.
 * Measures the built site. Ends 1 when ours takes more than half as long as the other to answer.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { temporaryCheckout } from '../tests/checkout.ts';
import { askedOf } from './local/asked.ts';
import { findChromium, launchOptions } from './local/chromium.ts';
import { openPhone, type Phone } from './local/lighthouse.ts';
import { sayMistakesPlainly } from './local/running.ts';
import { serve } from './local/served.ts';

sayMistakesPlainly();
askedOf({});

const middle = (figures: readonly number[]) => figures.toSorted((one, other) => one - other)[figures.length >> 1] ?? 0;

/** Makes a checkout’s CMS of Decap as it comes, with nothing left out and the policy that it then needs. */
async function makeStock(root: string): Promise<void> {
  await writeFile(join(root, 'admin/decap.ts'), "export { default } from 'decap-cms-app';\n");
  await writeFile(join(root, 'integrations/light-cms.ts'), 'export const lightCms = {};\n');
  const change = async (file: string, from: string, to: string) => {
    const path = join(root, file);
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };
  await change('src/pages/admin/index.astro', 'import.meta.env.DEV', 'true');
  // It has other parts than ours has, and is past our budget: what it weighs is said below.
  await change('integrations/page-weights.ts', 'const cms = await weighCms(dir);', 'const cms = 0;');
}

/**
 * From opening the form of a new post, signing in on the way, until a letter stands in its first field, in milliseconds. The line and the
 * processor are slowed as Lighthouse slows them when it does so in earnest, not by reckoning.
 */
async function timeToType(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 562.5,
    downloadThroughput: (1474.56 * 1024) / 8,
    uploadThroughput: (675 * 1024) / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const start = performance.now();
  await page.goto(`${address}/admin/#/collections/news/new`, { waitUntil: 'commit' });
  await page.getByRole('button', { name: 'Login' }).click({ timeout: 120_000 });
  await page.getByLabel('Headline').pressSequentially('A', { timeout: 120_000 });
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ value }) => value === 'A'));
  const time = performance.now() - start;
  await context.close();
  return time;
}

const TURNS = 5;

type Verdict = Awaited<ReturnType<Phone['measure']>>;

interface Measured {
  readonly kilobytes: number;
  readonly interactiveInMs: number;
  readonly typedInMs: number;
}

/** Measures both turn by turn, so that whatever else the machine does falls on the one as on the other; each figure is the middle of its own. */
async function measureInTurn(phone: Phone, browser: Browser, addresses: readonly string[]): Promise<Measured[]> {
  const seen = addresses.map((address) => ({ address, verdicts: [] as Verdict[], times: [] as number[] }));
  for (let turn = 0; turn < TURNS; turn++)
    for (const { address, verdicts, times } of seen) {
      verdicts.push(await phone.measure(`${address}/admin/`, ['performance']));
      times.push(await timeToType(browser, address));
    }
  return seen.map(({ verdicts, times }) => ({
    kilobytes: middle(verdicts.map(({ bytes }) => bytes)) / 1024,
    interactiveInMs: middle(verdicts.map(({ interactiveInMs }) => interactiveInMs)),
    typedInMs: middle(times),
  }));
}

const environment = { ...process.env, STRIPE_SECRET_KEY: '' };
const checkout = await temporaryCheckout();
try {
  await makeStock(checkout.root);
  process.stdout.write('Building Decap as it comes…\n');
  const { output, code } = checkout.build();
  if (code !== 0) throw new Error(`It could not be built:\n${output}`);
  const phone = await openPhone();
  const browser = await chromium.launch(launchOptions(findChromium()));
  const [stock, ours] = [await checkout.serve('preview'), await serve('preview', { root: process.cwd(), environment })];
  const measured = await measureInTurn(phone, browser, [stock.address, ours.address]);
  await browser.close();
  await phone.close();
  await ours.stop();

  const row = (cells: readonly string[]) =>
    process.stdout.write(
      `${cells.map((cell, index) => (index === 0 ? cell.padEnd(18) : cell.padStart(16))).join('')}\n`,
    );
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  row(['', 'fetched', 'interactive', 'a letter typed']);
  for (const [index, { kilobytes, interactiveInMs, typedInMs }] of measured.entries())
    row([
      index === 0 ? 'Decap as it comes' : 'Ours',
      `${kilobytes.toFixed(0)} KB`,
      seconds(interactiveInMs),
      seconds(typedInMs),
    ]);
  const [load = 0] = loadavg();
  if (load > availableParallelism())
    process.stdout.write(`This machine was busy (a load of ${load.toFixed(1)}): all may be better than it says.\n`);
  const [before, now] = measured;
  process.exitCode = before && now && now.interactiveInMs <= before.interactiveInMs / 2 ? 0 : 1;
} finally {
  await checkout.remove();
}
