/** Which pictures of people are left out of the site, and why. They stop no build: the site is built without them, and staff are told. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { type ShownPeople, whyKeptBack } from '../consent.ts';
import { dayInWords } from '../dates.ts';
import { folderOfFile } from '../schema/collection.ts';
import { collections, settings } from '../schema/contract.ts';
import { filesOf, readSettings } from './entries.ts';
import { readMarkdown } from './markdown-file.ts';
import { picturesIn, type UsedPicture } from './pictures.ts';

/** A picture that may show people, with the entry that uses it. */
interface Found extends UsedPicture {
  /** The file of the entry, from the project's root. */
  readonly entry: string;
  /** The picture itself, from the project's root. */
  readonly path: string;
}

// What an entry must have in it to be read any closer: an archive has thousands.
/** A picture that shows people, or may have. */
const ofPeople = /\bshows\b[\s\S]*\bpeople\b|withdrawnOn/;
/** A consent that was withdrawn. */
const withdrawal = /withdrawnOn/;

/** The pictures in the entries whose file matches. What cannot be read is left to the proofreader. */
async function picturesWhere(root: string, matches: RegExp): Promise<Found[]> {
  const found: Found[] = [];
  const add = (entry: string, schema: z.ZodObject, fields: unknown, text: string) => {
    for (const used of picturesIn(schema, fields, text))
      found.push({ ...used, entry, path: `${folderOfFile(entry)}/${used.file}` });
  };
  for (const collection of collections) {
    for (const [file, written] of filesOf(root, collection)) {
      if (!matches.test(written)) continue;
      const { fields, text } = readMarkdown(written);
      add(file, collection.schema, fields, text);
    }
  }
  for (const one of settings) {
    const { file, fields } = await readSettings(root, one);
    add(file, one.schema, fields, '');
  }
  return found;
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

const digestOf = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

/** Pictures that somebody in them wants gone: what they are made of, and the entry that says so. */
export type Withdrawn = ReadonlyMap<string, string>;

async function withdrawnAmong(root: string, found: readonly Found[]): Promise<Withdrawn> {
  const withdrawn = new Map<string, string>();
  for (const { consent, path, entry } of found)
    if (consent?.withdrawnOn && isFile(join(root, path))) withdrawn.set(await digestOf(join(root, path)), entry);
  return withdrawn;
}

/**
 * The pictures that somebody in them wants gone, wherever that is said. A photo may lie beside several entries, under several names, and is
 * known by what it is made of: said once, it holds for all of them.
 */
export const withdrawnPictures = async (root: string): Promise<Withdrawn> =>
  withdrawnAmong(root, await picturesWhere(root, withdrawal));

/** The entry that says that this picture must go; `undefined` when none does. */
export const withdrawnBy = async (file: string, withdrawn: Withdrawn): Promise<string | undefined> =>
  withdrawn.size === 0 ? undefined : withdrawn.get(await digestOf(file));

/** One thing to know about a picture of people. */
export interface Notice {
  /** The file that uses it, from the project's root. */
  readonly file: string;
  readonly words: string;
}

/** How long before its end a consent is spoken of, in days: time to ask again. */
const noticeInDays = 30;

/** Whether a consent that holds today ends soon. */
function endsSoon({ shows, consent }: ShownPeople, today: string): boolean {
  if (shows === 'nobody' || !consent) return false;
  return Date.parse(consent.until) - Date.parse(today) <= noticeInDays * 24 * 60 * 60 * 1000;
}

/** The pictures under `root` that are left out of the site today, and those that soon will be, each with the reason. */
export async function noticesOfPeople(
  root: string,
  today: string,
): Promise<{ readonly leftOut: readonly Notice[]; readonly soon: readonly Notice[] }> {
  const ofPeopleAlone = await picturesWhere(root, ofPeople);
  const withdrawn = await withdrawnAmong(root, ofPeopleAlone);
  // A picture that is withdrawn may be said to show nobody elsewhere.
  const used = withdrawn.size > 0 ? await picturesWhere(root, /(?:)/) : ofPeopleAlone;
  const [leftOut, soon]: [Notice[], Notice[]] = [[], []];
  for (const { place, file, entry, path, ...people } of used) {
    const why = whyKeptBack(people, today);
    const elsewhere = isFile(join(root, path)) ? await withdrawnBy(join(root, path), withdrawn) : undefined;
    if (why !== undefined) leftOut.push({ file: entry, words: `${place} (${file}): ${why}.` });
    else if (elsewhere !== undefined)
      leftOut.push({
        file: entry,
        words: `${place} (${file}): consent for the same picture was withdrawn, in ${elsewhere}.`,
      });
    else if (endsSoon(people, today))
      soon.push({
        file: entry,
        words: `${place} (${file}): consent ends on ${dayInWords(people.consent?.until ?? '')}. Ask again before then.`,
      });
  }
  return { leftOut, soon };
}
