/**
 * Finds a Chromium for the tests and the measurements: the one that is there and starts, or Playwright’s own, or, for root on Debian, Debian’s.
 * The headless shell comes before a whole Chromium. It is the same engine without a browser’s own windows and services, and on two processors
 * those take their time out of the page’s: there Lighthouse gives an empty page 93 to 100 in the one, 100 in the other, and tests take two thirds as long.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const onPath = (name: string): string | undefined => {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  return found === '' ? undefined : found;
};

/** A browser may be there and lack a library: only one that starts counts. */
const starts = (path: string): boolean => spawnSync(path, ['--version'], { timeout: 60_000 }).status === 0;

const present = (): string | undefined =>
  [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    ...['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(onPath),
  ].find((path) => path && existsSync(path) && starts(path));

/**
 * How Playwright is to launch the Chromium at this path (its own, without one): drawing without a graphics card, and asking nobody for
 * anything of its own. The sandbox stays on, save for root, where Chromium has none.
 */
export const launchOptions = (executablePath: string | undefined, ...more: readonly string[]) => ({
  ...(executablePath ? { executablePath } : {}),
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...more,
  ],
});

/**
 * The path of a Chromium, installed if there was none.
 * @throws with what to do, when none can be had
 */
export function findChromium(): string {
  const there = present();
  if (there) return there;
  process.stdout.write('No browser found, so one is being installed…\n');
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  const withLibraries = isRootOnDebian ? ['--with-deps'] : [];
  spawnSync('playwright', ['install', ...withLibraries, 'chromium'], { stdio: 'inherit', timeout: 5 * 60_000 });
  // A Debian from before 2025 has no package of the shell alone.
  if (!present() && isRootOnDebian) {
    const install = 'DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends';
    spawnSync('sh', ['-c', `apt-get update -q; ${install} chromium-headless-shell || ${install} chromium`], {
      stdio: 'inherit',
    });
  }
  const installed = present();
  if (!installed)
    throw new Error(
      'The tests need Chromium, and it could not be installed. Install it, or give its path in CHROMIUM_PATH.',
    );
  return installed;
}
