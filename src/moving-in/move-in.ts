/**
 * Moves an old site in: each post and page of its export becomes an entry of this site’s content, once. What has moved in is on record, and is never
 * touched again: what staff make of it since is theirs.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { MarkdownNode } from '../blocks/write-text.ts';
import { plainName } from '../plain-name.ts';
import { type Entry, readEntries } from '../proofreading/entries.ts';
import { mistakesInOldAddresses } from '../proofreading/old-addresses.ts';
import { proofread } from '../proofreading/proofread.ts';
import { namesTakenIn } from '../proofreading/taken.ts';
import { addressOfCollection, fileOfEntry, folderOfFile } from '../schema/collection.ts';
import { collections } from '../schema/contract.ts';
import { cleanSlug, siteAddress } from '../schema/field.ts';
import { news } from '../schema/news.ts';
import { pages } from '../schema/pages.ts';
import { topics } from '../schema/topics.ts';
import { type EntryToBe, entriesToBe, oldAddressesOf } from './entries-to-be.ts';
import type { Export, Item, Passage, Term } from './export-file.ts';
import { FilesBeside, missingWords, nodesOf, shownOf, signsIn, withoutMarks, writtenText } from './new-text.ts';
import { notMoved } from './not-moved.ts';
import { OldSite } from './old-site.ts';
import { plainWords, readOldText, seenWords } from './old-text.ts';
import type { Moved, Outcome, Told } from './report.ts';
import { footnotesOf, type Made, turnText, wantedAttachment } from './turned-text.ts';

/** Where it is kept what has moved in, from the project’s root. It is committed, as what it speaks of is. */
export const recordFile = 'moved-in.json';

/** Whose export it is: they differ in their ways. */
export type Source = 'wordpress' | 'squarespace';

/** All that a move needs of the world outside. */
export interface Move {
  readonly root: string;
  readonly exported: Export;
  /** The name of the export’s file, for the report. */
  readonly file: string;
  readonly source: Source;
  readonly today: string;
  /** Whether what was private or behind a password comes along, as drafts. */
  readonly withPrivate: boolean;
  /** Fetches a picture or a file; throws NotFetched. */
  readonly fetch: (address: string) => Promise<Buffer>;
}

const mostOldAddresses = 20;
const mostTopics = 4;
const longestSummary = 300;

const isAddress = (address: string) =>
  siteAddress({ label: 'Old address', hint: 'Old address' }).safeParse(address).success;

async function readRecord(root: string): Promise<Record<string, string>> {
  const file = join(root, recordFile);
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Record<string, string>) : {};
}

/** Writes a file of a folder so that it is there whole, or not at all; and in this folder, or not at all: names come from the export. */
async function writeWhole(folder: string, name: string, content: string | Buffer): Promise<void> {
  const file = resolve(folder, name);
  if (dirname(file) !== resolve(folder)) throw new Error(`${JSON.stringify(name)} would lie outside ${folder}.`);
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}

