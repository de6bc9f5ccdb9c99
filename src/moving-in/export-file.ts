/**
 * Reads the file that WordPress writes under Tools, Export (WXR: RSS with fields of its own), and Squarespace after it: what is in it, and on which line.
 * The file comes from elsewhere, so nothing in it is fetched, and no entity of its own is believed.
 */
import { SaxesParser } from 'saxes';

/** Words of the file, and the line where they begin. */
export interface Passage {
  readonly text: string;
  readonly line: number;
}

/** A category, a tag, or whatever else the old site sorted by. */
export interface Term {
  /** `category`, `post_tag`, or a name of the old site’s own. */
  readonly taxonomy: string;
  /** Its number. */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** The slug of the one it lies under. */
  readonly parent: string;
  readonly description: string;
}

/** A post, a page, a picture, a line of a menu: WordPress has one kind of thing for all of them. */
export interface Item {
  readonly line: number;
  readonly id: string;
  /** `post`, `page`, `attachment`, or another. */
  readonly type: string;
  /** `publish`, `draft`, `private` and so on. */
  readonly status: string;
  readonly title: string;
  readonly link: string;
  readonly guid: string;
  readonly slug: string;
  /** When it was published, by the old site’s own clock: `2019-05-03 10:00:00`. */
  readonly date: string;
  readonly author: string;
  readonly parent: string;
  readonly hasPassword: boolean;
  readonly isSticky: boolean;
  readonly content: Passage;
  readonly excerpt: Passage;
  readonly terms: readonly Pick<Term, 'taxonomy' | 'slug' | 'name'>[];
  readonly meta: readonly { readonly key: string; readonly value: string; readonly line: number }[];
  readonly attachmentAddress: string;
  readonly comments: number;
}

/** All that an export holds. */
export interface Export {
  readonly generator: string;
  readonly title: string;
  /** Where the old site was, with no slash at its end: `https://old.example`. */
  readonly address: string;
  /** When the file was made, in its own words. */
  readonly madeOn: string;
  readonly authors: readonly { readonly login: string; readonly name: string }[];
  readonly terms: readonly Term[];
  readonly items: readonly Item[];
  /** What was wrong with the file, and mended: one line each. */
  readonly mended: readonly { readonly line: number; readonly words: string }[];
}

/** A file that cannot be moved in, with what to do about it. */
export class UnreadableExport extends Error {}

/** The names of the fields that we read; the rest is passed over. */
type Fields = Map<string, Passage>;

/** Elements as deep as this are in no export. */
const deepest = 40;
/** What XML allows nowhere, and old posts have all the same. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** What the reader says of a sign that stands where it may not, and of an entity that is none. Of a name of a tag it says more words than these. */
const mendable =
  /^(?:disallowed character(?: in entity name)?|(?:undefined|malformed character) entity|empty entity name)\.$/;

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
  text: string[];
  readonly fields: Fields;
}

const textOf = (fields: Fields, name: string) => (fields.get(name)?.text ?? '').trim();
const passageOf = (fields: Fields, name: string, line: number): Passage => fields.get(name) ?? { text: '', line };

/**
 * What an export holds.
 * @param pieces the file, piece by piece
 * @throws UnreadableExport when it is no export, is cut short, is not in UTF-8, or is made to do harm
 */
