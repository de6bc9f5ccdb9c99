/** Whoever takes the site live is told what is still missing, in plain words, and no key is ever printed. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FunctionResult } from '@netlify/zip-it-and-ship-it';
import { expect, test } from '@playwright/test';
import Stripe from 'stripe';
import { lackedBy, readNetlifyToml } from '../../scripts/local/packed-functions.ts';
import { eventsHeard } from '../../src/giving/ledger/webhook.ts';
import { findingsAtGitHub } from '../../src/going-live/at-github.ts';
import { findingsAtStripe } from '../../src/going-live/at-stripe.ts';
import { findingsInAge } from '../../src/going-live/build-age.ts';
import { findingsInBuilt } from '../../src/going-live/built-site.ts';
import { type Checkout, type Finding, findingsIn, lastWords } from '../../src/going-live/findings.ts';
import { type FunctionToGoLive, findingsInFunctions } from '../../src/going-live/functions.ts';
import { findingsInNetlifyToml } from '../../src/going-live/netlify-toml.ts';
import { placeholdersIn } from '../../src/going-live/placeholders.ts';
import { told } from '../../src/going-live/told.ts';
import { collections, settings } from '../../src/schema/contract.ts';
import type { Charity, Giving } from '../../src/schema/settings.ts';
import { securityHeaders } from '../../src/security-headers.ts';
import { waysIn } from '../../src/signing-in/ways-in.ts';
import { builtCheckout } from '../checkout.ts';
import { practiceApplication, startPracticeGitHub } from '../practice-github.ts';
import { PRACTICE_WEBHOOK_SECRET } from '../practice-stripe/practice-keys.ts';
import { choose, openPayment, sdk, start, startWebhook, stopWhatRan } from '../practice-stripe/practice-run.ts';
import type { PracticeStripe } from '../practice-stripe/server.ts';

const ready: Checkout = {
  charity: { charityNumber: '1', companyNumber: '1', registeredOffice: 'Here', email: 'us@charity.example' } as Charity,
  giving: { giftAid: { hmrcReference: 'AB12345' }, tellUsFromInPence: 50_000 } as Giving,
  mistakes: [],
  leftOut: [],
  environment: {
    STRIPE_SECRET_KEY: 'rk_live_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    SMTP_URL: 'smtps://mail.example',
    STAFF_EMAIL: 'us@charity.example',
    GITHUB_CLIENT_ID: 'id',
    GITHUB_CLIENT_SECRET: 'secret',
    BUILD_HOOK_URL: 'https://hook.example',
    URL: 'https://charity.org.uk',
  },
  pages: ['privacy', 'accessibility', 'complaints', 'safeguarding'],
};
const codes = (changes: Partial<Checkout>) =>
  findingsIn({ ...ready, ...changes }).map(({ code, severity }) => `${severity} ${code}`);

/** What `npm run go-live` says in a checkout, and how it ends. */
const commandIn =
  (root: string) =>
  (environment: Checkout['environment'], ...parameters: readonly string[]) => {
    try {
      const output = execFileSync(process.execPath, ['scripts/go-live.ts', ...parameters], {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...environment },
      });
      return { code: 0, output };
    } catch (failure) {
      const { status, stdout } = failure as { status: number; stdout: string };
      return { code: status, output: stdout };
    }
  };

