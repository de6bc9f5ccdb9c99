/** Reads what the site looks like, its tokens, its faces and its mark, and says what of that must be mended before the site can be built. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postcss, { type AtRule, type CssSyntaxError } from 'postcss';
import { mistakesInShapes } from '../brand.ts';
import { markFile, mistakeInMark } from '../icons.ts';
import { type Face, readTokens, type Tokens, tokensFile } from '../tokens.ts';
import { mistakesInColours } from './colours.ts';
import { readIfThere } from './entries.ts';
import type { Mistake } from './proofread.ts';

/** What must be mended in the file of a face; it is drawn with as it is read here. One on another website is not ours to keep. */
async function mistakeInFace(root: string, { family, file }: Face): Promise<string | undefined> {
  if (/^(data:|\/)/.test(file)) return undefined;
  const place = `The face “${family}” names the file “${file}”`;
  if (/^[a-z]+:/i.test(file)) return `${place}, which is on another website. Put the font into src/styles/fonts.`;
  const path = join(root, tokensFile, '..', file.replace(/[?#].*$/, ''));
  if (!existsSync(path)) return `${place}, which is not there. Add it, or correct its name.`;
  const { create } = await import('fontkit');
  try {
    create(await readFile(path));
    return undefined;
  } catch {
    return `${place}, which is not a font that can be read. Get it again, as a .woff2 file.`;
  }
}

/** The line of the block that another begins in, where one alone is not closed: in this sheet only layers and media have blocks in them. */
function lineOfUnclosed(css: string): number | undefined {
  try {
    let line: number | undefined;
    postcss.parse(`${css}}`).walk(({ type, parent }) => {
      const within = parent?.type === 'rule' || (parent?.type === 'atrule' && (parent as AtRule).name === 'font-face');
      if ((type === 'rule' || type === 'atrule') && within) line ??= parent?.source?.start?.line;
    });
    return line;
  } catch {
    return undefined;
  }
}

function whyNoSheet(css: string, { line = 1, reason }: CssSyntaxError): string {
  if (reason !== 'Unclosed block')
    return `Line ${line} cannot be read: ${reason}. Look there, and just before, for a “{”, “}”, “:”, “;” or quotation mark that is missing or too many.`;
  const unclosed = lineOfUnclosed(css);
  const which = unclosed ? `The “{” on line ${unclosed}` : `The “{” on line ${line}, or one further down,`;
  return `${which} is never closed. Put a “}” where what it begins ends.`;
}

async function mistakesInTokens(root: string): Promise<readonly Mistake[]> {
  const read = readIfThere(join(root, tokensFile)) ?? { unreadable: 'the file is missing' };
  const said = (words: string): Mistake => ({ file: tokensFile, words });
  if (!('written' in read)) return [said(`The file cannot be read: ${read.unreadable}.`)];
  let tokens: Tokens;
  try {
    tokens = readTokens(read.written);
  } catch (mistake) {
    if (!(mistake instanceof postcss.CssSyntaxError)) throw mistake;
    return [said(whyNoSheet(read.written, mistake))];
  }
  const faces = await Promise.all(tokens.faces.map((face) => mistakeInFace(root, face)));
  return [
    ...mistakesInColours(read.written, tokensFile),
    ...[...mistakesInShapes(tokens), ...faces.filter((words) => words !== undefined)].map(said),
  ];
}

/** What must be mended in the look of the project at `root`; of its mark alone where there is content alone. */
export async function mistakesInLook(root: string): Promise<readonly Mistake[]> {
  const words = await mistakeInMark(root);
  return [
    ...(words === undefined ? [] : [{ file: markFile, words }]),
    ...(existsSync(join(root, tokensFile, '..')) ? await mistakesInTokens(root) : []),
  ];
}
