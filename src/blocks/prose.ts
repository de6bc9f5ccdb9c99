/** Turns prose into HTML that cannot run: raw HTML is shown as typed, and only links and addresses that are safe remain. */
import { defineMdastPlugin, markdownToHtml } from 'satteri';

/** What a link in staff's text may lead to: this site, the web, an email address or a telephone. */
const safeAddress = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;

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
 * The HTML of a piece of prose, and what was refused in it. The page has one `h1`, its title, so a `#` in a text is
 * drawn as an `h2`. Footnotes, front matter and directives are not read.
 */
export function proseToHtml(markdown: string): { html: string; refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const refuse = (what: Refusal['what'], written: string) => refusals.push({ what, written });
  const { html } = markdownToHtml(markdown, {
    features: { gfm: { footnotes: false }, frontmatter: false, smartPunctuation: false },
    mdastPlugins: [
      defineMdastPlugin({
        name: 'prose-that-cannot-run',
        html(node, context) {
          const shown = { type: 'text', value: node.value } as const;
          const inSentence = ['paragraph', 'heading', 'emphasis', 'strong', 'delete', 'link', 'tableCell'].includes(
            context.parent(node).type,
          );
          context.replaceNode(node, inSentence ? shown : { type: 'paragraph', children: [shown] });
        },
        heading(node, context) {
          if (node.depth === 1) context.setProperty(node, 'depth', 2);
        },
        link(node, context) {
          if (safeAddress.test(node.url)) return;
          refuse('link', node.url);
          context.replaceNode(node, { type: 'text', value: plainText(node) });
        },
        definition(node, context) {
          if (safeAddress.test(node.url)) return;
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
  return { html, refusals };
}
