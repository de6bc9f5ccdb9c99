/** Reads staff's Markdown as the pieces a page is laid out from: prose, pictures that stand alone, and blocks, in their order. */
import { formOf } from '../schema/form.ts';
import { blocks } from './blocks.ts';
import { type BlockValues, directivePattern, readDirective, readPicture, type WrittenPicture } from './directive.ts';

export type Piece =
  | { readonly kind: 'prose'; readonly markdown: string }
  | ({ readonly kind: 'picture' } & WrittenPicture)
  | { readonly kind: 'block'; readonly name: string; readonly values: BlockValues }
  /** Something written like a block, of a name that no block has or in a shape that cannot be read: its first line, and all of it. */
  | { readonly kind: 'unreadable'; readonly line: string; readonly written: string };

/** The blocks that are written as directives. */
const readers = blocks.flatMap((block) => {
  if ('markdown' in block) return [];
  const { name, schema } = block;
  const form = formOf(schema);
  return [{ name, form, pattern: directivePattern(name, form) }];
});

const startsLikeBlock = /^:::?[a-z][\w-]*(\{[^\n]*\})?[ \t]*$/;
/** A line that was meant for a block and is none: a space too many, a capital letter, words beside it, or no empty line before it. */
const nearlyBlock = new RegExp(`^\\s*:{2,}\\s*(?:${readers.map(({ name }) => name).join('|')})\\b`, 'i');
/** A fence opens at the margin, or as the first thing in an item of a list or a quotation; no backtick follows one of backticks. */
const fenceOpens = /^(?: {0,3}|(?: *(?:[-*+]|\d{1,9}[.)]|>)[ \t]*)+)(`{3,}(?=[^`]*$)|~{3,})/;
const fenceCloses = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;

/**
 * Splits a text. A block or a lone picture must begin a line, after an empty one; inside a fenced code block nothing is
 * special. "10:30" and "note:this" stay text.
 */
export function readText(markdown: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  let prose: string[] = [];
  let fencedBy: string | undefined;

  const endProse = () => {
    const markdown = prose.join('\n').trim();
    if (markdown !== '') pieces.push({ kind: 'prose', markdown });
    prose = [];
  };

  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const opens = fenceOpens.exec(line)?.[1];
    if (fencedBy !== undefined) {
      if (fenceCloses.exec(line)?.[1]?.startsWith(fencedBy)) fencedBy = undefined;
    } else if (opens !== undefined) {
      fencedBy = opens;
    } else {
      const mayBegin = index === 0 || lines[index - 1]?.trim() === '';
      const piece = (mayBegin && pieceAt(lines, index)) || nearlyBlockAt(line);
      if (piece) {
        endProse();
        pieces.push(piece.piece);
        index += piece.linesTaken - 1;
        continue;
      }
    }
    prose.push(line);
  }
  endProse();
  return pieces;
}

interface PieceAt {
  readonly piece: Piece;
  readonly linesTaken: number;
}

const nearlyBlockAt = (line: string): PieceAt | undefined =>
  nearlyBlock.test(line)
    ? { piece: { kind: 'unreadable', line: line.trim(), written: line }, linesTaken: 1 }
    : undefined;

function pieceAt(lines: readonly string[], index: number): PieceAt | undefined {
  const line = lines[index] ?? '';
  const picture = readPicture(line.trimEnd());
  if (picture && (lines[index + 1] ?? '').trim() === '')
    return { piece: { kind: 'picture', ...picture }, linesTaken: 1 };
  if (!startsLikeBlock.test(line)) return undefined;
  const rest = lines.slice(index).join('\n');
  for (const { name, form, pattern } of readers) {
    const found = pattern.exec(rest);
    if (found) {
      return {
        piece: { kind: 'block', name, values: readDirective(form, found) },
        linesTaken: found[0].split('\n').length,
      };
    }
  }
  const length = lines.slice(index).findIndex((one) => one.trim() === '');
  const taken = lines.slice(index, length === -1 ? undefined : index + length);
  return { piece: { kind: 'unreadable', line, written: taken.join('\n') }, linesTaken: taken.length };
}

/** One line that says where links of a name lead: `[1]: /news/`. */
const definition =
  /^ {0,3}\[(?!\s*\])(?:\\.|[^\\[\]])+\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$/;

/** Where links lead, over a whole text: a link may stand in another of its pieces than its address, and each piece is read by itself. */
export function definitionsIn(pieces: readonly Piece[]): string {
  const found: string[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'prose') continue;
    let fencedBy: string | undefined;
    // A definition cannot stand within a paragraph: only after an empty line, or another definition.
    let mayBegin = true;
    for (const line of piece.markdown.split('\n')) {
      const opens = fenceOpens.exec(line)?.[1];
      const closes = fencedBy !== undefined && fenceCloses.exec(line)?.[1]?.startsWith(fencedBy);
      if (closes) fencedBy = undefined;
      else fencedBy ??= opens;
      const isDefinition: boolean = mayBegin && fencedBy === undefined && definition.test(line);
      if (isDefinition) found.push(line);
      mayBegin = isDefinition || line.trim() === '';
    }
  }
  return found.join('\n');
}
