/**
 * Reads Markdown where Sätteri cannot run: it is a program for a server, or three megabytes of WebAssembly that ask for a page of their own. It stands
 * in Sätteri’s place as far as `src/blocks/prose.ts` uses it, whose rules are the same; a test holds the two to the same page, body by body.
 */
import { toHtml } from 'hast-util-to-html';
import type { Nodes, Parents, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { toHast } from 'mdast-util-to-hast';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';

/** What a plugin may do with the node it is shown. */
interface Context {
  parent(node: Nodes): Parents;
  replaceNode(node: Nodes, other: Nodes): void;
  setProperty(node: Nodes, name: string, value: unknown): void;
}

type Plugin = { readonly name: string } & {
  readonly [Type in Nodes['type']]?: (node: never, context: Context) => void;
};

export const defineMdastPlugin = (plugin: Plugin): Plugin => plugin;

function apply(plugin: Plugin, parent: Parents): void {
  for (const [index, node] of parent.children.entries()) {
    let shown: Nodes = node;
    const context: Context = {
      parent: () => parent,
      replaceNode: (_, other) => {
        shown = other;
        (parent.children as Nodes[])[index] = other;
      },
      setProperty: (_, name, value) => Object.assign(node, { [name]: value }),
    };
    plugin[node.type]?.(node as never, context);
    if (shown === node && 'children' in node) apply(plugin, node);
  }
}

/** The HTML of a text, after each plugin has seen every node of it. */
export function markdownToHtml(
  markdown: string,
  { mdastPlugins }: { readonly mdastPlugins: readonly Plugin[] },
): { html: string } {
  const read: Root = fromMarkdown(markdown, {
    extensions: [gfmAutolinkLiteral(), gfmStrikethrough(), gfmTable(), gfmTaskListItem()],
    mdastExtensions: [
      gfmAutolinkLiteralFromMarkdown(),
      gfmStrikethroughFromMarkdown(),
      gfmTableFromMarkdown(),
      gfmTaskListItemFromMarkdown(),
    ],
  });
  for (const plugin of mdastPlugins) apply(plugin, read);
  return { html: toHtml(toHast(read)) };
}
