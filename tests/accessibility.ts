/** What axe finds wrong with a page as it stands: WCAG 2.2 AA, and good practice beyond it. */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** For a page whose colours alone have changed since all the rules were tried on it. */
export const coloursOnly = ['color-contrast', 'link-in-text-block'];

/**
 * The violations, none of which is left out. `target-size` is new in WCAG 2.2, and off in axe unless it is asked for.
 * @param rules those to try; all, unless told
 */
export async function violationsIn(page: Page, rules?: string[]): Promise<string[]> {
  // axe looks into no frame that it is not put into, and would say nothing of it.
  if (page.frames().length > 1) throw new Error(`${page.url()} has a frame, which axe would pass over.`);
  // Put into a page once: that takes longer than to ask it. Its own builder for Playwright does so each time, twice.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } }),
  };
  return page.evaluate(async (options) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, options);
}
