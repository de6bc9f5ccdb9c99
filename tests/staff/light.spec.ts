/** The CMS is there soon on a slow line, asks for what it needs and no more, and its page lets no code be made as it runs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { blockEditor } from '../../admin/block-editor.ts';
import { collectionsOf, titleFields } from '../../admin/collections.ts';
import { previewProgram } from '../../admin/preview/program.ts';
import { addressOf, builtFiles, withImported } from '../../integrations/built-files.ts';
import { cmsBudget, cmsOverBudget, cmsScripts, weighCms } from '../../integrations/page-weights.ts';
import { blocks } from '../../src/blocks/blocks.ts';

const dist = new URL(`file://${join(import.meta.dirname, '../../dist')}/`);

test('the CMS is within its budget, and one that is not stops the build', async () => {
  const weight = await weighCms(dist);
  // Less would mean that something was not weighed.
  expect(weight).toBeGreaterThan(400 * 1024);
  expect(cmsOverBudget(weight)).toEqual([]);
  expect(cmsOverBudget(cmsBudget + 1)).toEqual([
    `The CMS is past its budget: ${cmsBudget + 1} bytes, and ${cmsBudget} is the most.`,
  ]);
});

/** The scripts that a page names, with all that they may import. */
async function scriptsOf(page: string): Promise<string[]> {
  const html = await readFile(page, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(_astro\/[^"]+\.js)"/g)].map(([, path = '']) => new URL(path, dist));
  const all = await Promise.all(named.map((script) => withImported(script, 'later too')));
  return all.flat().map(({ pathname }) => pathname);
}

test('a reader’s page has nothing of the CMS', async () => {
  const cms = new Set(await scriptsOf(join(dist.pathname, 'admin/index.html')));
  expect(cms.size).toBeGreaterThan(10);
  for (const page of builtFiles(dist, '.html')) {
    if (page.endsWith('/admin/index.html')) continue;
    expect
      .soft(
        (await scriptsOf(page)).filter((script) => cms.has(script)),
        page,
      )
      .toEqual([]);
  }
});

test('every widget that a form or a block asks for is among those that were brought', async () => {
  const collections = collectionsOf(true);
  const forms = JSON.stringify([
    collections,
    blocks.map((block) => blockEditor(block, { titles: titleFields, isLight: true })),
  ]);
  const asked = new Set([...forms.matchAll(/"widget":"([^"]+)"/g)].map(([, name = '']) => name));
  const form = await readFile(join(import.meta.dirname, '../../admin/on-demand/entry-form.ts'), 'utf8');
  const brought = [...form.matchAll(/'decap-cms-widget-([^']+)'/g)].map(([, name = '']) => name);
  // Ours, in place of Decap’s.
  expect([...brought, 'image', 'reference', 'richtext', 'day', 'wholeNumber', 'pounds']).toEqual(
    expect.arrayContaining([...asked]),
  );
});

const waysIn = [
  { way: 'github', backend: 'github', button: 'Login with GitHub' },
  { way: 'netlify-identity', backend: 'git-gateway', button: 'Login' },
];
for (const { way, backend, button } of waysIn)
  test(`staff who sign in by ${way} are brought its backend, and no other, nor the forms until they touch something`, async ({
    page,
    baseURL,
  }) => {
    await page.route('**/admin/', async (route) => {
      const response = await route.fetch({ url: `${baseURL}/admin/` });
      const body = (await response.text()).replace('data-way-in="github"', `data-way-in="${way}"`);
      return route.fulfill({ response, body });
    });
    const fetched: string[] = [];
    // What makes forms comes while they sign in, and not before.
    const watched = /\/(proxy|github|git-gateway|entry-form|cms-forms|RichtextControl|contract)\./;
    page.on('request', (request) => fetched.push(watched.exec(request.url())?.[1] ?? ''));
    await page.goto(`${baseURL?.replace('localhost', 'charity.localhost')}/admin/`);
    await expect(page.getByRole('button', { name: button, exact: true })).toBeVisible({ timeout: 30_000 });
    expect(fetched.filter(Boolean)).toEqual([backend]);
    await page.keyboard.press('Tab');
    await expect.poll(() => fetched).toEqual(expect.arrayContaining(['entry-form', 'RichtextControl']));
  });

test('staff can type when what was weighed has come, and nothing goes wrong behind it', async ({ page }) => {
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('pageerror', (mistake) => wrong.push(mistake.message));
  const fetched: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) fetched.push(pathname);
  });
  let letTextEditorCome = () => {};
  const held = new Promise<void>((resolve) => {
    letTextEditorCome = resolve;
  });
  await page.route('**/RichtextControl.*.js', async (route) => {
    await held;
    await route.continue();
  });
  const answer = await page.goto('/admin/#/collections/news/new');
  // Its own header lets it do no more than this page needs: it sends no form to Stripe, and stands in no frame.
  const sent = answer?.headers()['content-security-policy'] ?? '';
  for (const part of ["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"])
    expect.soft(sent.split(/[;,]/).map((directive) => directive.trim())).toContain(part);
  expect(sent).not.toMatch(/unsafe-eval|\*/);
  await expect(page.locator('meta[http-equiv="content-security-policy"]')).not.toHaveAttribute(
    'content',
    /unsafe-eval/,
  );
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByLabel('Headline').fill('A spring day');
  await expect(page.getByLabel('Headline')).toHaveValue('A spring day');
  await expect(page.frameLocator('#preview-pane').getByText('Drawing the page…')).toBeVisible();
  // What draws the preview waits until one can type; a moment for it, if it did not.
  await page.waitForTimeout(500);
  expect(fetched).not.toContain(previewProgram);
  letTextEditorCome();
  await expect(page.locator('[data-slate-editor="true"]')).toBeVisible();
  await expect.poll(() => fetched).toContain(previewProgram);
  const { always, backends } = await cmsScripts(dist);
  const weighed = new Set([...always, ...backends.flat()].map((script) => addressOf(dist, script.pathname)));
  // Nobody waits for these: the preview, the window for choosing a picture, and what looks over an entry that is saved, both by the contract.
  const beside = /\/(preview-pane|MediaLibrary|before-saving|refused|contract|collection)\./;
  expect(fetched.filter((script) => !weighed.has(script) && !beside.test(script))).toEqual([previewProgram]);
  expect(wrong).toEqual([]);
});
