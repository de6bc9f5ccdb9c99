/** The functions go live as they were built: with their addresses, limits and times, and with all that they read and load when they run there. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { firstCalls, startSurroundings } from '../../scripts/local/first-calls.ts';
import { lackedBy, packFunctions, partsOf } from '../../scripts/local/packed-functions.ts';
import { eventsHeard } from '../../src/giving/ledger/webhook.ts';
import { startPracticeMailServer } from '../practice-mail-server.ts';

const project = join(import.meta.dirname, '../..');

test('Netlify packs all functions, and each answers its first call from what was packed of it alone', async () => {
  test.setTimeout(120_000);
  // Outside of the project: a package that was left out is not found in the project’s own.
  const packed = await mkdtemp(join(tmpdir(), 'functions-'));
  const functions = await packFunctions(project, packed, 'none');
  expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(firstCalls).sort());

  const mailServer = await startPracticeMailServer();
  const surroundings = await startSurroundings({
    SMTP_URL: mailServer.url,
    STAFF_EMAIL: 'staff@example.org',
    DONOR_EMAIL_FROM: 'charity@example.org',
  });
  for (const one of functions) {
    const { name, path, routes, schedule, trafficRules } = one;
    // Netlify reads what a function says of itself without running it.
    const { config } = await import(pathToFileURL(join(project, `src/functions/${name}.ts`)).href);
    const { windowLimit, windowSize, aggregateBy } = config.rateLimit ?? {};
    expect
      .soft({
        name,
        paths: routes?.map(({ pattern }) => pattern),
        schedule,
        limit: trafficRules?.action.config,
      })
      .toEqual({
        name,
        paths: config.path ? [config.path] : [],
        schedule: config.schedule,
        limit: config.rateLimit && {
          rateLimitConfig: { windowLimit, windowSize, algorithm: 'sliding_window' },
          aggregate: { keys: aggregateBy.map((type: string) => ({ type })) },
        },
      });

    // What the build made for it, and what it reads of the built site: the pages that it fills in, the terms.
    const { own } = await partsOf(one);
    expect.soft({ name, missing: await lackedBy(project, one) }).toEqual({ name, missing: [] });

    const { asks, status: due } = firstCalls[name] ?? {};
    if (!asks) continue;
    const { status, log } = await surroundings.call(path, join(path, own), asks());
    expect.soft({ name, status, log }).toMatchObject({ name, status: due });
  }
  // What speaks to a mail server is loaded only when there is something to send: here the weekly check’s news, for nobody has set this site up.
  expect(mailServer.messages.join()).toContain('BUILD_HOOK_URL is not set');
  mailServer.stop();
  await surroundings.stop();
  await rm(packed, { recursive: true });
});

test('whoever sets the webhook up is told of every event that the site listens to', async () => {
  const listens = await readFile(join(project, 'src/giving/ledger/webhook.ts'), 'utf8');
  const told = await readFile(join(project, 'README.md'), 'utf8');
  const heard = new Set([...listens.matchAll(/case '([a-z_.]+)':/g)].map(([, event = '']) => event));
  expect([...heard].sort()).toEqual([...eventsHeard].sort());
  expect(eventsHeard.filter((event) => !told.includes(`\`${event}\``))).toEqual([]);
});