test('a site with all that it needs has nothing in its way; what is missing is named, what must be done first', () => {
  expect(codes({})).toEqual([]);
  const { environment } = ready;
  expect(codes({ environment: { ...environment, STRIPE_SECRET_KEY: '' } })).toEqual(['must STRIPE-KEY']);
  expect(codes({ environment: { ...environment, STRIPE_SECRET_KEY: 'sk_test_1' } })).toEqual(['must STRIPE-TEST-MODE']);
  const publishable = findingsIn({ ...ready, environment: { ...environment, STRIPE_SECRET_KEY: 'pk_live_1' } });
  expect(publishable.map(({ code }) => code)).toEqual(['STRIPE-KEY-PUBLISHABLE']);
  expect(publishable[0]?.words).toMatch(/publishable key.*sk_live_.*rk_live_/);
  expect(codes({ environment: { ...environment, STRIPE_SECRET_KEY: 'sk_live_1' } })).toEqual([
    'should STRIPE-KEY-TOO-STRONG',
  ]);
  expect(codes({ environment: { ...environment, SMTP_URL: '' } })).toEqual(['must MONTHLY-LINK', 'should STAFF-NEWS']);
  expect(
    codes({ environment: { ...environment, SMTP_URL: '', STRIPE_PORTAL_LOGIN_URL: 'https://billing.example' } }),
  ).toEqual(['should STAFF-NEWS']);
  expect(codes({ environment: { ...environment, GITHUB_CLIENT_SECRET: '', CMS_SIGN_IN: 'netlify-identity' } })).toEqual(
    [],
  );
  const misspelt = findingsIn({ ...ready, environment: { ...environment, CMS_SIGN_IN: 'netlify' } });
  expect(misspelt.map(({ code }) => code)).toEqual(['SIGN-IN-WAY']);
  for (const way of waysIn) expect(misspelt[0]?.words).toContain(way);
  expect(codes({ environment: { ...environment, CMS_SIGN_IN: 'github' } })).toEqual([]);
  expect(codes({ environment: { ...environment, URL: 'http://localhost:4321' } })).toEqual(['must ADDRESS']);
  for (const host of [
    'www.example.org',
    'www.example.co.uk',
    'example.scot',
    'charity.example',
    'charity.test',
    'charity.invalid',
    'charity.localhost',
    'your.site',
  ])
    expect(codes({ environment: { ...environment, URL: `https://${host}` } })).toEqual(['must ADDRESS']);
  for (const host of ['anexample.org.uk', 'by-your.site', 'example.charity.org.uk'])
    expect(codes({ environment: { ...environment, URL: `https://${host}` } })).toEqual([]);
  expect(codes({ environment: { ...environment, URL: 'https://a-charity.netlify.app' } })).toEqual([
    'should OWN-ADDRESS',
  ]);
  expect(codes({ pages: [] })).toEqual([
    'must POLICY-PRIVACY',
    'should POLICY-ACCESSIBILITY',
    'should POLICY-COMPLAINTS',
    'should POLICY-SAFEGUARDING',
  ]);
  expect(codes({ giving: {} as Giving })).toEqual(['should GIFT-AID', 'should LARGE-GIFTS']);
  const [unasked] = findingsIn({ ...ready, leftOut: [{ file: 'content/news/a/index.md', words: 'Consent ended.' }] });
  expect(unasked).toMatchObject({ code: 'PICTURE-CONSENT', severity: 'should', page: told.consent });
  expect(
    codes({ mistakes: [{ file: 'content/news/a/index.md', words: 'No title.' }], charity: {} as Charity }),
  ).toEqual(['must CONTENT', 'should CHARITY-NUMBER', 'should COMPANY', 'should EMAIL']);
});