/** Moves in all that has not moved in before. */
export async function moveIn({ root, exported, file, source, today, withPrivate, fetch }: Move): Promise<Outcome> {
  const record = await readRecord(root);
  const all = new Map(
    await Promise.all(
      collections.map(async (collection) => [collection.name as string, await readEntries(root, collection)] as const),
    ),
  );
  const existing = { news: all.get(news.name) ?? [], pages: all.get(pages.name) ?? [] };
  const taken = {
    news: await namesTakenIn(addressOfCollection(news)),
    pages: new Set([...(await namesTakenIn(addressOfCollection(pages))), ...collections.map(({ name }) => name)]),
  };
  const site = new OldSite(exported);
  const { toBe, left, before } = entriesToBe(exported, site, {
    root,
    record,
    existing,
    taken,
    today,
    withPrivate,
  });
  const told: Told[] = exported.mended.map(({ line, words }) => ({
    matter: 'look-over',
    line,
    words: `The file itself was mended here: ${words}.`,
  }));

  told.push(...left);

  const sorted = new TopicsToBe(exported, all.get(topics.name) ?? [], source);
  for (const entry of toBe)
    if (entry.collection === 'news')
      sorted.add(entry, (words) => told.push({ matter: 'look-over', line: entry.item.line, entry: entry.file, words }));
  for (const [path, address] of sorted.leads(
    toBe.filter(({ isDraft, publishedOn }) => !isDraft && publishedOn <= today),
  ))
    site.topicIsNow(path, address);

  const addresses = new AddressesToBe(all);
  for (const { slug } of sorted.made) addresses.reserve(topics.name, slug, fileOfEntry(topics.name, slug));
  for (const { collection, slug, file } of toBe) addresses.reserve(collection, slug, file);
  for (const { slug, formerly } of sorted.made) {
    const entry = fileOfEntry(topics.name, slug);
    addresses.give(entry, formerly, (words) => told.push({ matter: 'old-address', entry, words }));
  }
  for (const { words } of sorted.lost) told.push({ matter: 'old-address', words });

  let pictures = 0;
  const moved: Moved[] = [];
  const written = new Set<string>();
  for (const entry of toBe) {
    const of = told.length;
    const tell = (matter: Told['matter'], line: number | undefined, words: string) =>
      told.push({ matter, words, entry: entry.file, ...(line === undefined ? {} : { line }) });
    for (const one of entry.told) tell(one.matter, entry.item.line, one.words);
    const beside = new FilesBeside(fetch, tell);
    const { fields, text, downloads } = await contentOf(entry, { site, source, beside, tell });
    const wanted = [...oldAddressesOf(entry.item, site), ...downloads, ...pagesOfPictures(entry.item, site)];
    const formerly = addresses.give(entry.file, wanted, (words) => tell('old-address', entry.item.line, words));
    const topicsOf = entry.collection === 'news' ? sorted.of(entry) : [];
    checkWords(
      entry,
      site,
      `${Object.values(fields)
        .filter((value) => typeof value === 'string')
        .join(' ')} ${shownOf(text)} ${told
        .slice(of)
        .map(({ words }) => words)
        .join(' ')}`,
      tell,
    );
    if (beside.pictures.length > 0)
      tell(
        'people',
        undefined,
        `${beside.pictures.join(', ')}.${beside.undescribed.length > 0 ? ` Not described on the old site: ${beside.undescribed.join(', ')}.` : ''}`,
      );

    for (const slug of topicsOf) {
      const topic = sorted.made.find((one) => one.slug === slug);
      if (!topic || written.has(slug)) continue;
      written.add(slug);
      const file = fileOfEntry(topics.name, slug);
      await writeWhole(
        join(root, folderOfFile(file)),
        basename(file),
        markdownOf({ title: topic.title, summary: topic.summary, formerly: addresses.of(file) }, ''),
      );
    }
    const folder = join(root, folderOfFile(entry.file));
    for (const [name, content] of beside.files) await writeWhole(folder, name, content);
    await writeWhole(
      folder,
      basename(entry.file),
      markdownOf({ ...fields, topics: topicsOf, formerly, draft: entry.isDraft }, text),
    );
    record[entry.key] = entry.file;
    await writeWhole(root, recordFile, `${JSON.stringify(record, null, 2)}\n`);
    pictures += beside.files.size;
    moved.push({ entry: entry.file, title: entry.title, isDraft: entry.isDraft, line: entry.item.line });
  }

  const mine = new Set([
    ...moved.map(({ entry }) => entry),
    ...[...written].map((slug) => fileOfEntry(topics.name, slug)),
  ]);
  for (const mistake of moved.length > 0 ? await proofread(root) : [])
    if (mine.has(mistake.file) || [...mine].some((one) => folderOfFile(one) === mistake.file))
      told.push({ matter: 'mistake', entry: mistake.file, words: mistake.words });
  told.push(...notMoved(exported));
  return { file, moved, topics: [...written].map((slug) => fileOfEntry(topics.name, slug)), pictures, before, told };
}

/** A file of content. What is empty is left out. */
function markdownOf(fields: Readonly<Record<string, unknown>>, text: string): string {
  const filled = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
  return `---\n${stringify(filled, { lineWidth: 0 })}---\n${text === '' ? '' : `\n${text}\n`}`;
}

