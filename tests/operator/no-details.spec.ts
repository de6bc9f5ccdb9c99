/**
 * No line of the code that runs on the server, or on a donor’s own page, writes a donor's name, email or address where others could come upon it: into a log, a store or an address.
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
    ...['{ link, done, gift }', 'asked'],
    '{ amount: String(amountInPence), frequency, ...(fund ? { fund } : {}), ...Object.fromEntries(ticked), }',
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
    ...['url', "whenDone(visit, 'stop', id)", 'whenDone(visit, change.action, id)'],
    'await pageForCard(stripe, gift, addresses)',
    // A field on the page; choices on the form; the sealed link; where Stripe, or the staff’s channel, is.
    ...['`#${control}`', 'monthly', 'asItIsNow', 'stripesOwnPage', 'channel'],
    // Where `sendTo` leads: looked at where it is called.
    'location',
    ...['`${origin}/api/thank-you?gift={CHECKOUT_SESSION_ID}`', '`${origin}${wayBack(gift)}`', 'back', 'changed'],
  ],
} as const;
type Sink = keyof typeof allowed;

/** Attributes, and properties of an element, that hold an address. */
const isAddress = /^['"]?(href|src|action|formaction)['"]?$/i;
/** Parts of an address that can be put into one that is there. */
const isPartOfAddress = /\.(search|hash|pathname)$/;

/** What a line puts where others could read it, if it does. */
function putBy(line: ts.Node, source: ts.SourceFile): [Sink, ts.Node[]] | undefined {
  if (ts.isPropertyAssignment(line) || ts.isShorthandPropertyAssignment(line)) {
    const name = line.name.getText(source);
    // An address that Stripe is told to lead to, where an answer leads, or one in a link. (`action` is also what is done with a gift.)
    const isPut = /_url$|^['"]?location['"]?$/i.test(name) || (isAddress.test(name) && name !== 'action');
    return isPut ? ['address', [ts.isPropertyAssignment(line) ? line.initializer : line.name]] : undefined;
  }
  if (ts.isBinaryExpression(line) && line.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const name = line.left.getText(source);
    if (/(^|\.)cookie$|(^|\.)(session|local)Storage(\.\w+|\[.*\])$/.test(name)) return ['store', [line.right]];
    const isPut =
      /(^|\.)location$/.test(name) || isPartOfAddress.test(name) || isAddress.test(/\.(\w+)$/.exec(name)?.[1] ?? '');
    return isPut ? ['address', partsOf(line.right)] : undefined;
  }
  if (!ts.isCallExpression(line) && !ts.isNewExpression(line)) return undefined;
  const name = line.expression.getText(source);
  const given = [...(line.arguments ?? [])];
  if (/^console\.|(^|\.)tellOperator$/.test(name)) return ['log', given.flatMap((one) => partsOf(one))];
  if (/(^|\.)store\.write$/.test(name)) return ['store', given];
  if (/(^|\.)setItem$/.test(name)) return ['store', given.slice(1)];
  if (/^(URL|URLSearchParams)$/.test(name)) return given.length > 0 ? ['address', [line]] : undefined;
  if (/(^|\.)searchParams\.(set|append)$/.test(name)) return ['address', given.slice(1).flatMap((one) => partsOf(one))];
  if (/(^|\.)sendBeacon$/.test(name)) return ['address', given.flatMap((one) => partsOf(one))];
  if (/^(sendTo|fetch|open|window\.open|Request|Response\.redirect)$/.test(name))
    return ['address', given.slice(0, 1).flatMap((one) => partsOf(one))];
  if (/(^|\.)location\.(assign|replace)$|(^|\.)(push|replace)State$/.test(name))
    return ['address', given.flatMap((one) => partsOf(one))];
  if (/(^|\.)setAttribute$/.test(name)) {
    const which = given.findIndex((one) => isAddress.test(one.getText(source)));
    return which === -1 ? undefined : ['address', given.slice(which + 1).flatMap((one) => partsOf(one))];
  }
  return undefined;
}

/** Of a line, all but its fixed words. */
function partsOf(line: ts.Node): ts.Node[] {
  if (ts.isStringLiteralLike(line) || line.kind === ts.SyntaxKind.NullKeyword) return [];
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

/** The programs that are in a page, without the page. What is there as data, as JSON, is no program. */
const scriptsIn = (page: string): string =>
  [...page.matchAll(/<script\b(?![^>]*\btype=["'][\w/+-]*json)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, script]) => script)
    .join('\n');

/** Everything in a file that is put where others could read it, and is not allowed there. */
function notAllowedIn(file: string, text = readFileSync(file, 'utf8')): string[] {
  const code = file.endsWith('.astro') ? scriptsIn(text) : text;
  const source = ts.createSourceFile(`${file}.ts`, code, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node) => {
    const [sink, parts] = putBy(node, source) ?? [];
    for (const part of sink && parts ? parts : []) {
      const words = asWritten(part, source);
      if (sink && (allowed[sink] as readonly string[]).includes(words)) met.add(`${sink} ${words}`);
      else found.push(`${file}: ${sink}: ${words}`);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

test('no line of giving, of its pages, of watching or of a function logs, stores or puts into an address anything of a donor’s', () => {
  const files = globSync(['src/{giving,functions,watching,pages/donate}/**/*.{ts,astro}', 'src/layouts/*.astro']);
  expect(files.filter((file) => file.endsWith('.ts')).length).toBeGreaterThan(40);
  expect(files.filter((file) => file.endsWith('.astro')).length).toBeGreaterThan(10);
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
    "history.replaceState(null, '', `/donate/?name=${name}`)",
    "history.pushState({ name }, '', '/donate/')",
    'location.replace(`/donate/?name=${name}`)',
    'window.location.assign(withName)',
    'location.href = `/donate/?name=${name}`',
    'window.location = withName',
    'location = withName',
    "link.setAttribute('href', `/donate/?name=${name}`)",
    "setAttribute(link, 'href', withName)",
    'link.href = withName',
    'form.action = `/donate/?name=${name}`',
    "append(list, 'a', { href: withName })",
    'fetch(`/api/donate?name=${name}`)',
    'document.cookie = `name=${name}`',
    "address.searchParams.set('email', email)",
    "searchParams.append('email', email)",
    'address.search = `?name=${name}`',
    'url.hash = name',
    'location.search = `?name=${name}`',
    "append(list, 'a', { href })",
    'create({ cancel_url })',
    'new Response(null, { status: 303, headers: { location: withName } })',
    'Response.redirect(`/donate/?name=${name}`, 303)',
    'new Request(`/api/donate?name=${name}`)',
    "navigator.sendBeacon('/api/seen', name)",
    'sessionStorage.donor = email',
    "localStorage['donor'] = email",
  ];
  for (const line of broken) {
    expect.soft(notAllowedIn('a-line.ts', line), line).toHaveLength(1);
    const page = `---\nconst nothing = 1;\n---\n<p>It's here</p>\n<script>\n${line};\n</script>\n<script is:inline>${line}</script>\n<script type="module">${line}</script>\n<script type="application/json">${line}</script>`;
    expect.soft(notAllowedIn('a-page.astro', page), `in a page: ${line}`).toHaveLength(3);
  }
});