test('each thing to see to leads to the very step, page or form that tells how, and that is there', async () => {
  const project = join(import.meta.dirname, '../..');
  const [, goingLive = ''] = (await readFile(join(project, 'README.md'), 'utf8')).split(/^## Go live on Netlify$/m);
  const [section = ''] = goingLive.split(/^## /m);
  const [steps = '', ...variables] = section.split(/^(?=\| variable )/m);
  const forms = [
    ...settings.map(({ label }) => `Settings, ${label}, in the CMS`),
    ...collections.map(({ label }) => `${label}, in the CMS`),
  ];
  /** What stands where a finding leads to; none, where there is no such place. */
  const standsAt = async (page: string): Promise<string | undefined> => {
    if (page.startsWith('docs/')) return readFile(join(project, page), 'utf8').catch(() => undefined);
    if (page.endsWith('in the CMS')) return forms.find((form) => form === page);
    const [, step, table] =
      /^README\.md, “Go live on Netlify”, (?:step (\d+)|(the table after the steps))$/.exec(page) ?? [];
    return table ? variables.join('') : steps.split(/^(?=\d+\. )/m).find((words) => words.startsWith(`${step}. `));
  };
  const speakOf = {
    importing: 'netlify.toml',
    stripeKey: '`STRIPE_SECRET_KEY`',
    webhook: '`STRIPE_WEBHOOK_SECRET`',
    signIn: '`GITHUB_CLIENT_ID`',
    newDay: '`BUILD_HOOK_URL`',
    receipts: 'Successful payments',
    check: '`npm run build`, then `npm run go-live`',
    variables: '| `URL` |',
    gone: '',
    consent: '',
    amounts: '',
    charity: '',
    pages: '',
  } satisfies Record<keyof typeof told, string>;
  for (const [place, words] of Object.entries(speakOf))
    expect.soft({ place, told: await standsAt(told[place as keyof typeof told]) }).toEqual({
      place,
      told: expect.stringContaining(words),
    });

  // A setting that is to be set is told of where its finding leads to.
  const environments = [{}, { ...ready.environment, CMS_SIGN_IN: 'netlify', STRIPE_SECRET_KEY: 'sk_live_1' }];
  for (const { code, words, page } of environments.flatMap((environment) => findingsIn({ ...ready, environment }))) {
    const named = words.match(/\b[A-Z]+(_[A-Z]+)+\b|\bURL\b/g) ?? [];
    const there = await standsAt(page);
    expect.soft({ code, named, isTold: named.some((name) => there?.includes(`\`${name}\``)) }).toMatchObject({
      code,
      isTold: named.length > 0,
    });
  }
});

test('where somebody did not answer, the last word is that part was not looked at, and never that all is well', () => {
  expect(lastWords([])).toEqual({ words: 'Nothing stands in the way.', isReady: true });
  const unanswered = (unseen: string): Finding => ({ code: 'A', severity: 'should', words: '', page: '', unseen });
  const { words, isReady } = lastWords([unanswered('Stripe'), unanswered('Stripe'), unanswered('GitHub')]);
  expect(words).toMatch(/^Part could not be looked at: Stripe and GitHub did not answer.*again with a connection/);
  expect(isReady).toBe(false);
  expect(lastWords([{ code: 'A', severity: 'must', words: '', page: '' }, unanswered('GitHub')]).words).toMatch(
    /^1 to be done.*GitHub did not answer/,
  );
});

test('the command says it of this checkout, ends with 1 while anything must be done, and prints no key', async () => {
  const checkout = await builtCheckout();
  const said = commandIn(checkout.root);
  try {
    const untouched = said({}, '--offline');
    expect(untouched.code).toBe(1);
    for (const code of ['STRIPE-KEY', 'STRIPE-WEBHOOK', 'SIGN-IN', 'CHARITY-NUMBER'])
      expect(untouched.output).toContain(code);
    // As if it had been built for the address that is set.
    const home = join(checkout.root, 'dist/index.html');
    const [, builtFor = ''] = /rel="canonical" href="([^"]+)\/"/.exec(await readFile(home, 'utf8')) ?? [];
    await writeFile(home, (await readFile(home, 'utf8')).replaceAll(builtFor, ready.environment.URL ?? ''));
    const set = said({ ...ready.environment, STRIPE_SECRET_KEY: 'rk_live_do_not_tell' }, '--offline');
    expect(set.output).not.toContain('Before the site can go live');
    expect(set.code).toBe(0);
    // What Netlify holds back is ours to name, and Netlify’s to do.
    expect(set.output).toMatch(/\/api\/donate: \d+ in \d+ seconds/);
    // Nobody was asked, so nobody can say that all is well.
    expect(set.output).not.toContain('Nothing stands in the way');
    expect(set.output.trim().split('\n').at(-1)).toMatch(/Stripe and GitHub were not asked.*without --offline/);
    for (const secret of ['do_not_tell', 'whsec_1', 'smtps://']) expect(set.output).not.toContain(secret);

    const unanswered = said({
      ...ready.environment,
      STRIPE_SECRET_KEY: 'sk_test_practice',
      PRACTICE_STRIPE_URL: 'http://127.0.0.1:9',
      GITHUB_CLIENT_SECRET: 'practice',
      PRACTICE_GITHUB_URL: 'http://127.0.0.1:9',
    });
    expect(unanswered.code).toBe(1);
    expect(unanswered.output.trim().split('\n').at(-1)).toMatch(/Stripe and GitHub did not answer.*with a connection/);

    // Without the settings the rest is still looked at.
    await rm(join(checkout.root, 'content/settings/charity.yaml'));
    await writeFile(join(checkout.root, 'content/settings/giving.yaml'), 'page: [');
    const unset = said({}, '--offline');
    expect(unset.code).toBe(1);
    expect(unset.output).toMatch(/CONTENT\n +content\/settings\/charity\.yaml: .*missing/);
    expect(unset.output).toMatch(/CONTENT\n +content\/settings\/giving\.yaml: The file cannot be read/);
    expect(unset.output).toContain('STRIPE-KEY');
    expect(unset.output).not.toContain('CHARITY-NUMBER');
  } finally {
    await checkout.remove();
  }
});

