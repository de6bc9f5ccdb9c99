/**
 * `npm run bench`: how long this site takes to build as its news grows, beside Eleventy, Hugo and Zola on the same posts, and the floor. Posts are made on
 * the spot; every contestant is built in turn, cold, and once more after one post has changed. Numbers of posts may be named: `npm run bench -- 100 1000`.
 * Pictures that were made before are kept, as Netlify keeps them: they are the same however many posts there are.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryCheckout } from '../tests/checkout.ts';
import { type Contestant, floor, makeCold, others, ours, topics } from './bench/contestants.ts';
import { madePost, writeFiles } from './bench/made-posts.ts';
import { type Measured, measure } from './bench/measured.ts';
import { askedOf } from './local/asked.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();

const asked = askedOf({ allowPositionals: true }).positionals.map(Number);
if (asked.some((number) => !Number.isInteger(number) || number < 1))
  throw new Error('Name numbers of posts: npm run bench -- 100 1000');
const sizes = asked.length > 0 ? [...new Set(asked)].toSorted((one, other) => one - other) : [100, 1000, 10_000];
if (process.platform !== 'linux')
  throw new Error('The bench reads what processes hold from /proc, which Linux alone has.');
/** The middle of three; of the longest, one has to do. */
const turnsOf = (size: number) => (size > 2000 ? 1 : 3);

const place = await mkdtemp(join(tmpdir(), 'bench-'));
const root = process.cwd();

const middle = (found: readonly Measured[], of: keyof Measured): number =>
  found.map((one) => one[of]).toSorted((one, other) => one - other)[found.length >> 1] ?? 0;

const row = (cells: readonly (string | number)[]) =>
  process.stdout.write(
    `${cells.map((cell, index) => (index === 0 ? String(cell).padEnd(12) : String(cell).padStart(14))).join('')}\n`,
  );

/** Writes posts into the folder of a contestant. */
async function writePosts({ post }: Contestant, folder: string, from: number, to: number, edit = ''): Promise<void> {
  for (let number = from; number < to; number++) await writeFiles(folder, post(madePost(number, topics, edit)));
}

const checkout = await temporaryCheckout();
try {
  const { had, notHad } = await others(join(place, 'packages'));
  const contestants = [ours, ...had, floor(root)].map((contestant) => ({
    contestant,
    folder: contestant === ours ? checkout.root : join(place, contestant.name.replaceAll(' ', '-')),
    /** The processor’s time of the size before, for what a post more costs. */
    before: { size: 0, cpuInSeconds: 0 },
  }));
  for (const { contestant, folder } of contestants) {
    await mkdir(folder, { recursive: true });
    await contestant.prepare(folder);
  }
  const environment = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  let written = 0;
  for (const size of sizes) {
    for (const { contestant, folder } of contestants) await writePosts(contestant, folder, written, size);
    written = size;
    const cold = new Map<Contestant, Measured[]>();
    const edited = new Map<Contestant, Measured[]>();
    for (let turn = 0; turn < turnsOf(size); turn++) {
      for (const { contestant, folder } of contestants) {
        await makeCold(contestant, folder);
        const built = await measure(contestant.command, { cwd: folder, env: environment });
        cold.set(contestant, [...(cold.get(contestant) ?? []), built]);
        await writePosts(contestant, folder, 0, 1, `Changed in turn ${turn}. `);
        const again = await measure(contestant.command, { cwd: folder, env: environment });
        edited.set(contestant, [...(edited.get(contestant) ?? []), again]);
      }
    }
    process.stdout.write(`\n${size.toLocaleString('en-GB')} posts\n`);
    row(['', 'processor', 'on the wall', 'memory', 'a post more', 'one changed', 'on the wall']);
    for (const one of contestants) {
      const [found, again] = [cold.get(one.contestant) ?? [], edited.get(one.contestant) ?? []];
      const cpuInSeconds = middle(found, 'cpuInSeconds');
      const more = ((cpuInSeconds - one.before.cpuInSeconds) / (size - one.before.size)) * 1000;
      row([
        one.contestant.name,
        `${cpuInSeconds.toFixed(1)} s`,
        `${middle(found, 'wallInSeconds').toFixed(1)} s`,
        `${middle(found, 'peakInMegabytes').toFixed(0)} MB`,
        one.before.size === 0 ? '' : `${more.toFixed(2)} ms`,
        `${middle(again, 'cpuInSeconds').toFixed(1)} s`,
        `${middle(again, 'wallInSeconds').toFixed(1)} s`,
      ]);
      one.before = { size, cpuInSeconds };
    }
  }
  for (const words of notHad) process.stdout.write(`${words}\n`);
  const [load = 0] = loadavg();
  if (load > availableParallelism())
    process.stdout.write(`This machine was busy (a load of ${load.toFixed(1)}): all may be better than it says.\n`);
} finally {
  await checkout.remove();
  await rm(place, { recursive: true, force: true });
}
