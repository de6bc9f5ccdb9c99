/** Finds words in the content that stand for others which somebody meant to write. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './findings.ts';

/** What nobody writes for readers. `example.org` and its like belong to nobody: https://www.rfc-editor.org/rfc/rfc2606 */
const anyhow = /lorem ipsum|\bexample\.(?:com|org|net)\b|\[(?:your|insert|name)\b[^\]]*\](?!\()/gi;
/** In small letters these are kisses, and what there is to do. */
const inCapitals = /\b(?:TODO|TBC|TBD|FIXME|X{3,})\b/g;

/** The words in a text that stand for others, each once. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([anyhow, inCapitals].flatMap((placeholder) => [...text.matchAll(placeholder)].map(([word]) => word))),
];

/** Every such word in `content/`, by its file. */
export async function findingsInContent(root: string): Promise<Finding[]> {
  const found: Finding[] = [];
  const files: string[] = [];
  for await (const file of glob('content/**/*.{md,mdx,yaml}', { cwd: root })) files.push(file.replaceAll('\\', '/'));
  for (const file of files.sort()) {
    const words = placeholdersIn(await readFile(join(root, file), 'utf8'));
    if (words.length > 0)
      found.push({
        code: 'PLACEHOLDER',
        severity: 'must',
        words: `${file} still says ${words.map((word) => `“${word}”`).join(', ')}: write what belongs there.`,
        page: file,
      });
  }
  return found;
}
