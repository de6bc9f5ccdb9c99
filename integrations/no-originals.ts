/** Takes the pictures as staff uploaded them out of the built site: they carry where and when a photo was taken. Only what a page shows stays. */
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { pictureEndings } from '../src/schema/field.ts';
import { builtFiles } from './built-files.ts';
import type { PageStep } from './every-page.ts';

/** A file of Astro’s, where a page, a feed or a style has its address. */
const namedFile = /\/_astro\/([^"\s<>\\]+)/g;
/** Where an address without quotation marks may end, in a style or a list of pictures. A picture’s name may have the same in it, so each is tried. */
const mayEnd = /[)',]|$/g;

/** The name of a file, from the way it is written in an address in HTML or XML. */
function plain(name: string): string {
  const words = name.replaceAll(/&(?:amp|#38|#x26);/gi, '&').replaceAll(/&(?:apos|#39|#x27);/gi, "'");
  try {
    return decodeURI(words);
  } catch {
    return words;
  }
}

/** The names of all files that a text may name. */
const namesIn = (text: string) =>
  [...text.matchAll(namedFile)].flatMap(([, name = '']) =>
    [...name.matchAll(mayEnd)].map(({ index }) => plain(name.slice(0, index))),
  );

export const noOriginals: PageStep<readonly string[]> = ({ dir }) => {
  return {
    look: (html) => [...new Set(namesIn(html))],
    async end(onPages) {
      const named = new Set([...onPages.values()].flat());
      for (const file of builtFiles(dir, '.xml', '.json', '.css'))
        for (const name of namesIn(await readFile(file, 'utf8'))) named.add(name);
      const endings = pictureEndings.map((ending) => `.${ending}`);
      const pictures = builtFiles(new URL('_astro/', dir), ...endings);
      await Promise.all(pictures.filter((file) => !named.has(basename(file))).map((file) => rm(file)));
    },
  };
};
