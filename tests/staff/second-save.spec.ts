/** Two people write in the same entry: whoever saves second is told, and loses nothing. What could not be saved can be saved again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { builtCheckout, type Checkout } from '../checkout.ts';
import { type Answer, type Asked, practiceRepository, standInForGitHub } from '../practice-repository.ts';
import { pressPublish } from './in-the-cms.ts';

let checkout: Checkout;
test.beforeEach(async () => {
  checkout = await builtCheckout();
});
test.afterEach(() => checkout.remove());

async function openEvent(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}/admin/#/collections/events/entries/safe-in-sound-performance/index`);
  await page.getByRole('button', { name: 'Login' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('Safe in Sound: the performance');
  return page;
}

test('the second is told before anything is lost, keeps what was typed, and can put it in its place', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { address } = await checkout.serve('preview');
  const saved = () => readFile(join(checkout.root, 'content/events/safe-in-sound-performance/index.md'), 'utf8');
  const [first, second] = [await openEvent(browser, address), await openEvent(browser, address)];
  await first.getByLabel('Summary').fill('Theirs.');
  await pressPublish(first);
  await expect(first.getByText('Entry saved')).toBeVisible();

  await second.getByLabel('Summary').fill('Mine.');
  await pressPublish(second);
  await expect(second.getByRole('alert')).toHaveText(
    /^Not saved yet\. Somebody else saved this while you were writing\. Your text is still here\./,
  );
  await expect(second.getByLabel('Summary')).toHaveValue('Mine.');
  expect(await saved()).toContain('summary: Theirs.');

  await pressPublish(second);
  await expect(second.getByText('Entry saved')).toBeVisible();
  expect(await saved()).toContain('summary: Mine.');

  // One’s own saving is nobody else’s.
  await second.getByLabel('Summary').fill('Mine again.');
  await pressPublish(second);
  await expect.poll(saved).toContain('summary: Mine again.');
  await first.context().close();
  await second.context().close();
});

/** Whether this browser has kept what is being typed, for a tab that dies. */
const keeps = (page: Page, words: string): Promise<boolean> =>
  page.evaluate(
    (words) =>
      new Promise((answer, fail) => {
        const opened = indexedDB.open('localforage');
        opened.onerror = fail;
        opened.onsuccess = () => {
          const all = opened.result.transaction('keyvaluepairs').objectStore('keyvaluepairs').getAll();
          all.onsuccess = () => answer(all.result.some((kept) => kept.raw?.includes(words)));
        };
      }),
    words,
  );

test('what was not saved when a tab died comes back, and does not go over what a colleague has saved since', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { address } = await checkout.serve('preview');
  const saved = () => readFile(join(checkout.root, 'content/events/safe-in-sound-performance/index.md'), 'utf8');
  const [mine, theirs] = [await openEvent(browser, address), await openEvent(browser, address)];
  await mine.getByLabel('Summary').fill('Mine.');
  await expect.poll(() => keeps(mine, 'summary: Mine.')).toBe(true);
  await mine.close();
  await theirs.getByLabel('Summary').fill('Theirs.');
  await pressPublish(theirs);
  await expect(theirs.getByText('Entry saved')).toBeVisible();

  const again = await mine.context().newPage();
  again.once('dialog', (dialog) => dialog.accept());
  await again.goto(`${address}/admin/#/collections/events/entries/safe-in-sound-performance/index`);
  await expect(again.getByLabel('Summary')).toHaveValue('Mine.');
  await pressPublish(again);
  await expect(again.getByRole('alert')).toHaveText(/^Not saved yet\. Somebody else saved this/);
  expect(await saved()).toContain('summary: Theirs.');
  await pressPublish(again);
  await expect(again.getByText('Entry saved')).toBeVisible();
  expect(await saved()).toContain('summary: Mine.');
  await again.context().close();
  await theirs.context().close();
});

test('a connection that drops keeps the text: it says that nothing was saved, and saves when it is back', async ({
  browser,
}) => {
  const { address } = await checkout.serve('preview');
  const page = await openEvent(browser, address);
  await page.getByLabel('Summary').fill('Written on a train.');
  const api = '**/api/v1*';
  await page.route(api, (route) => route.abort());
  await pressPublish(page);
  await expect(page.getByRole('alert')).toContainText('Not saved yet.');
  await expect(page.getByLabel('Summary')).toHaveValue('Written on a train.');
  await page.unroute(api);
  await pressPublish(page);
  await expect(page.getByText('Entry saved')).toBeVisible();
  expect(await readFile(join(checkout.root, 'content/events/safe-in-sound-performance/index.md'), 'utf8')).toContain(
    'summary: Written on a train.',
  );
  await page.context().close();
});

