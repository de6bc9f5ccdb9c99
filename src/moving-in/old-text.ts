/**
 * Reads a text of the old site as a tree, with the lines kept: HTML, with WordPress's shortcodes (`[gallery ids="1,2"]`) and its blocks (comments, `<!-- wp:image -->`)
 * as elements of their own. The grammar of blocks is one of comments, so a reader of HTML that keeps those is enough.
 */
import type { Comment, Element, ElementContent, Nodes, Root, Text } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import type { Passage } from './export-file.ts';

/** The elements that stand for a shortcode of WordPress's own, for one of a plugin, and for a block. No element of HTML has such a name. */
export const [shortcodeElement, pluginElement, blockElement] = ['old-shortcode', 'old-plugin', 'old-block'] as const;

/** A shortcode as it is written. */
export interface Shortcode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly written: string;
}

/** A text of the old site. */
export interface OldText {
  readonly tree: Root;
  readonly shortcodes: readonly Shortcode[];
  /** Whether it was written in blocks; if not, an empty line begins a paragraph. */
  readonly hasBlocks: boolean;
  /** The line of the export on which a node begins. */
  lineOf(node: Nodes): number;
}

/** WordPress's own; a plugin's is known by its looks. */
const ownShortcodes = new Set(['audio', 'caption', 'embed', 'gallery', 'playlist', 'video', 'wp_caption']);
const beginsShortcode =
  /\[(\[?)(\/?)([A-Za-z][\w-]*)((?:\s(?:[^\]"'[]|"[^"\n]{0,2000}"|'[^'\n]{0,2000}'){0,4000})?)\/?\]/y;
const attribute = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|(\S+)/g;

function attributesIn(written: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  let place = 0;
  for (const [, name, double, single, bare, quoted, alone] of written.matchAll(attribute)) {
    const value = double ?? single ?? bare ?? quoted ?? alone ?? '';
    attributes[name?.toLowerCase() ?? String(place++)] = value;
  }
  return attributes;
}

interface Token {
  readonly at: number;
  readonly end: number;
  readonly name: string;
  readonly closes: boolean;
  readonly attributes: string;
  readonly written: string;
  closedBy?: Token;
  opens?: Token;
}

/** What looks like a shortcode, outside of tags, comments, scripts and code. */
function tokensIn(html: string): { tokens: Token[]; escaped: { at: number; end: number; words: string }[] } {
  const tokens: Token[] = [];
  const escaped: { at: number; end: number; words: string }[] = [];
  const passedOver = /<(script|style|pre|code|textarea)\b/iy;
  const neverCloses = new Set<string>();
  for (let at = html.search(/[[<]/); at !== -1 && at < html.length; ) {
    if (html[at] === '<') {
      passedOver.lastIndex = at;
      const within = passedOver.exec(html)?.[1];
      const beginsTag = /[a-z/!]/i.test(html[at + 1] ?? '');
      const closer = html.startsWith('<!--', at) ? '-->' : within === undefined ? '>' : `</${within}`;
      const end = beginsTag && !neverCloses.has(closer) ? html.indexOf(closer, at + 1) : -1;
      // What never ends is no tag, and need not be looked for again.
      if (beginsTag && end === -1) neverCloses.add(closer);
      at = end === -1 ? at + 1 : end + closer.length;
    } else {
      beginsShortcode.lastIndex = at;
      const found = beginsShortcode.exec(html);
      if (found === null) at++;
      else {
        const [written, isEscaped = '', slash, name = '', attributes = ''] = found;
        const end = at + written.length;
        if (isEscaped && html[end] === ']') {
          escaped.push({ at, end: end + 1, words: written.slice(1) });
          at = end + 1;
          continue;
        }
        const start = at + isEscaped.length;
        tokens.push({ at: start, end, name, closes: slash === '/', attributes, written: html.slice(start, end) });
        at = end;
      }
    }
    while (at < html.length && html[at] !== '[' && html[at] !== '<') at++;
  }
  return { tokens, escaped };
}

/** Gives each shortcode that opens the one that closes it, as far as there is one. */
function pair(tokens: readonly Token[]): void {
  const open = new Map<string, Token[]>();
  for (const token of tokens) {
    const before = open.get(token.name) ?? [];
    if (!token.closes) open.set(token.name, [...before.slice(-50), token]);
    else {
      const opener = before.pop();
      if (opener) {
        opener.closedBy = token;
        token.opens = opener;
      }
    }
  }
}

/** Whether words in brackets are a shortcode, and not somebody's words: “[sic]” is none. */
function isShortcode(token: Token, html: string): boolean {
  if (token.closes) return token.opens !== undefined;
  if (ownShortcodes.has(token.name) || token.closedBy || /[\w-]\s*=/.test(token.attributes) || /[_-]/.test(token.name))
    return true;
  const standsAlone =
    /(?:^|[\n>])[ \t]*$/.test(html.slice(Math.max(0, token.at - 200), token.at)) &&
    /^[ \t]*(?:[\n<]|$)/.test(html.slice(token.end, token.end + 200));
  return standsAlone && token.attributes === '' && /^[a-z]+$/.test(token.name);
}

/** The same HTML with each shortcode as an element; no line moves. */
function withShortcodes(html: string): { html: string; shortcodes: Shortcode[] } {
  const { tokens, escaped } = tokensIn(html);
  pair(tokens);
  const shortcodes: Shortcode[] = [];
  const edits: { at: number; end: number; words: string }[] = [...escaped];
  for (const token of tokens) {
    if (!isShortcode(token, html)) continue;
    const lines = '\n'.repeat(token.written.split('\n').length - 1);
    const element = ownShortcodes.has(token.name) ? shortcodeElement : pluginElement;
    if (token.closes) edits.push({ ...token, words: `</${element}${lines}>` });
    else {
      const opens = `<${element} data-index="${shortcodes.length}"${lines}>`;
      edits.push({ ...token, words: token.closedBy ? opens : `${opens}</${element}>` });
      shortcodes.push({ name: token.name, attributes: attributesIn(token.attributes), written: token.written });
    }
  }
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((one, other) => one.at - other.at)) {
    parts.push(html.slice(at, edit.at), edit.words);
    at = edit.end;
  }
  return { html: parts.join('') + html.slice(at), shortcodes };
}

const blockComment = /^\s*(\/?)wp:([a-z][\w-]*(?:\/[a-z][\w-]*)?)\s*(\{[\s\S]*\})?\s*(\/?)\s*$/;

interface BlockMark {
  readonly closes: boolean;
  readonly alone: boolean;
  readonly name: string;
  readonly attributes: string;
}

function markOf(node: ElementContent | Root['children'][number]): BlockMark | undefined {
  const found = node.type === 'comment' ? blockComment.exec(node.value) : null;
  if (!found) return undefined;
  const [, slash, name = '', attributes = '{}', end] = found;
  return { closes: slash === '/', alone: end === '/', name: name.replace(/^core\//, ''), attributes };
}

/** Blocks whose HTML says all that there is, so that their comments can be passed over: paragraphs, lists, columns. */
export const saidByHtml: ReadonlySet<string> = new Set(
  'paragraph heading list list-item quote pullquote group columns column text-columns row stack table html separator image code preformatted verse details media-text video audio missing buttons accordion accordion-item accordion-heading accordion-panel subhead shortcode more spacer math'.split(
    ' ',
  ),
);

/** What stands between two comments of a block, as one element with its name and attributes; at any depth. */
function gatherBlocks(parent: Root | Element): void {
  const top: ElementContent[] = [];
  const open: Element[] = [];
  const into = () => open.at(-1)?.children ?? top;
  for (const child of parent.children as ElementContent[]) {
    if (child.type === 'element') gatherBlocks(child);
    const mark = markOf(child);
    if (!mark) {
      into().push(child);
      continue;
    }
    if (saidByHtml.has(mark.name)) continue;
    if (mark.closes) {
      // One that was opened and never closed ends here with the one around it.
      const place = open.findLastIndex(({ properties }) => properties.name === mark.name);
      if (place !== -1) open.length = place;
      continue;
    }
    const element: Element = {
      type: 'element',
      tagName: blockElement,
      properties: { name: mark.name, attributes: mark.attributes },
      children: [],
      ...(child.position ? { position: child.position } : {}),
    };
    into().push(element);
    if (!mark.alone) open.push(element);
  }
  parent.children = top;
}

/** Deeper than this, no text was written by hand. */
const deepest = 400;

function depthOf(root: Root): number {
  let depth = 0;
  let level: readonly (Root | Element)[] = [root];
  while (level.length > 0 && depth <= deepest) {
    depth++;
    level = level.flatMap(({ children }) =>
      (children as Nodes[]).filter((child): child is Element => child.type === 'element'),
    );
  }
  return depth;
}

/** The button that WordPress puts beside a file: a file has its own here, too. */
const isDownloadButton = (element: Element): boolean =>
  String(element.properties.className ?? '').includes('wp-block-file__button') && seenWords(element) === 'Download';

function takeOut(parent: Root | Element, isOut: (element: Element) => boolean): void {
  const kept = (parent.children as ElementContent[]).filter((child) => child.type !== 'element' || !isOut(child));
  parent.children = kept;
  for (const child of kept) if (child.type === 'element') takeOut(child, isOut);
}

/**
 * A text as a tree.
 * @throws RangeError when its elements lie deeper in each other than anybody writes
 */
export function readOldText({ text, line }: Passage): OldText {
  const { html, shortcodes } = withShortcodes(text.replaceAll('\r\n', '\n'));
  const tree = fromHtml(html, { fragment: true });
  if (depthOf(tree) > deepest) throw new RangeError('too deep');
  takeOut(tree, isDownloadButton);
  gatherBlocks(tree);
  return {
    tree,
    shortcodes,
    hasBlocks: /<!--\s+wp:/.test(text),
    lineOf: (node) => line + (node.position?.start.line ?? 1) - 1,
  };
}

const withinLines: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** Whether an element of this name stands within a line of words; so does one that no browser knows, such as `<my-own>`. */
export const standsInLine = (name: string): boolean =>
  withinLines.has(name) || (name.includes('-') && name !== blockElement && name !== shortcodeElement);

const unseen = new Set(['script', 'style', 'template', 'title', 'head']);

/** The words of a piece of HTML that readers see, with a blank where a line ends. */
export function seenWords(node: Nodes): string {
  const parts: string[] = [];
  const add = (one: Nodes) => {
    if (one.type === 'text') parts.push((one as Text).value);
    else if (one.type === 'element' || one.type === 'root') {
      if (one.type === 'element' && unseen.has(one.tagName)) return;
      const isWithin = one.type === 'element' && standsInLine(one.tagName);
      if (!isWithin) parts.push(' ');
      for (const child of one.children as (ElementContent | Comment)[]) add(child);
      if (!isWithin) parts.push(' ');
    }
  };
  add(node);
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** The words of a title or a name, which the old site kept as HTML. */
export const plainWords = (html: string): string => seenWords(fromHtml(html, { fragment: true }));
