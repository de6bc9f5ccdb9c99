/** What axe finds wrong with a page as it stands: WCAG 2.2 AA, and good practice beyond it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

/** axe without its comments: it goes to the browser as it is. */
const program = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The pages that bring axe along wherever they go. */
const bringing = new WeakSet<Page>();

/** For a page whose colours alone have changed since all the rules were tried on it. */
export const coloursOnly = ['color-contrast', 'link-in-text-block'];

/**
 * The violations, none of which is left out. `target-size` is new in WCAG 2.2, and off in axe unless it is asked for.
 * @param rules those to try; all, unless told
 */
export async function violationsIn(page: Page, rules?: string[]): Promise<string[]> {
  // axe looks into no frame that it is not put into, and would say nothing of it.
  if (page.frames().length > 1) throw new Error(`${page.url()} has a frame, which axe would pass over.`);
  // To put it into a page takes longer than to ask it: so it is put there once, and comes along to whatever is opened there afterwards.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(program);
  if (!bringing.has(page)) {
    bringing.add(page);
    await page.addInitScript(program);
  }
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } }),
  };
  return page.evaluate(async (options) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, options);
}
