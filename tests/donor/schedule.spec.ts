/** The file for HMRC: HMRC’s own reader finds each gift in it, and so does a spreadsheet program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import type { Schedule } from '../../src/giving/gift-aid/gift-aid-claim.ts';
import { scheduleFile } from '../../src/giving/gift-aid/schedule.ts';

const donor = { title: 'Mrs', firstName: 'Zoë', lastName: 'O\'Neill & <Sons> "x"', house: '12', postcode: 'SW1A 1AA' };
const schedule: Schedule = {
  earliestPaidOn: '2026-04-06',
  overclaimedTaxInPence: 12_05,
  rows: [
    { donor, aggregated: '', lastPaidOn: '2026-05-01', amountInPence: 1234_50, paymentIds: ['pi_1'] },
    {
      donor: { ...donor, title: '', house: '=1+1', postcode: 'X' },
      aggregated: '',
      lastPaidOn: '2027-03-31',
      amountInPence: 5,
      paymentIds: ['pi_2'],
    },
    {
      aggregated: 'Online gifts under £30',
      lastPaidOn: '2026-12-24',
      amountInPence: 1000_00,
      paymentIds: ['pi_3', 'pi_4'],
    },
  ],
};
/** What stands in columns B to K of row 25 and those after it. */
const lines = [
  ['1', 'Mrs', 'Zoë', 'O\'Neill & <Sons> "x"', '12', 'SW1A 1AA', '', '', '01/05/26', '1234.50'],
  ['2', '', 'Zoë', 'O\'Neill & <Sons> "x"', '=1+1', 'X', '', '', '31/03/27', '0.05'],
  ['3', '', '', '', '', '', 'Online gifts under £30', '', '24/12/26', '1000.00'],
];

const contentIn = (file: Uint8Array): string => strFromU8(unzipSync(file)['content.xml'] as Uint8Array);

/** Reads as HMRC’s own reader does: rows and cells that stand alone, the text in each cell. And as a spreadsheet program, which shows what a cell’s own
 * value says and not its text: the two must be the same. https://github.com/hmrc/charities-claims-validation */
function readAsHmrc(file: Uint8Array): { sheet: string; rows: string[][] } {
  const [, sheet = '', table = ''] =
    /<table:table table:name="([^"]*)">(.*?)<\/table:table>/s.exec(contentIn(file)) ?? [];
  expect(table).not.toMatch(/repeated|spanned|covered|row-group|header-rows/);
  const text = (cell: string) =>
    cell.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  const shownOtherwise: string[] = [];
  const rows = [...table.matchAll(/<table:table-row>(.*?)<\/table:table-row>/gs)].map(([, cells = '']) =>
    [...cells.matchAll(/<table:table-cell\/>|<table:table-cell ([^>]*)>(.*?)<\/table:table-cell>/gs)].map(
      ([, said = '', inside = '']) => {
        const { type, value } =
          /office:value-type="(?<type>\w+)"(?: office:value="(?<value>[^"]*)")?/.exec(said)?.groups ?? {};
        const isAmount = /^\d+\.\d\d$/.test(value ?? '');
        const agrees =
          (inside === '' || type === 'string' || (type === 'float' && value === text(inside))) &&
          said.includes('table:style-name="amount"') === isAmount;
        if (!agrees) shownOtherwise.push(`${said}: ${inside}`);
        return text(inside);
      },
    ),
  );
  expect(shownOtherwise).toEqual([]);
  expect(contentIn(file)).toContain('style:name="amount" style:family="table-cell" style:data-style-name="pounds"');
  expect(contentIn(file)).toContain(
    '<number:number-style style:name="pounds"><number:number number:decimal-places="2"',
  );
  return { sheet, rows };
}

test('HMRC’s reader finds the date, the tax to give back, and each row where it looks for them', () => {
  const { sheet, rows } = readAsHmrc(scheduleFile(schedule));
  expect(sheet).toMatch(/^R68GAD_V1_00_0/);
  expect(rows[12]?.[3]).toBe('06/04/26');
  expect(rows[16]?.[3]).toBe('12.05');
  expect(rows[22]?.slice(1)).toEqual([
    'Item',
    'Title',
    'First name',
    'Last name',
    'House name or number',
    'Postcode',
    'Aggregated donations',
    'Sponsored event',
    'Donation date',
    'Amount',
  ]);
  expect(rows.slice(24).map((cells) => cells.slice(1))).toEqual(lines);
});

test('with nothing to give back, the box for it is empty: HMRC takes no 0.00 there', () => {
  expect(readAsHmrc(scheduleFile({ ...schedule, overclaimedTaxInPence: 0 })).rows[16]).toEqual(['', '', '', '']);
});

test('it is an OpenDocument spreadsheet: its kind comes first, uncompressed, and the same claim makes the same file', () => {
  const file = scheduleFile(schedule);
  expect(strFromU8(file.slice(30, 84))).toBe('mimetypeapplication/vnd.oasis.opendocument.spreadsheet');
  expect(Object.keys(unzipSync(file))).toEqual(['mimetype', 'content.xml', 'META-INF/manifest.xml']);
  expect(scheduleFile(schedule)).toEqual(file);
});

test('a full file, of a thousand rows, is whole', () => {
  const rows = Array.from(
    { length: 1000 },
    (_, index) => ({ ...schedule.rows[0], amountInPence: index + 1 }) as Schedule['rows'][number],
  );
  const read = readAsHmrc(scheduleFile({ ...schedule, rows })).rows.slice(24);
  expect(read.map((cells) => cells[1])).toEqual(rows.map((_, index) => `${index + 1}`));
  expect(read.at(-1)?.[10]).toBe('10.00');
});

test('LibreOffice opens it, and shows the same', async () => {
  const program = ['soffice', 'libreoffice'].find((name) => spawnSync(name, ['--version']).status === 0);
  test.skip(program === undefined, 'LibreOffice is not on this machine; the tests above read the file by its own XML');
  const folder = await mkdtemp(join(tmpdir(), 'schedule-'));
  try {
    await writeFile(join(folder, 'claim.ods'), scheduleFile(schedule));
    // A tab between the cells, UTF-8, in British English, each cell as it is shown.
    const csv = 'csv:Text - txt - csv (StarCalc):9,34,76,1,,2057,false,true';
    execFileSync(
      program ?? '',
      [
        `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`,
        '--headless',
        '--convert-to',
        csv,
        '--outdir',
        folder,
        join(folder, 'claim.ods'),
      ],
      { stdio: 'ignore' },
    );
    const shown = (await readFile(join(folder, 'claim.csv'), 'utf8')).split('\n').map((line) => line.split('\t'));
    const unquoted = (cell: string) => cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"');
    expect(shown[12]?.[3]).toBe('06/04/26');
    expect(shown[16]?.[3]).toBe('12.05');
    expect(shown.slice(24, 27).map((cells) => cells.slice(1).map(unquoted))).toEqual(lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
