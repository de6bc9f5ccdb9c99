/** `npm test` finds a browser that starts, or says in words what to do, and ends with its closing line all the same. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

let programs: string;
test.beforeEach(async () => {
  settings = {};
  programs = await mkdtemp(join(tmpdir(), 'programs-'));
  await symlink(process.execPath, join(programs, 'node'));
  await symlink('/bin/sh', join(programs, 'sh'));
});
test.afterEach(async () => rm(programs, { recursive: true }));

/** A program that notes what it was asked, and ends with this code. */
async function program(name: string, code: number): Promise<string> {
  const path = join(programs, name);
  await writeFile(path, `#!/bin/sh\necho "${name} $*"\nexit ${code}\n`);
  await chmod(path, 0o755);
  return path;
}

const find = "import('./scripts/local/chromium.ts').then(({ findChromium }) => console.log(findChromium()))";

/** What else is set on that machine. */
let settings: Readonly<Record<string, string>>;

/** Runs Node on a machine with these programs and no others. */
function onMachine(broken: string, ...parameters: readonly string[]): { output: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, parameters, {
    encoding: 'utf8',
    env: {
      ...settings,
      PATH: programs,
      HOME: programs,
      PLAYWRIGHT_BROWSERS_PATH: join(programs, 'none'),
      CHROMIUM_PATH: broken,
    },
  });
  return { output: stdout + stderr, code: status };
}

test('a browser that is there and cannot start is passed over for one that can', async () => {
  const broken = await program('broken', 127);
  const sound = await program('chromium', 0);
  expect(onMachine(broken, '-e', find)).toEqual({ output: `${sound}\n`, code: 0 });
});

test('the headless shell, which leaves a small machine its time, is taken before a whole browser', async () => {
  await program('chromium', 0);
  const shell = await program('chromium-headless-shell', 0);
  expect(onMachine(await program('broken', 127), '-e', find)).toEqual({ output: `${shell}\n`, code: 0 });
});

test('the tests meet no key, mail server or channel of the person who runs them', async () => {
  await program('npm', 0);
  const sound = await program('chromium-headless-shell', 0);
  await writeFile(
    join(programs, 'playwright'),
    `#!${process.execPath}\nconsole.log(Object.values(process.env).join())\n`,
  );
  await chmod(join(programs, 'playwright'), 0o755);
  const names = ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_PORTAL_LOGIN_URL', 'SMTP_URL', 'URL'];
  for (const name of [...names, 'DONOR_EMAIL_FROM', 'STAFF_WEBHOOK_URL', 'STAFF_EMAIL'])
    settings = { ...settings, [name]: 'of-theirs' };
  const { output, code } = onMachine(sound, 'scripts/test.ts');
  expect(code, output).toBe(0);
  expect(output).toContain(programs);
  expect(output).not.toContain('of-theirs');
});

test('where no browser can be had, that is said, with what to do, above the closing line', async () => {
  const broken = await program('broken', 127);
  for (const name of ['chromium-headless-shell', 'chromium', 'playwright', 'apt-get']) await program(name, 1);
  const { output, code } = onMachine(broken, 'scripts/test.ts');
  expect(code).toBe(1);
  expect(output).toContain('playwright install');
  expect(output).toContain('Install it, or give its path in CHROMIUM_PATH.');
  expect(output).toMatch(/\n0 passed, 1 failed\n$/);
  expect(output).not.toMatch(/^\s+at /m);
});