type Tell = (matter: Told['matter'], line: number | undefined, words: string) => void;
interface Making {
  readonly site: OldSite;
  readonly source: Source;
  readonly beside: FilesBeside;
  readonly tell: Tell;
}

/** The fields and the text of one entry. */
async function contentOf(
  { item, title, publishedOn, collection }: EntryToBe,
  { site, source, beside, tell }: Making,
): Promise<{ fields: Record<string, unknown>; text: string; downloads: string[] }> {
  let made: Made[];
  try {
    made = turnText(item.content, { item, site, paragraphsByLines: source === 'wordpress', tell });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tell(
      'words',
      item.content.line,
      'Its text cannot be read: its elements lie too deep in each other. None of it has come along: copy it by hand.',
    );
    made = [];
  }
  const { summary, rest } = summaryOf(item, made, title, tell);
  const thumbnail = site.itemOf(item.meta.find(({ key }) => key === '_thumbnail_id')?.value);
  const cover = thumbnail?.attachmentAddress
    ? await beside.picture(wantedAttachment(thumbnail, item.line), 'The main picture')
    : undefined;
  if (cover && thumbnail) {
    const { caption, ...said } = cover as Record<string, unknown>;
    if (caption)
      tell(
        'look-over',
        item.line,
        `The main picture had words under it, which a main picture has not here: “${caption}”.`,
      );
    Object.assign(cover, said);
    delete (cover as Record<string, unknown>).caption;
  }
  if (
    thumbnail === undefined &&
    item.meta.some(({ key, value }) => key === '_thumbnail_id' && value !== '' && value !== '0')
  )
    tell('picture', item.line, 'The main picture is not in the export. Was all content exported, with the media?');
  const nodes = await nodesOf(rest, beside);
  const text = soundText(nodes, item, tell);
  const downloads = rest.flatMap((part) =>
    part.kind === 'download' && site.pathOf(part.address) ? [site.pathOf(part.address) ?? ''] : [],
  );
  return {
    fields: { title, ...(collection === 'news' ? { publishedOn } : {}), summary, ...(cover ? { cover } : {}) },
    text,
    downloads,
  };
}

/** The text as it is written; with no bold or italics, where those would be read as signs. */
function soundText(nodes: readonly MarkdownNode[], item: Item, tell: Tell): string {
  const text = writtenText(nodes);
  const plain = writtenText(withoutMarks(nodes));
  if (signsIn(shownOf(text)) <= signsIn(shownOf(plain))) return text;
  tell(
    'look-over',
    item.content.line,
    'Bold and italic words stood in each other in a way that cannot be written. They are plain now.',
  );
  return plain;
}

const textIn = (node: MarkdownNode): string =>
  node.value ?? (node.type === 'break' ? ' ' : (node.children ?? []).map(textIn).join(''));

/** As many whole sentences as go into a summary; of the first alone, if need be, its beginning. */
function sentences(text: string): string {
  let taken = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)) {
    if (taken !== '' && (taken + segment).trim().length > longestSummary) break;
    taken += segment;
  }
  const sentence = taken.trim();
  return sentence.length <= longestSummary
    ? sentence
    : `${sentence.slice(0, longestSummary - 1).replace(/\s+\S*$/, '')}…`;
}