export async function readExport(pieces: AsyncIterable<Uint8Array>): Promise<Export> {
  const parser = new SaxesParser({ position: true });
  const open: Open[] = [];
  const channel: Fields = new Map();
  const authors: Export['authors'][number][] = [];
  const terms: Term[] = [];
  const items: Item[] = [];
  const mended = new Map<string, number>();
  let item: { terms: Item['terms'][number][]; meta: Item['meta'][number][]; comments: number } | undefined;
  let isClosed = false;
  let isExport = false;

  const stop = (words: string) => {
    throw new UnreadableExport(words);
  };
  parser.on('doctype', () =>
    stop(`Line ${parser.line}: the file begins with a DOCTYPE, which no export has. Ask who made it.`),
  );
  parser.on('error', (mistake) => {
    const words = mistake.message.replace(/^[^:]*:?\d+:\d+: /, '');
    // A broken `&nbsp;` in a title costs nobody a whole site; a broken tag may have moved words from one post to another.
    if (!mendable.test(words))
      stop(`The file cannot be read at line ${parser.line}: ${words} It may have been cut short: export it again.`);
    if (!mended.has(words)) mended.set(words, parser.line);
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= deepest) stop(`Line ${parser.line}: elements lie deeper in each other than in any export.`);
    open.push({
      name,
      attributes: attributes as Record<string, string>,
      line: parser.line,
      text: [],
      fields: new Map(),
    });
    if (name === 'item' && open.at(-2)?.name === 'channel') item = { terms: [], meta: [], comments: 0 };
  });
  const addText = (text: string) => open.at(-1)?.text.push(text);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (!closed) return;
    const { name, attributes, line, fields } = closed;
    const text = closed.text.join('');
    const parent = open.at(-1);
    if (parent === undefined) isClosed = name === 'rss';
    if (parent?.name === 'channel') {
      if (name === 'item' && item) {
        items.push(itemOf(fields, line, item));
        item = undefined;
      } else if (name === 'wp:author') {
        const login = textOf(fields, 'wp:author_login');
        authors.push({ login, name: textOf(fields, 'wp:author_display_name') || login });
      } else if (name === 'wp:category' || name === 'wp:tag' || name === 'wp:term') terms.push(termOf(name, fields));
      else {
        isExport ||= name === 'wp:wxr_version';
        channel.set(name, { text, line });
      }
      return;
    }
    if (item && parent?.name === 'item') {
      if (name === 'category')
        item.terms.push({
          taxonomy: attributes.domain ?? 'category',
          slug: attributes.nicename ?? '',
          name: text.trim(),
        });
      else if (name === 'wp:postmeta')
        item.meta.push({ key: textOf(fields, 'wp:meta_key'), value: fields.get('wp:meta_value')?.text ?? '', line });
      else if (name === 'wp:comment') item.comments++;
    }
    parent?.fields.set(name, { text, line });
  });

  const decoder = new TextDecoder('utf-8', { fatal: true });
  const inWords = (piece?: Uint8Array) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw new UnreadableExport(
        `From line ${parser.line} or a little later, the file is not written in UTF-8, as an export is: letters such as é or £ would be lost. Was it opened and saved again, or is it still packed (ZIP)? Unpack it, or take the first export, as it was downloaded.`,
      );
    }
  };
  const add = (piece: string) => {
    const clean = piece.replace(forbidden, () => {
      if (!mended.has('a control character, which nobody can see'))
        mended.set('a control character, which nobody can see', parser.line);
      return ' ';
    });
    parser.write(clean);
  };
  for await (const piece of pieces) add(inWords(piece));
  add(inWords());
  parser.close();
  if (!isExport)
    stop(
      'This is no export of WordPress’s kind. In WordPress: Tools, Export, “All content”. In Squarespace: Settings, Import & Export.',
    );
  if (!isClosed) stop('The file ends in the middle. Export it again, and wait until all of it is there.');

  const address = (textOf(channel, 'wp:base_blog_url') || textOf(channel, 'link')).replace(/\/+$/, '');
  return {
    generator: textOf(channel, 'generator'),
    title: textOf(channel, 'title'),
    address,
    madeOn: textOf(channel, 'pubDate'),
    authors,
    terms,
    items,
    mended: [...mended].map(([words, line]) => ({ words, line })),
  };
}

function termOf(element: string, fields: Fields): Term {
  if (element === 'wp:tag')
    return {
      taxonomy: 'post_tag',
      id: textOf(fields, 'wp:term_id'),
      slug: textOf(fields, 'wp:tag_slug'),
      name: textOf(fields, 'wp:tag_name'),
      parent: '',
      description: textOf(fields, 'wp:tag_description'),
    };
  if (element === 'wp:category')
    return {
      taxonomy: 'category',
      id: textOf(fields, 'wp:term_id'),
      slug: textOf(fields, 'wp:category_nicename'),
      name: textOf(fields, 'wp:cat_name'),
      parent: textOf(fields, 'wp:category_parent'),
      description: textOf(fields, 'wp:category_description'),
    };
  return {
    taxonomy: textOf(fields, 'wp:term_taxonomy'),
    id: textOf(fields, 'wp:term_id'),
    slug: textOf(fields, 'wp:term_slug'),
    name: textOf(fields, 'wp:term_name'),
    parent: textOf(fields, 'wp:term_parent'),
    description: textOf(fields, 'wp:term_description'),
  };
}

const itemOf = (fields: Fields, line: number, gathered: Pick<Item, 'terms' | 'meta' | 'comments'>): Item => ({
  line,
  id: textOf(fields, 'wp:post_id'),
  type: textOf(fields, 'wp:post_type'),
  status: textOf(fields, 'wp:status'),
  title: textOf(fields, 'title'),
  link: textOf(fields, 'link'),
  guid: textOf(fields, 'guid'),
  slug: textOf(fields, 'wp:post_name'),
  date: textOf(fields, 'wp:post_date'),
  author: textOf(fields, 'dc:creator'),
  parent: textOf(fields, 'wp:post_parent'),
  hasPassword: textOf(fields, 'wp:post_password') !== '',
  isSticky: textOf(fields, 'wp:is_sticky') === '1',
  content: passageOf(fields, 'content:encoded', line),
  excerpt: passageOf(fields, 'excerpt:encoded', line),
  attachmentAddress: textOf(fields, 'wp:attachment_url'),
  ...gathered,
});
