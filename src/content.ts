/** What the charity says, ready for pages: only what is published, in order, with its links followed both ways. The only caller of `getCollection`. */

import { type CollectionEntry, type CollectionKey, getCollection, getEntry } from 'astro:content';
import type { ImageMetadata } from 'astro';
import { blocks } from './blocks/blocks.ts';
import { contact } from './blocks/contact.ts';
import type { BlockValues } from './blocks/directive.ts';
import { donate } from './blocks/donate.ts';
import { download, endingOf, typeAndSize } from './blocks/download.ts';
import { gallery } from './blocks/gallery.ts';
import { photoNames } from './blocks/photo-names.ts';
import { picture as pictureBlock } from './blocks/picture.ts';
import { proseToHtml } from './blocks/prose.ts';
import { definitionsIn, type Piece, readText } from './blocks/text.ts';
import { thanks } from './blocks/thanks.ts';
import { video } from './blocks/video.ts';
import { isBuiltToBeSeen } from './built-to-be-seen.ts';
import { mayBeShared, type ShownPeople } from './consent.ts';
import { dayNow, dayOf } from './dates.ts';
import { type FundState, fundState } from './giving/funds/fund-state.ts';
import { changedIn, focusOf, fundTotals, mayBeShown, onceABuild, pictureIn, sizeOf, textIn } from './on-disk.ts';
import { addressOfCollection, fileOfSettings, folderOfFile } from './schema/collection.ts';
import { collections, settings } from './schema/contract.ts';
import type { Focus } from './schema/field.ts';

export type Post = CollectionEntry<'news'>;
export type ProjectEntry = CollectionEntry<'projects'>;
export type EventEntry = CollectionEntry<'events'>;
export type FunderEntry = CollectionEntry<'funders'>;
export type FundEntry = CollectionEntry<'funds'>;
export type TopicEntry = CollectionEntry<'topics'>;
export type PersonEntry = CollectionEntry<'people'>;
export type AppealEntry = CollectionEntry<'appeals'>;

/** The collections whose entries have a page of their own. The people stand on one page together. */
export type PagedCollection = 'news' | 'topics' | 'projects' | 'events' | 'funders' | 'funds' | 'appeals' | 'pages';

/** The day of this build, as a calendar date in the charity's own time. */
export const today = dayNow();

const isPublished = (data: object) =>
  !('draft' in data && data.draft === true) && !('publishedOn' in data && String(data.publishedOn) > today);

/** The entries of a collection that are on the site: no drafts, nothing dated ahead, but for the one whose preview is built. Read once a build (withastro/astro#16297). */
export const published = <Name extends CollectionKey>(name: Name): Promise<CollectionEntry<Name>[]> =>
  onceABuild(`published ${name}`, () =>
    getCollection(name, (entry) => isPublished(entry.data) || isBuiltToBeSeen(entry)),
  );

/** When the last of these entries and settings was changed, by the repository's history; `undefined` where that does not tell. */
export async function lastChanged(...entries: readonly { filePath?: string }[]): Promise<Date | undefined> {
  const placeOf = (entry: { filePath?: string }) =>
    entry.filePath?.endsWith('.yaml') ? entry.filePath : folderOf(entry);
  return (await Promise.all(entries.map((entry) => changedIn(placeOf(entry)))))
    .filter((time) => time !== undefined)
    .toSorted((one, other) => one.getTime() - other.getTime())
    .at(-1);
}

const byName = new Intl.Collator('en-GB').compare;

/** Calendar dates, the earlier first. */
const byDay = (one: string, other: string) => Number(one > other) - Number(one < other);

// Every page asks for some of these lists, of which a long archive takes a moment to sort: each is made once a build, and nobody changes it.

/** The news, the newest first. */
export const newestNews = (): Promise<readonly Post[]> =>
  onceABuild('newest news', async () =>
    (await published('news')).toSorted(
      (one, other) => byDay(other.data.publishedOn, one.data.publishedOn) || byName(one.data.title, other.data.title),
    ),
  );

