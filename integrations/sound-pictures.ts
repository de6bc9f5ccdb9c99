/**
 * What earlier builds have kept of pictures is used only when it is whole. Astro copies what lies there without a look: a file that was cut short when the
 * disk was full or a build was broken off, or that a failing disk has garbled, would be on the site from then on.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import sharp from 'sharp';
import { writeWhole } from '../src/whole-file.ts';

/** The folders of kept pictures, and the one with a sum of each that was once seen to be whole. */
const folders = ['assets/', 'share-pictures/'];
const sums = 'picture-sums/';
const pictures = /\.(avif|gif|jpe?g|png|webp)$/i;

const isWhole = (content: Buffer) =>
  sharp(content)
    .stats()
    .then(
      () => true,
      () => false,
    );

/**
 * Takes out each kept picture that is not what it was, or that cannot be looked at to its end: it is made anew.
 * @param cache the folder that has them
 * @returns the names of those that were taken out
 */
export async function dropUnsoundPictures(cache: URL): Promise<string[]> {
  const dropped: string[] = [];
  for (const folder of folders) {
    const here = new URL(folder, cache);
    const names = (await readdir(here).catch(() => [])).filter((name) => pictures.test(extname(name)));
    // In turn: a long archive has thousands, and each is read whole.
    for (const name of names) {
      const file = new URL(encodeURIComponent(name), here);
      const content = await readFile(file).catch((failure: NodeJS.ErrnoException) => {
        // A build beside this one may have taken it out already. What cannot be read is not whole.
        if (failure.code !== 'ENOENT') return Buffer.alloc(0);
        return undefined;
      });
      if (!content) continue;
      const sumFile = new URL(`${folder}${encodeURIComponent(name)}`, new URL(sums, cache));
      const sum = createHash('sha256').update(content).digest('hex');
      const known = await readFile(sumFile, 'utf8').catch(() => undefined);
      if (known === sum) continue;
      // What is there for the first time has no sum yet. Who has one and is another is what nobody made: Astro names what it makes by what it is of.
      if (known === undefined && (await isWhole(content))) {
        await mkdir(new URL('.', sumFile), { recursive: true });
        await writeWhole(fileURLToPath(sumFile), sum);
        continue;
      }
      await rm(file, { force: true });
      await rm(sumFile, { force: true });
      dropped.push(name);
    }
  }
  return dropped.sort();
}

export const soundPictures = (): AstroIntegration => {
  let cache: URL;
  return {
    name: 'sound-pictures',
    hooks: {
      'astro:config:done': ({ config }) => {
        cache = config.cacheDir;
      },
      'astro:build:start': async ({ logger }) => {
        for (const name of await dropUnsoundPictures(cache)) logger.warn(`${name} was not whole, and is made anew.`);
      },
    },
  };
};
