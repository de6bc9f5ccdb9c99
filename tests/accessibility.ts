/** What axe finds wrong with a page as it stands: WCAG 2.2 AA, and good practice beyond it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** For a page whose colours alone have changed since all the rules were tried on it. */
export const coloursOnly = ['color-contrast', 'link-in-text-block'];

/**
 * The violations, none of which is left out. `target-size` is new in WCAG 2.2, and off in axe unless it is asked for.
 * @param rules those to try; all, unless told
 */
export async function violationsIn(page: Page, rules?: string[]) {
  const axe = new AxeBuilder({ page });
  const chosen = rules ? axe.withRules(rules) : axe.options({ rules: { 'target-size': { enabled: true } } });
  return (await chosen.analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}
