/**
 * `npm run build`: builds the site beside the one that is there, and puts it in that one's place only when it is whole. However a build ends,
 * broken off or with no room left on the disk, `dist/` and `built-functions/` are those of the last good one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { builtFunctions } from '../integrations/built-functions.ts';

const site = 'dist/';
/** On the same disk as the site, so that it is moved in one step. */
const building = '.building/';
const made = [builtFunctions, site];

/** The site with its functions is some tens of megabytes, and they are here twice for a moment. */
const roomInBytes = 32 * 1024 * 1024;

/** A build makes thousands of pages that are forgotten at once: with this much room for what is new, it takes a sixth less of the processor. */
const forManyPages = ['--max-semi-space-size=64'];

function run(...parameters: readonly string[]): number {
  return spawnSync(process.execPath, [...forManyPages, ...parameters], { stdio: 'inherit' }).status ?? 1;
}

// The proofreader says itself what is to be done.
const refused = run('scripts/proofread.ts');
if (refused) process.exit(refused);

/** In each folder there, the process that builds in it. */
const builder = 'process';

async function isBuilding(name: string): Promise<boolean> {
  const id = await readFile(join(building, name, builder), 'utf8').catch(() => '');
  try {
    return process.kill(Number.parseInt(id, 10), 0);
  } catch {
    return false;
  }
}

/** What builds that were broken off have left goes. One that was broken off as it moved its site in has the last good one. */
async function clearAway(): Promise<void> {
  for (const left of await readdir(building)) {
    if (await isBuilding(left)) continue;
    for (const folder of made) {
      const last = join(building, left, `last-${folder}`);
      if (!existsSync(folder) && existsSync(last)) await rename(last, folder);
    }
    await rm(join(building, left), { recursive: true });
  }
}

/** A folder to build in that no other build has: as a rule the same one, for Astro keeps pages by the folder too that they were built in. */
async function ownFolder(): Promise<string> {
  const claim = join(building, `claim-${process.pid}`);
  await mkdir(claim);
  await writeFile(join(claim, builder), String(process.pid));
  for (let number = 1; ; number++) {
    const folder = join(building, String(number));
    try {
      await rename(claim, folder);
      return folder;
    } catch (failure) {
      if (!/^(ENOTEMPTY|EEXIST)$/.test((failure as NodeJS.ErrnoException).code ?? '')) throw failure;
    }
  }
}

await mkdir(building, { recursive: true });
await clearAway();
const beside = await ownFolder();

const astro = join(createRequire(import.meta.url).resolve('astro/package.json'), '../bin/astro.mjs');
const failed = run(astro, 'build', '--outDir', join(beside, site));
if (failed) {
  const { bavail, bsize } = await statfs(beside);
  const full = bavail * bsize < roomInBytes ? 'The disk is full: make room on it, and build again. ' : '';
  process.stderr.write(`\n${full}Nothing was built. The last good site is as it was.\n`);
  process.exit(failed);
}
for (const folder of made) {
  if (existsSync(folder)) await rename(folder, join(beside, `last-${folder}`));
  await rename(join(beside, folder), folder);
}
// At once: to take thousands of pages away by promises takes three times as long.
rmSync(beside, { recursive: true });
// Another build’s may be in there still.
await rmdir(building).catch(() => undefined);