/** The topics that have news, by name, each with its posts, the newest first. */
export const topicsWithNews = (): Promise<readonly { readonly topic: TopicEntry; readonly posts: readonly Post[] }[]> =>
  onceABuild('topics with news', async () => {
    const [topics, news] = await Promise.all([published('topics'), newestNews()]);
    return topics
      .map((topic) => ({ topic, posts: news.filter(({ data }) => data.topics.includes(topic.id)) }))
      .filter(({ posts }) => posts.length > 0)
      .toSorted((one, other) => byName(one.topic.data.title, other.topic.data.title));
  });

/** The people of one group: those with a place first, in its order, then by name. */
export const peopleIn = async (group: PersonEntry['data']['group']): Promise<PersonEntry[]> =>
  (await published('people'))
    .filter(({ data }) => data.group === group)
    .toSorted(
      (one, other) =>
        (one.data.place ?? Number.POSITIVE_INFINITY) - (other.data.place ?? Number.POSITIVE_INFINITY) ||
        byName(one.data.name, other.data.name),
    );

const isPast = (day: string | undefined): day is string => day !== undefined && day < today;

/** The last day of an appeal that is over, if that is known: one whose fund was closed was over before the day it was meant to be. */
export const lastDayOf = ({ data }: AppealEntry): string | undefined =>
  isPast(data.closesOn) ? data.closesOn : undefined;

/**
 * The appeals, the newest first: those that are running, and those that are over. One that ends today is still running. One whose fund is
 * closed is over, whatever its last day: nobody is asked to give to what takes no gifts.
 */
export async function allAppeals(): Promise<{ running: AppealEntry[]; over: AppealEntry[] }> {
  const open = new Set((await openFunds()).map(({ id }) => id));
  const appeals = (await published('appeals')).toSorted((one, other) =>
    byDay(other.data.publishedOn, one.data.publishedOn),
  );
  const isOver = ({ data }: AppealEntry) => isPast(data.closesOn) || !open.has(data.fund);
  return { running: appeals.filter((appeal) => !isOver(appeal)), over: appeals.filter(isOver) };
}

/** The pages that are policies, by title. */
export const policies = async () =>
  (await published('pages'))
    .filter(({ data }) => data.policy)
    .toSorted((one, other) => byName(one.data.title, other.data.title));

/** The projects: those that take referrals first, finished ones last. */
export async function allProjects(): Promise<ProjectEntry[]> {
  const order = { referrals: 0, full: 1, finished: 2 };
  return (await published('projects')).toSorted(
    (one, other) => order[one.data.state] - order[other.data.state] || byName(one.data.title, other.data.title),
  );
}

/** Whether anyone can be referred to the charity: a project takes referrals, or a form or a step of a referral is there. */
export async function takesReferrals(): Promise<boolean> {
  const [{ enquiries, steps }, projects] = await Promise.all([theReferrals(), allProjects()]);
  return enquiries || steps.length > 0 || projects.some(({ data }) => data.state === 'referrals');
}

/** The events: those to come, the next first; and those past, the latest first. An event of today is still to come. */
export async function allEvents(): Promise<{ coming: EventEntry[]; past: EventEntry[] }> {
  const events = (await published('events')).toSorted((one, other) => byDay(one.data.startsOn, other.data.startsOn));
  const isOver = ({ data }: EventEntry) => (data.endsOn ?? data.startsOn) < today;
  return { coming: events.filter((event) => !isOver(event)), past: events.filter(isOver).reverse() };
}

/** The funders and partners by name, “The” left aside. */
export const allFunders = async (): Promise<FunderEntry[]> => {
  const plain = (name: string) => name.replace(/^The /, '');
  return (await published('funders')).toSorted((one, other) => byName(plain(one.data.name), plain(other.data.name)));
};

/** The funds by name, those that are closed among them. */
export const allFunds = async (): Promise<FundEntry[]> =>
  (await published('funds')).toSorted((one, other) => byName(one.data.title, other.data.title));

