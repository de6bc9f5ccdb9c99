/** Draws the share picture of every page that asks for one in its head, so that a page and its picture cannot say different things. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { create, type Font } from 'fontkit';
import { parseFragment } from 'parse5';
import sharp from 'sharp';
import { brandOf } from '../src/brand.ts';
import { sharePicture, sharePictureAddress } from '../src/share-picture.ts';
import { addressOf, builtFiles } from './built-files.ts';

/** What a page's head says under this property, as a reader of it would understand it. */
function said(html: string, property: string): string | undefined {
  const [tag] = new RegExp(`<meta property="${property}" content="[^"]*">`).exec(html) ?? [];
  const [meta] = tag ? parseFragment(tag).childNodes : [];
  return meta && 'attrs' in meta ? meta.attrs.find(({ name }) => name === 'content')?.value : undefined;
}

/** Sixteen colours are plenty for four inks, and keep the file small. */
const asPng = (svg: string) => sharp(Buffer.from(svg)).png({ palette: true, colours: 16, effort: 1 }).toBuffer();

export const sharePictures = (): AstroIntegration => {
  let kept: URL;
  let styles: URL;
  return {
    name: 'share-pictures',
    hooks: {
      'astro:config:done': ({ config }) => {
        kept = new URL('share-pictures/', config.cacheDir);
        styles = new URL('styles/', config.srcDir);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const brand = brandOf(await readFile(new URL('tokens.css', styles), 'utf8'));
        const font = create(await readFile(new URL('fonts/young-serif.woff2', styles))) as Font;
        await mkdir(kept, { recursive: true });
        let drawn = 0;
        for (const page of await builtFiles(dir, '.html')) {
          const html = await readFile(page, 'utf8');
          const [address, title, name] = ['og:image', 'og:title', 'og:site_name'].map((one) => said(html, one));
          if (!address || !title || !name) continue;
          const { pathname } = new URL(address);
          // A page may ask for the picture of another, such as that of its list.
          if (pathname !== sharePictureAddress(addressOf(dir, page).replace(/index\.html$/, ''))) continue;
          const svg = sharePicture(title, name, brand, font);
          const before = new URL(`${createHash('sha256').update(svg).digest('hex')}.png`, kept);
          const file = join(fileURLToPath(dir), pathname);
          await mkdir(dirname(file), { recursive: true });
          await copyFile(before, file).catch(async () => {
            await writeFile(before, await asPng(svg));
            await copyFile(before, file);
          });
          drawn++;
        }
        logger.info(`${drawn} pictures for sharing`);
      },
    },
  };
};
