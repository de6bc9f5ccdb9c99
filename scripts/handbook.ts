/** `npm run handbook`: takes the pictures of the staff handbook anew, by running the tests that pass by what they show, on the built site. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { findChromium } from './local/chromium.ts';
import { sayMistakesPlainly } from './local/running.ts';
import { settingsOfNobody } from './local/settings-of-nobody.ts';

sayMistakesPlainly();
const folder = join(process.cwd(), 'docs/handbook');
const started = Date.now();
const { status } = spawnSync(
  'playwright',
  ['test', '--grep', '@handbook', '--workers', '1', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      HANDBOOK_PICTURES: 'taken',
      CHROMIUM_PATH: findChromium(),
      PORT: String(await getPort({ host: '127.0.0.1' })),
      ...settingsOfNobody,
    },
  },
);
process.exitCode = status ?? 1;

/** When a file was written, in milliseconds; never, when it is not there. */
const writtenAt = (file: string) =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NEGATIVE_INFINITY,
  );
const named = new Set<string>();
for (const file of await readdir(folder)) {
  if (!file.endsWith('.md')) continue;
  for (const [, picture = ''] of (await readFile(join(folder, file), 'utf8')).matchAll(/\]\((pictures\/[^)]+)\)/g))
    named.add(picture);
}
const missed: string[] = [];
for (const picture of named) if ((await writtenAt(join(folder, picture))) < started) missed.push(picture);
process.stdout.write(`${named.size - missed.length} of ${named.size} pictures of the handbook were taken.\n`);
if (missed.length > 0) {
  process.stderr.write(`No test took these: ${missed.join(', ')}.\n`);
  process.exitCode = 1;
}
