/** What axe finds wrong with a page as it stands: WCAG 2.2 AA, and good practice beyond it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The violations, none of which is left out. `target-size` is new in WCAG 2.2, and off in axe unless it is asked for. */
export const violationsIn = async (page: Page) =>
  (await new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).analyze()).violations;
