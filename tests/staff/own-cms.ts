/** A CMS that a test may write with: a checkout with the built site in it, served, one for each worker. Whatever a test has changed there is put back after it. */
import { test as base } from '@playwright/test';
import { builtCheckout, type Checkout, putBuiltSite } from '../checkout.ts';

/** The checkout, and where its site is. */
export interface OwnCms extends Pick<Checkout, 'root' | 'run' | 'build'> {
  readonly address: string;
}

/** As Playwright’s own, with `own`: a CMS that is this test’s alone while it runs. To start one takes longer than many a test. */
export const test = base.extend<{ own: OwnCms }, { served: Checkout & OwnCms }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what is asked for.
    async ({}, use) => {
      const checkout = await builtCheckout();
      const { address } = await checkout.serve('preview');
      await use({ ...checkout, address });
      await checkout.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  own: async ({ served }, use) => {
    const { run, build } = served;
    const began = run('git', 'rev-parse', 'main').output.trim();
    let isBuiltAnew = false;
    await use({
      ...served,
      build(...found) {
        isBuiltAnew = true;
        return build(...found);
      },
    });
    run('git', 'checkout', '--quiet', '--force', '-B', 'main', began);
    run('git', 'clean', '--quiet', '--force', '-d', 'content');
    for (const branch of run('git', 'for-each-ref', '--format=%(refname)', 'refs/heads/cms').output.split('\n'))
      if (branch !== '') run('git', 'update-ref', '-d', branch);
    if (isBuiltAnew) await putBuiltSite(served);
  },
});
