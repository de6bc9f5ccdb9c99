/** News posts made on the spot, the same ones each time: some 500 words each, with headings, lists, links and emphasis, as a charity writes them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const words =
  'music voice song drum group room people family carer friend morning spring autumn village hall river hill garden week month year story laughter rhythm tune choir piano guitar flute chair circle light window door road bus train tea cake letter word hand face smile memory name house school hospital hospice library market church bridge lane field tree bird rain sun wind evening winter summer breath pulse echo chorus verse note rest beat melody harmony silence listen sing play move dance clap hum tap strum walk meet share give join learn teach help hold hear feel think know grow begin end open close turn return remember forget wait stay leave bring take carry keep find lose make build write read tell ask answer thank welcome visit travel'.split(
    ' ',
  );
const small = 'the a and of in to with for on at from by as we they it that this there when'.split(' ');

/** A made post, before it is written for anybody’s site. */
export interface MadePost {
  readonly slug: string;
  readonly title: string;
  /** `YYYY-MM-DD` */
  readonly publishedOn: string;
  readonly summary: string;
  readonly topic: string;
  /** Markdown that every site of the bench reads alike. */
  readonly text: string;
}

/** Numbers that look thrown, and are the same for the same seed: a linear congruential generator, by Numerical Recipes. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The post of this number. `edit` makes it one that somebody has changed a word in. */
export function madePost(number: number, topics: readonly string[], edit = ''): MadePost {
  const roll = dice(number + 1);
  const one = (of: readonly string[]) => of[roll(of.length)] ?? '';
  const phrase = (length: number) =>
    Array.from({ length }, (_, place) => (place % 3 === 1 ? one(small) : one(words))).join(' ');
  const sentence = () => `${capital(phrase(7 + roll(10)))}.`;
  const paragraph = () => {
    const sentences = Array.from({ length: 5 + roll(3) }, sentence);
    if (roll(2) === 0) sentences.push(`${capital(phrase(3))} **${phrase(2)}** ${phrase(4)}.`);
    if (roll(3) === 0) sentences.push(`See [${phrase(2)}](/news/) for ${phrase(4)}.`);
    return sentences.join(' ');
  };
  const list = () => Array.from({ length: 4 }, () => `- ${phrase(4)}`).join('\n');
  const text = [
    `${edit}${paragraph()}`,
    paragraph(),
    `## ${capital(phrase(4))}`,
    paragraph(),
    list(),
    `## ${capital(phrase(3))}`,
    paragraph(),
    `> ${sentence()}`,
    paragraph(),
    paragraph(),
  ].join('\n\n');
  const day = new Date(Date.UTC(2026, 0, 1) - number * 86_400_000 * 0.9);
  return {
    slug: `made-post-${number}`,
    title: `${capital(phrase(5))} ${number}`,
    publishedOn: day.toISOString().slice(0, 10),
    summary: sentence(),
    topic: topics[number % topics.length] ?? '',
    text: `${text}\n`,
  };
}

/** Writes files under a folder, with the folders that they lie in. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