test.describe('where an entry is first a draft', () => {
  const [event, project, post] = [
    'events/safe-in-sound-performance',
    'projects/safe-in-sound',
    'news/social-prescribing-day-in-bucks',
  ] as const;
  const branchOf = (entry: string) => `cms/${entry}/index`;
  const draftOf = (entry: string) => checkout.run('git', 'show', `${branchOf(entry)}:content/${entry}/index.md`).output;

  /** A browser of this person’s own, signed in to the CMS with GitHub. */
  async function signedInAs(
    login: string,
    browser: Browser,
    gitHub: (asked: Asked) => Answer,
  ): Promise<BrowserContext> {
    const context = await browser.newContext();
    await standInForGitHub(context, gitHub, (token) => token);
    await context.addInitScript((token) => {
      localStorage.setItem('decap-cms-user', JSON.stringify({ backendName: 'github', login: token, token }));
      document.addEventListener('readystatechange', () => {
        if (document.body?.dataset.wayIn) document.body.dataset.repository = 'charity/site';
      });
    }, login);
    return context;
  }

  async function open(context: BrowserContext, site: string | undefined, entry: string): Promise<Page> {
    const page = await context.newPage();
    // A name of this machine that the CMS does not take for one’s own machine.
    const address = `${site?.replace('localhost', 'charity.localhost')}/admin/#/collections/`;
    await page.goto(`${address}${entry.replace('/', '/entries/')}/index`);
    const [, summary = ''] =
      /^summary: (.*)$/m.exec(checkout.run('git', 'show', `main:content/${entry}/index.md`).output) ?? [];
    await expect(page.getByLabel('Summary')).toHaveValue(summary, { timeout: 30_000 });
    return page;
  }

  /** Saves, reads what is said, and puts it away. */
  async function saveAndRead(page: Page, said: RegExp): Promise<void> {
    await page.getByRole('button', { name: 'Save' }).click();
    const alert = page.getByRole('alert').filter({ hasText: said });
    await expect(alert).toBeVisible();
    // It goes by itself, too, and may be gone before it is pressed.
    await alert.click({ timeout: 2_000 }).catch(() => undefined);
    await expect(alert).toBeHidden({ timeout: 20_000 });
  }
  const saved = /^Entry saved/;
  const notSaved = /^Not saved yet\. (?!Somebody)/;
  const somebodyElse = /^Not saved yet\. Somebody else saved this while you were writing\./;

  test('two who start a draft of the same entry write in one: the second is told before the first’s is lost', async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const gitHub = practiceRepository(checkout.root);
    const first = await open(await signedInAs('drummer', browser, gitHub), baseURL, event);
    const second = await open(await signedInAs('singer', browser, gitHub), baseURL, event);
    await first.getByLabel('Summary').fill('Theirs.');
    await saveAndRead(first, saved);

    await second.getByLabel('Summary').fill('Mine.');
    await saveAndRead(second, somebodyElse);
    await expect(second.getByLabel('Summary')).toHaveValue('Mine.');
    expect(draftOf(event)).toContain('summary: Theirs.');
    await saveAndRead(second, saved);
    expect(draftOf(event)).toContain('summary: Mine.');

    await first.getByLabel('Summary').fill('Theirs again.');
    await saveAndRead(first, somebodyElse);
    expect(draftOf(event)).toContain('summary: Mine.');
    // Both texts are in the history of the one draft.
    expect(checkout.run('git', 'log', '-p', `main..${branchOf(event)}`).output).toContain('summary: Theirs.');
    await first.context().close();
    await second.context().close();
  });

  test('a draft that was half made, or made without a word, is whole at the next save, and nobody else’s', async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const repository = practiceRepository(checkout.root);
    let fails: { readonly step: RegExp; readonly isDone: boolean } | undefined;
    const context = await signedInAs('drummer', browser, (asked) => {
      const { step, isDone } = fails ?? {};
      if (!step?.test(`${asked.method} ${asked.path}`)) return repository(asked);
      fails = undefined;
      if (isDone) repository(asked);
      return { status: 502, body: { message: 'Server Error' } };
    });
    const drafts = [
      { entry: event, step: /^PUT .*labels$/, isDone: false, said: notSaved },
      { entry: project, step: /^PUT .*labels$/, isDone: true, said: notSaved },
      // It is looked for at once.
      { entry: post, step: /^POST \/pulls$/, isDone: true, said: saved },
    ];
    for (const { entry, step, isDone, said } of drafts) {
      const page = await open(context, baseURL, entry);
      await page.getByLabel('Summary').fill('Written on a train.');
      fails = { step, isDone };
      await saveAndRead(page, said);
      await page.getByLabel('Summary').fill('Written at the station.');
      await saveAndRead(page, saved);
      expect(draftOf(entry)).toContain('summary: Written at the station.');
      await page.close();
    }
    const { body } = repository({ method: 'GET', path: '/pulls', told: '' });
    expect(body).toEqual(drafts.map(() => expect.objectContaining({ labels: [{ name: 'decap-cms/draft' }] })));
    await context.close();
  });
});
