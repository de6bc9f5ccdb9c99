/** Lighthouse finds nothing to mend, on the types of page that have most in them. All types, and speed: `npm run lighthouse`. */
import { expect, test } from '@playwright/test';
import { openPhone } from '../../scripts/local/lighthouse.ts';
import { pagesByType } from '../../scripts/local/page-types.ts';

test('a news post and a photo of it get full marks for accessibility, good practice and being found', async ({
  baseURL,
}) => {
  test.setTimeout(120_000);
  const phone = await openPhone();
  const pages = await pagesByType(new URL('../../dist/', import.meta.url));
  const wanted = ['News post', 'Photo'];
  expect(pages.map(({ type }) => type)).toEqual(expect.arrayContaining(wanted));
  for (const { type, address } of pages.filter((page) => wanted.includes(page.type))) {
    const { scores, faults } = await phone.measure(`${baseURL}${address}`, ['accessibility', 'best-practices', 'seo']);
    expect.soft(faults, type).toEqual([]);
    expect.soft(scores, type).toEqual({ accessibility: 100, 'best-practices': 100, seo: 100 });
  }
  await phone.close();
});
