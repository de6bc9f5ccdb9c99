/** What the site is made of that others wrote: always the very same, under licences that allow it, and with no known hole in what readers, staff and donors meet. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { dayNow } from '../../src/dates.ts';

interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
}
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const asked: Record<string, Record<string, string>> = read('package.json');
const locked: Record<string, Package> = read('package-lock.json').packages;
const installed = Object.keys(locked).filter((place) => place !== '' && existsSync(`${place}/package.json`));

test('every package is asked for in one version, and comes from the registry as it was when it was chosen', () => {
  const wanted = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(asked[kind] ?? {}),
  );
  expect(wanted.length).toBeGreaterThan(50);
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(wanted.filter(([name, version]) => locked[`node_modules/${name}`]?.version !== version)).toEqual([]);
  const others = Object.entries(locked).filter(([place]) => place !== '');
  // What is inside another package has that one’s checksum.
  const unheld = others.filter(([, { integrity, inBundle }]) => !integrity && !inBundle);
  expect(unheld.map(([place]) => place)).toEqual([]);
  const elsewhere = others.filter(
    ([, { resolved = 'https://registry.npmjs.org/', link }]) =>
      link || !resolved.startsWith('https://registry.npmjs.org/'),
  );
  expect(elsewhere.map(([place]) => place)).toEqual([]);
});

/** Whoever uses what is under these may keep their own work under any licence; the last three ask only for changes to the thing itself, or for a name. */
const allowed = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0'],
  ...['Python-2.0', 'Zlib', 'WTFPL', 'MPL-2.0', 'LGPL-3.0-or-later', 'CC-BY-3.0'],
]);
/** Those that name no licence where one is read by a program, and what their own words say. */
const saidInWords: Readonly<Record<string, string>> = {
  '@mapbox/jsonlint-lines-primitives': 'MIT',
  callsite: 'MIT',
  semaphore: 'MIT',
  trim: 'MIT',
  '@netlify/binary-info': 'Apache-2.0',
};

/** The licence of a package, as it names it. */
function licenceOf(place: string): string {
  const { license, licenses } = read(`${place}/package.json`);
  const name = place.replace(/^.*node_modules\//, '');
  const named = saidInWords[name] ?? license?.type ?? license ?? licenses?.map(({ type }: { type: string }) => type);
  return String(named ?? 'none').replace(/^\((.*)\)$/, '$1');
}

/** Whether an expression such as `MIT OR (…)` leaves a way that is allowed: one of its choices, all of which is. */
const isAllowed = (licence: string): boolean =>
  licence.split(' OR ').some((choice) => choice.split(/ AND |,/).every((one) => allowed.has(one)));

test('every package that is installed is under a licence that allows what we do with it', () => {
  expect(['MIT OR GPL-3.0', 'MIT AND Zlib'].map(isAllowed)).toEqual([true, true]);
  expect(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN x', 'none'].map(isAllowed)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  const counts = new Map<string, number>();
  const refused: string[] = [];
  for (const place of installed) {
    const licence = licenceOf(place);
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    if (!isAllowed(licence)) refused.push(`${place}: ${licence}`);
  }
  const rows = [...counts].sort(([, one], [, other]) => other - one);
  process.stdout.write(
    `\nLicences of the ${installed.length} packages installed:\n${rows.map(([licence, count]) => `  ${String(count).padStart(5)}  ${licence}`).join('\n')}\n\n`,
  );
  expect(installed.length).toBeGreaterThan(500);
  expect(refused).toEqual([]);
});

/** A known hole that does no harm here: why, and until when that is believed. */
interface Accepted {
  readonly because: string;
  /** `YYYY-MM-DD` */
  readonly until: string;
}
/** By the address of its advisory. None is, now. */
const accepted: Readonly<Record<string, Accepted>> = {};

/** What `npm audit` says, as far as it is looked at: https://docs.npmjs.com/cli/v11/commands/npm-audit */
interface Audit {
  readonly auditReportVersion?: number;
  readonly message?: string;
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly via: readonly (string | { readonly url: string; readonly severity: string })[] }>
  >;
}

/** The grave holes that nobody has accepted until today or later. */
const holesIn = ({ vulnerabilities = {} }: Audit, known: typeof accepted, today: string): string[] =>
  Object.entries(vulnerabilities).flatMap(([name, { via }]) =>
    via.flatMap((one) =>
      typeof one !== 'string' &&
      ['high', 'critical'].includes(one.severity) &&
      !((known[one.url]?.until ?? '') >= today)
        ? [`${name}: ${one.url} (${one.severity})`]
        : [],
    ),
  );

test('a known hole is grave or accepted for a time; after that it counts again', () => {
  const url = 'https://github.com/advisories/GHSA-1';
  const found: Audit = {
    auditReportVersion: 2,
    vulnerabilities: {
      a: { via: [{ url, severity: 'high' }] },
      b: { via: ['a', { url: `${url}2`, severity: 'moderate' }] },
    },
  };
  const known = { [url]: { because: 'It is never reached.', until: '2026-12-01' } };
  expect(holesIn(found, {}, '2026-11-28')).toEqual([`a: ${url} (high)`]);
  expect(holesIn(found, known, '2026-12-01')).toEqual([]);
  expect(holesIn(found, known, '2026-12-02')).toEqual([`a: ${url} (high)`]);
});

test('no grave hole is known in what goes live; where nobody can be asked, that is said', async () => {
  const said = await new Promise<string>((answered) => {
    const limit = { timeout: 40_000, maxBuffer: 64 * 1024 * 1024 };
    execFile('npm', ['audit', '--omit=dev', '--json'], limit, (_failure, output) => answered(output));
  });
  let audit: Audit = {};
  try {
    audit = JSON.parse(said);
  } catch {
    // It was cut off, or never began: nobody was asked.
  }
  if (audit.auditReportVersion === undefined) {
    process.stdout.write(
      `\nKnown holes in packages were NOT looked for: the registry gives no audit here (${audit.message ?? 'no answer'}).\n\n`,
    );
    test.info().annotations.push({ type: 'not looked for', description: 'The registry gives no audit here.' });
    return;
  }
  expect(holesIn(audit, accepted, dayNow())).toEqual([]);
  process.stdout.write('\nNo grave hole is known in the packages that go live (npm audit).\n\n');
});
