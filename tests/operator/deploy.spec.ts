/** Netlify would pack the files of this project that its functions read when they run there. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig } from '@netlify/config';
import { zipFunctions } from '@netlify/zip-it-and-ship-it';
import { expect, test } from '@playwright/test';
import { eventsHeard } from '../../src/giving/ledger/webhook.ts';

const project = join(import.meta.dirname, '../..');

test('all functions are packed, each with what it reads of the built site', async () => {
  test.setTimeout(120_000);
  const { config } = await resolveConfig({ cwd: project, repositoryRoot: project, offline: true, buffer: true });
  const packed = await mkdtemp(join(tmpdir(), 'functions-'));
  const functions = await zipFunctions(join(project, 'src/functions'), packed, {
    basePath: project,
    archiveFormat: 'none',
    config: Object.fromEntries(
      Object.entries(config.functions as Record<string, { included_files?: string[] }>).map(
        ([name, { included_files = [] }]) => [name, { includedFiles: included_files }],
      ),
    ),
  });
  expect(functions.map(({ name }) => name).sort()).toEqual([
    'auth',
    'callback',
    'donate',
    'funds',
    'manage',
    'my-gift',
    'new-day',
    'reconcile',
    'stripe-webhook',
    'thank-you',
  ]);
  expect(functions.filter(({ schedule }) => schedule).map(({ name, schedule }) => ({ name, schedule }))).toEqual([
    { name: 'new-day', schedule: '5 0,23 * * *' },
    { name: 'reconcile', schedule: '23 * * * *' },
  ]);
  // What a door reads of the built site is packed with it: the pages that it fills in, the terms.
  const missing: string[] = [];
  for (const { name } of functions) {
    const door = await readFile(join(project, `src/functions/${name}.ts`), 'utf8');
    const pages = [...door.matchAll(/builtPage\('([^']+)'\)/g)].map(([, page = '']) => `${page}index.html`);
    for (const file of [...pages, ...(door.includes('builtTerms') ? ['/donate/terms.json'] : [])])
      if (!existsSync(join(packed, name, `dist${file}`))) missing.push(`${name}: ${file}`);
  }
  expect(missing).toEqual([]);
  await rm(packed, { recursive: true });
});

test('whoever sets the webhook up is told of every event that the site listens to', async () => {
  const listens = await readFile(join(project, 'src/giving/ledger/webhook.ts'), 'utf8');
  const told = await readFile(join(project, 'README.md'), 'utf8');
  const heard = new Set([...listens.matchAll(/case '([a-z_.]+)':/g)].map(([, event = '']) => event));
  expect([...heard].sort()).toEqual([...eventsHeard].sort());
  expect(eventsHeard.filter((event) => !told.includes(`\`${event}\``))).toEqual([]);
});
