/** Finds what the build made for the functions: the pages of giving, to be filled in, the terms beside them, and when that was. */
import { readFile } from 'node:fs/promises';
import type { GivingTerms } from '../../giving/gift.ts';
import type { NewsTerms } from '../../giving/ledger/news-for-staff.ts';
import type { Built } from '../../watching/health.ts';

/**
 * A built page of giving, as HTML: netlify.toml packs them with the function. While the site is served by `npm start` nothing is built,
 * and they are asked of the running site, whose address is then in `LIVE_SITE_URL`.
 * @param path such as `/donate/`
 */
export async function builtPage(path: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const live = environment.LIVE_SITE_URL;
  if (live) return (await fetch(new URL(path, live))).text();
  return readFile(`dist${path.endsWith('/') ? `${path}index.html` : path}`, 'utf8');
}

/** The terms of giving as of the build, and what staff are told by. */
export const builtTerms = async (): Promise<GivingTerms & NewsTerms> =>
  JSON.parse(await builtPage('/donate/terms.json'));

/** When the site was built, and from what. */
export const builtWhen = async (): Promise<Built> => JSON.parse(await builtPage('/built.json'));
