import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/local/chromium.ts';

const port = process.env.PORT ?? '4321';

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // Nothing here is about speed: a busy machine may take its time.
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./tests/closing-line.ts']],
  outputDir: 'test-results',
  use: {
    baseURL: `http://localhost:${port}`,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    // Both processors have work: what the browser’s script engine does beside a page, so that a person waits less, is time taken from the other tests.
    launchOptions: launchOptions(
      process.env.CHROMIUM_PATH,
      '--js-flags=--single-threaded-gc --no-concurrent-recompilation --min-semi-space-size=32 --max-semi-space-size=64',
    ),
  },
  // The built site, as Netlify serves it. Tests that change content work on a checkout of their own.
  webServer: {
    command: 'node scripts/preview.ts',
    env: { PORT: port },
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
});