/** Whether a fund takes gifts today: on its last day it still does. */
export const stateOf = ({ data }: FundEntry): FundState => fundState(data, today);

/** The funds a donor can choose, by name. */
export const openFunds = async (): Promise<FundEntry[]> =>
  (await allFunds()).filter((fund) => stateOf(fund) === 'open');

/** The open fund of this slug, as a panel that asks names it, and its page; `undefined` when it is closed, or none is named. */
export async function openFund(slug: string | undefined): Promise<NamedFund | undefined> {
  const fund = (await openFunds()).find(({ id }) => id === slug);
  return fund && { title: fund.data.title, address: addressOf('funds', fund.id), progress: await progressOf(fund) };
}

/** An open fund as a panel that asks names it. */
export interface NamedFund {
  readonly title: string;
  readonly address: string;
  readonly progress: FundProgress | undefined;
}

/** How far a fund is, as far as was known when the site was built. */
export interface FundProgress {
  readonly slug: string;
  readonly targetInPence: number;
  /** Absent where nobody could be asked, then or before. */
  readonly counted?: { readonly heldInPence: number; readonly gifts: number; readonly on: string };
}

/** How far a fund is; `undefined` when it has no target. */
export async function progressOf({ id, data }: FundEntry): Promise<FundProgress | undefined> {
  if (data.targetInPence === undefined) return undefined;
  const totals = await fundTotals();
  const total = totals?.funds[id] ?? { heldInPence: 0, gifts: 0 };
  return {
    slug: id,
    targetInPence: data.targetInPence,
    ...(totals ? { counted: { ...total, on: dayOf(new Date(totals.at)) } } : {}),
  };
}

const homes = new Map<string, string>(
  collections.map((collection) => [collection.name, addressOfCollection(collection)]),
);

/** The address of an entry's page. */
export const addressOf = (collection: PagedCollection, slug: string) => `${homes.get(collection)}${slug}/`;

/** Every old address of a page that is on the site, and where it leads. The pages of topics without news are not there. */
export async function oldAddresses(): Promise<{ from: string; to: string }[]> {
  const lists = [
    (await topicsWithNews()).map(({ topic }) => topic),
    await allFunds(),
    ...(await Promise.all(told.map((collection) => published(collection)))),
  ];
  return lists
    .flat()
    .flatMap(({ collection, id, data }) => data.formerly.map((from) => ({ from, to: addressOf(collection, id) })));
}

const named = <Entry extends { id: string }>(entries: readonly Entry[], slugs: readonly string[]) =>
  slugs.map((slug) => entries.find(({ id }) => id === slug)).filter((entry) => entry !== undefined);

/** The projects of these slugs that are on the site, in that order. */
export const projectsNamed = async (slugs: readonly string[]) => named(await published('projects'), slugs);

/** The people of these slugs, in that order. */
export const peopleNamed = async (slugs: readonly string[]) => named(await published('people'), slugs);

/** The events of these slugs, in that order. */
export const eventsNamed = async (slugs: readonly string[]) => named(await published('events'), slugs);

/** The funders of these slugs, in that order. */
export const fundersNamed = async (slugs: readonly string[]) => named(await published('funders'), slugs);

/** All that names this funder or partner: what they made possible. Nobody writes it down; it follows from the links. */
export async function thankedIn(funder: string) {
  const [news, projects, { coming, past }] = await Promise.all([newestNews(), allProjects(), allEvents()]);
  return {
    news: news.filter(({ data }) => data.funders.includes(funder)),
    projects: projects
      .filter(({ data }) => data.partners.includes(funder) || data.funders.some((given) => given.funder === funder))
      .map((project) => ({ project, gave: project.data.funders.find((given) => given.funder === funder)?.gave })),
    events: [...coming, ...past].filter(({ data }) => data.funders.includes(funder)),
  };
}

