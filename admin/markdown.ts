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
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { BlockValues } from '../src/blocks/directive.ts';
import { definitionsIn, type Piece, readText } from '../src/blocks/text.ts';
import { type MarkdownNode, withinLookless, writeText } from '../src/blocks/write-text.ts';

/** A node of the text in the editor, as Slate keeps it. */
export interface SlateNode {
  readonly type?: string;
  readonly text?: string;
  readonly data?: {
    readonly shortcode: string;
    readonly shortcodeData: BlockValues;
    /** Of one that “+” has put in since the form was opened. */
    readonly shortcodeNew?: boolean;
  };
  /** What is nearly a block is shown as it is written, and written as it is shown: staff mend it, and nobody takes it for words. */
  readonly asWritten?: boolean;
  readonly children?: readonly SlateNode[];
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
  return writeText(
    tree,
    ({ shortcode, shortcodeData }) => editorComponents.find(({ id }) => id === shortcode)?.toBlock(shortcodeData) ?? '',
  );
}
