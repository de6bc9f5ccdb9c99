/** Draws the share picture of every page that asks for one in its head, so that a page and its picture cannot say different things. */
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, type Font } from 'fontkit';
import { parseFragment } from 'parse5';
import sharp from 'sharp';
import { brandOf } from '../src/brand.ts';
import { digestOfCode } from '../src/digest-of-code.ts';
import { sharePicture, sharePictureAddress } from '../src/share-picture.ts';
import { sumOf, writeWhole } from '../src/whole-file.ts';
import type { PageStep } from './every-page.ts';

const metaOf = (property: string) => new RegExp(`<meta property="${property}" content="([^"]*)">`);
const [ogTitle, ogSiteName, ogImage] = [metaOf('og:title'), metaOf('og:site_name'), metaOf('og:image')];

/** What a page's head says in this element, as a reader of it would understand it. */
function said(html: string, element: RegExp): string | undefined {
  const [tag, written] = element.exec(html) ?? [];
  // Most have no character written as a reference, and to read HTML takes a moment.
  if (!written?.includes('&')) return written;
  const [meta] = tag ? parseFragment(tag).childNodes : [];
  return meta && 'attrs' in meta ? meta.attrs.find(({ name }) => name === 'content')?.value : undefined;
}

/** Sixteen colours are plenty for four inks, and keep the file small. */
const asPng = (svg: string) => sharp(Buffer.from(svg)).png({ palette: true, colours: 16, effort: 1 }).toBuffer();

/** The picture that a page asks for, and what stands on it. */
interface Asked {
  readonly title: string;
  readonly name: string;
  readonly pathname: string;
}

export const sharePictures: PageStep<Asked> = async ({ dir, config, logger }) => {
  const kept = new URL('share-pictures/', config.cacheDir);
  const styles = new URL('styles/', config.srcDir);
  const brand = brandOf(await readFile(new URL('tokens.css', styles), 'utf8'));
  const drawnBy = digestOfCode(fileURLToPath(config.root));
  await mkdir(kept, { recursive: true });
  let font: Font | undefined;

  async function draw({ title, name }: Pick<Asked, 'title' | 'name'>): Promise<Buffer> {
    font ??= create(await readFile(new URL(brand.face, styles))) as Font;
    return asPng(sharePicture(title, name, brand, font));
  }

  /** Puts a picture into the site. One that says the same, drawn by the same code, is drawn once: to draw its letters takes half as long as to paint it. */
  async function put({ title, name, pathname }: Asked): Promise<void> {
    const before = new URL(`${sumOf(JSON.stringify([drawnBy, title, name]))}.png`, kept);
    const file = join(fileURLToPath(dir), pathname);
    await mkdir(dirname(file), { recursive: true });
    await copyFile(before, file).catch(async () => {
      await writeWhole(fileURLToPath(before), await draw({ title, name }));
      await copyFile(before, file);
    });
  }

  return {
    look(html, address) {
      const asked = said(html, ogImage);
      if (!asked) return undefined;
      const { pathname } = new URL(asked);
      // A page may ask for the picture of another, such as that of its list.
      if (pathname !== sharePictureAddress(address)) return undefined;
      const [title, name] = [said(html, ogTitle), said(html, ogSiteName)];
      return title && name ? { title, name, pathname } : undefined;
    },
    async end(asked) {
      for (const one of asked.values()) await put(one);
      logger.info(`${asked.size} pictures for sharing`);
    },
  };
};