/** What opens the entry: the old site’s own summary, or else the first words of the text. */
function summaryOf(
  item: Item,
  made: readonly Made[],
  title: string,
  tell: Tell,
): { summary: string; rest: readonly Made[] } {
  const own = plainWords(item.excerpt.text);
  if (own !== '') {
    if (own.length > longestSummary)
      tell('look-over', item.excerpt.line, `Its summary is too long, and was cut: “${own}”.`);
    return { summary: sentences(own), rest: made };
  }
  const [first, ...others] = made;
  const opening =
    first?.kind === 'words' &&
    first.node.type === 'paragraph' &&
    first.node.children?.every(({ type }) => type === 'text' || type === 'break')
      ? textIn(first.node).replace(/\s+/g, ' ').trim()
      : '';
  if (opening !== '' && opening.length <= longestSummary) {
    tell(
      'look-over',
      item.content.line,
      `Its first paragraph is its summary now, for the old site had none: “${opening.slice(0, 80)}${opening.length > 80 ? '…' : ''}” See that it says who, where and what.`,
    );
    return { summary: opening, rest: others };
  }
  const described = item.meta.find(
    ({ key, value }) =>
      /^(_yoast_wpseo_metadesc|rank_math_description|_aioseo_description|_genesis_description)$/.test(key) &&
      value.trim() !== '',
  );
  const paragraphs = made.flatMap((part) =>
    part.kind === 'words' && part.node.type === 'paragraph' ? [textIn(part.node)] : [],
  );
  const anyWords = made.flatMap((part) =>
    part.kind === 'words' ? [textIn(part.node)] : part.kind === 'block' ? [String(part.values.words ?? '')] : [],
  );
  const from = described
    ? plainWords(described.value)
    : (paragraphs.find((one) => one.trim() !== '') ?? anyWords.find((one) => one.trim() !== '') ?? title)
        .replace(/\s+/g, ' ')
        .trim();
  tell(
    'look-over',
    item.content.line,
    `Its summary was made for it, for the old site had none: “${sentences(from)}” See that it says who, where and what.`,
  );
  return { summary: sentences(from) || title, rest: made };
}

/** All words of an entry that readers of the old site saw. */
function wordsOf(item: Item, site: OldSite): string {
  const parts: string[] = [plainWords(item.title), plainWords(item.excerpt.text)];
  const add = (passage: Passage, within: readonly string[]) => {
    try {
      parts.push(seenWords(readOldText(passage).tree));
    } catch {
      // That it cannot be read is told already.
      return;
    }
    for (const [, id = ''] of passage.text.matchAll(/<!--\s+wp:block\s+\{[^}]*"ref":\s*(\d+)/g)) {
      const reused = site.itemOf(id);
      if (reused?.type === 'wp_block' && !within.includes(id) && within.length <= 10)
        add(reused.content, [...within, id]);
    }
  };
  add(item.content, []);
  for (const { content } of footnotesOf(item)) parts.push(plainWords(content));
  return parts.join(' ');
}

/** Every word that readers saw must be in the entry, or told. */
function checkWords({ item, title, told }: EntryToBe, site: OldSite, among: string, tell: Tell): void {
  const there = `${title} ${told.map(({ words }) => words).join(' ')} ${among}`;
  const missing = missingWords(wordsOf(item, site), there);
  if (missing.length > 0)
    tell('words', item.content.line, `These words are in the export, and not in the entry: “${missing.join(' ')}”.`);
}

/** The pages that the old site made for each picture of a post. */
const pagesOfPictures = (item: Item, site: OldSite): string[] =>
  site.attachmentsOf(item.id).flatMap((attachment) => oldAddressesOf(attachment, site));

/** An address as it is compared: with a slash at its end and without, it is the same. */
const plainAddress = (address: string) => address.replace(/\/$/, '');

/** Gives entries their old addresses, as far as they can lead anywhere. */
class AddressesToBe {
  readonly #all: { readonly collection: (typeof collections)[number]; readonly entries: Entry[] }[];
  /** Which entry each old address leads to. */
  readonly #claimed = new Map<string, string>();
  readonly #given = new Map<string, readonly string[]>();

  constructor(all: ReadonlyMap<string, readonly Entry[]>) {
    // What the others claim is looked up, so that an archive of thousands is not gone through for each of them.
    const bare = (entry: Entry): Entry => ({ ...entry, fields: {} });
    this.#all = collections.map((collection) => ({ collection, entries: (all.get(collection.name) ?? []).map(bare) }));
    for (const { file, fields } of [...all.values()].flat()) {
      const { formerly } = fields as { formerly?: unknown };
      if (Array.isArray(formerly))
        for (const address of formerly) this.#claimed.set(plainAddress(String(address)), file);
    }
  }

