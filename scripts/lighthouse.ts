/**
 * `npm run lighthouse`: measures one page of every type on the built site, as `npm run preview` serves it, on Lighthouse’s slow phone; prints
 * a table; and ends 1 when a score is below 100, naming what cost the points. A part of a type’s name measures only those: `npm run lighthouse -- photo`.
 */
import { availableParallelism, loadavg } from 'node:os';
import { pathToFileURL } from 'node:url';
import { askedOf } from './local/asked.ts';
import { type Category, categories, openPhone, type Verdict } from './local/lighthouse.ts';
import { pagesByType } from './local/page-types.ts';
import { sayMistakesPlainly } from './local/running.ts';
import { serve } from './local/served.ts';

sayMistakesPlainly();
const root = process.cwd();
const wanted = askedOf({ allowPositionals: true }).positionals.join(' ').toLowerCase();
const all = await pagesByType(pathToFileURL(`${root}/dist/`));
const pages = all.filter(({ type }) => type.toLowerCase().includes(wanted));
if (pages.length === 0)
  throw new Error(`No type of page is called “${wanted}”. There are: ${all.map(({ type }) => type).join(', ')}.`);

const served = await serve('preview', { root, environment: { ...process.env, STRIPE_SECRET_KEY: '' } });
const phone = await openPhone();

/**
 * The middle of three measurements of speed, for a busy machine makes single ones wobble. Two that agree on the score are enough: a third
 * could not move the middle.
 */
async function measureSpeed(address: string, first: Verdict): Promise<Verdict> {
  const speed = ({ scores }: Verdict) => scores.performance ?? 0;
  const verdicts = [first, await phone.measure(address, ['performance'])];
  if (new Set(verdicts.map(speed)).size > 1) verdicts.push(await phone.measure(address, ['performance']));
  return verdicts.toSorted((one, other) => speed(one) - speed(other))[1] ?? first;
}

const heads: Readonly<Record<Category, string>> = {
  performance: 'performance',
  accessibility: 'accessibility',
  'best-practices': 'practices',
  seo: 'SEO',
};
const widest = Math.max(...pages.map(({ type }) => type.length));
const row = (type: string, cells: readonly string[]) =>
  process.stdout.write(`${type.padEnd(widest)}  ${cells.map((cell) => cell.padStart(10)).join('  ')}\n`);

const notes: string[] = [];
let below = 0;
let heaviestLoad = 0;
row('', [...categories.map((category) => heads[category]), 'LCP', 'CLS', 'TBT', 'weight']);
for (const { type, address } of pages) {
  const whole = await phone.measure(`${served.address}${address}`);
  const middle = await measureSpeed(`${served.address}${address}`, whole);
  heaviestLoad = Math.max(heaviestLoad, loadavg()[0] ?? 0);
  const scores = { ...whole.scores, ...middle.scores };
  row(type, [
    ...categories.map((category) => String(scores[category])),
    `${(middle.largestPaintInMs / 1000).toFixed(2)} s`,
    middle.layoutShift.toFixed(3),
    `${Math.round(middle.blockingTimeInMs)} ms`,
    `${(middle.bytes / 1024).toFixed(1)} KB`,
  ]);
  if (categories.some((category) => scores[category] !== 100)) below++;
  const faults = [...whole.faults.filter((fault) => !fault.startsWith('Performance')), ...middle.faults];
  const costly = (scores.performance ?? 0) < 100 ? faults : faults.filter((fault) => !fault.startsWith('Performance'));
  for (const words of [...new Set(costly)]) notes.push(`${type} (${address}) ${words}`);
  for (const words of whole.exceptions) notes.push(`${type} (${address}) is not asked for ${words}.`);
}
await phone.close();
await served.stop();

process.stdout.write(`${['', ...notes].join('\n')}\n`);
process.stdout.write(
  'Served compressed, as by Netlify, but by HTTP/1.1 without encryption. Speed is the middle of three measurements.\n',
);
if (heaviestLoad > availableParallelism())
  process.stdout.write(
    `This machine was busy (a load of ${heaviestLoad.toFixed(1)} on ${availableParallelism()} processors): speed may be better than it says.\n`,
  );
process.stdout.write(`${pages.length} types of page, ${below} below 100.\n`);
process.exitCode = below > 0 ? 1 : 0;
