/** Puts the parts of a text together as this site writes one, once what they need is fetched; and sees to it that no word is missing. */
import { createHash } from 'node:crypto';
import { fromHtml } from 'hast-util-from-html';
import { blocks } from '../blocks/blocks.ts';
import type { BlockValues } from '../blocks/directive.ts';
import { writeDirective, writePicture } from '../blocks/directive.ts';
import { download, endingOf, isAsNamed } from '../blocks/download.ts';
import { gallery } from '../blocks/gallery.ts';
import { proseToHtml } from '../blocks/prose.ts';
import { isSafe } from '../blocks/safe-address.ts';
import { definitionsIn, readText } from '../blocks/text.ts';
import { type MarkdownNode, writeText } from '../blocks/write-text.ts';
import { markOf } from '../photo-to-keep.ts';
import { plainName, withoutEnding } from '../plain-name.ts';
import { description as descriptionField, downloadEndings } from '../schema/field.ts';
import { formOf } from '../schema/form.ts';
import { NotFetched } from './fetched.ts';
import { type FittedPicture, fitted } from './fitted.ts';
import { nameOf } from './old-site.ts';
import { seenWords } from './old-text.ts';
import type { Matter } from './report.ts';
import type { Made, WantedPicture } from './turned-text.ts';

/** Stands for what a picture shows until somebody has said it. Nobody reads it: such a picture is off the site, since nobody has said who is in it either. */
export const notDescribed = 'Nobody has said yet what this picture shows.';

type Tell = (matter: Matter, line: number | undefined, words: string) => void;

/** What an entry’s folder is to hold beside its text. */
export class FilesBeside {
  readonly files = new Map<string, Buffer>();
  /** Pictures that nobody has described. */
  readonly undescribed: string[] = [];
  /** All pictures. */
  readonly pictures: string[] = [];
  readonly #fetch: (address: string) => Promise<Buffer>;
  readonly #tell: Tell;
  readonly #fetched = new Map<string, Promise<FittedPicture | NotFetched>>();
  readonly #downloads = new Map<string, Promise<string | NotFetched>>();

  constructor(fetch: (address: string) => Promise<Buffer>, tell: Tell) {
    this.#fetch = fetch;
    this.#tell = tell;
  }

  /** The values of a picture that has been fetched and made fit; `undefined`, and told, when it cannot be had. */
  async picture(wanted: WantedPicture, place: string): Promise<BlockValues | undefined> {
    const { address, description, line, caption } = wanted;
    const had = this.#fetched.get(address) ?? this.#have(address);
    this.#fetched.set(address, had);
    const fit = await had;
    if (fit instanceof NotFetched) {
      const its = [description && `it shows: “${description}”`, caption && `under it stood: “${caption}”`]
        .filter(Boolean)
        .join('; ');
      this.#tell(
        'picture',
        line,
        `${place}: ${address.slice(0, 300)} (${fit.message}).${its ? ` Of the picture: ${its}.` : ''}`,
      );
      return undefined;
    }
    const isNew = !this.files.has(fit.name);
    this.files.set(fit.name, fit.content);
    if (isNew) this.pictures.push(fit.name);
    const shown = description.replace(/\s+/g, ' ').trim();
    const isSound = descriptionField().safeParse(shown).success;
    if (!isSound && isNew) this.undescribed.push(fit.name);
    if (!isSound && shown !== '')
      this.#tell(
        'look-over',
        line,
        `What the picture ${fit.name} shows was said in too many words: “${shown}”. Say it in one sentence.`,
      );
    const isCaption = caption.length > 0 && caption.length <= 200;
    // Nobody's consent comes with an export: so it is kept off the site until somebody has said who is in it.
    return {
      file: fit.name,
      description: isSound ? shown : notDescribed,
      ...(isCaption ? { caption } : {}),
      shows: 'people',
    };
  }

  async #have(address: string): Promise<FittedPicture | NotFetched> {
    try {
      return await fitted(nameOf(address), await this.#content(address));
    } catch (error) {
      return error instanceof NotFetched ? error : new NotFetched(reasonOf(error));
    }
  }

  /** Tells of a gallery none of whose pictures could be had. */
  lostGallery(heading: string, line: number | undefined): void {
    this.#tell('picture', line, `The gallery “${heading}”: none of its pictures could be had.`);
  }

  /** The name of a file to download that has been fetched; `undefined`, and told, when it cannot be had. */
  async download(label: string, address: string, line: number): Promise<string | undefined> {
    const had = this.#downloads.get(address) ?? this.#haveDownload(address);
    this.#downloads.set(address, had);
    const name = await had;
    if (typeof name === 'string') return name;
    this.#tell(
      'picture',
      line,
      `The file “${label}”: ${address} (${name.message}). The link still leads to the old site.`,
    );
    return undefined;
  }

  async #haveDownload(address: string): Promise<string | NotFetched> {
    try {
      const name = downloadName(address);
      if (name === undefined) throw new NotFetched('it is of no kind that can be downloaded here');
      const content = await this.#content(address);
      if (!isAsNamed(name, content.subarray(0, 16).toString('latin1')))
        throw new NotFetched('it is not the kind of file that its name says');
      const namesake = this.files.get(name);
      const own =
        namesake === undefined || namesake.equals(content)
          ? name
          : `${withoutEnding(name)}-${markOf(createHash('sha256').update(content).digest())}.${endingOf(name)}`;
      this.files.set(own, content);
      return own;
    } catch (error) {
      return error instanceof NotFetched ? error : new NotFetched(reasonOf(error));
    }
  }

  async #content(address: string): Promise<Buffer> {
    if (!address.startsWith('data:')) return this.#fetch(address);
    const [, base64 = ''] = /^data:image\/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]+)$/.exec(address) ?? [];
    if (base64 === '') throw new NotFetched('it is not a picture that can be read');
    return Buffer.from(base64, 'base64');
  }
}