  /** Says that an entry will be there: no old address may stand where it is. */
  reserve(collection: string, slug: string, file: string): void {
    const entry = { slug, file, folder: folderOfFile(file), fields: {}, text: '' };
    this.#all.find(({ collection: { name } }) => name === collection)?.entries.push(entry);
  }

  /** The old addresses that an entry of this file was given. */
  of(file: string): readonly string[] {
    return this.#given.get(file) ?? [];
  }

  /** Gives an entry those of the wanted addresses that can lead to it; of the others, `lose` is told. What leads to another entry already leads somewhere. */
  give(file: string, wanted: readonly string[], lose: (words: string) => void): readonly string[] {
    const free = [...new Map(wanted.map((address) => [plainAddress(address), address])).values()].filter(
      (address) => !this.#claimed.has(plainAddress(address)),
    );
    const written = free.filter((address) => isAddress(address));
    for (const address of free)
      if (!isAddress(address)) lose(`${address} has signs in it that cannot stand in an old address here.`);
    const all = this.#all.map(({ collection, entries }) => ({
      collection,
      entries: entries.map((entry) => (entry.file === file ? { ...entry, fields: { formerly: written } } : entry)),
    }));
    const refused = new Map(mistakesInOldAddresses(all).map(({ address, words }) => [address, words]));
    for (const words of refused.values())
      if (!words.includes('own address now')) lose(words.replace(/^.*?“/, '“').replace(/ Take it out.*$/, ''));
    const sound = written.filter((address) => !refused.has(address));
    const kept = sound.slice(0, mostOldAddresses);
    if (sound.length > kept.length)
      lose(`An entry has at most ${mostOldAddresses}. These are over: ${sound.slice(mostOldAddresses).join(', ')}.`);
    for (const address of kept) this.#claimed.set(plainAddress(address), file);
    this.#given.set(file, kept);
    return kept;
  }
}

interface TopicToBe {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly formerly: readonly string[];
}

/** The topics that posts are sorted by: the ones there are, and those that must be made. */
class TopicsToBe {
  readonly made: TopicToBe[] = [];
  /** Old addresses of categories whose topic is there already, and is left as it is. */
  readonly lost: { words: string }[] = [];
  readonly #terms: readonly Term[];
  readonly #existing: readonly Entry[];
  readonly #source: Source;
  readonly #exported: Export;
  readonly #slugs = new Map<string, string>();
  readonly #paths = new Map<string, readonly string[]>();
  readonly #of = new Map<string, readonly string[]>();

  constructor(exported: Export, existing: readonly Entry[], source: Source) {
    this.#exported = exported;
    this.#terms = exported.terms;
    this.#existing = existing;
    this.#source = source;
  }

  add(entry: EntryToBe, tell: (words: string) => void): void {
    const wanted = entry.item.terms.filter(
      ({ taxonomy, slug, name }) =>
        (taxonomy === 'category' || taxonomy === 'post_tag') && !/^uncategori[sz]ed$/i.test(slug || name),
    );
    // A category says more than a tag.
    const inOrder = [
      ...wanted.filter(({ taxonomy }) => taxonomy === 'category'),
      ...wanted.filter(({ taxonomy }) => taxonomy !== 'category'),
    ];
    const kept: string[] = [];
    const left: string[] = [];
    for (const term of inOrder) {
      const slug = this.#slugOf(term, kept.length < mostTopics);
      if (slug === undefined || (kept.length >= mostTopics && !kept.includes(slug))) left.push(plainWords(term.name));
      else if (!kept.includes(slug)) kept.push(slug);
    }
    if (left.length > 0) tell(`A post has at most ${mostTopics} topics. It was also sorted under: ${left.join(', ')}.`);
    this.#of.set(entry.file, kept);
  }

  of({ file }: EntryToBe): readonly string[] {
    return this.#of.get(file) ?? [];
  }

