/** What becomes of each post and page of the old site: where it will lie, what it is called, and why it must wait for somebody as a draft. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { plainName } from '../plain-name.ts';
import type { Entry } from '../proofreading/entries.ts';
import { addressOfCollection, fileOfEntry } from '../schema/collection.ts';
import { earliestDay, latestDay } from '../schema/field.ts';
import { news } from '../schema/news.ts';
import { pages } from '../schema/pages.ts';
import type { Export, Item } from './export-file.ts';
import { type OldSite, readable } from './old-site.ts';
import { plainWords } from './old-text.ts';
import type { Matter, Told } from './report.ts';

/** What of an export is moved in, and to which collection. */
const collectionFor = {
  post: { collection: 'news', home: addressOfCollection(news) },
  page: { collection: 'pages', home: addressOfCollection(pages) },
} as const;

/** An entry that is to be made. */
export interface EntryToBe {
  readonly item: Item;
  /** What stands for it in the record of what has moved in. */
  readonly key: string;
  readonly collection: 'news' | 'pages';
  readonly slug: string;
  readonly file: string;
  readonly address: string;
  readonly title: string;
  readonly publishedOn: string;
  readonly isDraft: boolean;
  /** What is to be told of it already. */
  readonly told: readonly { readonly matter: Matter; readonly words: string }[];
}

/** What WordPress keeps and shows nobody. */
const thrownAway = new Set(['trash', 'auto-draft', 'inherit']);
export const isThrownAway = ({ status }: Item): boolean => thrownAway.has(status);

