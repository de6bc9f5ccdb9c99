/** `npm test`: finds or installs a browser, builds the site, runs every test, and ends with one closing line. */
import { spawnSync } from 'node:child_process';
import getPort from 'get-port';
import { findChromium } from './local/chromium.ts';

const run = (command: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  spawnSync(command, parameters, { stdio: 'inherit', env: { ...process.env, ...environment } }).status ?? 1;

const chromium = findChromium();
const built = run('npm', ['run', '--silent', 'build'], { ASTRO_TELEMETRY_DISABLED: '1' });
if (built !== 0) {
  process.stdout.write('The site could not be built, so no test was run.\n0 passed, 1 failed\n');
  process.exit(1);
}
const port = await getPort({ host: '127.0.0.1' });
process.exitCode = run('playwright', ['test', ...process.argv.slice(2)], {
  CHROMIUM_PATH: chromium,
  PORT: String(port),
  // Tests must not meet a key, a proxy or an address of the person who runs them.
  STRIPE_SECRET_KEY: '',
  STRIPE_WEBHOOK_SECRET: '',
  URL: '',
});
