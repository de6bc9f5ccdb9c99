/** What the site says is plain: a reader of 13 can follow it, it is spelt as in the United Kingdom, and it speaks of people as they would wish. */
import { expect, test } from '@playwright/test';
import dictionary from 'dictionary-en-gb';
import { fleschKincaid } from 'flesch-kincaid';
import nspell from 'nspell';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { syllable } from 'syllable';
import { collections, settings } from '../../src/schema/contract.ts';
import { type FormField, formOf } from '../../src/schema/form.ts';
import { builtPage, readerPages } from '../reader-pages.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** The age of a reader who can follow what the site says. */
const readingAge = 13;
/** https://www.gov.uk/guidance/content-design/writing-for-gov-uk: “Do not use long sentences”. */
const wordsInASentence = 25;
/** The formula was made for passages of about this many words; pages with fewer are weighed together. */
const passage = 100;

const isElement = (node: Node): node is Element => 'tagName' in node;
const apart =
  /^(p|li|dt|dd|small|b|h[1-6]|figcaption|label|legend|td|th|div|main|header|footer|nav|section|article|address)$/;

/** The texts of a part of a page, each paragraph, item or heading by itself. */
function textsIn(part: Node): string[] {
  const texts = [''];
  const read = (node: Node) => {
    if (node.nodeName === '#text' && 'value' in node) texts.push(`${texts.pop()}${node.value}`);
    if (isElement(node) && /^(script|style|svg)$/.test(node.tagName)) return;
    const alone = isElement(node) && apart.test(node.tagName);
    if (alone) texts.push('');
    if ('childNodes' in node) for (const child of node.childNodes) read(child);
    if (alone) texts.push('');
  };
  read(part);
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

function* elementsIn(node: Node): Generator<Element> {
  if (isElement(node)) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child);
}

const main = async (address: string) => {
  const found = [...elementsIn(parse(await builtPage(address)))].find(({ tagName }) => tagName === 'main');
  if (!found) throw new Error(`${address} has no main part.`);
  return found;
};

const wordsIn = (text: string) => text.match(/\p{L}[\p{L}’'-]*/gu) ?? [];

/** The sentences of the main part. What does not end as a sentence does is a name or a label. */
const sentencesOf = async (address: string) =>
  textsIn(await main(address))
    .filter((text) => /[.?!:]”?$/.test(text))
    .flatMap((text) => text.split(/(?<=[.?!:]”?) /));

/** The age by the grade of an American school, in which one is five years older. A name counts as one syllable: it has no plainer word. */
function ageToRead(sentences: readonly string[]): number {
  const words = sentences.flatMap((sentence) =>
    wordsIn(sentence).map((word, place) => (place > 0 && /^\p{Lu}/u.test(word) ? 1 : syllable(word))),
  );
  const sum = words.reduce((all, one) => all + one, 0);
  return 5 + fleschKincaid({ sentence: sentences.length, word: words.length, syllable: sum });
}

test(`a reader of ${readingAge} can follow every page, and no sentence is longer than ${wordsInASentence} words`, async () => {
  const short: string[] = [];
  for (const address of await readerPages()) {
    const sentences = await sentencesOf(address);
    const long = sentences.filter((sentence) => wordsIn(sentence).length > wordsInASentence);
    expect.soft(long, address).toEqual([]);
    if (sentences.flatMap(wordsIn).length < passage) short.push(...sentences);
    else expect.soft(ageToRead(sentences), address).toBeLessThanOrEqual(readingAge);
  }
  expect(ageToRead([...new Set(short)])).toBeLessThanOrEqual(readingAge);
});

/** All that a page says to those who read it, hear it or find it. */
async function everythingSaid(address: string): Promise<string[]> {
  const document = parse(await builtPage(address));
  const said = [...elementsIn(document)].flatMap(({ tagName, attrs }) =>
    attrs
      .filter(
        ({ name }) => /^(alt|title|aria-label|placeholder)$/.test(name) || (tagName === 'meta' && name === 'content'),
      )
      .filter(({ value }) => / /.test(value) && !/[=/]/.test(value))
      .map(({ value }) => value),
  );
  return [...textsIn(document), ...said];
}

const wordsOfField = ({ label, hint, fields = [], item }: FormField): string[] => [
  label,
  hint,
  ...[...fields, ...(item ? [item] : [])].flatMap(wordsOfField),
];

/** All that the editor says to staff: each field's label and hint. */
const saidToStaff = () => [...collections, ...settings].flatMap(({ schema }) => formOf(schema).flatMap(wordsOfField));

/** Words that this site does not use, each with what is wrong with it. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\bservice users?\b/i, 'People are not their use of a service: say who they are.'],
  [/\b(dementia|stroke|cancer)? ?(sufferers?|victims?)\b|\bsuffer(s|ing)? from\b/i, 'Say “people with …”.'],
  [
    /\bthe (disabled|elderly|blind|deaf|mentally ill)\b(?! (people|person))|\bwheelchair-bound\b/i,
    'Say “disabled people”, “older people”.',
  ],
  [/\bstakeholders?\b|\bend[- ]users?\b/i, 'Say who they are.'],
  [
    /\b(pathways?|provision|deliverables?|leverag\w+|synerg\w+|holistic\w*|utilis\w+)\b/i,
    'Say it in a word people use at home.',
  ],
  [/!/, 'Nothing here shouts.'],
  [/\b(act now|hurry|last chance|before it is too late)\b/i, 'We ask once, plainly.'],
];

/** Words that are right, and not in the dictionary. */
const known = new Set([
  'wellbeing',
  'neurodegenerative',
  'prescriber',
  'prescribers',
  'funder',
  'funders',
  'funder’s',
  'funders’',
  'email',
]);

test('words are spelt as in the United Kingdom, and no word is one that this site does not use', async () => {
  const spelling = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic));
  const right = (word: string) =>
    known.has(word) || word.split('-').every((part) => known.has(part) || spelling.correct(part.replaceAll('’', "'")));
  const told = new Map<string, string>();
  for (const address of await readerPages()) for (const text of await everythingSaid(address)) told.set(text, address);
  for (const text of saidToStaff()) told.set(text, 'the editor');
  for (const [text, where] of told) {
    // With a capital it may be a name, and names are spelt as they are.
    const wrong = wordsIn(text.replace(/\S*[@/]\S*|\S+\.\S+/g, ' ')).filter(
      (word) => !/^\p{Lu}/u.test(word) && !right(word),
    );
    expect.soft(wrong, `${where}: ${text}`).toEqual([]);
    for (const [words, reason] of unwanted) expect.soft(text, `${where}: ${reason}`).not.toMatch(words);
  }
});
