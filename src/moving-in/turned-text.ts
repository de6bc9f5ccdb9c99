/** What each part of an old text becomes here: words as Markdown, pictures and files as what is to be fetched. What cannot be turned whole is told, with its line. */
import type { Element, ElementContent, Root } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import { action } from '../blocks/action.ts';
import type { BlockValues } from '../blocks/directive.ts';
import { isBoldByStyle, isItalicByStyle, isPlainByStyle, namedHere } from '../blocks/said-by-style.ts';
import type { MarkdownNode } from '../blocks/write-text.ts';
import { downloadEndings } from '../schema/field.ts';
import { element, find, isElement, isWithinLine, textIn, withoutElement, words } from './elements.ts';
import { isEmbedded, linkForEmbed } from './embedded.ts';
import type { Item, Passage } from './export-file.ts';
import { nameOf, type OldSite } from './old-site.ts';
import {
  blockElement,
  type OldText,
  plainWords,
  pluginElement,
  readOldText,
  type Shortcode,
  seenWords,
  shortcodeElement,
  standsInLine,
} from './old-text.ts';
import { linesOf, paragraphsOf, withParagraphs } from './paragraphs.ts';
import type { Matter } from './report.ts';
import { withSoundMarks } from './sound-marks.ts';

/** A picture that is to be fetched. */
export interface WantedPicture {
  readonly address: string;
  /** What it shows, as the old site had it for people who cannot see; empty when it had nothing. */
  readonly description: string;
  readonly caption: string;
  readonly line: number;
}

/** A part of the new text, before what it needs is fetched. */
export type Made =
  | { readonly kind: 'words'; readonly node: MarkdownNode }
  | { readonly kind: 'picture'; readonly picture: WantedPicture }
  | { readonly kind: 'gallery'; readonly heading: string; readonly pictures: readonly WantedPicture[] }
  | { readonly kind: 'download'; readonly label: string; readonly address: string; readonly line: number }
  | { readonly kind: 'block'; readonly name: string; readonly values: BlockValues };

/** What is known around a text. */
export interface Around {
  readonly item: Item;
  readonly site: OldSite;
  /** Whether an empty line begins a paragraph where there are no blocks: it does in WordPress. */
  readonly paragraphsByLines: boolean;
  readonly tell: (matter: Matter, line: number, words: string) => void;
}

const said = (value: unknown): string =>
  Array.isArray(value) ? value.join(' ') : value === undefined || value === null ? '' : String(value);
const classesOf = (element: Element) => said(element.properties.className).split(/\s+/);
const shortened = (text: string, most = 120) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
/** Every word, for what goes nowhere else. */
const quoted = (text: string) => (text === '' ? '' : ` Its words: “${text}”.`);

const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const media = new Set([
  'img',
  'picture',
  'noscript',
  'iframe',
  'video',
  'audio',
  'object',
  'embed',
  'svg',
  'canvas',
  'math',
  'map',
  'form',
  'input',
  'select',
  'textarea',
  'figure',
  'script',
  'style',
  'template',
  'hr',
  'pre',
  blockElement,
  shortcodeElement,
]);

/** Blocks with others in them, all drawn by WordPress as a page is asked for. */
const drawnWithOthers = new Set([
  'query',
  'comments',
  'navigation',
  'social-links',
  'post-template',
  'comment-template',
]);

/** A button on its way: whether it is more than a link depends on what stands before it. */
interface Button {
  readonly kind: 'button';
  readonly label: string;
  /** Empty, when it leads to what is not here. */
  readonly address: string;
  readonly asLink: () => Part[];
}
type Part = Made | Button;

/** A button is “Something to do next”, if the short paragraph before it says what for; a button alone is a link. */
function withButtons(parts: readonly Part[]): Made[] {
  const made: Made[] = [];
  for (const part of parts) {
    if (part.kind !== 'button') {
      made.push(part);
      continue;
    }
    const last = made.at(-1);
    const isPlain =
      last?.kind === 'words' &&
      last.node.type === 'paragraph' &&
      last.node.children?.every(({ type }) => type === 'text');
    const asked = isPlain
      ? (last.node.children ?? [])
          .map(({ value }) => value)
          .join('')
          .trim()
      : '';
    const values = { words: asked, label: part.label, address: part.address };
    if (asked !== '' && action.schema.safeParse(values).success)
      made.splice(-1, 1, { kind: 'block', name: action.name, values });
    else made.push(...(part.asLink() as Made[]));
  }
  return made;
}

/** One text of an entry, part by part. */
export function turnText(passage: Passage, around: Around): Made[] {
  return new Turning(readOldText(passage), around, { level: 1, within: [] }).all();
}

class Turning {
  readonly #text: OldText;
  readonly #around: Around;
  /** The level of the last heading, and which reusable blocks we are in. */
  readonly #course: { level: number; readonly within: readonly string[] };
  readonly #byLines: boolean;
  #quiet = 0;

  constructor(text: OldText, around: Around, course: { level: number; readonly within: readonly string[] }) {
    this.#text = text;
    this.#around = around;
    this.#course = course;
    this.#byLines = around.paragraphsByLines && !text.hasBlocks;
  }

  all(): Made[] {
    return withButtons(this.#flow(this.#text.tree.children as ElementContent[], this.#byLines));
  }

  #tell(matter: Matter, node: ElementContent | Root, words: string): void {
    this.#around.tell(matter, this.#text.lineOf(node), words);
  }