test('words that stand for others are found in the content, and no others', () => {
  expect(placeholdersIn('Lorem ipsum. Write to me@example.org. TBC, TODO, [your name], XXX')).toEqual([
    'Lorem ipsum',
    'example.org',
    '[your name]',
    'TBC',
    'TODO',
    'XXX',
  ]);
  for (const word of [
    'Your Charity Name',
    '[Charity name]',
    '[TITLE]',
    '[JOB TITLE]',
    'Insert text here',
    'Dummy text',
    'Lorem-ipsum',
    'PLACEHOLDER',
    'example.co.uk',
    'example.org.uk',
  ])
    expect(placeholdersIn(`A line, ${word}, and more.`)).toEqual([word]);
  expect(placeholdersIn('To do: [Your rights](/privacy/). “Love, Mum xxx.” Superb XX, tbcd, todo.')).toEqual([]);
  for (const ordinary of [
    'Coming soon. Time and place to be confirmed.',
    '[HOME](/) [Charity shops][shops] [our shops][SHOPS]\n\n[shops]: /shops/\n[SHOPS]: /shops/',
    '[Your rights] are yours.\n\n[Your rights]: /privacy/',
    'As we said[^NOTE].\n\n[^NOTE]: Here.',
    '“They [the surgery] and [NHS] sent us.” Tell us your charity’s name. Insert the card.',
    'A placeholder in the queue, for example.',
  ])
    expect(placeholdersIn(ordinary)).toEqual([]);
});

