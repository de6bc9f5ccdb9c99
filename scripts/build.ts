/**
 * `npm run build`: builds the site beside the one that is there, and puts it in that one's place only when it is whole. However a build ends,
 * broken off or with no room left on the disk, `dist/` and `built-functions/` are those of the last good one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rmdir, statfs, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { builtFunctions } from '../integrations/built-functions.ts';
import { keepsPages } from '../integrations/kept-findings.ts';

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

/** In each folder there, the process that builds in it; so has the name of one that is being made or taken away. */
const builder = 'process';
const named = (state: 'claimed' | 'gone') => join(building, `${state}-${process.pid}-${Date.now()}`);

async function isBuilding(name: string): Promise<boolean> {
  const [, inName] = /-(\d+)-\d+$/.exec(name) ?? [];
  const id = inName ?? (await readFile(join(building, name, builder), 'utf8').catch(() => ''));
  try {
    return process.kill(Number.parseInt(id, 10), 0);
  } catch {
    return false;
  }
}

/** Whether a folder could be moved: not where it is gone, or where another has come first. */
async function isMoved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (failure) {
    if (/^(ENOENT|ENOTEMPTY|EEXIST)$/.test((failure as NodeJS.ErrnoException).code ?? '')) return false;
    throw failure;
  }
}

/** Takes a folder out of others’ sight in one step, and then away. At once: of thousands of pages, by promises it takes three times as long. */
async function takeAway(folder: string): Promise<void> {
  const gone = named('gone');
  if (await isMoved(folder, gone)) rmSync(gone, { recursive: true, force: true });
}

/** What builds that were broken off have left goes. One that was broken off as it moved its site in has the last good one. */
async function clearAway(): Promise<void> {
  for (const left of await readdir(building)) {
    if (await isBuilding(left)) continue;
    for (const folder of made) if (!existsSync(folder)) await isMoved(join(building, left, `last-${folder}`), folder);
    await takeAway(join(building, left));
  }
}

/** The number of a folder to build in that no other build has: as a rule the first, for Astro keeps pages by the folder too that they were built in. */
async function ownFolder(): Promise<number> {
  const claim = named('claimed');
  await mkdir(claim);
  await writeFile(join(claim, builder), String(process.pid));
  let number = 1;
  while (!(await isMoved(claim, join(building, String(number))))) number += 1;
  return number;
}

await mkdir(building, { recursive: true });
await clearAway();
const number = await ownFolder();
const beside = join(building, String(number));
// Two at once would write over each other’s.
process.env[keepsPages] = number === 1 ? 'yes' : 'no';

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
await takeAway(beside);
// Another build’s may be in there still.
await rmdir(building).catch(() => undefined);
