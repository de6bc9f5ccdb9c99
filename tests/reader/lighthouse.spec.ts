/** Lighthouse finds nothing to mend on the type of page that has most in it. All types, and speed: `npm run lighthouse`. */
import { expect, test } from '@playwright/test';
import { openPhone } from '../../scripts/local/lighthouse.ts';
import { pagesByType } from '../../scripts/local/page-types.ts';

test('a news post gets full marks for accessibility, good practice and being found', async ({ baseURL }) => {
  test.setTimeout(120_000);
  const phone = await openPhone();
  const pages = await pagesByType(new URL('../../dist/', import.meta.url));
  const post = pages.find(({ type }) => type === 'News post')?.address;
  const { scores, faults } = await phone.measure(`${baseURL}${post}`, ['accessibility', 'best-practices', 'seo']);
  await phone.close();
  expect({ scores, faults }).toEqual({ scores: { accessibility: 100, 'best-practices': 100, seo: 100 }, faults: [] });
});
