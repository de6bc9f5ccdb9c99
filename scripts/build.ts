/**
 * `npm run build`: builds the site beside the one that is there, and puts it in that one's place only when it is whole. However a build ends,
 * broken off or with no room left on the disk, `dist/` and `built-functions/` are those of the last good one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rmdir, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { builtFunctions } from '../integrations/built-functions.ts';
import { askedOf } from './local/asked.ts';
import { compileOnce } from './local/compiled-once.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
askedOf({});

const site = 'dist/';
/** On the same disk as the site, so that it is moved in one step. */
const building = '.building/';
const made = [builtFunctions, site];

/** The site with its functions is some tens of megabytes, and they are here twice for a moment. */
const roomInBytes = 32 * 1024 * 1024;

/** A build makes thousands of pages that are forgotten at once: with this much room for what is new, it takes a sixth less of the processor. */
const forManyPages = ['--max-semi-space-size=64'];

compileOnce();

/**
 * What bundles the site holds on to memory in its own way, by mimalloc (https://microsoft.github.io/mimalloc/environment.html): told to take it when it
 * needs it, and to give it back at once, a build holds two hundred megabytes less.
 */
const givesMemoryBack = { MIMALLOC_ARENA_EAGER_COMMIT: '0', MIMALLOC_PURGE_DELAY: '0' };

function run(...parameters: readonly string[]): number {
  const env = { ...givesMemoryBack, ...process.env };
  return spawnSync(process.execPath, [...forManyPages, ...parameters], { stdio: 'inherit', env }).status ?? 1;
}

// The proofreader says itself what is to be done.
const refused = run('scripts/proofread.ts');
if (refused) process.exit(refused);

/** Whether a process that runs now builds in a folder of this name, or takes it away: it begins with the process’s number. Numbers come again, ours too. */
function isBuilding(name: string): boolean {
  const id = Number.parseInt(name, 10);
  try {
    return id !== process.pid && process.kill(id, 0);
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
  const gone = join(building, `${process.pid}-gone-${Date.now()}`);
  if (await isMoved(folder, gone)) rmSync(gone, { recursive: true, force: true });
}

await mkdir(building, { recursive: true });
const beside = await mkdtemp(join(building, `${process.pid}-`));
// What builds that were broken off have left goes. One that was broken off as it moved its site in has the last good one.
for (const left of await readdir(building)) {
  if (left === basename(beside) || isBuilding(left)) continue;
  for (const folder of made) if (!existsSync(folder)) await isMoved(join(building, left, `last-${folder}`), folder);
  await takeAway(join(building, left));
}

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
