/**
 * Loaded into decap-server before it starts: it saves an entry by writing over the one that is there, and when it is stopped in the middle, or the disk is
 * full, neither the old words nor the new ones are there any more. So each file is written beside, and moved into its place when it is whole.
 */
import { promises } from 'node:fs';
import { join, resolve } from 'node:path';

const { writeFile, rename, rm, mkdir } = promises;
/** On the disk of the checkout, in which decap-server is started, where git does not look, nor anything that reads `content/`. */
const beside = resolve('.astro/saving');
let saved = 0;

promises.writeFile = async (file, content, options) => {
  if (typeof file !== 'string') return writeFile(file, content, options);
  await mkdir(beside, { recursive: true });
  const part = join(beside, `${process.pid}-${saved++}`);
  try {
    await writeFile(part, content, options);
    await rename(part, file);
  } catch (failure) {
    await rm(part, { force: true }).catch(() => undefined);
    throw failure;
  }
};
