/**
 * How a block is written in Markdown, and read back: `::donate{fund="chesham-hub"}` on a line of its own, or, when it holds
 * a list, `:::gallery{heading="…"}` … `:::`. The editor and the build read with the same pattern, so they cannot disagree.
 */
import { z } from 'zod';
import { captionedPictureFields, type Focus, focuses } from '../schema/field.ts';
import { type FormField, formOf } from '../schema/form.ts';

/** What a block's fields hold: each a text, a group of texts, or a list of texts or of such groups. */
export type BlockValues = Readonly<Record<string, unknown>>;

const references: Readonly<Record<string, string>> = { '&amp;': '&', '&quot;': '"', '&#10;': '\n', '&#13;': '\r' };
const escapes = Object.fromEntries(Object.entries(references).map(([reference, character]) => [character, reference]));

const writeAttribute = (value: string) => value.replace(/[&"\n\r]/g, (character) => escapes[character] ?? character);
const readAttribute = (written: string) =>
  written.replace(/&(amp|quot|#10|#13);/g, (reference) => references[reference] ?? reference);

const listsIn = (form: readonly FormField[]) => form.filter(({ kind }) => kind === 'list');
const oneLineEach = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const said = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Each field that says something, with what it says. The fields of a group stand among the others: no two of a form have one name. */
const attributesIn = (form: readonly FormField[], values: BlockValues): (readonly [name: string, value: string])[] =>
  form.flatMap(({ kind, name, fields = [] }) => {
    const value = values[name];
    if (kind === 'group') return attributesIn(fields, (value ?? {}) as BlockValues);
    return kind !== 'list' && said(value) ? [[name, String(value)] as const] : [];
  });

/** Those fields as they are written, between braces; nothing, when none says anything. */
function writeAttributes(form: readonly FormField[], values: BlockValues): string {
  const written = attributesIn(form, values).map(([name, value]) => `${name}="${writeAttribute(value)}"`);
  return written.length > 0 ? `{${written.join(' ')}}` : '';
}

function readAttributes(form: readonly FormField[], written: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [, name = '', value = ''] of written.matchAll(/([\w-]+)="([^"]*)"/g)) {
    const group = form.find(({ fields }) => fields?.some((field) => field.name === name));
    if (group) values[group.name] = { ...(values[group.name] as object), [name]: readAttribute(value) };
    else values[name] = readAttribute(value);
  }
  return values;
}

/** What Markdown has no way to say of a picture. */
const besideMarkdown = formOf(z.strictObject(captionedPictureFields())).filter(
  ({ name }) => !['file', 'description', 'caption', 'focus'].includes(name),
);

/**
 * A picture is written as Markdown writes one: `![what it shows](file.jpg "caption")`; the part to keep in view, as in `file.jpg#top`. What
 * Markdown has no way to say stands behind it: `{shows="people" recordedBy="…"}` (https://pandoc.org/MANUAL.html#extension-link_attributes).
 */
export const writePicture = ({ file, description, caption, focus, ...more }: BlockValues): string => {
  const title = said(caption) ? ` "${caption.replace(/[\\"]/g, '\\$&')}"` : '';
  return `![${String(description ?? '').replace(/[\\[\]]/g, '\\$&')}](<${String(file ?? '').replace(/[\\<>]/g, '\\$&')}${said(focus) ? `#${focus}` : ''}>${title})${writeAttributes(besideMarkdown, more)}`;
};

/** Attributes of these names between their braces; `group` opens what stands between those. */
const attributesSource = (group: '(' | '(?:', names: string) =>
  String.raw`(?:\{${group}(?: *(?:${names})="[^"\n]*"(?= |\}))* *)\})?`;
const pictureAttributes = besideMarkdown.flatMap(({ name, fields }) => fields?.map((field) => field.name) ?? name);

/** How a picture is written, and the parts of it that say something; `group` opens each of those. */
const pictureSource = (group: '(' | '(?:') =>
  String.raw`!\[${group}(?:\\.|[^\\\]\n])*)\]\((?:<${group}(?:\\.|[^\\<>\n])*)>|${group}(?:[^\s()\\]|\\.)*))(?: "${group}(?:\\.|[^\\"\n])*)")?\)${attributesSource(group, pictureAttributes.join('|'))}`;
const pictureLine = new RegExp(`^${pictureSource('(')}$`);
const withFocus = new RegExp(`^(.*)#(${focuses.join('|')})$`);

/** Finds a picture that stands in a paragraph of its own, at the start of a text. */
export const pictureParagraph = new RegExp(`^${pictureSource('(?:')}[ \\t]*(?=\\n[ \\t]*(?:\\n|$)|$)`);

/** A picture as it is written, not yet checked. */
export interface WrittenPicture {
  readonly file: string;
  readonly description: string;
  readonly caption?: string;
  readonly focus?: Focus;
  readonly shows?: unknown;
  readonly consent?: unknown;
}

/** Reads one line that is a picture and nothing else; `undefined` when it is not. */
export function readPicture(line: string): WrittenPicture | undefined {
  const found = pictureLine.exec(line);
  if (!found) return undefined;
  const [, description = '', pointed, bare = '', caption, more = ''] = found;
  const plain = (written: string) => written.replace(/\\([!-/:-@[-`{-~])/g, '$1');
  const whole = plain(pointed ?? bare);
  const [, file = whole, focus] = withFocus.exec(whole) ?? [];
  return {
    file,
    description: plain(description),
    ...(caption === undefined ? {} : { caption: plain(caption) }),
    ...(focus === undefined ? {} : { focus: focus as Focus }),
    ...readAttributes(besideMarkdown, more),
  };
}

const attributes = `${attributesSource('(', '[\\w-]+')}[ \\t]*`;
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
  const head = `${name}${writeAttributes(form, values)}`;
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
  const values = readAttributes(form, attributes);
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