  /** Where the old lists of a category’s posts lead, once posts of it are on the site. */
  leads(onTheSite: readonly EntryToBe[]): [string, string][] {
    const used = new Set(onTheSite.flatMap((entry) => this.of(entry)));
    return [...this.#paths]
      .filter(([slug]) => used.has(slug))
      .flatMap(([slug, paths]) =>
        paths.map((path): [string, string] => [path, `${addressOfCollection(topics)}${slug}/`]),
      );
  }

  #slugOf(term: Item['terms'][number], mayBeMade: boolean): string | undefined {
    const key = `${term.taxonomy} ${term.slug || term.name}`;
    const known = this.#slugs.get(key);
    if (known !== undefined || !mayBeMade) return known;
    const title = plainWords(term.name) || term.slug;
    const isNamed = ({ fields }: Entry) =>
      String((fields as { title?: unknown }).title).toLowerCase() === title.toLowerCase();
    const there =
      this.#existing.find((entry) => isNamed(entry)) ?? this.#existing.find(({ slug }) => slug === plainName(title));
    const twin = this.made.find((one) => one.title.toLowerCase() === title.toLowerCase());
    const paths = this.#pathsOf(term);
    let slug = there?.slug ?? twin?.slug;
    if (slug === undefined) {
      slug = plainName(title).slice(0, 60).replace(/-$/, '') || plainName(term.slug) || `topic-${this.made.length + 1}`;
      if (!cleanSlug.test(slug)) return undefined;
      const whole = this.#terms.find((one) => one.taxonomy === term.taxonomy && one.slug === term.slug);
      const described = plainWords(whole?.description ?? '');
      this.made.push({
        slug,
        title: title.length > 40 ? `${title.slice(0, 39).replace(/\s+\S*$/, '')}…` : title,
        summary:
          described === ''
            ? `News about ${title.slice(0, 150)}.`
            : described.length > 200
              ? `${described.slice(0, 199).replace(/\s+\S*$/, '')}…`
              : described,
        formerly: paths,
      });
    } else if (twin)
      this.made.splice(this.made.indexOf(twin), 1, { ...twin, formerly: [...new Set([...twin.formerly, ...paths])] });
    else if (there) {
      const { formerly = [] } = there.fields as { formerly?: readonly string[] };
      const missing = paths.filter((path) => !formerly.includes(path));
      if (missing.length > 0)
        this.lost.push({
          words: `${missing.join(', ')}: the list of posts under “${title}”. Its topic was there already (${there.file}): add the address to its old addresses.`,
        });
    }
    this.#paths.set(slug, [...new Set([...(this.#paths.get(slug) ?? []), ...paths])]);
    this.#slugs.set(key, slug);
    return slug;
  }

  /** Where the old site listed the posts of a category, unless somebody had changed that in its settings. */
  #pathsOf(term: Item['terms'][number]): string[] {
    const base = URL.canParse(this.#exported.address)
      ? new URL(this.#exported.address).pathname.replace(/\/$/, '')
      : '';
    if (this.#source === 'squarespace') {
      const home =
        /^\/[^/?]+(?=\/)/.exec(
          this.#exported.items.find(({ type }) => type === 'post')?.link.replace(/^https?:\/\/[^/]+/, '') ?? '',
        )?.[0] ?? '/blog';
      return [
        `${home}/${term.taxonomy === 'category' ? 'category' : 'tag'}/${plainWords(term.name).replaceAll(' ', '+')}`,
      ];
    }
    if (term.taxonomy === 'post_tag') return [`${base}/tag/${term.slug}/`];
    const over: string[] = [];
    for (
      let at = this.#terms.find(({ taxonomy, slug }) => taxonomy === 'category' && slug === term.slug);
      at && over.length < 10;
    ) {
      over.unshift(at.slug);
      const { parent } = at;
      at = this.#terms.find(({ taxonomy, slug }) => taxonomy === 'category' && parent !== '' && slug === parent);
    }
    const number = this.#terms.find(({ taxonomy, slug }) => taxonomy === 'category' && slug === term.slug)?.id ?? '';
    return [`${base}/category/${over.join('/') || term.slug}/`, ...(/^\d+$/.test(number) ? [`/?cat=${number}`] : [])];
  }
}
