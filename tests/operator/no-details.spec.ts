/**
 * No line of the code that runs on the server writes a donor's name, email or address where others could come upon it: into a log, a store or an address.
 * Whatever goes there is named here, as it stands in the code: a new line fails until somebody has looked at what is in it, and added it.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: lines of code stand here as text.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import ts from 'typescript';

/** What may stand in a line for whoever runs the site, or in a store, or in an address. None of it is a donor’s. */
const allowed = {
  log: [
    ...['withoutDetails(error)', 'event.id', 'month', 'mended', 'unknown', 'left', 'news.key', 'action', 'aspect'],
    "left === 1 ? '' : 's'",
    "event.livemode ? 'of real payments, and STRIPE_SECRET_KEY is a test key' : 'a test, and STRIPE_SECRET_KEY is a live key'",
  ],
  store: [
    // That a question was tried, and when; declined cards by their events; that staff were told, or are to be told, of news (of which tests hold the words); the ledger.
    ...['key', '{ rightAt: rightAt?.toISOString() ?? null }', 'undefined', 'keyFor(mode)', 'noted', 'found?.version'],
    // In the donor’s own browser alone, while they are on Stripe’s page: what they typed.
    'JSON.stringify({ at: Date.now(), typed: [...new FormData(form)] })',
    ...['`told/${mode}/${key}`', 'true', '`waiting/${mode}/${news.key}`', 'news', 'next', 'version'],
    // When Stripe’s events last came; what the site found wrong with itself.
    ...['newest', 'after'],
  ],
  address: [
    // Choices on the form; what the browser sent, read; a sealed link; a page of ours, or of Stripe’s.
    ...['{ amount: String(amountInPence), frequency, ...(fund ? { fund } : {}) }', '{ link, done, gift }', 'asked'],
    ...[
      "body ?? ''",
      'location.search',
      'location.href',
      'carried(typed)',
      'request.url',
      'path, live',
      'fundTotalsPath, site',
      'practice',
      'address',
      "'/practice/mail', practice",
    ],
    // The site’s own pages, and the links on them.
    ...['page, site', 'link, address', 'address, site', "'/sitemap-index.xml', site", 'pathOf(list), site', 'site'],
    // The letter that npm start shows: it goes to the practice mailbox on this machine, as a body.
    '{ to, subject, text }',
    ...['url', "'/donate/'", "'/donate/manage/'", "whenDone(visit, 'stop', id)", 'whenDone(visit, change.action, id)'],
    'await pageForCard(stripe, gift, addresses)',
    ...['`${origin}/api/thank-you?gift={CHECKOUT_SESSION_ID}`', '`${origin}${wayBack(gift)}`', 'back', 'changed'],
  ],
} as const;
type Sink = keyof typeof allowed;

/** What a call puts where others could read it, if it does. */
function putBy(
  call: ts.CallExpression | ts.NewExpression | ts.PropertyAssignment,
  source: ts.SourceFile,
): [Sink, ts.Node[]] | undefined {
  // An address that Stripe is told to lead to.
  if (ts.isPropertyAssignment(call))
    return /_url$/.test(call.name.getText(source)) ? ['address', [call.initializer]] : undefined;
  const name = call.expression.getText(source);
  const given = [...(call.arguments ?? [])];
  if (/^console\.|(^|\.)tellOperator$/.test(name)) return ['log', given.flatMap((line) => partsOf(line))];
  if (/(^|\.)store\.write$/.test(name)) return ['store', given];
  if (/(^|\.)setItem$/.test(name)) return ['store', given.slice(1)];
  if (/^(URL|URLSearchParams)$/.test(name)) return given.length > 0 ? ['address', [call]] : undefined;
  if (name === 'sendTo') return ['address', given.slice(0, 1)];
  return undefined;
}

/** Of a line, all but its fixed words. */
function partsOf(line: ts.Node): ts.Node[] {
  if (ts.isStringLiteralLike(line)) return [];
  return ts.isTemplateExpression(line) ? line.templateSpans.map(({ expression }) => expression) : [line];
}

const asWritten = (node: ts.Node, source: ts.SourceFile): string => {
  const whole = ts.isNewExpression(node)
    ? (node.arguments ?? []).map((one) => one.getText(source)).join(', ')
    : node.getText(source);
  return whole.replace(/\s+/g, ' ');
};

const allAllowed = Object.values(allowed).flat().length;
/** What of it was met. */
const met = new Set<string>();

/** Everything in a file that is put where others could read it, and is not allowed there. */
function notAllowedIn(file: string, text = readFileSync(file, 'utf8')): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isPropertyAssignment(node)) {
      const [sink, parts] = putBy(node, source) ?? [];
      for (const part of sink && parts ? parts : []) {
        const words = asWritten(part, source);
        if (sink && (allowed[sink] as readonly string[]).includes(words)) met.add(`${sink} ${words}`);
        else found.push(`${file}: ${sink}: ${words}`);
      }
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

test('no line of giving, of watching or of a function logs, stores or puts into an address anything of a donor’s', () => {
  const files = globSync('src/{giving,functions,watching}/**/*.ts');
  expect(files.length).toBeGreaterThan(40);
  met.clear();
  expect(files.flatMap((file) => notAllowedIn(file))).toEqual([]);
  // What is no longer in the code is no longer allowed.
  expect(met.size, [...met].join('\n')).toBe(allAllowed);
});

test('a line that did would be found', () => {
  const broken = [
    ...[
      'console.error(`No gift of ${gift.declaration.lastName}`)',
      'console.log(session)',
      'tellOperator(error.message)',
    ],
    'desk.tellOperator(`Not sent to ${email}`)',
    'store.write(keyFor(mode), { ...noted, email }, found?.version)',
    "localStorage.setItem('donor', email)",
    'new URLSearchParams({ link, done, gift, name })',
    'new URL(`/thanks?name=${firstName}`, origin)',
    'sendTo(`/donate/?email=${email}`)',
    'create({ cancel_url: `${origin}/donate/?name=${name}` })',
  ];
  for (const line of broken) expect.soft(notAllowedIn('a-line.ts', line), line).toHaveLength(1);
});