  /** Everything between two tags that hold paragraphs. */
  #flow(nodes: readonly ElementContent[], byLines: boolean): Part[] {
    const made: Part[] = [];
    let run: ElementContent[] = [];
    const endRun = () => {
      for (const paragraph of paragraphsOf(run, byLines)) made.push(...this.#prose(element('p', paragraph), byLines));
      run = [];
    };
    for (const node of this.#opened(nodes)) {
      if (node.type === 'comment') {
        if (/^\s*nextpage\s*$/.test(node.value))
          this.#tell('look-over', node, 'The old text went on on a second page here. It is one page now.');
      } else if (!isElement(node) || isWithinLine(node) || /^(br|img)$/.test(node.tagName)) run.push(node);
      else {
        endRun();
        made.push(...this.#part(node, byLines));
      }
    }
    endRun();
    return made;
  }

  /** What stands in the brackets of a plugin, or in a mark that goes around more than a line, as what it is without them. */
  #opened(nodes: readonly ElementContent[]): ElementContent[] {
    return nodes.flatMap((node) => {
      if (!isElement(node) || !standsInLine(node.tagName)) return [node];
      const plugin = node.tagName === pluginElement ? this.#shortcodeOf(node) : undefined;
      if (plugin) this.#tellShortcode(node, plugin);
      else if (isWithinLine(node)) return [node];
      else if (node.tagName === 'a')
        this.#tell(
          'look-over',
          node,
          `A link lay around more than a line of words: it led to ${said(node.properties.href)}. The words are here, and lead nowhere.`,
        );
      return this.#opened(node.children);
    });
  }

  #shortcodeOf(node: Element): Shortcode | undefined {
    return node.tagName === shortcodeElement || node.tagName === pluginElement
      ? this.#text.shortcodes[Number(node.properties.dataIndex)]
      : undefined;
  }

  #tellShortcode(node: Element, { written, name }: Shortcode): void {
    const inside = seenWords(node);
    this.#tell(
      'left-out',
      node,
      `${shortened(written, 300)} is a part of a plugin (“${name}”), which this site does not have. ${inside ? 'The words in it have come along.' : 'Nothing stands in its place: add what it showed, or leave it.'}`,
    );
  }

  /** What stands between others: one element. */
  #part(node: Element, byLines: boolean): Part[] {
    const { tagName: name } = node;
    if (name === blockElement) return this.#block(node, byLines);
    if (name === shortcodeElement) return this.#ownShortcode(node, byLines);
    const squarespace = this.#squarespaceBlock(node);
    if (squarespace) return squarespace;
    if (headings.has(name)) return this.#heading(node);
    if (name === 'p') {
      if (!byLines) return this.#prose(node, byLines);
      return paragraphsOf(node.children, true).flatMap((paragraph) =>
        this.#prose({ ...node, children: paragraph }, byLines),
      );
    }
    if (name === 'blockquote') return this.#quotation(node, byLines);
    if (name === 'dt') return this.#flow([element('p', [element('strong', node.children)], {}, node)], byLines);
    if (/^(ul|ol|table|menu|dir)$/.test(name))
      return this.#prose(name === 'menu' || name === 'dir' ? { ...node, tagName: 'ul' } : node, byLines);
    if (name === 'hr') return [{ kind: 'words', node: { type: 'thematicBreak' } }];
    if (name === 'pre') return this.#preformatted(node);
    if (name === 'figure') return this.#figure(node, byLines);
    if (name === 'details') return this.#details(node, byLines);
    if (name === 'noscript') return this.#noscript(node, byLines);
    if (media.has(name)) return this.#medium(node);
    return this.#flow(node.children, byLines);
  }

  #heading(node: Element): Part[] {
    const { element: prose, before, after } = this.#withoutMedia(node);
    const children = this.#clean(prose.children, true, false);
    if (seenWords(element('div', children)) === '') return [...before, ...after];
    const wanted = Number((namedHere[node.tagName] ?? node.tagName).slice(1));
    this.#course.level = Math.min(Math.max(wanted, 2), this.#course.level + 1);
    return [...before, ...asMarkdown(element(`h${this.#course.level}`, children)), ...after];
  }

  /** A paragraph, a list or a table: its words; and, before or after them, the pictures and the like that stood in them. */
  #prose(node: Element, byLines: boolean): Part[] {
    const bare = node.tagName === 'p' ? seenWords(node) : '';
    if (
      /^https?:\/\/\S+$/.test(bare) &&
      find(node, ({ tagName }) => tagName === 'a').length === 0 &&
      URL.canParse(bare) &&
      isEmbedded(bare)
    )
      return this.#embed(node, bare);
    const [named] = node.tagName === 'table' ? find(node, ({ tagName }) => tagName === 'caption') : [];
    if (named)
      return [
        ...this.#prose(withoutElement(node, named), byLines),
        ...this.#flow([element('div', named.children)], byLines),
      ];
    if (node.tagName === 'table') this.#tellOfTable(node);
    const { element: prose, before, after } = this.#withoutMedia(node.tagName === 'table' ? withHeadings(node) : node);
    const [made] = this.#clean([prose], false, byLines);
    const files = this.#filesIn(prose);
    const isEmpty = made === undefined || seenWords(element('div', [made])) === '';
    return [...before, ...(isEmpty ? [] : asMarkdown(made as Element)), ...after, ...files];
  }

  /** Files that a link leads to, for they must come along: a block for each. */
  #filesIn(prose: Element): Part[] {
    return find(prose, ({ tagName }) => tagName === 'a').flatMap((link): Part[] => {
      const address = this.#around.site.absolute(said(link.properties.href), this.#around.item);
      if (address === undefined || !this.#isFileToKeep(address)) return [];
      return [{ kind: 'download', label: seenWords(link) || nameOf(address), address, line: this.#text.lineOf(link) }];
    });
  }

  #isFileToKeep(address: string): boolean {
    const { site } = this.#around;
    return (
      isDownload(address) &&
      (site.isOfOldSite(address) ||
        site.attachmentAt(address) !== undefined ||
        /squarespace/.test(new URL(address).hostname))
    );
  }

  #withoutMedia(node: Element): { element: Element; before: Part[]; after: Part[] } {
    const before: Part[] = [];
    const after: Part[] = [];
    let hasWords = false;
    const visit = (one: Element): Element => ({
      ...one,
      children: one.children.flatMap((child): ElementContent[] => {
        if (child.type === 'text' && child.value.trim() !== '') hasWords = true;
        if (!isElement(child)) return [child];
        const plugin = child.tagName === pluginElement ? this.#shortcodeOf(child) : undefined;
        if (plugin) this.#tellShortcode(child, plugin);
        if (child.tagName === pluginElement) return visit(child).children;
        if (child.tagName === 'img' && isEmoji(child)) return [words(said(child.properties.alt))];
        const isPictureLink =
          child.tagName === 'a' &&
          seenWords(child) === '' &&
          find(child, ({ tagName }) => tagName === 'img').length > 0;
        if (isPictureLink || media.has(child.tagName)) {
          (hasWords ? after : before).push(...(isPictureLink ? this.#linkedPictures(child) : this.#part(child, false)));
          // The words on either side of it stay two words.
          return [words(' ')];
        }
        return [visit(child)];
      }),
    });
    return { element: visit(node), before, after };
  }

  /** A picture that led somewhere. To itself, larger: every picture here does that. */
  #linkedPictures(link: Element): Part[] {
    const pictures = find(link, ({ tagName }) => tagName === 'img');
    const href = said(link.properties.href);
    const address = this.#around.site.absolute(href, this.#around.item);
    const leadsToItself =
      address === undefined ||
      /\.(jpe?g|png|gif|webp|avif|heic|svg)$/i.test(new URL(address).pathname) ||
      this.#around.site.itemOf(/attachment_id=(\d+)/.exec(address)?.[1])?.type === 'attachment' ||
      /attachment/.test(said(link.properties.rel));
    if (!leadsToItself)
      this.#tell(
        'look-over',
        link,
        `A picture was a link to ${address}. Pictures lead to themselves here: add the link to the words beside it.`,
      );
    return pictures.flatMap((picture) => this.#picture(picture));
  }

  #quotation(node: Element, byLines: boolean): Part[] {
    const { element: prose, before, after } = this.#withoutMedia(node);
    const [made] = this.#clean([prose], false, byLines);
    if (!isElement(made) || seenWords(made) === '') return [...before, ...after];
    this.#tell(
      'look-over',
      node,
      `A quotation: “${shortened(seenWords(made), 80)}”. If somebody said it of the charity’s work, and agreed to its being here, make it a “Quote” block with who said it.`,
    );
    return [...before, ...asMarkdown(made), ...after];
  }

  #preformatted(node: Element): Part[] {
    const value = textIn(node).replace(/^\n|\s+$/g, '');
    if (value.trim() === '') return [];
    const isPoem = classesOf(node).some((name) => /wp-block-(verse|preformatted|poetry)/.test(name));
    if (!isPoem) return [{ kind: 'words', node: { type: 'code', value } }];
    const paragraphs = value.split(/\n\s*\n/).filter((one) => one.trim() !== '');
    return paragraphs.map((one): Part => {
      const children = one
        .split('\n')
        .flatMap((line, index): MarkdownNode[] => [
          ...(index > 0 ? [{ type: 'break' }] : []),
          { type: 'text', value: line.trim() },
        ]);
      return { kind: 'words', node: { type: 'paragraph', children } };
    });
  }

  #figure(node: Element, byLines: boolean): Part[] {
    const [captioned] = find(node, ({ tagName }) => tagName === 'figcaption');
    const rest = withoutElement(node, captioned);
    const pictures = find(rest, ({ tagName }) => tagName === 'img');
    const others = find(rest, ({ tagName }) =>
      /^(table|blockquote|iframe|video|audio|ul|ol|p|pre|figure|object|embed)$/.test(tagName),
    );
    if (pictures.length === 1 && others.length === 0 && seenWords(rest) === '') {
      const [link] = find(rest, ({ tagName }) => tagName === 'a');
      const caption = captioned ? this.#captionWords(captioned) : '';
      if (link)
        return this.#linkedPictures(link).map((made) =>
          made.kind === 'picture' ? { ...made, picture: { ...made.picture, caption } } : made,
        );
      return this.#picture(pictures[0] as Element, caption);
    }
    const [quotation] = others;
    if (
      others.every((one) => one.tagName === 'p' || one.tagName === 'blockquote') &&
      quotation?.tagName === 'blockquote' &&
      captioned
    )
      return this.#quotation(
        { ...quotation, children: [...quotation.children, element('p', captioned.children)] },
        byLines,
      );
    const asParagraph = captioned ? this.#prose(element('p', captioned.children, {}), byLines) : [];
    return [...this.#flow(rest.children, byLines), ...asParagraph];
  }

  /** A caption is words alone. */
  #captionWords(caption: Element): string {
    for (const link of find(caption, ({ tagName }) => tagName === 'a'))
      this.#tell(
        'look-over',
        link,
        `A link in a caption led to ${said(link.properties.href)}. A caption is words alone here: add the link to the text, if readers need it.`,
      );
    return seenWords(caption);
  }

  #details(node: Element, byLines: boolean): Part[] {
    const [summary] = find(node, ({ tagName }) => tagName === 'summary');
    this.#tell(
      'look-over',
      node,
      `What readers unfolded stands open now: “${shortened(summary ? seenWords(summary) : '', 80)}”.`,
    );
    const heading = summary ? this.#prose(element('p', [element('strong', summary.children)]), byLines) : [];
    return [...heading, ...this.#flow(withoutElement(node, summary).children, byLines)];
  }

  /** What stands for a picture where no script runs is that picture again. */
  #noscript(node: Element, byLines: boolean): Part[] {
    if (find(node, ({ tagName }) => tagName === 'img').length > 0 && seenWords(node) === '') {
      const address = addressOfPicture(find(node, ({ tagName }) => tagName === 'img')[0] as Element);
      const again = find(this.#text.tree, ({ tagName }) => tagName === 'img').some(
        (one) => this.#samePicture(addressOfPicture(one), address) && !find(node, (other) => other === one).length,
      );
      if (again) return [];
    }
    return this.#flow(node.children, byLines);
  }

  #samePicture(one: string, other: string): boolean {
    return one.replace(/\?.*$/, '') === other.replace(/\?.*$/, '');
  }

  #medium(node: Element): Part[] {
    const { tagName: name } = node;
    if (name === 'img')
      return isEmoji(node)
        ? this.#prose(element('p', [words(said(node.properties.alt))], {}, node), false)
        : this.#picture(node);
    if (name === 'picture')
      return find(node, ({ tagName }) => tagName === 'img')
        .slice(0, 1)
        .flatMap((picture) => this.#picture(picture));
    if (name === 'style' || name === 'template') return [];
    if (name === 'script') {
      this.#tell(
        'left-out',
        node,
        `A script${node.properties.src ? ` (${said(node.properties.src)})` : ''} has stayed behind: no script of elsewhere runs on this site.`,
      );
      return [];
    }
    if (name === 'iframe' || name === 'embed' || name === 'object') return this.#frame(node);
    if (name === 'video' || name === 'audio') {
      const address =
        said(node.properties.src) ||
        find(node, ({ tagName }) => tagName === 'source').map(({ properties }) => said(properties.src))[0] ||
        '';
      if (URL.canParse(address) && linkForEmbed(address).isVideo) return this.#embed(node, address);
      this.#tellRecording(node, name, address, seenWords(node));
      return [];
    }
    if (name === 'form' || name === 'input' || name === 'select' || name === 'textarea') {
      this.#tell(
        'left-out',
        node,
        `A form has stayed behind.${quoted(seenWords(node))} Ask for the same by telephone or email, or lead to /contact/.`,
      );
      return [];
    }
    if (seenWords(node) === '' && name === 'map') return [];
    this.#tell(
      'left-out',
      node,
      `A drawing or a formula (<${name}>) has stayed behind.${quoted(seenWords(node))} Add it as a picture.`,
    );
    return [];
  }

  #tellRecording(node: ElementContent, what: 'video' | 'audio', address: string, its: string): void {
    this.#tell(
      'left-out',
      node,
      `A ${what === 'video' ? 'video' : 'recording'} that the old site kept itself has stayed behind: ${address || 'its address is not in the export'}.${quoted(its)} ${
        what === 'video'
          ? 'Put it on YouTube or Vimeo, with captions, and add it as a “Video” block.'
          : 'Put it where it can be heard, and add a link to it, and what is said in it as words.'
      }`,
    );
  }

  #frame(node: Element): Part[] {
    const { properties } = node;
    const address = said(properties.src ?? properties.dataSrc ?? properties.data ?? '');
    const whole =
      address === '' ? undefined : this.#around.site.absolute(address.replace(/^\/\//, 'https://'), this.#around.item);
    if (whole !== undefined && /^https?:/.test(whole) && !classesOf(node).includes('wp-block-file__embed'))
      return this.#embed(node, whole);
    if (!classesOf(node).includes('wp-block-file__embed'))
      this.#tell(
        'left-out',
        node,
        `A window into another page (<${node.tagName}>) has stayed behind: ${address || 'it had no address'}.${quoted(seenWords(node))}`,
      );
    return [];
  }

  /** A window into another website becomes a link: it would bring that website's scripts and cookies into our page. */
  #embed(node: ElementContent, written: string): Part[] {
    const { label, address, isVideo } = linkForEmbed(written);
    this.#tell(
      'look-over',
      node,
      isVideo
        ? `A video is a link now: ${written}. To show it as a “Video” block, add a picture of it, and where its captions or its words are.`
        : `A window into another website is a link now: ${written}. See that its words, “${label}”, say what readers find there.`,
    );
    return [
      {
        kind: 'words',
        node: {
          type: 'paragraph',
          children: [{ type: 'link', url: address, children: [{ type: 'text', value: label }] } as MarkdownNode],
        },
      },
    ];
  }

  #picture(node: Element, caption = ''): Part[] {
    const wanted = this.#wanted(node, caption);
    return wanted ? [{ kind: 'picture', picture: wanted }] : [];
  }

  #wanted(node: Element, caption: string): WantedPicture | undefined {
    const { site, item } = this.#around;
    const written = addressOfPicture(node);
    const { width, height } = node.properties;
    if (Number(width) === 1 || Number(height) === 1) {
      this.#tell(
        'left-out',
        node,
        `A picture of one point has stayed behind: such pictures only count readers. ${written}`,
      );
      return undefined;
    }
    const address = written.startsWith('data:') ? written : site.absolute(written, item);
    if (written === '' || address === undefined) {
      this.#tell(
        'picture',
        node,
        `A picture has no address in the export, and has stayed behind.${quoted([said(node.properties.alt), caption].filter(Boolean).join(' · '))}`,
      );
      return undefined;
    }
    const id = classesOf(node).flatMap((name) => /^wp-image-(\d+)$/.exec(name)?.[1] ?? [])[0];
    const attachment = [site.itemOf(id), site.attachmentAt(address)].find(
      (one) => one?.type === 'attachment' && one.attachmentAddress !== '',
    );
    return {
      ...(attachment
        ? wantedAttachment(attachment, this.#text.lineOf(node))
        : { address, description: '', line: this.#text.lineOf(node) }),
      ...(said(node.properties.alt).trim() ? { description: said(node.properties.alt).trim() } : {}),
      caption,
    };
  }

  /** A gallery of pictures of these numbers. */
  #galleryOf(ids: readonly string[], node: ElementContent): Part[] {
    const { site } = this.#around;
    const pictures = ids.flatMap((id): WantedPicture[] => {
      const attachment = site.itemOf(id);
      if (attachment?.type === 'attachment' && attachment.attachmentAddress)
        return [wantedAttachment(attachment, this.#text.lineOf(node))];
      this.#tell(
        'picture',
        node,
        `The picture number ${id} of a gallery is not in the export, and has stayed behind. Was all content exported, with the media?`,
      );
      return [];
    });
    return pictures.length === 0 ? [] : [{ kind: 'gallery', heading: 'Photos', pictures }];
  }

  /** A gallery whose pictures stand in it. */
  #galleryIn(node: Element): Part[] {
    const own = (node.children as ElementContent[]).flatMap((child) =>
      isElement(child) && child.tagName === 'figure' ? child.children : [child],
    );
    const heading = own.find(
      (child): child is Element =>
        isElement(child) && child.tagName === 'figcaption' && classesOf(child).includes('blocks-gallery-caption'),
    );
    const without = find(node, ({ tagName }) => tagName === 'noscript').flatMap((one) =>
      find(one, ({ tagName }) => tagName === 'img'),
    );
    const all = find(node, ({ tagName }) => tagName === 'img');
    // For a browser with no scripts the same picture stands there again.
    const once = all.filter(
      (one) =>
        !without.includes(one) ||
        !all.some(
          (other) => !without.includes(other) && this.#samePicture(addressOfPicture(one), addressOfPicture(other)),
        ),
    );
    const pictures = once.flatMap((picture): WantedPicture[] => {
      const [figure] = find(
        node,
        (one) =>
          (one.tagName === 'figure' || one.tagName === 'li') &&
          find(one, (inner) => inner === picture).length > 0 &&
          find(one, ({ tagName }) => tagName === 'img').length === 1,
      );
      const [caption] = figure ? find(figure, ({ tagName }) => tagName === 'figcaption') : [];
      const wanted = this.#wanted(picture, caption ? this.#captionWords(caption) : '');
      return wanted ? [wanted] : [];
    });
    const title = heading ? seenWords(heading) : '';
    const after = title.length > 90 ? this.#prose(element('p', [words(title)]), false) : [];
    return [
      ...(pictures.length > 0
        ? [{ kind: 'gallery', heading: title !== '' && title.length <= 90 ? title : 'Photos', pictures } as const]
        : []),
      ...after,
    ];
  }

  #ownShortcode(node: Element, byLines: boolean): Part[] {
    const shortcode = this.#shortcodeOf(node) as Shortcode;
    const { name, attributes } = shortcode;
    const { site, item } = this.#around;
    const listed = (value = '') =>
      value
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean);
    if (name === 'caption' || name === 'wp_caption') {
      const [picture] = find(node, ({ tagName }) => tagName === 'img');
      if (!picture) return this.#flow(node.children, byLines);
      const [link] = find(node, ({ tagName }) => tagName === 'a');
      const holder = link && find(link, (one) => one === picture).length > 0 ? link : picture;
      const rest = withoutElement(node, holder);
      const caption = this.#captionWords(rest) || plainWords(attributes.caption ?? '');
      return (holder === link ? this.#linkedPictures(link) : this.#picture(picture)).map((made) =>
        made.kind === 'picture' ? { ...made, picture: { ...made.picture, caption } } : made,
      );
    }
    if (name === 'gallery') {
      const attached = site
        .attachmentsOf(attributes.id ?? item.id)
        .map(({ id }) => id)
        .filter((id) => !listed(attributes.exclude).includes(id));
      const ids = listed(attributes.ids ?? attributes.include);
      return this.#galleryOf(ids.length > 0 ? ids : attached, node);
    }
    if (name === 'playlist') {
      for (const id of listed(attributes.ids)) {
        const recording = site.itemOf(id);
        this.#tellRecording(
          node,
          attributes.type === 'video' ? 'video' : 'audio',
          recording?.attachmentAddress ?? '',
          recording?.title ?? '',
        );
      }
      if (!attributes.ids) this.#tellShortcode(node, shortcode);
      return [];
    }
    if (name === 'audio' || name === 'video') {
      const address =
        ['src', 'mp4', 'm4v', 'webm', 'ogv', 'mp3', 'm4a', 'ogg', 'wav', 'flv']
          .map((kind) => attributes[kind])
          .find(Boolean) ??
        (/^https?:/.test(attributes[0] ?? '') ? attributes[0] : '') ??
        '';
      if (URL.canParse(address) && linkForEmbed(address).isVideo) return this.#embed(node, address);
      this.#tellRecording(node, name, address, seenWords(node));
      return [];
    }
    if (name === 'embed') {
      const address = seenWords(node) || (attributes.src ?? '');
      if (/^https?:/.test(address) && URL.canParse(address)) return this.#embed(node, address);
    }
    this.#tellShortcode(node, shortcode);
    return this.#flow(node.children, byLines);
  }

  #block(node: Element, byLines: boolean): Part[] {
    const name = said(node.properties.name);
    const attributes = readAttributes(said(node.properties.attributes));
    if (attributes === undefined)
      this.#tell(
        'look-over',
        node,
        `The settings of a block (“${name}”) cannot be read. Its words have come along: look it over.`,
      );
    const { site, item } = this.#around;
    const settings = attributes ?? {};
    if (name === 'block') {
      const ref = said(settings.ref);
      const reused = site.itemOf(ref);
      if (reused?.type !== 'wp_block' || this.#course.within.includes(ref) || this.#course.within.length > 10) {
        this.#tell(
          'left-out',
          node,
          `A part that stood on several pages (“reusable block” ${ref}) is not in the export, and has stayed behind.`,
        );
        return [];
      }
      const inner = new Turning(readOldText(reused.content), this.#around, {
        level: this.#course.level,
        within: [...this.#course.within, ref],
      });
      const made = inner.all();
      this.#course.level = inner.#course.level;
      return made;
    }
    if (name === 'freeform') return this.#flow(node.children, this.#around.paragraphsByLines);
    if (name === 'nextpage') {
      this.#tell('look-over', node, 'The old text went on on a second page here. It is one page now.');
      return [];
    }
    if (name === 'gallery') {
      const ids = (Array.isArray(settings.ids) ? settings.ids : []).map(String);
      return find(node, ({ tagName }) => tagName === 'img').length > 0 || ids.length === 0
        ? this.#galleryIn(node)
        : this.#galleryOf(ids, node);
    }
    if (name === 'embed' || name.startsWith('core-embed/')) {
      const address = said(settings.url) || seenWords(node);
      const [caption] = find(node, ({ tagName }) => tagName === 'figcaption');
      if (!/^https?:/.test(address) || !URL.canParse(address)) return this.#flow(node.children, byLines);
      return [...this.#embed(node, address), ...(caption ? this.#prose(element('p', caption.children), false) : [])];
    }
    if (name === 'file') {
      const links = find(node, ({ tagName }) => tagName === 'a');
      const address = site.absolute(said(settings.href) || said(links[0]?.properties.href), item);
      const label =
        links
          .filter((link) => !classesOf(link).includes('wp-block-file__button'))
          .map((link) => seenWords(link))
          .find((one) => one !== '') ?? '';
      if (address === undefined) return this.#flow(node.children, byLines);
      if (isDownload(address))
        return [{ kind: 'download', label: label || nameOf(address), address, line: this.#text.lineOf(node) }];
      return this.#flow(node.children, byLines);
    }
    if (name === 'button') return this.#button(node);
    if (name === 'footnotes') return this.#footnotes(node);
    if (name === 'cover' && said(settings.url) && find(node, ({ tagName }) => tagName === 'img').length === 0) {
      const picture = this.#picture(
        element('img', [], {
          src: said(settings.url),
          alt: said(settings.alt),
          className: settings.id ? [`wp-image-${said(settings.id)}`] : [],
        }),
      );
      return [...picture, ...this.#flow(node.children, byLines)];
    }
    if (name === 'cover') return this.#flow(node.children, byLines);

    const isDrawn = node.children.every((child) => child.type === 'text' && child.value.trim() === '');
    const shown = Object.entries(settings)
      .filter(([, value]) => /^(string|number)$/.test(typeof value))
      .map(([key, value]) => `${key}: ${said(value)}`)
      .join(', ');
    if (isDrawn || drawnWithOthers.has(name)) {
      if (this.#quiet === 0 || name === 'social-link' || name === 'navigation-link')
        this.#tell(
          'left-out',
          node,
          `WordPress drew “${name}” as the page was asked for, and it has stayed behind${shown ? ` (${shortened(shown, 300)})` : ''}. ${insteadOf[name] ?? 'Leave it, or add its words.'}`,
        );
    } else
      this.#tell(
        'look-over',
        node,
        `“${name}” is a block that this site does not have. ${seenWords(node) ? 'Its words have come along: look them over.' : 'It had no words.'}`,
      );
    if (drawnWithOthers.has(name)) this.#quiet++;
    const made = this.#flow(node.children, byLines);
    if (drawnWithOthers.has(name)) this.#quiet--;
    return made;
  }

  #button(node: Element): Part[] {
    const [link] = find(node, ({ tagName }) => tagName === 'a');
    const from = link ?? node;
    const label = seenWords(node);
    const href = said(link?.properties.href);
    const lead = href === '' ? undefined : this.#around.site.leadOf(href, this.#around.item);
    if (label === '') return [];
    if (lead === undefined || lead.kind === 'nowhere') {
      this.#tell('look-over', from, `The button “${label}” led nowhere. Its words are here.`);
      return this.#prose(element('p', [words(label)], {}, from), false);
    }
    const asLink = () => {
      this.#tell(
        'look-over',
        from,
        `The button “${label}” is a link now. To make it stand out, add “Something to do next” with a sentence that says what it is.`,
      );
      return this.#prose(element('p', [element('a', [words(label)], { href }, from)], {}, from), false);
    };
    const isSure = lead.kind === 'here' || lead.kind === 'elsewhere';
    return [{ kind: 'button', label, address: isSure ? lead.address : '', asLink }];
  }

  #footnotes(node: Element): Part[] {
    const notes = footnotesOf(this.#around.item);
    if (notes.length === 0) return [];
    this.#course.level = 2;
    const list = element(
      'ol',
      notes.map(({ content }) =>
        element('li', readOldText({ text: content, line: 1 }).tree.children as ElementContent[]),
      ),
    );
    this.#tell(
      'look-over',
      node,
      'Footnotes stand at the end now, under “Notes”, with their numbers in brackets in the text.',
    );
    return [
      {
        kind: 'words',
        node: { type: 'heading', depth: 2, children: [{ type: 'text', value: 'Notes' }] } as MarkdownNode,
      },
      ...this.#prose(list, false),
    ];
  }

  /** What Squarespace says by a class of its own; `undefined` when it says nothing. */
  #squarespaceBlock(node: Element): Part[] | undefined {
    const classes = classesOf(node);
    const kind = classes.flatMap((name) => /^sqs-block-([a-z]+)$/.exec(name)?.[1] ?? [])[0];
    if (!classes.includes('sqs-block') || kind === undefined) return undefined;
    if (kind === 'gallery') return this.#galleryIn(node);
    if (kind === 'spacer') return [];
    if (kind === 'horizontalrule') return [{ kind: 'words', node: { type: 'thematicBreak' } }];
    if (kind === 'button') return this.#button(node);
    if (kind === 'image' && find(node, ({ tagName }) => tagName === 'img').length > 0)
      return this.#squarespacePicture(node);
    const [framed] = find(node, ({ properties }) => said(properties.dataHtml) !== '');
    if (framed)
      return this.#flow(
        readOldText({ text: said(framed.properties.dataHtml), line: 1 }).tree.children as ElementContent[],
        false,
      );
    if (/^(html|image|quote|markdown|code|embed|video)$/.test(kind)) return undefined;
    this.#tell(
      'left-out',
      node,
      `Squarespace drew a block (“${kind}”) as the page was asked for, and it has stayed behind.${quoted(seenWords(node))} ${insteadOf[kind] ?? 'Leave it, or add its words.'}`,
    );
    return [];
  }

  /** The same picture stands there twice, for a browser with scripts and for one without. */
  #squarespacePicture(node: Element): Part[] {
    const pictures = find(node, ({ tagName }) => tagName === 'img');
    const picture =
      pictures.find((one) => said(one.properties.dataSrc) || said(one.properties.dataImage)) ??
      (pictures[0] as Element);
    const alt = pictures.map(({ properties }) => said(properties.alt)).find((one) => one !== '') ?? '';
    const [caption] = find(
      node,
      (one) =>
        one.tagName === 'figcaption' ||
        classesOf(one).includes('image-caption') ||
        classesOf(one).includes('image-card'),
    );
    const withAlt = { ...picture, properties: { ...picture.properties, alt } };
    const [link] = find(node, ({ tagName, properties }) => tagName === 'a' && said(properties.href) !== '');
    if (link)
      return this.#linkedPictures({ ...link, children: [withAlt] }).map((made) =>
        made.kind === 'picture'
          ? { ...made, picture: { ...made.picture, caption: caption ? this.#captionWords(caption) : '' } }
          : made,
      );
    return this.#picture(withAlt, caption ? this.#captionWords(caption) : '');
  }

  #tellOfTable(table: Element): void {
    const cells = find(table, ({ tagName }) => tagName === 'td' || tagName === 'th');
    const [first] = find(table, ({ tagName }) => tagName === 'tr');
    if (cells.some(({ properties }) => Number(properties.rowSpan) > 1 || Number(properties.colSpan) > 1))
      this.#tell(
        'look-over',
        table,
        'A table had cells that went over several rows or columns. Each stands in one place now: look it over.',
      );
    else if (
      cells.some((cell) => find(cell, ({ tagName }) => /^(ul|ol|table|h\d|blockquote)$/.test(tagName)).length > 0)
    )
      this.#tell(
        'look-over',
        table,
        'A table had lists or headings in its cells. They are words of one line now: look it over.',
      );
    else if (first && find(table, ({ tagName }) => tagName === 'th').length === 0)
      this.#tell(
        'look-over',
        table,
        'A table had no headings. Its first row is drawn as its headings now: see whether that is right.',
      );
  }

  /** Only what a text has here: marks, links, lists, tables. Looks stay behind. */
  #clean(nodes: readonly ElementContent[], inHeading: boolean, byLines: boolean, inside = ''): ElementContent[] {
    return nodes.flatMap((node): ElementContent[] => {
      if (node.type === 'text')
        return byLines && inside !== 'pre' && inside !== 'list' ? linesOf(node.value) : [words(node.value)];
      if (!isElement(node)) return [];
      const { tagName: name, properties } = node;
      const [named] = name === 'table' ? find(node, ({ tagName }) => tagName === 'caption') : [];
      if (named)
        return this.#clean([withoutElement(node, named), element('p', named.children)], inHeading, byLines, inside);
      if (name === 'sup' && said(properties.dataFn)) return [words(` [${seenWords(node)}]`)];
      const style = said(properties.style);
      const within =
        inside === 'cell' || name === 'td' || name === 'th'
          ? 'cell'
          : /^(ul|ol|dl|table|thead|tbody|tfoot|tr|menu|dir)$/.test(name)
            ? 'list'
            : name === 'li' || name === 'blockquote' || name === 'dd'
              ? 'item'
              : inside;
      const isHolder = name === 'li' || name === 'blockquote' || name === 'dd' || name === 'div';
      const given = byLines && isHolder && inside !== 'cell' ? withParagraphs(node.children) : node.children;
      const children = this.#clean(given, inHeading, byLines, within);
      if (name === 'br') return inHeading || inside === 'cell' ? [words(' ')] : [element('br', [])];
      if (name === 'a') return this.#link(node, children);
      if ((name === 'sup' || name === 'sub') && children.length > 0) return raised(name, children);
      if (/^(b|strong)$/.test(name))
        return inHeading || isPlainByStyle(style) ? children : [element('strong', children)];
      if (/^(i|em)$/.test(name)) return [element('em', children)];
      if (/^(s|strike|del)$/.test(name)) return [element('del', children)];
      if (standsInLine(name)) {
        const slanted = isItalicByStyle(style) ? [element('em', children)] : children;
        return isBoldByStyle(style) && !inHeading ? [element('strong', slanted)] : slanted;
      }
      if (inside === 'cell') return [words(' '), ...children, words(' ')];
      if (headings.has(name) && inside !== '') return [element('p', [element('strong', children)])];
      if (name === 'td' || name === 'th') return [element(name, children, spanOf(properties))];
      if (name === 'ol')
        return [element('ol', children, properties.start === undefined ? {} : { start: properties.start })];
      if (name === 'dt') return [element('p', [element('strong', children)])];
      if (name === 'summary' || name === 'caption' || name === 'legend' || name === 'address')
        return [element('p', children)];
      if (/^(p|ul|li|table|thead|tbody|tfoot|tr|blockquote|h\d|div)$/.test(name)) return [element(name, children)];
      return [element('div', children)];
    });
  }

  #link(node: Element, children: ElementContent[]): ElementContent[] {
    const { site, item } = this.#around;
    const href = said(node.properties.href);
    if (href === '') return children;
    const label = shortened(seenWords(node), 80);
    if (label === '') return children;
    if (href.startsWith('#')) {
      if (!/^#(_ftn|footnote|fn)/i.test(href))
        this.#tell(
          'look-over',
          node,
          `The link “${label}” led to another place on its own page (${href}). Its words are here, and lead nowhere.`,
        );
      return children;
    }
    const lead = site.leadOf(href, item);
    if (lead.kind === 'nowhere') {
      this.#tell(
        'look-over',
        node,
        `The link “${label}” led nowhere that a link may lead: ${shortened(href)}. Its words are here.`,
      );
      return children;
    }
    if (lead.kind === 'later')
      this.#tell(
        'link',
        node,
        `The link “${label}” leads to something that is not on the site yet: it is still ${lead.address}. Once that is published, make it ${lead.willBe}.`,
      );
    if (lead.kind === 'left') {
      // The file stands below, as a block.
      if (this.#isFileToKeep(lead.address)) return children;
      this.#tell(
        'link',
        node,
        `The link “${label}” leads to the old site, at an address that has not come along: ${lead.address}. Give it another, before the old site is switched off.`,
      );
    }
    return [element('a', children, { href: lead.address })];
  }
}

