/**
 * Writes a claim as the spreadsheet that HMRC’s Charities Online takes, an OpenDocument file (`.ods`).
 *
 * The layout is that of HMRC’s own schedule, by the cells that HMRC’s published reader takes from it (DocumentRow.scala and OdsReaderService.scala,
 * in https://github.com/hmrc/charities-claims-validation): a first sheet whose name begins with `R68GAD_V1_00_0`, the earliest date in D13, tax
 * claimed too much before in D17, and from row 25 the gifts in B to K. Its reader takes no cell that is repeated before D13 and D17, and no row that
 * is in a group, so each is written out. HMRC’s file has more to look at, and words that are not verified here; nothing of that is read. No file
 * of ours has been sent to HMRC: whoever claims sees there, before anything is final, the number of gifts and their sum.
 */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { poundsAndPence } from '../pounds.ts';
import type { ClaimRow, Schedule } from './gift-aid-claim.ts';

const kind = 'application/vnd.oasis.opendocument.spreadsheet';
const sheetName = 'R68GAD_V1_00_0_EN';
/** The rows of HMRC’s sheet, counted as a spreadsheet counts them. */
const at = { title: 2, dateWords: 12, date: 13, overclaimedWords: 16, overclaimed: 17, heads: 23, first: 25 } as const;
const heads = [
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
] as const;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replace(/[^\x20-\x7E\xA1-\xFF]/g, ' ');

const empty = '<table:table-cell/>';
const words = (text: string): string =>
  text === ''
    ? empty
    : `<table:table-cell office:value-type="string"><text:p>${escaped(text)}</text:p></table:table-cell>`;
const wholeNumber = (value: number): string =>
  `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;

/** `2026-05-01` as the words `01/05/26`: a date proper would be shown anew, and kept, as the spreadsheet program is set, the month first in America. */
function date(day: string): string {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return words(`${dayOfMonth}/${month}/${year.slice(2)}`);
}

/** Pounds with two decimals, and no sign. */
function amount(pence: number): string {
  const pounds = poundsAndPence(pence);
  return `<table:table-cell table:style-name="amount" office:value-type="float" office:value="${pounds}"><text:p>${pounds}</text:p></table:table-cell>`;
}

const row = (cells: readonly string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`;
const inD = (cell: string): string => row([empty, empty, empty, cell]);

const giftRow = ({ donor, aggregated, lastPaidOn, amountInPence }: ClaimRow, index: number): string =>
  row([
    empty,
    wholeNumber(index + 1),
    words(donor?.title ?? ''),
    words(donor?.firstName ?? ''),
    words(donor?.lastName ?? ''),
    words(donor?.house ?? ''),
    words(donor?.postcode ?? ''),
    words(aggregated),
    empty,
    date(lastPaidOn),
    amount(amountInPence),
  ]);

/** How wide each column is, from A on, in centimetres. */
const widths = [0.5, 1.3, 1.4, 4.5, 4.5, 6.5, 2.4, 5.5, 2.2, 2.6, 2.6];

function contentOf({ rows, earliestPaidOn, overclaimedTaxInPence }: Schedule): string {
  const above = new Map<number, string>([
    [at.title, row([empty, words('Gift Aid donations schedule')])],
    [at.dateWords, inD(words('Earliest donation date in the period of claim. (DD/MM/YY)'))],
    [at.date, inD(date(earliestPaidOn))],
    [at.overclaimedWords, inD(words('Tax claimed too much before, if any'))],
    // HMRC takes no 0.00 here.
    [at.overclaimed, inD(overclaimedTaxInPence === 0 ? empty : amount(overclaimedTaxInPence))],
    [at.heads, row([empty, ...heads.map(words)])],
  ]);
  const lines = [
    ...Array.from({ length: at.first - 1 }, (_, index) => above.get(index + 1) ?? row([empty])),
    ...rows.map(giftRow),
  ];
  const styles = [
    ...widths.map(
      (width, index) =>
        `<style:style style:name="column${index}" style:family="table-column"><style:table-column-properties style:column-width="${width}cm"/></style:style>`,
    ),
    '<number:number-style style:name="pounds"><number:number number:decimal-places="2" number:min-integer-digits="1"/></number:number-style>',
    '<style:style style:name="amount" style:family="table-cell" style:data-style-name="pounds"/>',
  ];
  const columns = widths.map((_, index) => `<table:table-column table:style-name="column${index}"/>`);
  const namespaces = [
    ['office', 'office'],
    ['table', 'table'],
    ['text', 'text'],
    ['style', 'style'],
    ['number', 'datastyle'],
  ].map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`);
  return (
    `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces.join(' ')} office:version="1.2">` +
    `<office:automatic-styles>${styles.join('')}</office:automatic-styles><office:body><office:spreadsheet>` +
    `<table:table table:name="${sheetName}">${columns.join('')}${lines.join('')}</table:table>` +
    '</office:spreadsheet></office:body></office:document-content>'
  );
}

const manifest =
  '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">' +
  `<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="${kind}"/>` +
  '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>';

/** The file for HMRC. The same schedule makes the same file, byte for byte. */
export function scheduleFile(schedule: Schedule): Uint8Array {
  // OpenDocument wants its kind first, and not compressed. An old date is as good as any, and the earliest a ZIP can say.
  const files: Zippable = {
    mimetype: [strToU8(kind), { level: 0 }],
    'content.xml': strToU8(contentOf(schedule)),
    'META-INF/manifest.xml': strToU8(manifest),
  };
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}
