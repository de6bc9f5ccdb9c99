/** A file is there whole, or as it was before: never half of it, however writing ends. And whether what is there is what was written, a sum tells: a seal. */
import { hash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';

/** What a content comes to: of another, another. */
export const sumOf = (content: string | Uint8Array): string => hash('sha256', content);

let written = 0;

/** Writes a file beside its place, and moves it there when it is whole. Rejects when that cannot be done; then what was there is there still. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}-${written++}.part`;
  try {
    await writeFile(beside, content);
    await rename(beside, file);
  } catch (failure) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw failure;
  }
}

/**
 * Writes a file as `writeWhole` does, under its seal.
 * @param from what else it holds for: whoever reads it has to say the same
 */
export const writeSealed = (file: string, content: string, from = ''): Promise<void> =>
  writeWhole(file, `${sumOf(from + content)}\n${content}`);

/** What a sealed file says; `undefined` when there is none, when it is not what was written, or not all of it, or when it holds for something else. */
export async function readSealed(file: string, from = ''): Promise<string | undefined> {
  const sealed = await readFile(file, 'utf8').catch(() => '');
  const end = sealed.indexOf('\n');
  const content = sealed.slice(end + 1);
  return end > 0 && sealed.slice(0, end) === sumOf(from + content) ? content : undefined;
}
