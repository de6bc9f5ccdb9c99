/** Gives the donor their form back as they filled it in, with each mistake beside its field: the built page, filled. */
import {
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html as names,
  parse,
  parseFragment,
  serialize,
} from 'parse5';
import type { GiftField, Mistakes } from './gift.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** What to say above the form. `words` are shown whether or not a field is to blame. */
export interface Refusal {
  readonly heading: string;
  readonly words: string;
  readonly mistakes?: Mistakes;
}

const isElement = (node: Node): node is Element => 'tagName' in node;

function* elementsIn(node: Node): Generator<Element> {
  if (isElement(node)) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child);
}

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;

function setAttribute(element: Element, name: string, value: string | undefined): void {
  element.attrs = element.attrs.filter((one) => one.name !== name);
  if (value !== undefined) element.attrs.push({ name, value });
}

function setText(element: Element, text: string): void {
  element.childNodes = [];
  defaultTreeAdapter.insertText(element, text);
}

/**
 * The page of the form, with what was typed and what to mend. What was typed goes in as attribute values and text of a parsed
 * tree, so it cannot become markup. The page takes the focus to the summary, and says in its title that there is a problem.
 * @param page the built page: its summary is `[data-mistakes]`, the place beside a field `[data-mistake="<field>"]`
 */
export function fillForm(page: string, typed: URLSearchParams, { heading, words, mistakes = {} }: Refusal): string {
  const document = parse(page);
  const elements = [...elementsIn(document)];
  const withAttribute = (name: string, value?: string) =>
    elements.filter((element) =>
      value === undefined ? attribute(element, name) !== undefined : attribute(element, name) === value,
    );
  const found = Object.entries(mistakes) as [GiftField, string][];

  for (const control of elements.filter(({ tagName }) => tagName === 'input')) {
    const name = attribute(control, 'name');
    if (name === undefined) continue;
    const value = typed.get(name);
    if (attribute(control, 'type') === 'radio' && value !== null)
      setAttribute(control, 'checked', attribute(control, 'value') === value ? '' : undefined);
    else if (attribute(control, 'type') !== 'radio' && value !== null && name !== 'leaveEmpty')
      setAttribute(control, 'value', value.slice(0, 200));
  }
  for (const [field, mistake] of found) {
    for (const place of withAttribute('data-mistake', field)) {
      setText(place, `${mistake}.`);
      setAttribute(place, 'hidden', undefined);
    }
    for (const control of withAttribute('data-mistake-in', field)) setAttribute(control, 'aria-invalid', 'true');
  }
  for (const summary of withAttribute('data-mistakes')) {
    const links = found.map(([field, mistake]) => {
      const list = parseFragment('<li><a></a></li>');
      const [, link] = [...elementsIn(list)];
      if (link) {
        setAttribute(link, 'href', `#${controlFor(field, typed, elements)}`);
        setText(link, mistake);
      }
      return list.childNodes[0] as Element;
    });
    setAttribute(summary, 'hidden', undefined);
    // Without JavaScript, `autofocus` is what takes a keyboard and a screen reader to the summary.
    setAttribute(summary, 'autofocus', '');
    for (const part of elementsIn(summary)) {
      if (attribute(part, 'data-mistakes-heading') !== undefined) setText(part, heading);
      if (attribute(part, 'data-mistakes-words') !== undefined) setText(part, words);
      if (attribute(part, 'data-mistakes-list') !== undefined)
        for (const link of links) defaultTreeAdapter.appendChild(part, link);
    }
  }
  const title = elements.find(({ tagName, namespaceURI }) => tagName === 'title' && namespaceURI === names.NS.HTML);
  const text = title?.childNodes[0];
  if (title && text && 'value' in text) setText(title, `Problem: ${text.value}`);
  return serialize(document);
}

/** The id that a summary's link leads to: the field itself, or the first of its choices. */
function controlFor(field: GiftField, typed: URLSearchParams, elements: readonly Element[]): string {
  const controls = elements.filter((element) => attribute(element, 'data-mistake-in') === field);
  const box = controls.find((control) => attribute(control, 'type') === 'text');
  const first = field === 'amount' && typed.get('amount') === 'other' ? box : controls[0];
  return attribute(first ?? box ?? (controls[0] as Element), 'id') ?? 'main';
}
