/** Takes the pictures as staff uploaded them out of the built site: they carry where and when a photo was taken. Only what a page shows stays. */
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AstroIntegration } from 'astro';
import { pictureEndings } from '../src/schema/field.ts';
import { builtFiles } from './built-files.ts';

export const noOriginals = (): AstroIntegration => ({
  name: 'no-originals',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const pages = await Promise.all(
        (await builtFiles(dir, '.html', '.xml', '.json', '.css')).map((file) => readFile(file, 'utf8')),
      );
      const isNamed = (file: string) =>
        pages.some((page) => page.includes(basename(file)) || page.includes(encodeURI(basename(file))));
      const endings = pictureEndings.map((ending) => `.${ending}`);
      const pictures = await builtFiles(new URL('_astro/', dir), ...endings);
      await Promise.all(pictures.filter((file) => !isNamed(file)).map((file) => rm(file)));
    },
  },
});
