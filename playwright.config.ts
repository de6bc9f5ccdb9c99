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
    launchOptions: launchOptions(process.env.CHROMIUM_PATH),
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
