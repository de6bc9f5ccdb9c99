/** What axe finds wrong with a page as it stands: WCAG 2.2 AA, and good practice beyond it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** For a page whose colours alone have changed since all the rules were tried on it. */
export const coloursOnly = ['color-contrast', 'link-in-text-block'];

/**
 * The violations, none of which is left out. `target-size` is new in WCAG 2.2, and off in axe unless it is asked for.
 * @param rules those to try; all, unless told
 */
export async function violationsIn(page: Page, rules?: string[]): Promise<string[]> {
  // The other mode opens a second page each time, for frames of other hosts: we have none, and it takes twice as long.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({
    resultTypes: ['violations'],
    ...(rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } }),
  });
  return (await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
