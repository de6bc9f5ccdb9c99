/** Reads the whole of `content/`, and what the site looks like, as a proofreader would, and says all that must be mended before the site can be built. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { z } from 'zod';
import { blocks } from '../blocks/blocks.ts';
import { isAsNamed } from '../blocks/download.ts';
import { proseToHtml } from '../blocks/prose.ts';
import { definitionsIn, readText } from '../blocks/text.ts';
import { addressOfCollection } from '../schema/collection.ts';
import { collections, settings } from '../schema/contract.ts';
import { cleanSlug } from '../schema/field.ts';
import { type FormField, formOf, walk } from '../schema/form.ts';
import { type Entry, readEntries, readSettings } from './entries.ts';
import { type Readings, readAnew } from './kept-readings.ts';
import type { noticesOfPeople } from './left-out.ts';
import { mistakesInLook } from './look.ts';
import { mistakesInOldAddresses } from './old-addresses.ts';
import { liesBeside, pictureInText, placeOfBlock, refusalOf, refusedFields, refusedInPiece } from './refused.ts';
import { namesTakenIn } from './taken.ts';
import { placeOf } from './words.ts';

/** One thing to mend: in which file, and what to do. */
export interface Mistake {
  /** The file, from the project's root. */
  readonly file: string;
  readonly words: string;
}

/**
 * @param readings what is known already of what is written
 * @returns every mistake in the content and the look under `root`, by file; none when all is well
 */
export async function proofread(root: string, readings: Readings = readAnew): Promise<readonly Mistake[]> {
  const all = await Promise.all(
    collections.map(async (collection) => ({ collection, entries: await readEntries(root, collection, readings) })),
  );
  const slugs = new Map(
    all.map(({ collection, entries }) => [collection.name as string, new Set(entries.map(({ slug }) => slug))]),
  );
  const mistakes: Mistake[] = [];

  for (const { collection, entries } of all) {
    const taken = await namesTakenIn(addressOfCollection(collection));
    for (const entry of entries) {
      if (taken.has(entry.slug)) {
        const words = `The site has a page of its own at “${addressOfCollection(collection)}${entry.slug}/”. Give the folder another name.`;
        mistakes.push({ file: entry.folder, words });
      }
      if (!entry.unreadable && !cleanSlug.test(entry.slug)) {
        const words = `The folder’s name “${entry.slug}” cannot be an address. Use small letters, numbers and single hyphens: a-spring-day.`;
        mistakes.push({ file: entry.folder, words });
      }
      mistakes.push(...(await mistakesIn(root, entry, collection.schema, slugs, readings)));
    }
  }
  mistakes.push(...mistakesInOldAddresses(all));
  for (const file of settings)
    mistakes.push(...(await mistakesIn(root, await readSettings(root, file), file.schema, slugs, readings)));
  mistakes.push(...(await mistakesInLook(root)));
  return mistakes;
}

type Slugs = ReadonlyMap<string, ReadonlySet<string>>;

async function mistakesIn(
  root: string,
  entry: Entry,
  schema: z.ZodObject,
  slugs: Slugs,
  readings: Readings,
): Promise<Mistake[]> {
  const { file } = entry;
  if (entry.unreadable) return [{ file, words: `The file cannot be read: ${entry.unreadable}.` }];
  const refused = refusedFields(schema, entry.fields);
  const found = [
    ...refused.map(({ words }) => words),
    ...(await looseEnds(root, entry, schema, entry.fields, refused, slugs)),
    ...(await mistakesInText(root, entry, slugs, readings)),
  ];
  return found.map((words) => ({ file, words }));
}

/** Links to nothing, and pictures that are not there, in the fields of an entry or of a block that its schema accepts. */
async function looseEnds(
  root: string,
  entry: Entry,
  schema: z.ZodObject,
  fields: unknown,
  alreadyRefused: ReturnType<typeof refusedFields>,
  slugs: Slugs,
): Promise<string[]> {
  const form = formOf(schema);
  const refused = new Set(alreadyRefused.map(({ path }) => path));
  const loose: Promise<string | undefined>[] = [];
  walk(form, fields, (field, value, path) => {
    if (refused.has(path.join('.'))) return;
    const place = `${placeOf(form, path)} (${path.join('.')})`;
    if (field.kind === 'reference') loose.push(Promise.resolve(looseReference(field, value, slugs, place)));
    if (field.kind === 'pictureFile') loose.push(missingPicture(root, entry.folder, String(value), place));
    if (field.kind === 'downloadFile') loose.push(missingDownload(root, entry.folder, String(value), place));
  });
  return (await Promise.all(loose)).filter((words) => words !== undefined);
}

