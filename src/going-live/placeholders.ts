/** Finds words in the content that stand for others which somebody meant to write. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './findings.ts';

/** What nobody writes for readers. `example.org` and its like belong to nobody: https://www.rfc-editor.org/rfc/rfc2606 */
const anyhow =
  /lorem[\s-]+ipsum|dummy text|\binsert (?:your )?(?:text|words|name|title|date|link|picture|photo|image) here\b|\bexample\.(?:com?|org|net)(?:\.[a-z]{2})?\b|(?<!\])\[(?:your|insert|name|charity)\b[^\]]*\](?![([:])/gi;
/** In small letters these are kisses, and what there is to do. Three in brackets may be a short name within somebody’s words: “they [NHS] came”. */
const inCapitals =
  /\b(?:TODO|TBC|TBD|FIXME|PLACEHOLDER|X{3,})\b|\bYour [Cc]harity [Nn]ame\b|(?<!\])\[[A-Z][A-Z ’'-]{3,}\](?![([:])/g;

/** The words in a text that stand for others, each once. */
export function placeholdersIn(text: string): string[] {
  // “[Your rights]” is a link where the text says elsewhere whereto.
  const links = new Set([...text.matchAll(/^ {0,3}(\[[^\]]+\]):/gm)].map(([, label = '']) => label.toLowerCase()));
  const found = [anyhow, inCapitals].flatMap((placeholder) => [...text.matchAll(placeholder)].map(([word]) => word));
  return [...new Set(found)].filter((word) => !links.has(word.toLowerCase()));
}

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
