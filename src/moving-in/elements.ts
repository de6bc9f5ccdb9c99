/** The elements of a text: how they are told apart, looked for and made. */
import type { Element, ElementContent, Root } from 'hast';
import { standsInLine } from './old-text.ts';

/** Whether it is an element, and not words. */
export const isElement = (node: ElementContent | Root['children'][number] | undefined): node is Element =>
  node?.type === 'element';

/** An element of this name; its place in the old text is that of what it was made from. */
export const element = (
  tagName: string,
  children: ElementContent[],
  properties: Element['properties'] = {},
  from: ElementContent | undefined = children[0],
): Element => ({
  type: 'element',
  tagName,
  properties,
  children,
  ...(from?.position ? { position: from.position } : {}),
});

/** Words by themselves. */
export const words = (value: string): ElementContent => ({ type: 'text', value });

/** Every element within that matches, in its order. */
export function find(node: Element | Root, matches: (element: Element) => boolean): Element[] {
  return (node.children as ElementContent[]).flatMap((child) =>
    isElement(child) ? [...(matches(child) ? [child] : []), ...find(child, matches)] : [],
  );
}

/** Whether an element stands in a line of words, with all that is in it. */
export const isWithinLine = (node: Element): boolean =>
  standsInLine(node.tagName) &&
  node.children.every((child) => !isElement(child) || /^(img|br)$/.test(child.tagName) || isWithinLine(child));

/** The words within, with a line’s end for each `br`. */
export const textIn = (node: Element): string =>
  node.children
    .map((child) =>
      child.type === 'text' ? child.value : isElement(child) ? (child.tagName === 'br' ? '\n' : textIn(child)) : '',
    )
    .join('');

/** The same without one of the elements within, however deep. */
export function withoutElement(node: Element, other: Element | undefined): Element {
  return {
    ...node,
    children: node.children
      .filter((child) => child !== other)
      .map((child) => (isElement(child) ? withoutElement(child, other) : child)),
  };
}