test('in the built site each link that leads nowhere is named with its page, headers that are not sent, and what it was built without', async () => {
  const dist = await mkdtemp(join(tmpdir(), 'built-'));
  try {
    const codesIn = async () => (await findingsInBuilt(dist, 'https://charity.org.uk', ['/api/donate'])).map(said);
    const said = ({ code, words }: Finding) => `${code}: ${words}`;
    const unbuilt = await findingsInBuilt(dist, 'https://charity.org.uk', []);
    expect(unbuilt.map(said)).toEqual([expect.stringMatching(/^NOT-BUILT: .*npm run build/)]);
    // So much was not looked at that it may be no green light.
    expect(lastWords(unbuilt).isReady).toBe(false);
    await mkdir(join(dist, 'news'));
    await writeFile(
      join(dist, 'news/index.html'),
      '<a href="/">Home</a> <a href="../old/">Moved</a> <img src="a b.jpg">',
    );
    await writeFile(
      join(dist, 'index.html'),
      '<a href="/news/">News</a> <a href="/gone/#top">Gone</a> <a href="/100%">All</a> <a href="https://charity.org.uk/gone-too">Too</a> <a href="https://elsewhere.org.uk/x">x</a> <form action="/api/donate"></form> <a href="mailto:us@charity.org.uk">Write</a>',
    );
    await writeFile(join(dist, '_redirects'), '/old/  /news/  301\n');
    const headers = Object.entries(securityHeaders).map(([name, value]) => `  ${name}: ${value}`);
    const sends = (...lines: string[]) => writeFile(join(dist, '_headers'), ['/*', ...lines, ''].join('\n'));
    await sends(...headers.slice(1));
    expect(await codesIn()).toEqual([
      'DEAD-LINK: / leads to /gone/, and nothing is there.',
      'DEAD-LINK: / leads to /100%, and nothing is there.',
      'DEAD-LINK: / leads to /gone-too, and nothing is there.',
      'DEAD-LINK: /news/ leads to /news/a b.jpg, and nothing is there.',
      expect.stringContaining(`HEADERS: The built site does not send ${Object.keys(securityHeaders)[0]}:`),
    ]);
    // What only the CMS’s own page is sent, the others are not; and a header that allows all is none.
    await writeFile(join(dist, 'index.html'), '<link rel="canonical" href="https://charity.org.uk/">');
    await writeFile(join(dist, 'news/index.html'), '<a href="../old/">Moved</a>');
    await sends(...headers.slice(1), '/admin/', ...headers.slice(0, 1));
    expect(await codesIn()).toEqual([expect.stringContaining(Object.keys(securityHeaders)[0] as string)]);
    await sends(...headers.filter((line) => !line.includes('x-frame-options')), '  x-frame-options: ALLOWALL');
    expect(await codesIn()).toEqual([expect.stringMatching(/^HEADERS: .*x-frame-options/)]);
    await sends(...headers);
    expect(await codesIn()).toEqual([]);
    // Built at home, every page says that it is at home.
    await writeFile(join(dist, 'index.html'), '<link rel="canonical" href="http://localhost:4321/">');
    expect(await codesIn()).toEqual([
      expect.stringMatching(/^BUILT-ADDRESS: .*localhost:4321.*`URL=https:\/\/charity\.org\.uk npm run build`/),
    ]);
    await rm(join(dist, '_redirects'));
    await writeFile(join(dist, 'news/index.html'), '');
    await writeFile(join(dist, 'index.html'), '<link rel="canonical" href="https://charity.org.uk/">');
    expect(await codesIn()).toEqual([expect.stringMatching(/^REDIRECTS: .*npm run build/)]);
  } finally {
    await rm(dist, { recursive: true });
  }
});

