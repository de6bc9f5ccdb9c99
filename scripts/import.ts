/**
 * `npm run import -- wordpress export.xml [--files folder] [--with-private]`, or `squarespace export.xml`: moves an old site in, from what it exports. What has moved in
 * before is left as it is. It writes what came of it into a report; with `--files`, pictures are taken from a copy of the old site's uploads.
 */
import { createReadStream, existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dayNow } from '../src/dates.ts';
import { CopyOfUploads } from '../src/moving-in/copy-of-uploads.ts';
import { readExport } from '../src/moving-in/export-file.ts';
import { fetched } from '../src/moving-in/fetched.ts';
import { moveIn } from '../src/moving-in/move-in.ts';
import { isFromSquarespace } from '../src/moving-in/old-site.ts';
import { shortReport, wholeReport } from '../src/moving-in/report.ts';
import { askedOf } from './local/asked.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
const largestInBytes = 200 * 1024 * 1024;
const howTo = 'Say whose export it is, and where: npm run import -- wordpress export.xml (or squarespace export.xml)';
const { positionals, values } = askedOf({
  options: { files: { type: 'string' }, 'with-private': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [source, file] = positionals;
if ((source !== 'wordpress' && source !== 'squarespace') || !file || positionals.length > 2) throw new Error(howTo);
if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
const { size } = await stat(file);
if (size > largestInBytes)
  throw new Error(
    `${file} is larger than 200 MB. In WordPress, export posts and pages apart, or a year at a time: each can be moved in after the other.`,
  );

const exported = await readExport(createReadStream(file) as AsyncIterable<Uint8Array>);
if (isFromSquarespace(exported.generator) !== (source === 'squarespace'))
  throw new Error(
    `This export seems to be the other’s. Try: npm run import -- ${source === 'wordpress' ? 'squarespace' : 'wordpress'} ${file}`,
  );

const { files } = values;
if (files !== undefined && !existsSync(files)) throw new Error(`There is no folder ${files}.`);
const copy = files === undefined ? undefined : new CopyOfUploads(files, exported);
const root = process.cwd();
const moved = await moveIn({
  root,
  exported,
  file: basename(file),
  source,
  today: dayNow(),
  withPrivate: values['with-private'],
  fetch: async (address) => (await copy?.fileAt(address)) ?? fetched(address),
});
const outcome = { ...moved, told: [...moved.told, ...(copy?.told ?? [])] };

/** A report is never written over: what it tells of is not told again. */
function freeReportName(): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? 'import-report.md' : `import-report-${count}.md`;
    if (!existsSync(join(root, name))) return name;
  }
}

const report = outcome.moved.length > 0 ? freeReportName() : undefined;
if (report) await writeFile(join(root, report), wholeReport(outcome));
process.stdout.write(shortReport(outcome, report));
