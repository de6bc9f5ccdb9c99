/** Reads what a file of content says, wherever that comes from: its fields, and the text below them. Nothing is checked here. */
import { parseDocument } from 'yaml';
import { dropBlanks } from '../schema/blanks.ts';

const frontMatter = /^\uFEFF?---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/;

/** The fields in a piece of YAML. YAML 1.2 knows no dates, so `2026-02-30` stays what was written, for the schema to refuse. */
export function readFields(yaml: string, firstLine: number): { fields: unknown; unreadable?: string } {
  const document = parseDocument(yaml, { schema: 'core', stringKeys: true });
  const [mistake] = document.errors;
  if (mistake) {
    const line = firstLine + (mistake.linePos?.[0].line ?? 1) - 1;
    const [why = ''] = mistake.message.split('\n');
    return {
      fields: {},
      unreadable: `line ${line} cannot be read: ${why.replace(/ at line \d+, column \d+:?$/, '')}. If its words have a colon or begin with a quotation mark, put all of them between double quotes, as in title: "One day: a story"`,
    };
  }
  try {
    const fields = dropBlanks(document.toJS({ maxAliasCount: 0 })) ?? {};
    if (typeof fields === 'object' && !Array.isArray(fields)) return { fields };
    return {
      fields: {},
      unreadable: 'each of its fields must stand on a line of its own, as in “title: A spring day”',
    };
  } catch {
    return { fields: {}, unreadable: 'it repeats a part by reference (& and *): write the part out instead' };
  }
}

/** The fields of one Markdown file as they are written, and the text below them. */
function parted(source: string): { yaml?: string; text: string } {
  const normal = source.replaceAll('\r\n', '\n');
  const found = frontMatter.exec(normal);
  return found ? { yaml: found[1] ?? '', text: normal.slice(found[0].length).trim() } : { text: normal };
}

/** The text of one Markdown file, with no look at its fields. */
export const textBelow = (source: string): string => parted(source).text;

/**
 * The fields and the text of one Markdown file.
 * @param fieldsOf what reads the fields
 */
export function readMarkdown(
  source: string,
  fieldsOf = readFields,
): { fields: unknown; text: string; unreadable?: string } {
  const { yaml, text } = parted(source);
  if (yaml === undefined)
    return { fields: {}, text, unreadable: 'it must begin with its fields, between two lines of ---' };
  return { ...fieldsOf(yaml, 2), text };
}
