/**
 * What is pasted into a text, made clean before the editor reads it: its words, with headings, bold, italics, lists, quotations, links and tables. Looks,
 * pictures, forms and scripts of elsewhere stay there.
 */
import { isBoldByStyle, isItalicByStyle, isPlainByStyle, namedHere } from '../src/blocks/said-by-style.ts';

/** What a pasted link may lead to; any other is plain words. A short address, `/about`, was one of another site. */
const leadsOn = /^(https?:\/\/|mailto:|tel:)/i;

const leftBehind =
  'script,style,link,meta,title,template,noscript,iframe,object,embed,svg,math,canvas,img,picture,video,audio,input,button,select,textarea';

const headings = 'h1,h2,h3,h4,h5,h6';

/** Code is words here. */
const renamed: Readonly<Record<string, string>> = { ...namedHere, pre: 'p' };

const styleOf = (element: Element) => element.getAttribute('style') ?? '';

/** An element of this name, with all that stood in another. */
function madeOf(other: Element, name: string): Element {
  const element = other.ownerDocument.createElement(name);
  element.append(...other.childNodes);
  return element;
}

/** How deep in a list Word has a paragraph; 0 when it is in none. */
const levelOf = (element: Element | null) =>
  element?.localName === 'p' ? Number(/mso-list:[^;]*\blevel(\d+)/i.exec(styleOf(element))?.[1] ?? 0) : 0;

/** Word writes a list as paragraphs, `mso-list:l0 level1 lfo1`, each with its bullet or number as words. Lists are made of them. */
function makeListsOfWords(body: HTMLElement): void {
  const open: { readonly level: number; readonly list: Element }[] = [];
  let before: Element | null = null;
  for (const paragraph of body.querySelectorAll('p')) {
    const level = levelOf(paragraph);
    if (level === 0) continue;
    // The list goes on only where nothing stands between.
    if (paragraph.previousElementSibling !== before) open.length = 0;
    const sign = [...paragraph.querySelectorAll('span')].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
    const name = /^\s*\(?(\d+|[a-z]|[ivxl]+)[.)]/i.test(sign?.textContent ?? '') ? 'ol' : 'ul';
    sign?.remove();
    while ((open.at(-1)?.level ?? 0) > level) open.pop();
    if (open.at(-1)?.level === level && open.at(-1)?.list.localName !== name) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = body.ownerDocument.createElement(name);
      const around = open.at(-1)?.list.lastElementChild;
      if (around) around.append(list);
      else paragraph.before(list);
      open.push({ level, list });
    }
    open.at(-1)?.list.append(madeOf(paragraph, 'li'));
    paragraph.remove();
    before = open[0]?.list ?? null;
  }
}

/** One element made clean, with what an editor on the web says by a style said by an element. */
function clean(element: Element): void {
  const { localName: name } = element;
  const style = styleOf(element);
  const inHeading = element.closest(headings) !== null;
  const isBold = !inHeading && isBoldByStyle(style);
  const isNoMark = /^(b|strong)$/.test(name) && (inHeading || isPlainByStyle(style));
  const isNoLink = name === 'a' && !leadsOn.test(element.getAttribute('href') ?? '');
  if (isNoMark || isNoLink || /^(code|kbd|samp|tt|var)$/.test(name)) element.replaceWith(...element.childNodes);
  else if (/^(p|h\d|li)$/.test(name) && element.textContent?.trim() === '') element.remove();
  else {
    if (name === 'span' && isItalicByStyle(style)) element.append(madeOf(element, 'em'));
    if (name === 'span' && isBold) element.append(madeOf(element, 'strong'));
    const other = element.classList.contains('MsoTitle') ? 'h2' : renamed[name];
    for (const attribute of element.getAttributeNames()) if (attribute !== 'href') element.removeAttribute(attribute);
    if (other) element.replaceWith(madeOf(element, other));
  }
}

/** Pasted HTML, made clean; empty when there are no words in it. Nothing of it runs or is fetched meanwhile. */
export function cleanedHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const element of body.querySelectorAll(leftBehind)) element.remove();
  makeListsOfWords(body);
  for (const element of body.querySelectorAll('*')) clean(element);
  return body.textContent?.trim() ? body.innerHTML : '';
}

/** The kind of data that the editor copies beside words and HTML. */
const ownText = 'application/x-slate-fragment';

/**
 * Puts clean HTML in the place of what is pasted, before the editor sees it. What was copied in the editor comes without: the editor has it with its blocks,
 * and would otherwise take the words of their forms.
 */
export function cleanPasted(event: ClipboardEvent): void {
  const { clipboardData: copied, target } = event;
  // A field of a block takes words, and no HTML.
  if (!copied || !(target instanceof HTMLElement) || !target.isContentEditable) return;
  const own = copied.getData(ownText);
  const given = new DataTransfer();
  given.setData('text/plain', copied.getData('text/plain'));
  if (own) given.setData(ownText, own);
  const html = own ? '' : cleanedHtml(copied.getData('text/html'));
  if (html) given.setData('text/html', html);
  Object.defineProperty(event, 'clipboardData', { value: given });
}