/** What is written about this project elsewhere on the site. */
export async function aboutProject(project: string) {
  const [news, { coming, past }] = await Promise.all([newestNews(), allEvents()]);
  return {
    news: news.filter(({ data }) => data.projects.includes(project)),
    events: [...coming, ...past].filter(({ data }) => data.projects.includes(project)),
  };
}

type SettingsName = 'charity' | 'navigation' | 'giving' | 'referrals' | 'home' | 'voice';

/** Where settings are written; all of them lie in one folder, so each is a file that changes by itself. */
export const settingsFile = (name: SettingsName) => ({ filePath: fileOfSettings(name) });

const single = async <Name extends SettingsName>(name: Name) => {
  const entry = await getEntry(name, name);
  if (!entry) throw new Error(`${settingsFile(name).filePath} is missing or needs mending: run “npm run proofread”.`);
  return entry.data as CollectionEntry<Name>['data'];
};

export const theCharity = () => single('charity');
export const theNavigation = () => single('navigation');
export const theGiving = () => single('giving');
export const theReferrals = () => single('referrals');
export const theHome = () => single('home');
export const theVoice = () => single('voice');

/** All that settings say. */
export const allSettings = () => Promise.all(settings.map(({ name }) => single(name as SettingsName)));

/** A picture with what it shows, ready to draw. */
export interface ShownPicture {
  readonly picture: ImageMetadata;
  readonly description: string;
  readonly caption?: string;
  /** The classes that keep the right part of it in view where a frame cuts it. */
  readonly focus: string;
  /** Whether it may leave the pages of this website, for news feeds and search engines. */
  readonly mayBeShared: boolean;
}

/** A picture field of an entry, ready to draw; `undefined` when the entry has none, or none that may be shown. */
export async function shown(
  entry: { filePath?: string },
  field: PictureField | undefined,
): Promise<ShownPicture | undefined> {
  return field && shownIn(folderOf(entry), field);
}

/** A picture as a schema's `picture` has it. */
interface PictureField extends ShownPeople {
  file: string;
  description: string;
  focus?: Focus | undefined;
}

async function shownIn(folder: string, { file, description, focus, ...people }: PictureField) {
  const path = `${folder}/${file}`;
  if (!(await mayBeShown(path, people, today))) return undefined;
  return {
    picture: await pictureIn(folder, file),
    description,
    focus: await focusOf(path, focus),
    mayBeShared: mayBeShared(people),
  } satisfies ShownPicture;
}

/** The opening picture of the home page; `undefined` when it may not be shown. */
export const shownInSettings = (field: PictureField): Promise<ShownPicture | undefined> =>
  shownIn('content/settings', field);

const folderOf = ({ filePath = '' }: { filePath?: string }) => folderOfFile(filePath);

/** The collections whose entries have a text, and may have photos in it. */
const told = [
  'news',
  'projects',
  'events',
  'funders',
  'appeals',
  'pages',
] as const satisfies readonly PagedCollection[];

/** An entry that has a text. */
export type ToldEntry = CollectionEntry<(typeof told)[number]>;

/** A photo of a gallery, with a page of its own. */
export interface Photo extends ShownPicture {
  readonly address: string;
}

/** A gallery as it stands in a story. */
export interface PhotoGallery {
  readonly heading: string;
  /** Where it stands in the story: the `id` of its heading, unlike any other on the page. */
  readonly anchor: string;
  readonly photos: readonly Photo[];
}

/** The galleries of an entry's text, in their order, without the photos that may not be shown. All others keep their addresses. */
async function galleriesIn(entry: ToldEntry, read: readonly Piece[]): Promise<PhotoGallery[]> {
  const written = read.flatMap((piece) =>
    piece.kind === 'block' && piece.name === gallery.name ? [gallery.schema.parse(piece.values)] : [],
  );
  const names = photoNames(written.flatMap(({ pictures }) => pictures.map(({ file }) => file))).values();
  const named = written.map(({ heading, pictures }) => ({
    heading,
    pictures: pictures.map((picture) => ({ ...picture, name: names.next().value })),
  }));
  return Promise.all(
    named.map(async ({ heading, pictures }, index) => ({
      heading,
      anchor: index === 0 ? 'photos' : `photos-${index + 1}`,
      photos: (
        await Promise.all(
          pictures.map(async ({ caption, name, ...field }) => {
            const picture = await shownIn(folderOf(entry), field);
            const address = `${addressOf(entry.collection, entry.id)}photos/${name}/`;
            return picture && { ...picture, ...(caption === undefined ? {} : { caption }), address };
          }),
        )
      ).filter((photo) => photo !== undefined),
    })),
  );
}

