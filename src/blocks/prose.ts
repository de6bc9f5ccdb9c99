/** Turns prose into HTML that cannot run: raw HTML is shown as typed, and only links and addresses that are safe remain. */
import { defineMdastPlugin, markdownToHtml } from 'satteri';
import { isSafe } from './safe-address.ts';

/** A link or a picture that is drawn as plain words, since it leads nowhere safe or comes from elsewhere. */
export interface Refusal {
  readonly what: 'link' | 'picture';
  readonly written: string;
}

const plainText = (node: { children?: readonly unknown[]; value?: unknown; alt?: unknown }): string =>
  typeof node.value === 'string'
    ? node.value
    : typeof node.alt === 'string'
      ? node.alt
      : (node.children ?? []).map((child) => plainText(child as Parameters<typeof plainText>[0])).join('');

/**
 * The HTML of a piece of prose, what was refused in it, and the level of its last heading. The page has one `h1`, its title, so a
 * heading is drawn as an `h2` or below, and never skips a level. Footnotes, front matter and directives are not read.
 * @param levelAbove the level of the last heading before this piece; 1 at the start of a text
 * @param definitions where links lead that have their address elsewhere in the text, a line each
 */
export function proseToHtml(
  markdown: string,
  levelAbove = 1,
  definitions = '',
): { html: string; refusals: readonly Refusal[]; level: number } {
  const refusals: Refusal[] = [];
  let level = levelAbove;
  const refuse = (what: Refusal['what'], written: string) => refusals.push({ what, written });
  const { html } = markdownToHtml(definitions === '' ? markdown : `${definitions}\n\n${markdown}`, {
    features: { gfm: { footnotes: false }, frontmatter: false, smartPunctuation: false },
    mdastPlugins: [
      defineMdastPlugin({
        name: 'prose-that-cannot-run',
        html(node, context) {
          const shown = { type: 'text', value: node.value } as const;
          const standsAlone = ['root', 'blockquote', 'listItem'].includes(context.parent(node).type);
          context.replaceNode(node, standsAlone ? { type: 'paragraph', children: [shown] } : shown);
        },
        heading(node, context) {
          level = Math.min(Math.max(node.depth, 2), level + 1);
          context.setProperty(node, 'depth', level as typeof node.depth);
        },
        link(node, context) {
          if (isSafe(node.url)) return;
          refuse('link', node.url);
          context.replaceNode(node, { type: 'text', value: plainText(node) });
        },
        definition(node, context) {
          if (isSafe(node.url)) return;
          refuse('link', node.url);
          context.setProperty(node, 'url', '#');
        },
        image(node, context) {
          refuse('picture', node.url);
          context.replaceNode(node, { type: 'text', value: node.alt ?? '' });
        },
        imageReference(node, context) {
          refuse('picture', node.identifier);
          context.replaceNode(node, { type: 'text', value: node.alt ?? '' });
        },
      }),
    ],
  });
  return { html, refusals, level };
}
