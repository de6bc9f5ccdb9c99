/**
 * What the editor shows of a text in its file, and writes of it there. It stands in the place of Decap’s own `serializers`, which lose a typed `\`, take
 * a typed `1.` for a list, and read less and other than a page does: here a text is read as a page reads it (`src/blocks/text.ts`, and CommonMark with
 * tables and strokes), and written so that it is read back as it was typed.
 */
import remarkToSlate from 'decap-cms-widget-richtext/dist/esm/serializers/remarkSlate.js';
import squashReferences from 'decap-cms-widget-richtext/dist/esm/serializers/remarkSquashReferences.js';
import slateToRemark from 'decap-cms-widget-richtext/dist/esm/serializers/slateRemark.js';
import { fromDom } from 'hast-util-from-dom';
import { toMdast } from 'hast-util-to-mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown, gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { type Handle, type State, toMarkdown } from 'mdast-util-to-markdown';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { BlockValues } from '../src/blocks/directive.ts';
import { definitionsIn, type Piece, readText } from '../src/blocks/text.ts';

/** A node of the text in the editor, as Slate keeps it. */
export interface SlateNode {
  readonly type?: string;
  readonly text?: string;
  readonly data?: { readonly shortcode: string; readonly shortcodeData: BlockValues };
  /** What is nearly a block is shown as it is written, and written as it is shown: staff mend it, and nobody takes it for words. */
  readonly asWritten?: boolean;
  readonly children?: readonly SlateNode[];
}

/** A node of Markdown, https://github.com/syntax-tree/mdast, as Decap makes it: typed words come as `html`. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
  readonly data?: { readonly shortcode: string; readonly shortcodeData: BlockValues };
}

interface Editor {
  readonly editorComponents: {
    find(match: (component: { readonly id: string }) => boolean): { toBlock(values: BlockValues): string } | undefined;
  };
}

const block = (shortcode: string, shortcodeData: BlockValues): SlateNode => ({
  type: 'shortcode',
  data: { shortcode, shortcodeData },
  children: [{ text: '' }],
});

/** Raw HTML is shown as typed, as on a page. */
function withRawHtmlAsWords(node: MarkdownNode): MarkdownNode {
  const children = node.children?.map((child) => {
    if (child.type !== 'html') return withRawHtmlAsWords(child);
    const words = { ...child, type: 'text' };
    return ['root', 'blockquote', 'listItem'].includes(node.type) ? { type: 'paragraph', children: [words] } : words;
  });
  return children ? { ...node, children } : node;
}

/** A text in its file, as what the editor shows. */
export function markdownToSlate(markdown: string, { voidCodeBlock }: { readonly voidCodeBlock?: boolean } = {}) {
  const pieces = readText(markdown);
  const definitions = definitionsIn(pieces);
  const proseToSlate = (prose: string) => {
    const read = fromMarkdown(`${definitions}\n\n${prose}`, {
      extensions: [gfmStrikethrough(), gfmTable()],
      mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown()],
    });
    return remarkToSlate({ voidCodeBlock })(withRawHtmlAsWords(squashReferences()(read))).children;
  };
  const pieceToSlate = (piece: Piece): readonly SlateNode[] => {
    if (piece.kind === 'prose') return proseToSlate(piece.markdown);
    if (piece.kind === 'block') return [block(piece.name, piece.values)];
    if (piece.kind === 'unreadable') return [{ type: 'p', asWritten: true, children: [{ text: piece.written }] }];
    const { kind: _, ...values } = piece;
    return [block('image', values)];
  };
  const nodes = pieces.flatMap(pieceToSlate);
  return nodes.length > 0 ? nodes : [{ type: 'p', children: [{ text: '' }] }];
}

/** What is pasted, as what the editor shows. */
export function htmlToSlate(html: string) {
  // What stands in a `template` is inert: no script of it runs, and nothing of it is fetched.
  const template = document.createElement('template');
  template.innerHTML = html;
  const read = toMdast(fromDom(template.content), { nodeHandlers: { comment: () => undefined } });
  return remarkToSlate({ voidCodeBlock: undefined })(read as MarkdownNode);
}

/** Without blank ends, which Markdown cannot keep, nor a break there. */
function trimmed(children: readonly MarkdownNode[], end: 'start' | 'end'): readonly MarkdownNode[] {
  const edge = children.at(end === 'start' ? 0 : -1);
  if (!edge) return children;
  const others = end === 'start' ? children.slice(1) : children.slice(0, -1);
  const put = (node: MarkdownNode) => (end === 'start' ? [node, ...others] : [...others, node]);
  if (edge.type === 'break') return trimmed(others, end);
  if (edge.type === 'text') {
    const value = end === 'start' ? edge.value?.trimStart() : edge.value?.trimEnd();
    return value ? put({ ...edge, value }) : trimmed(others, end);
  }
  if (!edge.children) return children;
  const within = trimmed(edge.children, end);
  return within.length > 0 ? put({ ...edge, children: within }) : trimmed(others, end);
}

/** Words beside words as one, so that each is written in the knowledge of the other. */
function merged(children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const isWords = (at: number) => children[at]?.type === 'text';
  return children.flatMap((child, index) => {
    if (!isWords(index)) return [child];
    if (isWords(index - 1)) return [];
    const end = children.findIndex((_, at) => at > index && !isWords(at));
    const run = children.slice(index, end === -1 ? undefined : end);
    return [{ ...child, value: run.map(({ value }) => value).join('') }];
  });
}

const holdsWords = new Set(['paragraph', 'heading', 'tableCell']);
const mayBeEmpty = new Set(['root', 'tableRow', 'tableCell']);

