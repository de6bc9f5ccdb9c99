/** A file is there whole, or as it was before: never half of it, however writing ends. And whether what is there is what was written, a sum tells. */
import { hash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

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
