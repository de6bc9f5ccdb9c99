/** Reads pasted HTML with the browser’s own parser, in place of `rehype-parse` and its table of every entity and every mistake. */

/** What Decap makes Markdown from: a tree as `rehype-parse` gives it (https://github.com/syntax-tree/hast), without the places in the source. */
type Tree =
  | { readonly type: 'root'; readonly children: readonly Tree[] }
  | {
      readonly type: 'element';
      readonly tagName: string;
      readonly properties: Readonly<Record<string, string | readonly string[]>>;
      readonly children: readonly Tree[];
    }
  | { readonly type: 'text' | 'comment'; readonly value: string };

const children = (parent: Node) => [...parent.childNodes].map(treeOf).filter((tree) => tree !== undefined);

const property = ({ name, value }: Attr) => (name === 'class' ? ['className', value.split(/\s+/)] : [name, value]);

function treeOf(node: Node): Tree | undefined {
  if (node instanceof Element) {
    const properties = Object.fromEntries([...node.attributes].map(property));
    return { type: 'element', tagName: node.localName, properties, children: children(node) };
  }
  if (node instanceof Text) return { type: 'text', value: node.data };
  if (node instanceof Comment) return { type: 'comment', value: node.data };
  return undefined;
}

/** A plugin of unified (9), which Decap hands the HTML of a clipboard. */
export default function pastedHtml(this: { Parser?: (html: string) => Tree }): void {
  this.Parser = (html) => {
    // What stands in a `template` is inert: no script of it runs, and nothing of it is fetched.
    const template = document.createElement('template');
    template.innerHTML = html;
    return { type: 'root', children: children(template.content) };
  };
}