/** What to do about what WordPress or Squarespace drew by itself. */
const insteadOf: Readonly<Record<string, string>> = {
  'latest-posts': 'The site lists its news at /news/, and each topic’s on its own page.',
  query: 'The site lists its news at /news/, and each topic’s on its own page.',
  archives: 'The site lists its news at /news/.',
  categories: 'Each topic has a page with its news.',
  'tag-cloud': 'Each topic has a page with its news.',
  search: 'The site has its own search, at /search/.',
  rss: 'Link to the website that it came from.',
  'latest-comments': 'The site has no comments.',
  comments: 'The site has no comments.',
  'social-link': 'Add a link to the text, if readers need it.',
  newsletter: 'Say how to sign up, with a link.',
  form: 'Ask for the same by telephone or email, or lead to /contact/.',
  map: 'Say the place in words, or add a picture of the map.',
  summary: 'The site lists its news at /news/.',
  audio: 'Put it where it can be heard, and add a link to it, and what is said in it as words.',
};

const isEmoji = (picture: Element) => classesOf(picture).some((name) => name === 'emoji' || name === 'wp-smiley');

/** The address of a picture, also of one that a script was to put in its place as it came into view. */
function addressOfPicture({ properties }: Element): string {
  const direct = [
    properties.dataImage,
    properties.dataSrc,
    properties.dataLazySrc,
    properties.dataOrigFile,
    properties.src,
  ].map(said);
  return (
    direct.find((one) => one !== '' && !/^data:image\/(svg|gif)/.test(one)) ??
    said(properties.srcSet).trim().split(/[\s,]/)[0] ??
    ''
  );
}

