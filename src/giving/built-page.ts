/** A page as it was built, opened to be filled in: what goes in is attribute values and text of a parsed tree, so it cannot become markup. */
import {
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html as names,
  parse,
  parseFragment,
  serialize,
  serializeOuter,
} from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;

/** The elements in a part of a page, and itself if it is one, in their order. */
export function* elementsIn(node: Node): Generator<Element> {
  if (isElement(node)) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child);
}

/** The elements in a part of a page that have this attribute, with this value if one is given. */
export const havingIn = (part: Node, name: string, value?: string): readonly Element[] =>
  [...elementsIn(part)].filter((element) =>
    value === undefined ? attribute(element, name) !== undefined : attribute(element, name) === value,
  );

/** What an attribute holds, if it is there. */
export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

/** Sets an attribute, or takes it away. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  element.attrs = element.attrs.filter((one) => one.name !== name);
  if (value !== undefined) element.attrs.push({ name, value });
}

/** Puts a text in the place of all that an element holds. */
export function setText(element: Element, text: string): void {
  element.childNodes = [];
  defaultTreeAdapter.insertText(element, text);
}

/** Adds an element at the end of another. */
export function append(parent: Element, tag: string, attributes: Readonly<Record<string, string>>, text = ''): Element {
  const [made] = parseFragment(`<${tag}></${tag}>`).childNodes as [Element];
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  if (text) setText(made, text);
  defaultTreeAdapter.appendChild(parent, made);
  return made;
}

/** An element so many times, one after the other, in its own place: itself first. */
export function repeat(element: Element, times: number): readonly Element[] {
  const parent = element.parentNode;
  const next = parent?.childNodes[parent.childNodes.indexOf(element) + 1];
  const copies = Array.from({ length: times - 1 }, () => {
    const [copy] = parseFragment(serializeOuter(element)).childNodes as [Element];
    if (parent && next) defaultTreeAdapter.insertBefore(parent, copy, next);
    else if (parent) defaultTreeAdapter.appendChild(parent, copy);
    return copy;
  });
  return [element, ...copies];
}

/** Takes an element out of its page. */
export const remove = (element: Element): void => defaultTreeAdapter.detachNode(element);

/** A page that is open. */
export interface OpenPage {
  /** All that is in it now. */
  readonly elements: readonly Element[];
  /** The elements that have this attribute now, with this value if one is given. */
  having(name: string, value?: string): readonly Element[];
  /** Of its parts `[data-when="one, other"]` shows those of which something is so, and takes the others out. */
  keepWhen(so: readonly string[]): void;
  /** Puts words before the page's title, as its first words in a tab and a screen reader. */
  announce(words: string): void;
  html(): string;
}

/** Opens a built page. */
export function openPage(page: string): OpenPage {
  const document = parse(page);
  return {
    get elements() {
      return [...elementsIn(document)];
    },
    having: (name, value) => havingIn(document, name, value),
    keepWhen(so) {
      for (const part of havingIn(document, 'data-when')) {
        if ((attribute(part, 'data-when') ?? '').split(', ').some((when) => so.includes(when)))
          setAttribute(part, 'hidden', undefined);
        else remove(part);
      }
    },
    announce(words) {
      const title = [...elementsIn(document)].find(
        ({ tagName, namespaceURI }) => tagName === 'title' && namespaceURI === names.NS.HTML,
      );
      const [text] = title?.childNodes ?? [];
      if (title && text && 'value' in text) setText(title, `${words}: ${text.value}`);
    },
    html: () => serialize(document),
  };
}
