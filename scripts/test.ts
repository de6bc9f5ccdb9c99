/** `npm test`: finds or installs a browser, builds the site, runs every test, and ends with one closing line. */
import { spawnSync } from 'node:child_process';
import getPort from 'get-port';
import { stripeItself } from '../tests/donor/stripe-itself.ts';
import { findChromium } from './local/chromium.ts';
import { compileOnce } from './local/compiled-once.ts';
import { settingsOfNobody } from './local/settings-of-nobody.ts';

compileOnce();

const run = (command: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  spawnSync(command, parameters, { stdio: 'inherit', env: { ...process.env, ...environment } }).status ?? 1;

function endUntested(words: string): never {
  process.stdout.write(`${words}\n0 passed, 1 failed\n`);
  process.exit(1);
}

function chromiumOrEnd(): string {
  try {
    return findChromium();
  } catch (mistake) {
    return endUntested(mistake instanceof Error ? mistake.message : String(mistake));
  }
}

try {
  stripeItself();
} catch (mistake) {
  endUntested(mistake instanceof Error ? mistake.message : String(mistake));
}
const chromium = chromiumOrEnd();
const built = run('npm', ['run', '--silent', 'build'], { ASTRO_TELEMETRY_DISABLED: '1' });
if (built !== 0) endUntested('The site could not be built, so no test was run.');
const port = await getPort({ host: '127.0.0.1' });
process.exitCode = run('playwright', ['test', ...process.argv.slice(2)], {
  CHROMIUM_PATH: chromium,
  PORT: String(port),
  ...settingsOfNobody,
});
