/** Paragraphs and lines, where the old text has line ends for them and no tags: WordPress makes tags of them as a page is asked for. */
import type { ElementContent } from 'hast';
import { element, isElement, isWithinLine, words } from './elements.ts';

/** In a text with no tags for it, a line’s end is one. */
export const linesOf = (value: string): ElementContent[] =>
  value.split('\n').flatMap((line, index) => [...(index > 0 ? [element('br', [])] : []), words(line)]);

/** Words between tags, as paragraphs: an empty line begins the next, where the old site had it so. */
export function paragraphsOf(run: readonly ElementContent[], byLines: boolean): ElementContent[][] {
  const paragraphs: ElementContent[][] = [[]];
  for (const node of run) {
    if (node.type !== 'text' || !byLines) paragraphs.at(-1)?.push(node);
    else
      for (const { value, line } of partsBetweenEmptyLines(node.value)) {
        if (line !== undefined) paragraphs.push([]);
        const { position } = node;
        const start = position && { ...position.start, line: position.start.line + (line ?? 0) };
        paragraphs.at(-1)?.push({ ...node, value, ...(position && start ? { position: { ...position, start } } : {}) });
      }
  }
  return paragraphs.map((paragraph) => trimmedLines(paragraph)).filter((paragraph) => paragraph.length > 0);
}

/** What stands between empty lines, each with how many lines come before it; the first, with none. */
function partsBetweenEmptyLines(text: string): { value: string; line?: number }[] {
  const parts: { value: string; line?: number }[] = [];
  let lines = 0;
  for (const [index, value] of text.split(/(\n[ \t\u00A0]*\n\s*)/).entries()) {
    if (index % 2 === 0) parts.push(index === 0 ? { value } : { value, line: lines });
    lines += value.split('\n').length - 1;
  }
  return parts;
}

/** With no line’s end at either end, nor anything that is blank alone. */
function trimmedLines(paragraph: ElementContent[]): ElementContent[] {
  const [first] = paragraph;
  const last = paragraph.at(-1);
  const isBlank = (node: ElementContent | undefined) =>
    (node?.type === 'text' && node.value.trim() === '') || (isElement(node) && node.tagName === 'br');
  if (isBlank(first)) return trimmedLines(paragraph.slice(1));
  if (isBlank(last)) return trimmedLines(paragraph.slice(0, -1));
  return paragraph.map((node, index) => {
    if (node.type !== 'text') return node;
    const value = index === 0 ? node.value.trimStart() : node.value;
    return { ...node, value: index === paragraph.length - 1 ? value.trimEnd() : value };
  });
}

/** The same, for words within a list or a quotation: paragraphs only where there is more than one. */
export function withParagraphs(children: readonly ElementContent[]): ElementContent[] {
  const made: ElementContent[] = [];
  let run: ElementContent[] = [];
  const endRun = () => {
    const paragraphs = paragraphsOf(run, true);
    made.push(
      ...(paragraphs.length > 1 || made.length > 0
        ? paragraphs.map((paragraph) => element('p', paragraph))
        : (paragraphs[0] ?? [])),
    );
    run = [];
  };
  for (const child of children) {
    if (!isElement(child) || isWithinLine(child) || child.tagName === 'br') run.push(child);
    else {
      endRun();
      made.push(child);
    }
  }
  endRun();
  return made;
}
