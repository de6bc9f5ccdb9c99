/** The staff handbook as pages of the site. It is written in `docs/handbook/`, where GitHub shows it, too; nothing of it is said here again. */
import type { ImageMetadata } from 'astro';
import { proseToHtml } from './blocks/prose.ts';
import { readText } from './blocks/text.ts';

const written = import.meta.glob<string>('/docs/handbook/*.md', { query: '?raw', import: 'default', eager: true });
const pictures = import.meta.glob<{ default: ImageMetadata }>('/docs/handbook/pictures/*.webp', { eager: true });

/** A run of words, or a picture of the CMS. */
type HandbookPiece =
  | { readonly kind: 'words'; readonly html: string }
  | { readonly kind: 'picture'; readonly picture: ImageMetadata; readonly description: string };

export interface HandbookPage {
  /** The name of its file and the end of its address; `undefined` for the index. */
  readonly name: string | undefined;
  readonly title: string;
  /** Its first paragraph: what it is for. */
  readonly lead: string;
  readonly pieces: readonly HandbookPiece[];
}

/** Where the index is. */
export const handbookAddress = '/admin/handbook/';

/** Between files a link is written as GitHub follows it: `[Undo a mistake](undo-a-mistake.md)`. */
const withAddresses = (markdown: string) =>
  markdown.replaceAll(
    /\]\(([\w-]+)\.md\)/g,
    (_, name: string) => `](${handbookAddress}${name === 'README' ? '' : `${name}/`})`,
  );

function pageOf(file: string, source: string): HandbookPage {
  const [whole, title, lead] = /^# (.+)\n\n(.+)\n/.exec(source) ?? [];
  if (!whole || !title || !lead)
    throw new Error(`${file} must begin with its title, “# …”, and a paragraph on one line.`);
  let level = 1;
  const pieces = readText(withAddresses(source.slice(whole.length))).flatMap((piece): HandbookPiece[] => {
    if (piece.kind === 'prose') {
      const prose = proseToHtml(piece.markdown, level);
      level = prose.level;
      return [{ kind: 'words', html: prose.html }];
    }
    // A new picture is taken on the built site, so one that is not there yet does not stop the build; a test misses it.
    const picture = piece.kind === 'picture' && pictures[`/docs/handbook/${piece.file}`]?.default;
    return picture ? [{ kind: 'picture', picture, description: piece.description }] : [];
  });
  const name = file.replace(/^.*\/(.+)\.md$/, '$1');
  return { name: name === 'README' ? undefined : name, title, lead, pieces };
}

/** Every page of it, the index too. */
export const handbookPages = (): readonly HandbookPage[] =>
  Object.entries(written).map(([file, source]) => pageOf(file, source));