/** A photo as its own page shows it: which it is of its gallery, and the story that the gallery belongs to. */
export interface PhotoInStory {
  readonly photo: Photo;
  /** Its place, from 0. */
  readonly place: number;
  readonly gallery: PhotoGallery;
  readonly story: { readonly title: string; readonly address: string };
}

/** Every photo of every gallery on the site. */
export async function everyPhoto(): Promise<PhotoInStory[]> {
  const found = (await textsToldOf()).map(async ({ entry, read }) => {
    const galleries = await galleriesIn(entry, read);
    const title = 'title' in entry.data ? entry.data.title : entry.data.name;
    const story = { title, address: addressOf(entry.collection, entry.id) };
    return galleries.flatMap((gallery) => gallery.photos.map((photo, place) => ({ photo, place, gallery, story })));
  });
  return (await Promise.all(found)).flat();
}

/** A file to download, as a text offers it. */
export interface Download {
  /** The file on the disk, from the project's root. */
  readonly file: string;
  /** Where it lies on the site; it stays there for as long as the file keeps its name. */
  readonly address: string;
  /** `PDF, 240 KB`. */
  readonly typeAndSize: string;
}

/** The files that an entry's text offers, by their names beside it. */
async function downloadsIn(entry: ToldEntry, read: readonly Piece[]): Promise<ReadonlyMap<string, Download>> {
  const files = new Set(
    read.flatMap((piece) =>
      piece.kind === 'block' && piece.name === download.name ? [download.schema.parse(piece.values).file] : [],
    ),
  );
  const names = photoNames([...files]);
  return new Map(
    await Promise.all(
      [...files].map(async (name, index) => {
        const file = `${folderOf(entry)}/${name}`;
        const address = `${addressOf(entry.collection, entry.id)}files/${names[index]}.${endingOf(name)}`;
        return [name, { file, address, typeAndSize: typeAndSize(name, await sizeOf(file)) }] as const;
      }),
    ),
  );
}

/** Every file that the site offers for download. */
export async function everyDownload(): Promise<Download[]> {
  const found = (await textsToldOf()).map(async ({ entry, read }) => [...(await downloadsIn(entry, read)).values()]);
  return (await Promise.all(found)).flat();
}

/** The files, from the project’s root, of the entries whose text has a panel that asks: it says how far a fund is. */
export const everyFileThatAsks = async (): Promise<ReadonlySet<string | undefined>> =>
  new Set(
    (await textsToldOf())
      .filter(({ read }) => read.some((piece) => piece.kind === 'block' && piece.name === donate.name))
      .map(({ entry }) => entry.filePath),
  );

/** What a block names elsewhere, looked up: which of these it has follows from the block. */
export interface Named {
  readonly gallery?: PhotoGallery | undefined;
  readonly picture?: ShownPicture | undefined;
  readonly funders?: readonly { readonly name: string; readonly address: string }[];
  readonly person?: { readonly name: string; readonly role: string } | undefined;
  readonly download?: Download | undefined;
  /** An open fund. */
  readonly fund?: NamedFund | undefined;
}

/** A text ready to draw: its pieces in order, prose as HTML, with all that its pieces name. */
export interface ReadyText {
  readonly pieces: readonly ReadyPiece[];
}

export type ReadyPiece =
  | { readonly kind: 'prose'; readonly html: string }
  | ({ readonly kind: 'picture' } & ShownPicture)
  | (Extract<Piece, { kind: 'block' }> & { readonly named: Named });

