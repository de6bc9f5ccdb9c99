/**
 * How a block is written in Markdown, and read back: `::donate{fund="chesham-hub"}` on a line of its own, or, when it holds
 * a list, `:::gallery{heading="…"}` … `:::`. The editor and the build read with the same pattern, so they cannot disagree.
 */
import { type Focus, focuses } from '../schema/field.ts';
import type { FormField } from '../schema/form.ts';

/** What a block's fields hold: each a text, or a list of texts or of groups of texts. */
export type BlockValues = Readonly<Record<string, unknown>>;

const references: Readonly<Record<string, string>> = { '&amp;': '&', '&quot;': '"', '&#10;': '\n', '&#13;': '\r' };
const escapes = Object.fromEntries(Object.entries(references).map(([reference, character]) => [character, reference]));

const writeAttribute = (value: string) => value.replace(/[&"\n\r]/g, (character) => escapes[character] ?? character);
const readAttribute = (written: string) =>
  written.replace(/&(amp|quot|#10|#13);/g, (reference) => references[reference] ?? reference);

const listsIn = (form: readonly FormField[]) => form.filter(({ kind }) => kind === 'list');
const oneLineEach = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const said = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A picture is written as Markdown writes one: `![what it shows](file.jpg "caption")`; the part to keep in view, as in `file.jpg#top`. */
export const writePicture = ({ file, description, caption, focus }: BlockValues): string => {
  const title = said(caption) ? ` "${caption.replace(/[\\"]/g, '\\$&')}"` : '';
  return `![${String(description ?? '').replace(/[\\[\]]/g, '\\$&')}](<${String(file ?? '').replace(/[\\<>]/g, '\\$&')}${said(focus) ? `#${focus}` : ''}>${title})`;
};

/** How a picture is written, and the three parts of it that say something; `group` opens each of those. */
const pictureSource = (group: '(' | '(?:') =>
  String.raw`!\[${group}(?:\\.|[^\\\]\n])*)\]\((?:<${group}(?:\\.|[^\\<>\n])*)>|${group}(?:[^\s()\\]|\\.)*))(?: "${group}(?:\\.|[^\\"\n])*)")?\)`;
const pictureLine = new RegExp(`^${pictureSource('(')}$`);
const withFocus = new RegExp(`^(.*)#(${focuses.join('|')})$`);

/** Finds a picture that stands in a paragraph of its own, at the start of a text. */
export const pictureParagraph = new RegExp(`^${pictureSource('(?:')}[ \\t]*(?=\\n[ \\t]*(?:\\n|$)|$)`);

/** Reads one line that is a picture and nothing else; `undefined` when it is not. */
export function readPicture(
  line: string,
): { file: string; description: string; caption?: string; focus?: Focus } | undefined {
  const found = pictureLine.exec(line);
  if (!found) return undefined;
  const [, description = '', pointed, bare = '', caption] = found;
  const plain = (written: string) => written.replace(/\\([!-/:-@[-`{-~])/g, '$1');
  const whole = plain(pointed ?? bare);
  const [, file = whole, focus] = withFocus.exec(whole) ?? [];
  return {
    file,
    description: plain(description),
    ...(caption === undefined ? {} : { caption: plain(caption) }),
    ...(focus === undefined ? {} : { focus: focus as Focus }),
  };
}

const attributes = '(?:\\{((?: *[\\w-]+="[^"\\n]*"(?= |\\}))* *)\\})?[ \\t]*';
/** One line of a list: a picture, or words after a hyphen. */
const lineOf = ({ item }: FormField) => (item?.kind === 'group' ? pictureSource('(?:') : '- [^\\n]*');

/**
 * The pattern that finds a block of this name at the start of a text, with its attributes and its lines as groups. It finds
 * only what can be read to the last word: anything else stays in the text, where staff see it and the proofreader names it.
 * It has no flags: Decap's editor refuses the multi-line flag.
 */
export function directivePattern(name: string, form: readonly FormField[]): RegExp {
  const lines = listsIn(form).map(lineOf);
  return lines.length > 0
    ? new RegExp(`^:::${name}${attributes}\\n((?:(?:${lines.join('|')})?[ \\t]*\\n)*):::[ \\t]*(?=\\n|$)`)
    : new RegExp(`^::${name}${attributes}(?=\\n|$)`);
}

/** Writes a block as Markdown. What is empty is left out. */
export function writeDirective(name: string, form: readonly FormField[], values: BlockValues): string {
  const attributes = form
    .filter(({ kind, name: field }) => kind !== 'list' && said(values[field]))
    .map((field) => `${field.name}="${writeAttribute(String(values[field.name]))}"`);
  const head = `${name}${attributes.length > 0 ? `{${attributes.join(' ')}}` : ''}`;
  const lists = listsIn(form);
  if (lists.length === 0) return `::${head}`;
  const lines = lists.flatMap((field) =>
    oneLineEach(values[field.name]).map((item) =>
      said(item) ? `- ${item}` : writePicture(item as Record<string, unknown>),
    ),
  );
  return [`:::${head}`, ...lines, ':::'].join('\n');
}

/** Reads what `directivePattern` found. The values are what was written, not yet checked against the block's schema. */
export function readDirective(form: readonly FormField[], found: readonly (string | undefined)[]): BlockValues {
  const [, attributes = '', content = ''] = found;
  const values: Record<string, unknown> = {};
  for (const [, name = '', written = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g))
    values[name] = readAttribute(written);
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  for (const field of listsIn(form)) {
    const items =
      field.item?.kind === 'group'
        ? lines.map((line) => readPicture(line.trimEnd())).filter((picture) => picture !== undefined)
        : lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
    if (items.length > 0) values[field.name] = items;
  }
  return values;
}
