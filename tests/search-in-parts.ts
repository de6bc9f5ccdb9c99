/** A search index in parts, made by the build’s own step of posts like the site’s, in a moment: for what only a long archive has. */
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { searchIndexInParts } from '../integrations/search-index.ts';

/** A post in the archive. */
export interface OldPost {
  readonly title: string;
  readonly year: number;
  readonly text: string;
}

const builtPost = new URL('../dist/news/social-prescribing-day-in-bucks/index.html', import.meta.url);

/** The site’s own built post, with another title, date and text. */
const asPage = (built: string, { title, year, text }: OldPost) =>
  built
    .replace(/<title>.*?<\/title>/, `<title>${title} · A charity</title>`)
    .replace(/"datePublished":"\d{4}/, `"datePublished":"${year}`)
    .replace(/<main[\s\S]*<\/main>/, `<main><article><h1>${title}</h1><p>${text}</p></article></main>`);

export interface Archive {
  /** Builds the index of these posts, and two pages that are no post, with parts of two posts or more; gives what the build says of it. */
  build(posts: readonly OldPost[]): Promise<string>;
  /** The folder of the site, in which `pagefind` lies. */
  readonly site: string;
  /** Where parts are kept between builds. */
  readonly kept: string;
  /** The folder with all of that. */
  readonly root: string;
}

/** An archive that nothing has been built of yet. */
export async function newArchive(): Promise<Archive> {
  const root = await mkdtemp(join(tmpdir(), 'archive-'));
  const folder = (name: string) => pathToFileURL(`${join(root, name)}/`);
  const built = await readFile(builtPost, 'utf8');
  await mkdir(join(root, 'site'));
  return {
    root,
    site: join(root, 'site'),
    kept: join(root, 'cache/search-parts'),
    async build(posts) {
      const said: string[] = [];
      const work = await searchIndexInParts(2)({
        dir: folder('site'),
        config: { cacheDir: folder('cache'), root: folder('.'), srcDir: folder('src') },
        logger: { info: (line) => said.push(line) },
      });
      const found = new Map<string, unknown>();
      const look = async (html: string, address: string) => found.set(address, await work.look?.(html, address));
      const page = (name: string) =>
        look(
          `<html lang="en-GB"><head><title>${name}</title></head><main><p>${name} of music.</p></main></html>`,
          `/${name}/`,
        );
      await page('about');
      for (const post of posts)
        await look(asPage(built, post), `/news/${post.title.toLowerCase().replaceAll(' ', '-')}/`);
      await page('refer');
      await work.end?.(found as Parameters<NonNullable<typeof work.end>>[0]);
      return said.join('\n');
    },
  };
}