const readTextOf = async (entry: { filePath?: string }) => readText(await textIn(entry.filePath ?? ''));

/** The texts that may have what is told of elsewhere too: photos and files, each with an address, and panels that ask. Of a long archive, most have none, and are not read any closer. */
const textsToldOf = (): Promise<{ entry: ToldEntry; read: readonly Piece[] }[]> =>
  onceABuild('texts told of', async () => {
    const entries = (await Promise.all(told.map((collection) => published(collection)))).flat();
    const found = await Promise.all(
      entries.map(async (entry) => {
        const text = await textIn(entry.filePath ?? '');
        return [gallery, download, donate].some(({ name }) => text.includes(name))
          ? [{ entry, read: readText(text) }]
          : [];
      }),
    );
    return found.flat();
  });

/** What the blocks of a text name, one after another. */
async function namedIn(entry: ToldEntry, read: readonly Piece[]): Promise<Named[]> {
  const galleries = (await galleriesIn(entry, read)).values();
  const downloads = await downloadsIn(entry, read);
  const lookUp: Readonly<Record<string, (values: BlockValues) => Promise<Named> | Named>> = {
    [gallery.name]: () => ({ gallery: galleries.next().value }),
    [video.name]: async (values) => ({ picture: await shownIn(folderOf(entry), video.schema.parse(values)) }),
    [thanks.name]: async (values) => ({
      funders: (await fundersNamed(thanks.schema.parse(values).funders)).map(({ id, data }) => ({
        name: data.name,
        address: addressOf('funders', id),
      })),
    }),
    [contact.name]: async (values) => {
      const { person } = contact.schema.parse(values);
      return { person: person === undefined ? undefined : (await peopleNamed([person]))[0]?.data };
    },
    [download.name]: (values) => ({ download: downloads.get(download.schema.parse(values).file) }),
    [donate.name]: async (values) => ({ fund: await openFund(donate.schema.parse(values).fund) }),
  };
  // One after another, for a gallery is known by its place.
  const found: Named[] = [];
  for (const piece of read) if (piece.kind === 'block') found.push((await lookUp[piece.name]?.(piece.values)) ?? {});
  return found;
}

/** The text of an entry. */
export async function textOf(entry: ToldEntry): Promise<ReadyText> {
  const read = await readTextOf(entry);
  const named = (await namedIn(entry, read)).values();
  const definitions = definitionsIn(read);
  const pieces: ReadyPiece[] = [];
  let level = 1;
  for (const piece of read) {
    if (piece.kind === 'picture') {
      const { kind, ...values } = piece;
      const { caption, ...field } = pictureBlock.schema.parse(values);
      const picture = await shownIn(folderOf(entry), field);
      if (picture) pieces.push({ kind, ...picture, ...(caption === undefined ? {} : { caption }) });
    }
    if (piece.kind === 'block') {
      if (blocks.some(({ name, stands }) => name === piece.name && stands === 'across')) level = 2;
      pieces.push({ ...piece, named: named.next().value ?? {} });
    }
    if (piece.kind === 'prose') {
      const prose = proseToHtml(piece.markdown, level, definitions);
      level = prose.level;
      pieces.push({ kind: 'prose', html: prose.html });
    }
  }
  return { pieces };
}

/** A text as it may leave this website: without the pictures of people who agreed to its pages alone. */
export const asShared = ({ pieces }: ReadyText): ReadyText => ({
  pieces: pieces.flatMap((piece): ReadyPiece[] => {
    if (piece.kind === 'picture') return piece.mayBeShared ? [piece] : [];
    if (piece.kind === 'prose') return [piece];
    const { picture, gallery, ...named } = piece.named;
    return [
      {
        ...piece,
        named: {
          ...named,
          ...(picture?.mayBeShared ? { picture } : {}),
          ...(gallery ? { gallery: { ...gallery, photos: gallery.photos.filter((photo) => photo.mayBeShared) } } : {}),
        },
      },
    ];
  }),
});