test('a built site that may be older than its content or its code is no green light: what was changed since is named, and what to do', async () => {
  const root = await mkdtemp(join(tmpdir(), 'age-'));
  try {
    const built = new Date('2026-01-02T12:00:00Z');
    const [before, after] = [new Date('2026-01-01T12:00:00Z'), new Date('2026-01-03T12:00:00Z')];
    const date = async (when: Date, ...paths: readonly string[]) => {
      for (const path of paths) await utimes(join(root, path), when, when);
    };
    const parts = ['content/news/a', 'src/pages', 'public', 'admin', 'integrations', 'docs/handbook', 'dist'];
    for (const folder of parts) await mkdir(join(root, folder), { recursive: true });
    const files = [
      'content/news/a/index.md',
      'src/pages/a.astro',
      'public/a.txt',
      'admin/a.ts',
      'integrations/a.ts',
      'docs/handbook/a.md',
      'astro.config.mjs',
      'package-lock.json',
      'netlify.toml',
    ];
    for (const file of [...files, 'dist/built.json', 'README.md']) await writeFile(join(root, file), '');
    const old = [...files, ...parts, 'content/news', 'content', 'src'];
    await date(before, ...old);
    await date(built, 'dist/built.json');
    const found = () => findingsInAge(root);
    // What the site is not made of, such as the README, may be newer.
    expect(await found()).toEqual([]);
    for (const file of files) {
      await date(after, file);
      const newer = await found();
      expect.soft(newer).toEqual([expect.objectContaining({ code: 'BUILD-AGE', page: told.check })]);
      expect.soft(newer[0]?.words).toMatch(new RegExp(`may be older than ${file}[ ,].*npm run build`));
      expect.soft(lastWords(newer).isReady).toBe(false);
      await date(before, file);
    }
    // What was deleted has left its folder with a new date.
    await rm(join(root, 'content/news/a/index.md'));
    expect((await found())[0]?.words).toContain('older than content/news/a,');
    await date(before, 'content/news/a');
    expect(await found()).toEqual([]);
    await rm(join(root, 'dist'), { recursive: true });
    expect(await found()).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('a function that was packed with the files of another lacks its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const write = async (path: string, words = '') => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), words);
  };
  await write('src/functions/manage.ts');
  for (const file of ['manage.mjs', 'packages.mjs']) await write(`built-functions/manage/${file}`);
  await write('packed/built-functions/manage/manage.mjs');
  await write('packed/built-functions/my-gift/packages.mjs');
  const packed = { name: 'manage', path: join(folder, 'packed') } as FunctionResult;
  expect(await lackedBy(folder, packed)).toEqual(['built-functions/manage/packages.mjs']);
  await write('packed/built-functions/manage/packages.mjs');
  expect(await lackedBy(folder, packed)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('netlify.toml is read as Netlify reads it: that it is not there, cannot be read, or lacks what the site needs is said, with what to write', async () => {
  const root = await mkdtemp(join(tmpdir(), 'netlify-'));
  const file = join(root, 'netlify.toml');
  const saidOf = async (text: string) => {
    await writeFile(file, text);
    return findingsInNetlifyToml(await readNetlifyToml(root)).map(({ code, words }) => `${code}: ${words}`);
  };
  try {
    expect(findingsInNetlifyToml(await readNetlifyToml(root))).toEqual([
      {
        code: 'NETLIFY-TOML',
        severity: 'must',
        words: expect.stringMatching(/is not there.*Bring it back/),
        page: told.importing,
      },
    ]);
    const own = await readFile(join(import.meta.dirname, '../../netlify.toml'), 'utf8');
    expect(await saidOf(own)).toEqual([]);
    expect(await saidOf(own.replace('"npm run build"', '"npm ci && npm run build"'))).toEqual([]);
    const unreadable = await saidOf(own.replace('publish = "dist"', 'publish = "dist'));
    expect(unreadable).toEqual([expect.stringMatching(/^NETLIFY-TOML: .*cannot be read.*, in line 4\./)]);
    expect(unreadable.join()).not.toContain(root);
    expect(await saidOf(own.replace('"npm run build"', '3'))).toEqual([
      expect.stringContaining('build.command must be a string'),
    ]);
    for (const [line, instead] of [
      ['command = "npm run build"', 'command = "npm run build:cms"'],
      ['publish = "dist"', 'publish = "public"'],
      ['directory = "built-functions"', 'directory = "src/functions"'],
      ['node_bundler = "none"', 'node_bundler = "esbuild"'],
    ] as const)
      for (const text of [own.replace(line, ''), own.replace(line, instead)]) {
        expect(text).not.toBe(own);
        expect
          .soft(await saidOf(text))
          .toEqual([expect.stringContaining(`NETLIFY-TOML: netlify.toml lacks \`${line}\``)]);
      }
    // What Netlify does for the live site alone counts.
    expect(await saidOf(`${own}\n[context.production]\ncommand = "hugo"\n`)).toEqual([
      expect.stringContaining('command = "npm run build"'),
    ]);
    expect(await saidOf(`${own}\n[context.deploy-preview]\ncommand = "hugo"\n`)).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('an address that visitors may ask without end is named, and one where a robot would shut everybody out', () => {
  const limit = { windowLimit: 30, windowSize: 60, countedBy: ['ip', 'domain'] };
  const donate: FunctionToGoLive = { name: 'donate', paths: ['/api/donate'], rateLimit: limit };
  const saidOf = (change: Partial<FunctionToGoLive>) =>
    findingsInFunctions([{ ...donate, ...change }]).map(
      ({ code, severity, words, page }) => `${severity} ${code} (${page}): ${words}`,
    );
  expect(saidOf({})).toEqual([]);
  expect(saidOf({ packed: { rateLimit: limit, lacks: [] } })).toEqual([]);
  const unlimited = expect.stringMatching(
    /^must RATE-LIMIT \(src\/functions\/donate\.ts\): .*\/api\/donate: robots could try stolen cards/,
  );
  for (const none of [undefined, { ...limit, windowLimit: 0 }, { ...limit, windowSize: 0 }])
    expect.soft(saidOf({ rateLimit: none })).toEqual([unlimited]);
  expect(saidOf({ rateLimit: { ...limit, countedBy: ['domain'] } })).toEqual([
    expect.stringMatching(/counts all visitors as one/),
  ]);
  // As Netlify reads it once it is built, which is not always as it is written.
  for (const read of [undefined, { ...limit, countedBy: ['domain'] }])
    expect
      .soft(saidOf({ packed: { rateLimit: read, lacks: [] } }))
      .toEqual([expect.stringMatching(/RATE-LIMIT.*Netlify would not read the limit.*npm run build/)]);
  // Stripe may tell as much as it has, anybody may ask what funds have, and nobody asks what a clock calls.
  for (const paths of [['/api/stripe-webhook'], ['/api/funds'], []])
    expect.soft(saidOf({ paths, rateLimit: undefined })).toEqual([]);
  expect(saidOf({ packed: 'unbuilt' })).toEqual([expect.stringMatching(/^must FUNCTION-NOT-BUILT .*npm run build/)]);
  expect(saidOf({ packed: { rateLimit: limit, lacks: ['dist/donate/terms.json'] } })).toEqual([
    expect.stringMatching(/^must FUNCTION-LACKS .*dist\/donate\/terms\.json.*\[functions\.donate\]/),
  ]);
  // A disk that is full is no function that is not built.
  expect(findingsInFunctions([donate], 'ENOSPC: no space left on device')).toEqual([
    expect.objectContaining({ code: 'FUNCTIONS-NOT-PACKED', words: expect.stringContaining('“ENOSPC: no space left') }),
  ]);
});

test('the command holds the functions of this checkout to what Netlify would make of them', async () => {
  const checkout = await builtCheckout();
  const at = (path: string) => join(checkout.root, path);
  const change = async (path: string, from: string | RegExp, to: string) => {
    const before = await readFile(at(path), 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    await writeFile(at(path), after);
  };
  const found = () => {
    const { output } = commandIn(checkout.root)({}, '--offline');
    return output.match(/^ {2}(?:RATE-LIMIT|FUNCTION-[A-Z-]+|NETLIFY-TOML|NOT-BUILT)\n.*/gm) ?? [];
  };
  try {
    expect(found()).toEqual([]);
    // Netlify reads the numbers without running the code, and passes over what it cannot read.
    await change('built-functions/donate/donate.mjs', /windowLimit: \d+/, 'windowLimit: Number("30")');
    await change('netlify.toml', '"built-functions/manage/*", ', '');
    await rm(at('built-functions/health'), { recursive: true });
    expect(found().join('\n')).toMatch(
      /Netlify would not read the limit of \/api\/donate[\s\S]*The function health is not built[\s\S]*the function manage without .*built-functions\/manage\/packages\.mjs/,
    );
    await change('src/functions/donate.ts', /^ {2}rateLimit: .*\n/m, '');
    expect(found().join('\n')).toMatch(/RATE-LIMIT\n +Nothing limits how often somebody asks \/api\/donate/);
    await rm(at('built-functions'), { recursive: true });
    expect(found().join('\n')).toContain('The function health is not built');
    await rm(at('netlify.toml'));
    expect(found().join('\n')).toMatch(/NETLIFY-TOML\n +netlify\.toml is not there/);
  } finally {
    await checkout.remove();
  }
});

test.describe('with their keys', () => {
  test.afterEach(stopWhatRan);

  const webhookAddress = 'https://charity.org.uk/api/stripe-webhook';
  const endpoint = { url: webhookAddress, secret: PRACTICE_WEBHOOK_SECRET };
  const atStripe = async (practice: PracticeStripe, key?: string, now = new Date(), address = webhookAddress) =>
    (
      await findingsAtStripe({
        stripe: sdk(practice, key),
        webhookAddress: address,
        events: eventsHeard,
        version: Stripe.API_VERSION,
        now,
      })
    ).map(({ code, severity }) => `${severity} ${code}`);

  test('Stripe is asked whether its news would reach the site, and a key that it refuses is named', async () => {
    expect(await atStripe(await start({ webhook: { ...endpoint, events: eventsHeard } }))).toEqual([]);
    expect(await atStripe(await start({ webhook: endpoint }))).toEqual([]);
    expect(await atStripe(await start())).toEqual(['must STRIPE-WEBHOOK-ADDRESS']);
    expect(await atStripe(await start({ webhook: { ...endpoint, url: 'https://other.org.uk/' } }))).toEqual([
      'must STRIPE-WEBHOOK-ADDRESS',
    ]);
    expect(
      await atStripe(
        await start({ webhook: { ...endpoint, events: ['invoice.paid'], version: '2020-08-27', isOff: true } }),
      ),
    ).toEqual(['must STRIPE-WEBHOOK-OFF', 'must STRIPE-WEBHOOK-EVENTS', 'should STRIPE-WEBHOOK-VERSION']);
    expect(await atStripe(await start({ webhook: endpoint }), 'sk_test_practice_another')).toEqual([
      'must STRIPE-KEY-REFUSED',
    ]);
  });

  test('news that the site did not take is a secret that is wrong', async () => {
    const webhook = await startWebhook(400);
    const practice = await start({ webhook: webhook.endpoint });
    await choose((await openPayment(practice)).url, 'paid');
    const later = new Date(Date.now() + 2 * 60 * 60 * 1000);
    expect(await atStripe(practice, undefined, later, webhook.endpoint.url)).toContain('must STRIPE-WEBHOOK-UNHEARD');
    // Where another endpoint hears of the account, too, it may be that one.
    expect(await atStripe(practice, undefined, later)).toContain('should STRIPE-WEBHOOK-UNHEARD');
    expect(await atStripe(practice)).not.toContain('should STRIPE-WEBHOOK-UNHEARD');
  });

  test('GitHub is asked whether it knows the application, and one that does not answer is not taken for well', async () => {
    const github = await startPracticeGitHub();
    const ask = async (clientSecret: string) =>
      (await findingsAtGitHub({ ...practiceApplication, clientSecret, address: github.url })).map(({ code }) => code);
    expect(await ask(practiceApplication.clientSecret)).toEqual([]);
    expect(await ask('practice-other')).toEqual(['SIGN-IN-REFUSED']);
    await github.stop();
    expect(await ask(practiceApplication.clientSecret)).toEqual(['SIGN-IN-NOT-LOOKED-AT']);
  });
});
