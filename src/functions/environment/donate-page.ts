/** Finds what the build made of giving: the page of the form, and the terms beside it. */
import { readFile } from 'node:fs/promises';
import type { GivingTerms } from '../../giving/gift.ts';

/**
 * The form’s page and the terms, as built: netlify.toml packs both with the function. While the site is served by `npm start` nothing is built,
 * and they are asked of the running site, whose address is then in `LIVE_SITE_URL`.
 */
export async function donatePage(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ formPage: string; terms: GivingTerms }> {
  const live = environment.LIVE_SITE_URL;
  const read = async (path: string) =>
    live ? (await fetch(new URL(path, live))).text() : readFile(`dist${path}`, 'utf8');
  const [formPage, terms] = await Promise.all([
    read(live ? '/donate/' : '/donate/index.html'),
    read('/donate/terms.json'),
  ]);
  return { formPage, terms: JSON.parse(terms) as GivingTerms };
}
