/** A file that is kept is given to the site by a second name: to copy thousands takes a third of what a build takes. */
import { copyFileSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { sumOf } from '../src/whole-file.ts';

/** What a disk says that has no second names for files, or none for those of another disk. */
const hasNoNames = /^(EXDEV|EPERM|EMLINK|ENOSYS|ENOTSUP|EOPNOTSUPP)$/;

const codeOf = (failure: unknown) => (failure as NodeJS.ErrnoException).code ?? '';

/** Gives a file another name, by a link or as a copy. Returns whether there was such a file. */
function isGiven(give: (file: string, name: string) => void, file: string, name: string): boolean {
  try {
    give(file, name);
    return true;
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return false;
    throw failure;
  }
}

/** As a second name where the disk has such, else as a copy. */
function isGivenSomehow(file: string, name: string): boolean {
  try {
    return isGiven(linkSync, file, name);
  } catch (failure) {
    if (!hasNoNames.test(codeOf(failure))) throw failure;
    return isGiven(copyFileSync, file, name);
  }
}

/**
 * Gives a file one more name, in the place of what has that. Nothing may ever be written into a file that is kept: the last good site may have it, too.
 * Where a disk cannot do it, the file is copied.
 * @returns whether there was such a file: another build may have taken it away
 */
export function nameAsWell(file: string, asWell: string): boolean {
  try {
    return isGiven(linkSync, file, asWell);
  } catch (failure) {
    if (codeOf(failure) !== 'EEXIST' && !hasNoNames.test(codeOf(failure))) throw failure;
  }
  const beside = `${asWell}.${process.pid}.part`;
  rmSync(beside, { force: true });
  if (!isGivenSomehow(file, beside)) return false;
  renameSync(beside, asWell);
  // Two names of one file: to move the one to the other does nothing.
  rmSync(beside, { force: true });
  return true;
}

/** Whether there is such a file, and it is, byte by byte, what comes to this sum. */
export function isStill(file: string, sum: string): boolean {
  try {
    return sumOf(readFileSync(file)) === sum;
  } catch {
    return false;
  }
}
