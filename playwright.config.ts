import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/local/chromium.ts';
import { stripeItself } from './tests/donor/stripe-itself.ts';

const port = process.env.PORT ?? '4321';
const atStripe = stripeItself();
const stopping = { gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 }, reuseExistingServer: false } as const;

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  // Stripe’s test mode takes few questions at once, and its letters come to one mailbox.
  workers: atStripe ? 1 : 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: atStripe ? 240_000 : 60_000,
  // Nothing here is about speed: a busy machine may take its time, and Stripe itself more.
  expect: { timeout: atStripe ? 60_000 : 15_000 },
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
  webServer: [
    ...(atStripe?.rehearsedAt
      ? [
          {
            ...stopping,
            command: 'node tests/practice-stripe/by-itself.ts',
            env: { PORT: String(atStripe.rehearsedAt) },
            url: `http://127.0.0.1:${atStripe.rehearsedAt}/practice/mail`,
          },
        ]
      : []),
    {
      ...stopping,
      command: 'node scripts/preview.ts',
      env: { PORT: port, ...atStripe?.settings },
      url: `http://localhost:${port}/`,
    },
  ],
});
