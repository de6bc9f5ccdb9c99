/**
 * What the preview in the CMS may know besides the entry that is written: what readers know, too. No drafts, no texts, no link to what is not on the
 * site, and nothing of who agreed to what.
 */
import type { ImageMetadata } from 'astro';
import type { z } from 'zod';
import {
  newestNews,
  type PagedCollection,
  published,
  settingsFile,
  theCharity,
  theGiving,
  theHome,
  theNavigation,
  theReferrals,
  theVoice,
  topicsWithNews,
} from './content.ts';
import { dayNow } from './dates.ts';
import { focusOf, mayBeShown, pictureIn, textIn } from './on-disk.ts';
import { picturesIn, type UsedPicture } from './proofreading/pictures.ts';
import { folderOfFile } from './schema/collection.ts';
import { collections, kindOf } from './schema/contract.ts';
import { type FormField, formOf, valueAt, walk } from './schema/form.ts';
import { namesOnASheet } from './sheets.ts';

/** How many of the newest posts it knows, whatever they are of: more than any list shows on its first sheet. */
const newestOfAll = 200;

/**
 * The posts that a page may show: the newest of all, and the newest that each topic, project and funder has. An archive has thousands more, and they
 * would all have to be fetched.
 */
async function newsOnPages() {
  const shown = new Map<string, number>();
  return (await newestNews()).filter(({ data }, place) => {
    const listed = [...data.topics, ...data.projects, ...data.funders].map((slug) => {
      const before = shown.get(slug) ?? 0;
      shown.set(slug, before + 1);
      return before < namesOnASheet;
    });
    return place < newestOfAll || listed.includes(true);
  });
}

const readSettings = {
  charity: theCharity,
  navigation: theNavigation,
  giving: theGiving,
  referrals: theReferrals,
  home: theHome,
  voice: theVoice,
};

interface KnownEntry {
  readonly collection: string;
  readonly id: string;
  readonly filePath: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type Place = PagedCollection | 'people';

/** The entries of a collection that have a place on the site: of the topics, those with news. */
const onSite = async (name: Place) =>
  name === 'topics' ? (await topicsWithNews()).map(({ topic }) => topic) : published(name);

const settingsEntries = () =>
  Promise.all(
    Object.entries(readSettings).map(async ([name, read]) => ({
      ...settingsFile(name as keyof typeof readSettings),
      collection: name,
      id: name,
      data: await read(),
    })),
  );

type Tree = Record<PropertyKey, unknown>;

/** The places of all fields in these data that match, the last of a list first: so none moves before it is taken out. */
function pathsWhere(schema: z.ZodObject, data: unknown, matches: (field: FormField, value: unknown) => boolean) {
  const paths: (readonly PropertyKey[])[] = [];
  walk(formOf(schema), data, (field, value, path) => {
    if (matches(field, value)) paths.unshift(path);
  });
  return paths;
}

/** Takes out who agreed to what, and every link to an entry that has no place on the site. */
function withoutHidden(schema: z.ZodObject, data: unknown, places: ReadonlyMap<string, ReadonlySet<string>>): void {
  const hidden = pathsWhere(
    schema,
    data,
    ({ kind, name, collection = '' }, value) =>
      name === 'consent' || (kind === 'reference' && !places.get(collection)?.has(String(value))),
  );
  for (const path of hidden) {
    const owner = valueAt(data, path.slice(0, -1)) as Tree;
    const step = path.at(-1) ?? '';
    if (Array.isArray(owner)) owner.splice(Number(step), 1);
    else delete owner[step];
  }
}

/** What stands in the place of a picture that may not be shown: not even its description is known. */
const noPicture = { file: '', description: '', shows: 'people' };

/**
 * What it may know of a folder of `content/`, a collection or the settings: its entries as pages take them, and the pictures in their fields that may
 * be shown. Pictures are named by their path from the project’s root. `focus` has the classes that keep the right part of one in view, in texts too.
 */
export async function knownToPreview(folder: string): Promise<{
  readonly entries: readonly KnownEntry[];
  readonly pictures: ReadonlyMap<string, ImageMetadata>;
  readonly focus: Readonly<Record<string, string>>;
}> {
  const places = new Map<string, ReadonlySet<string>>();
  for (const { name } of collections) places.set(name, new Set((await onSite(name as Place)).map(({ id }) => id)));
  const found =
    folder === 'settings'
      ? await settingsEntries()
      : folder === 'news'
        ? await newsOnPages()
        : await onSite(folder as Place);
  const entries: KnownEntry[] = [];
  const pictures = new Map<string, ImageMetadata>();
  const focus: Record<string, string> = {};
  for (const { collection, id, filePath = '', data } of found) {
    const schema = kindOf(folder, id)?.schema;
    if (!schema) continue;
    const home = folderOfFile(filePath);
    const known = structuredClone(data) as Record<string, unknown>;
    const mayBe = (picture: UsedPicture) => mayBeShown(`${home}/${picture.file}`, picture, dayNow());
    const keepInView = async ({ file }: UsedPicture) => {
      const classes = await focusOf(`${home}/${file}`, undefined);
      if (classes) focus[`${home}/${file}`] = classes;
    };
    for (const path of pathsWhere(schema, known, ({ kind }) => kind === 'pictureFile')) {
      const group = path.slice(0, -1);
      const picture = valueAt(known, group) as UsedPicture;
      if (await mayBe(picture)) {
        pictures.set(`${home}/${picture.file}`, await pictureIn(home, picture.file));
        await keepInView(picture);
      } else (valueAt(known, group.slice(0, -1)) as Tree)[group.at(-1) ?? ''] = noPicture;
    }
    const inText = folder === 'settings' ? [] : picturesIn(schema, {}, await textIn(filePath));
    for (const picture of inText) if (await mayBe(picture)) await keepInView(picture);
    withoutHidden(schema, known, places);
    entries.push({ collection, id, filePath, data: known });
  }
  return { entries, pictures, focus };
}