const reasonOf = (error: unknown) =>
  error instanceof NotFetched ? error.message : `it could not be had: ${(error as Error).message}`;

/** By which name a file to download is kept; `undefined` when it is of no kind that may be downloaded here. */
export function downloadName(address: string): string | undefined {
  const written = nameOf(address);
  const ending = endingOf(written);
  // Whoever wrote the address has no say in where the file lies: of its name, only letters, figures and hyphens are left.
  if (!downloadEndings.some((one) => one === ending)) return undefined;
  return `${plainName(withoutEnding(written)).slice(0, 60).replace(/-$/, '') || 'file'}.${ending}`;
}

const paragraph = (children: MarkdownNode[]): MarkdownNode => ({ type: 'paragraph', children });
const block = (shortcode: string, shortcodeData: BlockValues): MarkdownNode => ({
  type: 'shortcode',
  data: { shortcode, shortcodeData },
});
const shortEnough = (label: string) => (label.length > 90 ? `${label.slice(0, 89).replace(/\s+\S*$/, '')}…` : label);

/** The parts of a text as nodes, with what they need beside it. */
export async function nodesOf(made: readonly Made[], beside: FilesBeside): Promise<MarkdownNode[]> {
  const nodes: MarkdownNode[] = [];
  for (const part of made) {
    if (part.kind === 'words') nodes.push(part.node);
    else if (part.kind === 'block') nodes.push(block(part.name, part.values));
    else if (part.kind === 'picture') {
      const values = await beside.picture(part.picture, 'A picture in the text');
      if (values) nodes.push(block('image', values), ...captionTooLong(part.picture));
    } else if (part.kind === 'download') {
      const file = await beside.download(part.label, part.address, part.line);
      if (file) nodes.push(block(download.name, { label: shortEnough(part.label), file }));
      else {
        const label: MarkdownNode = { type: 'text', value: part.label };
        const link = { type: 'link', url: part.address, children: [label] } as MarkdownNode;
        nodes.push(paragraph([isSafe(part.address) ? link : label]));
      }
    } else {
      const found = await Promise.all(
        part.pictures.map(async (wanted) => ({
          wanted,
          values: await beside.picture(wanted, 'A picture in a gallery'),
        })),
      );
      const had = found.flatMap(({ values }) => values ?? []);
      if (had.length === 0) beside.lostGallery(part.heading, part.pictures[0]?.line);
      const most = formOf(gallery.schema).find(({ name }) => name === 'pictures')?.most ?? had.length;
      for (let at = 0; at < had.length; at += most)
        nodes.push(block(gallery.name, { heading: part.heading, pictures: had.slice(at, at + most) }));
      nodes.push(...found.flatMap(({ wanted, values }) => (values ? captionTooLong(wanted) : [])));
    }
  }
  return nodes;
}

const captionTooLong = ({ caption }: WantedPicture): MarkdownNode[] =>
  caption.length > 200 ? [paragraph([{ type: 'text', value: caption }])] : [];

const forms = new Map(blocks.map(({ name, schema }) => [name as string, formOf(schema)]));

/** A text as it is written in its file. */
export const writtenText = (nodes: readonly MarkdownNode[]): string =>
  writeText(nodes, ({ shortcode, shortcodeData }) =>
    shortcode === 'image'
      ? writePicture(shortcodeData)
      : writeDirective(shortcode, forms.get(shortcode) ?? [], shortcodeData),
  );

const marks = new Set(['strong', 'emphasis', 'delete']);

/** The same text with no bold, italics or strokes. */
export const withoutMarks = (nodes: readonly MarkdownNode[]): MarkdownNode[] =>
  nodes.flatMap((node) => {
    if (!node.children) return [node];
    const children = withoutMarks(node.children);
    return marks.has(node.type) ? children : [{ ...node, children }];
  });

/** All that readers see of a text, as one line. */
export function shownOf(text: string): string {
  const pieces = readText(text);
  const definitions = definitionsIn(pieces);
  const all = (value: unknown): string =>
    typeof value === 'object' && value !== null ? Object.values(value).map(all).join(' ') : String(value ?? '');
  return pieces
    .map((piece) => {
      if (piece.kind === 'prose')
        return seenWords(fromHtml(proseToHtml(piece.markdown, 1, definitions).html, { fragment: true }));
      return piece.kind === 'block' ? all(piece.values) : piece.kind === 'picture' ? all(piece) : piece.written;
    })
    .join(' ');
}

const counted = (words: Iterable<string>) => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

const wordsIn = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of one text that are not in another, as often as they are missing. */
export function missingWords(from: string, among: string): string[] {
  const there = counted(wordsIn(among));
  return wordsIn(from).filter((word) => {
    const count = there.get(word) ?? 0;
    there.set(word, count - 1);
    return count <= 0;
  });
}

/** How many signs a text shows that change the look of words where they are written: one more than was meant has been read as a word. */
export const signsIn = (shown: string): number => shown.match(/[*_~\\]/g)?.length ?? 0;
