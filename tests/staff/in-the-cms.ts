/** How staff go about in the CMS: what several tests do there in the same way. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** Opens the CMS on one’s own machine, signs in, and waits for its lists. */
export async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/admin/`);
  await page.getByRole('button', { name: 'Login' }).click();
  await expect(page.getByRole('link', { name: 'News', exact: true })).toBeVisible();
}

/** The rich text of an entry. */
export const story = (page: Page): Locator => page.locator('[data-slate-editor="true"]').first();

/** Chooses to publish, where nobody looks an entry over first. */
export async function pressPublish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Publish now' }).click();
}

/** What the CMS of each page has said since somebody last read it. */
const notices = new WeakMap<Page, string[]>();

/** Listens to the notices of a page’s CMS, before it is opened. Decap takes each away after some seconds, whether or not anybody has looked by then. */
export async function listenToNotices(page: Page): Promise<void> {
  notices.set(page, []);
  await page.exposeFunction('hearNotice', (words: string) => notices.get(page)?.push(words));
  await page.addInitScript(() => {
    const { hearNotice } = window as unknown as { hearNotice(words: string): void };
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        const notice = node instanceof Element && (node.closest('[role=alert]') ?? node.querySelector('[role=alert]'));
        if (notice) hearNotice(notice.textContent ?? '');
      }
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Waits until the CMS of a page that is listened to has said this, and forgets what it said so far. It may take its time: the practice repository runs git for every request. */
export async function readNotice(page: Page, said: RegExp): Promise<void> {
  await expect
    .poll(() => notices.get(page)?.filter((words) => said.test(words)) ?? [], { timeout: 60_000 })
    .not.toEqual([]);
  notices.set(page, []);
}

/** Saves a draft, and reads what is said of it. */
export async function saveAndRead(page: Page, said: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await readNotice(page, said);
}

/** What stands beside the form: the page as readers will have it, and what there is to say about it. */
export const previewPane = (page: Page): FrameLocator => page.frameLocator('#preview-pane');

/** The frame that the page stands in there. */
export const previewFrame = (page: Page): Locator => previewPane(page).getByTitle(/^The page as readers see it/);

/** The main part of that page. */
export const preview = (page: Page): Locator => previewFrame(page).contentFrame().getByRole('main');
