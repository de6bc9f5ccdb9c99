/** A file to take away, such as an easy-read leaflet, with its type and its size said. */
import { z } from 'zod';
import { downloadFile, text } from '../schema/field.ts';
import type { Block } from './block.ts';

const schema = z.strictObject({
  label: text(
    { label: 'What it is', hint: 'Such as “Easy-read leaflet”. Its type and size are added by themselves.' },
    90,
  ),
  file: downloadFile({ label: 'File', hint: 'A PDF, Word, OpenDocument or ZIP file. A PDF opens on most phones.' }),
});

export const download = {
  name: 'download',
  label: 'File to download',
  schema,
  stands: 'within',
} satisfies Block<typeof schema>;

const types: Readonly<Record<string, string>> = {
  pdf: 'PDF',
  doc: 'Word',
  docx: 'Word',
  odt: 'OpenDocument',
  zip: 'ZIP',
};

/** The ending of a file's name, in small letters: `pdf`. */
export const endingOf = (file: string): string => file.replace(/^.*\./s, '').toLowerCase();

/** A file's type and size, as people say them: `PDF, 240 KB`. */
export function typeAndSize(file: string, sizeInBytes: number): string {
  const kilobytes = Math.max(1, Math.round(sizeInBytes / 1000));
  const size = kilobytes < 1000 ? `${kilobytes} KB` : `${(kilobytes / 1000).toFixed(1).replace(/\.0$/, '')} MB`;
  return `${types[endingOf(file)]}, ${size}`;
}

/** How the files that may be downloaded begin, by their ending: https://en.wikipedia.org/wiki/List_of_file_signatures */
const beginnings = new Map([
  ['pdf', '%PDF-'],
  ['doc', '\u00D0\u00CF\u0011\u00E0'],
  ['docx', 'PK'],
  ['odt', 'PK'],
  ['zip', 'PK'],
]);

/**
 * Whether a file is of the kind that its name says, and of a kind that may be downloaded.
 * @param content its bytes, each as one character (`latin1`)
 */
export const isAsNamed = (name: string, content: string): boolean => {
  const beginning = beginnings.get(endingOf(name));
  return beginning !== undefined && content.startsWith(beginning);
};
