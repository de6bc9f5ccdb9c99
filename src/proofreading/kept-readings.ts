/**
 * What a file of content says follows from what is written in it: what an earlier build has read is not read again. Of a long archive, most of what the
 * proofreader does is to read thousands of posts that nobody has changed.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { digestOfCode } from '../digest-of-code.ts';
import { readSealed, sumOf, writeSealed } from '../whole-file.ts';
import { readFields } from './markdown-file.ts';

interface Kept {
  /** The fields of a piece of YAML, by its sum. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The sums of prose in which nothing is refused. */
  readonly sound: readonly string[];
}

/** A way to read content, and what one remembers of it. */
export interface Readings {
  /** As `readFields` reads them. */
  fieldsOf: typeof readFields;
  /** What is refused in prose; `find` says so where it is not known yet. */
  refusedIn(prose: string, find: () => readonly string[]): readonly string[];
}

/** Reads all that it is asked for. */
export const readAnew: Readings = { fieldsOf: readFields, refusedIn: (_, find) => find() };

/** Whether JSON brings these fields back as they are. YAML has numbers that it has not. */
const isAsJson = (fields: unknown) => isDeepStrictEqual(JSON.parse(JSON.stringify(fields)), fields);

/** By what code content is read; `undefined` in a folder that has content and no code, where nothing can be kept. */
function digestOfReader(root: string): string | undefined {
  try {
    return digestOfCode(root);
  } catch {
    return undefined;
  }
}

/**
 * Reads what no earlier build has read. `end` keeps what was asked for, and no more, for the next; where it cannot, the next reads all of it again. Two
 * builds at once keep what the later one has read.
 */
export async function keptReadings(root: string): Promise<Readings & { end(): Promise<void> }> {
  const readBy = digestOfReader(root);
  if (readBy === undefined) return { ...readAnew, end: async () => undefined };
  const file = join(root, 'node_modules/.astro/readings.json');
  const written = await readSealed(file, readBy);
  const before: Kept = written === undefined ? { fields: {}, sound: [] } : JSON.parse(written);
  const soundBefore = new Set(before.sound);
  const [fields, sound] = [new Map<string, unknown>(), new Set<string>()];
  return {
    fieldsOf(yaml, firstLine) {
      const sum = sumOf(yaml);
      if (Object.hasOwn(before.fields, sum)) {
        fields.set(sum, before.fields[sum]);
        return { fields: before.fields[sum] };
      }
      const read = readFields(yaml, firstLine);
      if (read.unreadable === undefined && isAsJson(read.fields)) fields.set(sum, read.fields);
      return read;
    },
    refusedIn(prose, find) {
      const sum = sumOf(prose);
      const refused = soundBefore.has(sum) ? [] : find();
      if (refused.length === 0) sound.add(sum);
      return refused;
    },
    async end() {
      const now = JSON.stringify({
        fields: Object.fromEntries([...fields].sort(([one], [other]) => (one < other ? -1 : 1))),
        sound: [...sound].sort(),
      } satisfies Kept);
      // Whoever changes the code meanwhile would else have what the old has read under the name of the new.
      if (now === written || digestOfReader(root) !== readBy) return;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeSealed(file, now, readBy);
      } catch {
        // There may be no room. What was found in the content matters more.
      }
    },
  };
}
