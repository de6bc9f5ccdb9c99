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

/** What stands beside the form: the page as readers will have it, and what there is to say about it. */
export const previewPane = (page: Page): FrameLocator => page.frameLocator('#preview-pane');

/** The frame that the page stands in there. */
export const previewFrame = (page: Page): Locator => previewPane(page).getByTitle(/^The page as readers see it/);

/** The main part of that page. */
export const preview = (page: Page): Locator => previewFrame(page).contentFrame().getByRole('main');
