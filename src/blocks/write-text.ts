/**
 * Writes a text as Markdown, so that a page reads it back as it was meant (`text.ts`, and CommonMark with tables and strokes). The editor writes
 * through this, and so does what moves in from another site.
 */
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { type Handle, type State, toMarkdown } from 'mdast-util-to-markdown';
import type { BlockValues } from './directive.ts';

/** A node of Markdown, https://github.com/syntax-tree/mdast, as Decap makes it: typed words come as `html`. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
  readonly data?: { readonly shortcode: string; readonly shortcodeData: BlockValues };
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

/** What is to be written, as Markdown that can be written: words as words, lists close together, and nothing empty. */
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
/** What is at the start, what has a look, and what is at the end. */
export const withinLookless = new RegExp(`^(${lookless}*)(.*?)(${lookless}*)$`, 'vs');

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

/**
 * A text, with its pieces in their order.
 * @param blockWritten how a block is written, which comes as a node of the type `shortcode`
 */
export function writeText(
  nodes: readonly MarkdownNode[],
  blockWritten: (block: NonNullable<MarkdownNode['data']>) => string,
): string {
  const handlers: Readonly<Record<string, Handle>> = {
    text: words,
    emoji: ({ value }: Required<Pick<MarkdownNode, 'value'>>) => `&#${value.codePointAt(0)};`,
    shortcode: ({ data }: Required<Pick<MarkdownNode, 'data'>>) => blockWritten(data),
    asWritten: ({ value }: Required<Pick<MarkdownNode, 'value'>>) => value,
  };
  const written = toMarkdown(tidied({ type: 'root', children: nodes }) as Parameters<typeof toMarkdown>[0], {
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