const cut = (text: string, most: number) => `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;
const isDay = (day: string) =>
  !Number.isNaN(Date.parse(day)) &&
  new Date(`${day}T12:00:00Z`).toISOString().startsWith(day) &&
  day >= earliestDay &&
  day <= latestDay;

/** The day on which a thing was published, by the old site’s own clock. */
const dayIn = (date: string): string | undefined => {
  const day = date.slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && isDay(day) ? day : undefined;
};

/** The same whenever the import is run. */
const dayOfExport = ({ madeOn }: Export): string | undefined =>
  Number.isNaN(Date.parse(madeOn)) ? undefined : dayIn(new Date(madeOn).toISOString());

const isEmpty = ({ content, excerpt }: Item) =>
  `${content.text}${excerpt.text}`.replace(/<[^>]*>|&nbsp;|\s/g, '') === '';

/** What is there already. */
export interface Surroundings {
  readonly root: string;
  /** What has moved in before, and where it was put. */
  readonly record: Readonly<Record<string, string>>;
  readonly existing: Readonly<Record<'news' | 'pages', readonly Entry[]>>;
  /** Names that pages of the site have. */
  readonly taken: Readonly<Record<'news' | 'pages', ReadonlySet<string>>>;
  readonly today: string;
  /** Whether what only some could read on the old site is wanted, too. */
  readonly withPrivate: boolean;
}

/** The numbers and paths by which the old site had a thing. */
export function oldAddressesOf(item: Item, site: OldSite): string[] {
  const number =
    item.type === 'page'
      ? `/?page_id=${item.id}`
      : item.type === 'attachment'
        ? `/?attachment_id=${item.id}`
        : `/?p=${item.id}`;
  const path = site.pathOf(item.link);
  const pretty = path === undefined || path === '/' || path.includes('?') ? [] : [path];
  const guid = site.pathOf(item.guid);
  const before = item.meta
    .filter(({ key, value }) => key === '_wp_old_slug' && value !== '' && pretty.length > 0)
    .map(({ value }) => pretty[0]?.replace(/[^/]+(\/?)$/, `${value}$1`) ?? '');
  return [
    ...new Set([
      ...pretty,
      ...(site.hasNumbers && /^\d+$/.test(item.id) ? [number] : []),
      ...before,
      ...(guid !== undefined && guid !== '/' && item.type !== 'attachment' ? [guid] : []),
    ]),
  ];
}

/** The entries that an export makes, in its order; what is told of those that it does not make; and how many are there already. */
export function entriesToBe(
  exported: Export,
  site: OldSite,
  { record, existing, taken, today, root, withPrivate }: Surroundings,
): { toBe: EntryToBe[]; left: Told[]; before: number } {
  const toBe: EntryToBe[] = [];
  const left: Told[] = [];
  /** What has come already under each number. */
  const seen = new Map<string, readonly Item[]>();
  let before = 0;
  const given = { news: new Set<string>(), pages: new Set<string>() };
  for (const item of exported.items) {
    if ((item.type !== 'post' && item.type !== 'page') || isThrownAway(item)) continue;
    const { collection, home } = collectionFor[item.type];
    const number = `${exported.address} ${item.type} ${item.id}`;
    const namesakes = seen.get(number) ?? [];
    seen.set(number, [...namesakes, item]);
    const [first] = namesakes;
    const key = first === undefined ? number : `${number} again ${namesakes.length}`;
    const recorded = record[key];
    if (recorded !== undefined) {
      before++;
      given[collection].add(recorded.split('/').at(-2) ?? '');
      const entry = existing[collection].find(({ file }) => file === recorded);
      if (entry) site.isNow(item, `${home}${entry.slug}/`, (entry.fields as { draft?: unknown }).draft !== true);
      continue;
    }
    const title = plainWords(item.title);
    const twin = namesakes.find((one) => isSame(one, item));
    if (twin) {
      left.push({
        matter: 'look-over',
        line: item.line,
        words: `“${title}” is in the export twice, with the same words: it was moved in once, from line ${twin.line}.`,
      });
      continue;
    }
    // A draft is on no page, but it is in the repository, which may be everybody's to read.
    const onlySome = item.status === 'private' ? 'private' : item.hasPassword ? 'behind a password' : undefined;
    if (onlySome !== undefined && !withPrivate) {
      left.push({
        matter: 'private',
        line: item.line,
        words: `“${title || item.slug || item.id}” was ${onlySome} on the old site.`,
      });
      continue;
    }
    const isOldHome = site.pathOf(item.link) === '/' && item.type === 'page';
    const wanted =
      plainName(readable(item.slug).split('/').at(-1) ?? '') ||
      plainName(title) ||
      `${item.type}-${plainName(item.id)}`;
    const shortWanted = wanted.slice(0, 80).replace(/-$/, '');
    const parent = site.itemOf(item.parent);
    const names = [
      shortWanted,
      ...(parent && item.type === 'page' ? [`${plainName(parent.slug)}-${shortWanted}`] : []),
      `${shortWanted}-${plainName(item.id)}`,
    ];
    const own = freeName(names, (name) => given[collection].has(name));
    const inTheWay = existing[collection].find(({ slug }) => slug === own);
    const formerly = (inTheWay?.fields as { formerly?: unknown } | undefined)?.formerly;
    // The record may have been lost: an entry that was at this old address is this one.
    if (Array.isArray(formerly) && oldAddressesOf(item, site).some((address) => formerly.includes(address))) {
      before++;
      given[collection].add(own);
      continue;
    }
    const isTaken = inTheWay !== undefined || taken[collection].has(own);
    const slug = isTaken
      ? freeName(
          [`old-${own}`],
          (name) =>
            given[collection].has(name) ||
            taken[collection].has(name) ||
            existsSync(join(root, fileOfEntry(collection, name))),
        )
      : own;
    given[collection].add(own);
    given[collection].add(slug);

    const told: { matter: Matter; words: string }[] = [];
    const wait = (words: string) => told.push({ matter: 'draft', words });
    const day = dayIn(item.date);
    const status: Readonly<Record<string, string>> = {
      draft: 'a draft',
      pending: 'waiting for review',
      private: 'private',
    };
    if (isTaken)
      told.push({
        matter: 'clash',
        words: `“${own}” is ${inTheWay ? `an entry that is there already (${inTheWay.file}), which is left as it is` : `a page of the site’s own (${home}${own}/)`}. What the old site had there is a draft.`,
      });
    if (first)
      wait(
        `Its number, ${item.id}, comes twice in the export, first on line ${first.line}: were two exports joined? See which of the two readers need.`,
      );
    if (isOldHome)
      wait('It was the old site’s home page. This site’s is made under Settings, Home: take what you need from here.');
    if (item.status !== 'publish' && item.status !== 'future')
      wait(`It was ${status[item.status] ?? `“${item.status}”`} on the old site.`);
    if (item.hasPassword) wait('It was behind a password. Here, everybody reads what is published.');
    if (title === '') wait('It has no title.');
    if (title.length > 90) wait(`Its title is too long: “${title}”. 90 characters are the most.`);
    if (day === undefined && item.type === 'post')
      wait(`Its day cannot be had from the export (“${item.date}”): it has that of the export.`);
    if (isEmpty(item)) wait('It has no words: there is nothing to make its summary of.');
    const isDraft = isTaken || told.some(({ matter }) => matter === 'draft');
    if (item.status === 'future')
      told.push({ matter: 'look-over', words: `It is dated ahead, and appears on its day, ${day}.` });
    if (item.isSticky)
      told.push({
        matter: 'look-over',
        words: 'It stood first on the old site, whatever its day. Here the newest comes first.',
      });
    const publishedOn = day ?? dayOfExport(exported) ?? today;
    const address = `${home}${slug}/`;
    site.isNow(item, address, !isDraft && !(item.type === 'post' && publishedOn > today));
    toBe.push({
      item,
      key,
      collection,
      slug,
      file: fileOfEntry(collection, slug),
      address,
      title: title === '' ? `Untitled ${item.type} ${item.id}` : title.length > 90 ? cut(title, 90) : title,
      publishedOn,
      isDraft,
      told,
    });
  }
  return { toBe, left, before };
}

/** The first of these names that is free; or else the last of them, with the first number that makes it so. */
function freeName(names: readonly string[], isTaken: (name: string) => boolean): string {
  const free = names.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  for (let count = 2; ; count++) {
    const numbered = `${names.at(-1)}-${count}`;
    if (!isTaken(numbered)) return numbered;
  }
}

/** Whether two things of an export are one that it holds twice. */
const isSame = (one: Item, other: Item): boolean =>
  one.title === other.title &&
  one.date === other.date &&
  one.content.text === other.content.text &&
  one.excerpt.text === other.excerpt.text;