/** A picture of the old site’s library, with what it says of itself. */
export const wantedAttachment = (attachment: Item, line: number): WantedPicture => ({
  address: attachment.attachmentAddress,
  description: plainWords(attachment.meta.find(({ key }) => key === '_wp_attachment_image_alt')?.value ?? ''),
  caption: plainWords(attachment.excerpt.text),
  line,
});

/** The footnotes of a post, which WordPress keeps beside it. */
export function footnotesOf({ meta }: Item): readonly { readonly content: string }[] {
  const kept = meta.find(({ key }) => key === 'footnotes')?.value;
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(read)
      ? read.filter((note): note is { content: string } => typeof note?.content === 'string')
      : [];
  } catch {
    return [];
  }
}

function readAttributes(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(json || '{}');
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const figures = { sup: '⁰¹²³⁴⁵⁶⁷⁸⁹', sub: '₀₁₂₃₄₅₆₇₈₉' } as const;

/** Figures above or below the line have signs of their own: “10³” must not be read as “103”. Letters stay as they are. */
function raised(name: 'sup' | 'sub', children: ElementContent[]): ElementContent[] {
  const [only] = children;
  if (children.length !== 1 || only?.type !== 'text' || !/^[0-9]+$/.test(only.value)) return children;
  return [words(only.value.replace(/[0-9]/g, (figure) => [...figures[name]][Number(figure)] ?? figure))];
}

const isDownload = (address: string) =>
  /^https?:/.test(address) &&
  URL.canParse(address) &&
  new RegExp(`\\.(${downloadEndings.join('|')})$`).test(new URL(address).pathname);
const spanOf = ({ colSpan, rowSpan }: Element['properties']) => ({
  ...(colSpan === undefined ? {} : { colSpan }),
  ...(rowSpan === undefined ? {} : { rowSpan }),
});
/** A table here has headings: its first row, when the old one had none. */
function withHeadings(table: Element): Element {
  const [first] = find(table, ({ tagName }) => tagName === 'tr');
  if (!first || find(table, ({ tagName }) => tagName === 'th').length > 0) return table;
  const asHeadings = (node: Element): Element => ({
    ...node,
    children: node.children.map((child) => {
      if (!isElement(child)) return child;
      return node === first && child.tagName === 'td' ? { ...child, tagName: 'th' } : asHeadings(child);
    }),
  });
  return asHeadings(table);
}

/** One clean element as Markdown. */
function asMarkdown(clean: Element): Made[] {
  const { children } = toMdast({ type: 'root', children: [clean] }, { document: true }) as MarkdownNode;
  return (children ?? []).flatMap((node) => withSoundMarks(node)).map((node): Made => ({ kind: 'words', node }));
}
