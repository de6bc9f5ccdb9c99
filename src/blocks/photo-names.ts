/** The name that each photo of an entry has in its address: plain letters, numbers and hyphens, and no two alike. */
import { plainName, withoutEnding } from '../plain-name.ts';

const plain = (file: string) => plainName(withoutEnding(file)) || 'photo';

/**
 * A name for each file, in the same order: the file's own name without its ending. The first file to be called `drum` is
 * `drum`, and the next `drum-2`, even when it is the same file again; a name that another file has by right is left to it.
 */
export function photoNames(files: readonly string[]): readonly string[] {
  const byRight = files.map(plain);
  const given = new Set<string>();
  return byRight.map((name) => {
    let free = name;
    for (let count = 2; given.has(free) || (free !== name && byRight.includes(free)); count++)
      free = `${name}-${count}`;
    given.add(free);
    return free;
  });
}