function looseReference(field: FormField, value: unknown, slugs: Slugs, place: string): string | undefined {
  const known = slugs.get(field.collection ?? '') ?? new Set();
  if (known.has(String(value))) return undefined;
  const choices = [...known].join(', ') || 'none yet';
  return `${place} names “${value}”, and there is no such entry in content/${field.collection}. Choose another, or add it. There are: ${choices}.`;
}

async function missingPicture(root: string, folder: string, name: string, place: string): Promise<string | undefined> {
  const file = join(root, folder, name);
  if (!existsSync(file))
    return `${place} names the picture “${name}”, which is not in ${folder}. Add the picture again, or choose another.`;
  try {
    await sharp(file).metadata();
    return undefined;
  } catch {
    return `${place} names “${name}”, which is not a picture that can be read. Save it again as a JPEG, and add that.`;
  }
}

async function missingDownload(root: string, folder: string, name: string, place: string): Promise<string | undefined> {
  const file = join(root, folder, name);
  if (!existsSync(file))
    return `${place} names the file “${name}”, which is not in ${folder}. Add the file again, or take the block out.`;
  const content = await readFile(file, 'latin1').catch(() => undefined);
  return content !== undefined && isAsNamed(name, content)
    ? undefined
    : `${place} names “${name}”, which is not the kind of file that its name says. Save it again as a PDF, and add that.`;
}

async function mistakesInText(root: string, entry: Entry, slugs: Slugs, readings: Readings): Promise<string[]> {
  const found: string[] = [];
  const pieces = readText(entry.text);
  const definitions = definitionsIn(pieces);
  for (const piece of pieces) {
    if (piece.kind === 'prose') {
      const refused = readings.refusedIn(JSON.stringify([piece.markdown, definitions]), () =>
        proseToHtml(piece.markdown, 1, definitions).refusals.map(({ what, written }) => refusalOf[what](written)),
      );
      found.push(...refused);
    }
    if (piece.kind === 'picture' && liesBeside(piece.file)) {
      const missing = await missingPicture(root, entry.folder, piece.file, pictureInText);
      if (missing) found.push(missing);
    }
    found.push(...refusedInPiece(piece).map(({ words }) => words));
    const block = piece.kind === 'block' ? blocks.find(({ name }) => name === piece.name) : undefined;
    if (piece.kind === 'block' && block) {
      const loose = await looseEnds(
        root,
        entry,
        block.schema,
        piece.values,
        refusedFields(block.schema, piece.values),
        slugs,
      );
      found.push(...loose.map((words) => placeOfBlock(block) + words));
    }
  }
  // An address that is refused is refused in every piece that is read with it.
  return [...new Set(found)];
}

const byFile = (all: readonly Mistake[]) =>
  [...new Set(all.map(({ file }) => file))].flatMap((file) => [
    '',
    file,
    ...all.filter((one) => one.file === file).map(({ words }) => `  · ${words}`),
  ]);

/** What is said of pictures of people: nothing stops the build, so it says so. `undefined` when there is nothing to say. */
export function noteOfPeople({ leftOut, soon }: Awaited<ReturnType<typeof noticesOfPeople>>): string | undefined {
  if (leftOut.length === 0 && soon.length === 0) return undefined;
  const count =
    leftOut.length === 1
      ? 'One picture of people is left out of the site. The site is built without it.'
      : `${leftOut.length} pictures of people are left out of the site. The site is built without them.`;
  return [
    ...(leftOut.length > 0 ? [count, ...byFile(leftOut), ''] : []),
    ...(soon.length > 0 ? ['Consent that ends soon:', ...byFile(soon), ''] : []),
  ].join('\n');
}

/** The mistakes as one message for people: which file, and under it what to mend. */
export function proofreadersNote(mistakes: readonly Mistake[]): string {
  const lines = byFile(mistakes);
  const count = mistakes.length === 1 ? 'One thing needs' : `${mistakes.length} things need`;
  return [`${count} mending before the site can be built. Nothing on the live site has changed.`, ...lines, ''].join(
    '\n',
  );
}
