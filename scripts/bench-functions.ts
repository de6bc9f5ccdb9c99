/**
 * `npm run bench:functions`: the weight of each function of the built site, and how soon it answers when nobody has called it yet; ours beside
 * what Netlify would pack by itself, turn about in one run, and beside a function that does nothing. A first call is from asking for a process
 * until its answer is read, with a practice Stripe and Blobs on this machine. Ends 1 when one of ours is the heavier.
 */
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedOf } from './local/asked.ts';
import { firstCalls, startSurroundings } from './local/first-calls.ts';
import { packFunctions, partsOf } from './local/packed-functions.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
askedOf({});

const turns = 15;
const root = process.cwd();
const packed = await mkdtemp(join(tmpdir(), 'functions-'));

interface Packed {
  readonly folder: string;
  readonly file: string;
  /** Of the zip that Netlify takes, in which its own part has 330 KB; of the code, and how many files it is in. */
  readonly zipInBytes: number;
  readonly codeInBytes: number;
  readonly files: number;
  readonly times: number[];
}

const sizeOf = async (file: string) => (await stat(file)).size;

/** Packs all functions in one of the two ways. */
async function pack(way: string, source?: string): Promise<Map<string, Packed>> {
  const zips = await packFunctions(root, join(packed, way, 'zips'), 'zip', source);
  const folders = await packFunctions(root, join(packed, way, 'folders'), 'none', source);
  const found = new Map<string, Packed>();
  for (const one of folders) {
    const { files, own } = await partsOf(one);
    const code = files.filter((file) => /\.[cm]?js(on)?$/.test(file) && !/^(dist\/|___netlify)/.test(file));
    const sizes = await Promise.all(code.map((file) => sizeOf(join(one.path, file))));
    found.set(one.name, {
      folder: one.path,
      file: join(one.path, own),
      zipInBytes: await sizeOf(zips.find(({ name }) => name === one.name)?.path ?? ''),
      codeInBytes: sizes.reduce((sum, size) => sum + size, 0),
      files: code.length,
      times: [],
    });
  }
  return found;
}

const middle = (figures: readonly number[]) => figures.toSorted((one, other) => one - other)[figures.length >> 1] ?? 0;

const surroundings = await startSurroundings();
try {
  const [before, now] = [await pack('source', join(root, 'src/functions')), await pack('built')];
  const nothing = join(packed, 'nothing');
  await mkdir(nothing);
  await writeFile(join(nothing, 'nothing.mjs'), 'export default () => new Response();\n');
  const floor: number[] = [];
  // The first turn warms the disk, and is not counted.
  for (let turn = 0; turn <= turns; turn++) {
    const call = async (times: number[], folder: string, file: string, name: string) => {
      const { asks, status: due } = firstCalls[name] ?? {
        asks: () => ({ address: 'https://charity.example/' }),
        status: 200,
      };
      const { status, inMilliseconds, log } = await surroundings.call(folder, file, asks());
      if (status !== due) throw new Error(`${file} answered ${status}, and not ${due}.\n${log}`);
      if (turn > 0) times.push(inMilliseconds);
    };
    await call(floor, nothing, join(nothing, 'nothing.mjs'), 'nothing');
    for (const name of now.keys()) {
      for (const way of [before, now]) {
        const one = way.get(name);
        if (!one) throw new Error(`${name} was packed in one way only: run “npm run build”.`);
        await call(one.times, one.folder, one.file, name);
      }
    }
  }

  const row = (cells: readonly string[]) =>
    process.stdout.write(
      `${cells.map((cell, index) => (index === 0 ? cell.padEnd(16) : cell.padStart(index % 2 ? 10 : 8))).join('')}\n`,
    );
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
  const milliseconds = (times: readonly number[]) => `${middle(times).toFixed(0)} ms`;
  row(['', 'zip', 'ours', 'code', 'ours', 'files', 'ours', 'answers', 'ours']);
  for (const [name, ours] of now) {
    const theirs = before.get(name) ?? ours;
    row([
      name,
      ...[theirs, ours].map(({ zipInBytes }) => kilobytes(zipInBytes)),
      ...[theirs, ours].map(({ codeInBytes }) => kilobytes(codeInBytes)),
      ...[theirs, ours].map(({ files }) => String(files)),
      ...[theirs, ours].map(({ times }) => milliseconds(times)),
    ]);
    if (ours.zipInBytes > theirs.zipInBytes) process.exitCode = 1;
  }
  process.stdout.write(`A function that does nothing answers in ${milliseconds(floor)}.\n`);
  const [load = 0] = loadavg();
  if (load > availableParallelism())
    process.stdout.write(`This machine was busy (a load of ${load.toFixed(1)}): all may be better than it says.\n`);
} finally {
  await surroundings.stop();
  await rm(packed, { recursive: true });
}