/** What Decap makes of the editor’s text, as Markdown that can be written: words as words, lists close together, and nothing empty. */
function tidied(node: MarkdownNode): MarkdownNode | undefined {
  if (node.type === 'html') return { ...node, type: 'text' };
  if (!node.children) return node;
  const children = merged(node.children.map(tidied).filter((child) => child !== undefined));
  const kept = holdsWords.has(node.type) ? trimmed(trimmed(children, 'start'), 'end') : children;
  if (kept.length === 0 && !mayBeEmpty.has(node.type)) return undefined;
  const close = node.type === 'list' || node.type === 'listItem' ? { spread: false } : {};
  return { ...node, ...close, children: withEmojiApart(kept) };
}

/** What has no look of its own, at the ends of words: a space, and a character of two units that is no letter, such as an emoji. */
const lookless = String.raw`(?:[\s\u200D\uFE0F]|[[\p{S}\p{P}]&&[\u{10000}-\u{10FFFF}]])`;
const withinLookless = new RegExp(`^(${lookless}*)(.*?)(${lookless}*)$`, 'vs');

/**
 * Marks stand on what they change the look of. A mark on a blank cannot be written; and beside an emoji, readings of Markdown differ on whether a mark can
 * begin or end: some take half of it for a letter.
 */
function withMarksOnLetters(node: SlateNode): readonly SlateNode[] {
  if (node.text === undefined)
    return [node.children ? { ...node, children: node.children.flatMap(withMarksOnLetters) } : node];
  const [, before = '', letters = '', after = ''] = withinLookless.exec(node.text) ?? [];
  return [{ text: before }, { ...node, text: letters }, { text: after }].filter(({ text }) => text !== '');
}

const marks = new Set(['strong', 'emphasis', 'delete']);
const emojiFirst = /^[\u{10000}-\u{10FFFF}]/u;
const emojiLast = /[\u{10000}-\u{10FFFF}]$/u;

/** An emoji that touches a mark, as a node of its own: it is written by its number, which all readings take for no letter. */
function withEmojiApart(children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  return children.flatMap((child, index) => {
    if (child.type !== 'text') return [child];
    const isMark = (at: number) => marks.has(children[at]?.type ?? '');
    let { value = '' } = child;
    const [first = ''] = (index > 0 && isMark(index - 1) && emojiFirst.exec(value)) || [];
    value = value.slice(first.length);
    const [last = ''] = (isMark(index + 1) && emojiLast.exec(value)) || [];
    value = value.slice(0, value.length - last.length);
    return [
      { type: 'emoji', value: first },
      { type: 'text', value },
      { type: 'emoji', value: last },
    ].filter(({ value }) => value !== '');
  });
}

/** A line within a word is left as it is, but beside a character of two units, such as an emoji, which the writing takes for a letter. */
const lineBesideEmoji = /(?<=[\uD800-\uDFFF])_+|(?<![\\_])_+(?=[\uD800-\uDFFF])/g;

/** A web or email address among words, up to the next space. */
const bareAddress = /\S*(?::\/\/|www\.|@)\S*/gi;

/**
 * Words, with a stroke before what would mean something. A page finds a bare address before it reads strokes and marks, and takes those in it for a part
 * of it: an address that needs strokes, or that touches a mark, has one of its own, and the page finds it afterwards.
 */
const words: Handle = ({ value }: { readonly value: string }, _parent, state: State, info) => {
  const written = state.safe(value, info).replace(lineBesideEmoji, (line) => line.replaceAll('_', '\\_'));
  return written.replace(bareAddress, (address: string, at: number) => {
    const touchesBefore = at === 0 && /\S/.test(info.before);
    const touchesAfter = at + address.length === written.length && /\S/.test(info.after);
    return touchesBefore || touchesAfter || /[\\&]/.test(address)
      ? address.replace(/(?<!\\)(:\/\/|(?<=www)\.|@)/gi, '\\$1')
      : address;
  });
};

/** What is in the editor, as the text in its file. */
export function slateToMarkdown(
  nodes: readonly SlateNode[],
  options: { readonly voidCodeBlock?: boolean },
  editorComponents: Editor['editorComponents'],
): string {
  const textOf = ({ text, children = [] }: SlateNode): string => text ?? children.map(textOf).join('');
  const tree = nodes.flatMap((node): readonly MarkdownNode[] => {
    if (node.asWritten) return [{ type: 'asWritten', value: textOf(node) }];
    // Decap takes what follows one for words of one line, when it comes first.
    if (node.type === 'thematic-break') return [{ type: 'thematicBreak' }];
    return slateToRemark(withMarksOnLetters(node), options).children;
  });
  const blockWritten: Handle = ({ data }: Required<Pick<MarkdownNode, 'data'>>) =>
    editorComponents.find(({ id }) => id === data.shortcode)?.toBlock(data.shortcodeData) ?? '';
  const handlers: Readonly<Record<string, Handle>> = {
    text: words,
    emoji: ({ value }: Required<Pick<MarkdownNode, 'value'>>) => `&#${value.codePointAt(0)};`,
    shortcode: blockWritten,
    asWritten: ({ value }: Required<Pick<MarkdownNode, 'value'>>) => value,
  };
  const written = toMarkdown(tidied({ type: 'root', children: tree }) as Parameters<typeof toMarkdown>[0], {
    bullet: '-',
    rule: '-',
    listItemIndent: 'one',
    extensions: [gfmStrikethroughToMarkdown(), gfmTableToMarkdown({ tablePipeAlign: false })],
    // Words that begin as a block does are no block.
    unsafe: [{ atBreak: true, character: ':', after: ':' }],
    handlers,
  });
  return written.trimEnd();
}
