/** Two people write in the same entry: whoever saves second is told, and loses nothing. What could not be saved can be saved again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { type Answer, type Asked, practiceRepository, standInForGitHub } from '../practice-repository.ts';
import { listenToNotices, pressPublish, readNotice, saveAndRead } from './in-the-cms.ts';
import { type OwnCms, test } from './own-cms.ts';

const file = 'content/events/safe-in-sound-performance/index.md';

async function openEvent(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}/admin/#/collections/events/entries/safe-in-sound-performance/index`);
  await page.getByRole('button', { name: 'Login' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('Safe in Sound: the performance');
  return page;
}

test('the second is told before anything is lost, keeps what was typed, and can put it in its place; so can one whose connection drops', async ({
  browser,
  own: { root, address },
}) => {
  test.setTimeout(120_000);
  const saved = () => readFile(join(root, file), 'utf8');
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

  await test.step('a connection that drops keeps the text: it says that nothing was saved, and saves when it is back', async () => {
    await second.getByLabel('Summary').fill('Written on a train.');
    const api = '**/api/v1*';
    await second.route(api, (route) => route.abort());
    await pressPublish(second);
    await expect(second.getByRole('alert').filter({ hasText: /^Not saved yet\. (?!Somebody)/ })).toBeVisible();
    await expect(second.getByLabel('Summary')).toHaveValue('Written on a train.');
    expect(await saved()).toContain('summary: Mine again.');
    await second.unroute(api);
    await pressPublish(second);
    await expect.poll(saved).toContain('summary: Written on a train.');
  });

  first.once('dialog', (dialog) => dialog.accept());
  await first.getByRole('button', { name: 'Delete entry' }).click();
  await expect(
    first.getByRole('alert').filter({ hasText: /^Not deleted\. Somebody else has saved this since you opened it\./ }),
  ).toBeVisible();
  expect(await saved()).toContain('summary: Written on a train.');
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
  own: { root, address },
}) => {
  test.setTimeout(120_000);
  const saved = () => readFile(join(root, file), 'utf8');
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

test.describe('where an entry is first a draft', () => {
  const event = 'events/safe-in-sound-performance';
  const branchOf = (entry: string) => `cms/${entry}/index`;
  const draftOf = ({ run }: OwnCms, entry: string) =>
    run('git', 'show', `${branchOf(entry)}:content/${entry}/index.md`).output;
  const published = ({ run }: OwnCms, entry: string) => run('git', 'show', `main:content/${entry}/index.md`).output;

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

  /** Where the form of an entry is. */
  const formOf = ({ address }: OwnCms, entry: string) =>
    // A name of this machine that the CMS does not take for one’s own machine.
    `${address.replace('localhost', 'charity.localhost')}/admin/#/collections/${entry.replace('/', '/entries/')}/index`;

  /** Waits until an entry is open as it is published. */
  const expectOpen = (page: Page, own: OwnCms, entry: string) =>
    expect(page.getByLabel('Summary')).toHaveValue(/^summary: (.*)$/m.exec(published(own, entry))?.[1] ?? '', {
      timeout: 30_000,
    });

  async function open(context: BrowserContext, own: OwnCms, entry: string): Promise<Page> {
    const page = await context.newPage();
    await listenToNotices(page);
    await page.goto(formOf(own, entry));
    await expectOpen(page, own, entry);
    return page;
  }

  /** What breaks once, and whether it had done what it was asked for. */
  interface Failure {
    readonly step: RegExp;
    readonly isDone: boolean;
  }

  /** The practice GitHub, which breaks where it is told to. */
  function breakable({ root }: OwnCms) {
    const repository = practiceRepository(root);
    let next: Failure | undefined;
    return {
      breakAt: (failure: Failure) => {
        next = failure;
      },
      gitHub: (asked: Asked): Answer => {
        const { step, isDone } = next ?? {};
        if (!step?.test(`${asked.method} ${asked.path}`)) return repository(asked);
        next = undefined;
        if (isDone) repository(asked);
        return { status: 502, body: { message: 'Server Error' } };
      },
    };
  }

  const saved = /^Entry saved/;
  const notSaved = /^Not saved yet\. (?!Somebody)/;
  const somebodyElse = /^Not saved yet\. Somebody else saved this while you were writing\./;

  test('two who start a draft of the same entry write in one: the second is told before the first’s is lost, and nobody publishes, or drops, what the other has added since they looked it over', async ({
    browser,
    own,
  }) => {
    test.setTimeout(300_000);
    const { gitHub, breakAt } = breakable(own);
    const first = await open(await signedInAs('drummer', browser, gitHub), own, event);
    const second = await open(await signedInAs('singer', browser, gitHub), own, event);
    await first.getByLabel('Summary').fill('Theirs.');
    await saveAndRead(first, saved);

    await second.getByLabel('Summary').fill('Mine.');
    // Nobody could tell: that is not taken for a yes.
    breakAt({ step: /^GET \/git\/trees\/cms/, isDone: false });
    await saveAndRead(second, /^Not saved yet\. It could not be seen whether somebody else/);
    expect(draftOf(own, event)).toContain('summary: Theirs.');
    await saveAndRead(second, somebodyElse);
    await expect(second.getByLabel('Summary')).toHaveValue('Mine.');
    expect(draftOf(own, event)).toContain('summary: Theirs.');
    await saveAndRead(second, saved);
    expect(draftOf(own, event)).toContain('summary: Mine.');

    await first.getByLabel('Summary').fill('Theirs again.');
    await saveAndRead(first, somebodyElse);
    expect(draftOf(own, event)).toContain('summary: Mine.');
    // Both texts are in the history of the one draft.
    expect(own.run('git', 'log', '-p', `main..${branchOf(event)}`).output).toContain('summary: Theirs.');

    await second.getByRole('button', { name: 'Status: Draft' }).click();
    await second.getByRole('menuitem', { name: 'Ready' }).click();
    await expect(second.getByRole('button', { name: 'Status: Ready' })).toBeVisible();
    await saveAndRead(first, saved);
    expect(draftOf(own, event)).toContain('summary: Theirs again.');

    const asked: string[] = [];
    second.on('dialog', (dialog) => {
      asked.push(dialog.message());
      return dialog.accept();
    });
    await pressPublish(second);
    await readNotice(second, /^Not published\. Somebody else has changed this draft since you opened it\./);
    await second.getByRole('button', { name: 'Delete unpublished changes' }).click();
    await expect
      .poll(() => asked.at(-1))
      .toMatch(/^Not deleted\. Somebody else has changed this draft since you opened it\./);
    expect(draftOf(own, event)).toContain('summary: Theirs again.');
    expect(published(own, event)).not.toContain('summary: Theirs');

    await second.reload();
    await expect(second.getByLabel('Summary')).toHaveValue('Theirs again.', { timeout: 30_000 });
    await pressPublish(second);
    await expect.poll(() => published(own, event)).toContain('summary: Theirs again.');
    await first.context().close();
    await second.context().close();
  });

  test('a draft that was half made, or made without a word, is whole at the next save, and nobody else’s', async ({
    browser,
    own,
  }) => {
    test.setTimeout(300_000);
    const { gitHub, breakAt } = breakable(own);
    const page = await open(await signedInAs('drummer', browser, gitHub), own, event);
    const drafts = [
      { entry: event, name: /^Safe in Sound/, step: /^PUT .*labels$/, isDone: false, said: notSaved },
      { entry: 'projects/safe-in-sound', name: /^Safe in Sound/, step: /^PUT .*labels$/, isDone: true, said: notSaved },
      // It is looked for at once.
      {
        entry: 'news/social-prescribing-day-in-bucks',
        name: /^Social Prescribing Day/,
        step: /^POST \/pulls$/,
        isDone: true,
        said: saved,
      },
    ];
    for (const { entry, name, step, isDone, said } of drafts) {
      await page.goto(formOf(own, entry).replace(/\/entries\/.*$/, ''));
      await page.getByRole('main').getByRole('link', { name }).click();
      await expectOpen(page, own, entry);
      await page.getByLabel('Summary').fill('Written on a train.');
      breakAt({ step, isDone });
      await saveAndRead(page, said);
      await page.getByLabel('Summary').fill('Written at the station.');
      await saveAndRead(page, saved);
      expect(draftOf(own, entry)).toContain('summary: Written at the station.');
    }
    const { body } = gitHub({ method: 'GET', path: '/pulls', told: '' });
    expect(body).toEqual(drafts.map(() => expect.objectContaining({ labels: [{ name: 'decap-cms/draft' }] })));
    await page.context().close();
  });

  test('an entry that could not be read is no empty form that could be saved over it', async ({ browser, own }) => {
    const { gitHub, breakAt } = breakable(own);
    const page = await (await signedInAs('drummer', browser, gitHub)).newPage();
    breakAt({ step: /^GET \/git\/trees\/main:content%2Fevents%2F/, isDone: false });
    await page.goto(formOf(own, event));
    await expect(page.getByRole('heading', { name: 'This could not be read just now.' })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
    await page.context().close();
  });
});
