/** Another charity takes the project over with its own content and its own sheet of tokens, and the site is its own: not a word of the first is left in it. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import postcss, { type Rule } from 'postcss';
import sharp from 'sharp';
import { addressOf, builtFiles } from '../../integrations/built-files.ts';
import { mistakesInColours } from '../../src/proofreading/colours.ts';
import { readEntries, readSettings } from '../../src/proofreading/entries.ts';
import { proofread } from '../../src/proofreading/proofread.ts';
import { collections, settings } from '../../src/schema/contract.ts';
import { coloursOnly, violationsIn } from '../accessibility.ts';
import { type Checkout, temporaryCheckout } from '../checkout.ts';
import { misfits } from '../fit.ts';

const project = join(import.meta.dirname, '../..');
const second = join(import.meta.dirname, 'second-charity');
const tokensFile = 'src/styles/tokens.css';

/** The first charity’s tokens, with what the second states in place of that. It has one face only, so the other is not there any more. */
async function tokensOfSecond(): Promise<string> {
  const sheet = postcss.parse(await readFile(join(project, tokensFile), 'utf8'));
  postcss.parse(await readFile(join(second, 'tokens.css'), 'utf8')).walkDecls((stated) => {
    const { selector } = stated.parent as Rule;
    let found = 0;
    sheet.walkRules(selector, (rule) => {
      rule.each((node) => {
        if (node.type !== 'decl' || node.prop !== stated.prop || node.parent?.parent?.type === 'root') return;
        if (found++ === 0) node.value = stated.value;
      });
    });
    if (found === 0) throw new Error(`${tokensFile} states no ${stated.prop} for ${selector}.`);
  });
  sheet.walkAtRules('font-face', (face) => {
    if (face.toString().includes('Young Serif')) face.remove();
  });
  return sheet.toString();
}

/** Every text in these values, however deep. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap((inner) => textsIn(inner))
      : [];

/** What a charity says in its content: the names that it has for things, and whole sentences. A word such as “News” is nobody’s own. */
async function saidBy(root: string): Promise<{ names: Set<string>; sentences: Set<string> }> {
  const entries = (
    await Promise.all([
      ...collections.filter(({ name }) => name !== 'topics').map((collection) => readEntries(root, collection)),
      ...settings.map(async (file) => [await readSettings(root, file)]),
    ])
  ).flat();
  const names = entries.flatMap(({ slug, file, fields }) =>
    file.endsWith('.yaml') || file.startsWith('content/pages/')
      ? []
      : [slug, ...['title', 'name'].map((field) => (fields as Record<string, unknown>)[field])],
  );
  const sentences = entries.flatMap(({ fields, text }) => [...textsIn(fields), ...text.split(/\n+/)]);
  return {
    names: new Set(names.filter((name): name is string => typeof name === 'string')),
    sentences: new Set(sentences.map((each) => each.trim()).filter((each) => each.length >= 30)),
  };
}

/** Who the first charity is, where, and with whom; and what it does, in which no other is at home. */
const ownWords =
  /chiltern|chesham|buckingham|\bbucks\b|beaconsfield|white hill|mobbs|rothschild|clare foundation|sinfonia|\bgareth\b|01442|music|therap|prescrib|dementia|\bsing-?along|\bdrum|played already|missed beat|a rest\./i;

const coloursIn = (tokens: string) => new Set(tokens.match(/#[0-9a-f]{6}\b/gi)?.map((colour) => colour.toLowerCase()));

let checkout: Checkout;
let address: string;
let built: URL;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  checkout = await temporaryCheckout();
  await rm(join(checkout.root, 'content'), { recursive: true });
  await cp(join(second, 'content'), join(checkout.root, 'content'), { recursive: true });
  await writeFile(join(checkout.root, tokensFile), await tokensOfSecond());
  const { code, output } = checkout.build();
  expect(code, output).toBe(0);
  built = pathToFileURL(`${join(checkout.root, 'dist')}/`);
  ({ address } = await checkout.serve('preview'));
});
test.afterAll(async () => checkout?.remove());

test('no file that is built has a word, a colour, a face or a picture of the first charity', async () => {
  const [first, own] = await Promise.all([saidBy(project), saidBy(second)]);
  expect(first.names.size).toBeGreaterThan(10);
  expect(first.sentences.size).toBeGreaterThan(80);
  const said = [...first.names, ...first.sentences].filter((each) => !own.sentences.has(each));
  const colours = coloursIn(await readFile(join(project, tokensFile), 'utf8')).difference(
    coloursIn(await tokensOfSecond()),
  );
  expect(colours.size).toBeGreaterThan(30);

  const left: string[] = [];
  for (const file of builtFiles(built, '')) {
    const path = addressOf(built, file);
    if (/\.(png|ico|webp|avif|jpe?g|woff2|wasm|pagefind|pf_\w+)$/.test(path)) continue;
    const words = await readFile(file, 'utf8');
    const found = [
      // What Decap and Pagefind are written in has words of its own; what we tell staff there is held to whole names and sentences.
      ...(path.endsWith('.js') ? [] : [ownWords.exec(words)?.[0]]),
      ...said.filter((each) => words.includes(each)),
      ...(path.startsWith('/admin/') || path.endsWith('.js')
        ? []
        : [...colours].filter((colour) => words.toLowerCase().includes(colour))),
    ].filter((each) => each !== undefined);
    if (found.length > 0) left.push(`${path}: ${found.join(' | ')}`);
  }
  expect(left).toEqual([]);

  const names = await readdir(built, { recursive: true });
  const files = (await readdir(join(project, 'content'), { recursive: true })).flatMap(
    (path) => /([^/]+)\.(?:jpe?g|png|svg)$/.exec(path)?.[1] ?? [],
  );
  expect(
    names.filter((path) => path.startsWith('_astro/') && files.some((name) => path.includes(`/${name}.`))),
  ).toEqual([]);
  expect(names.filter((path) => path.includes('young-serif.'))).toEqual([]);
});

test('its name, its ways on, its colours and its mark are on every page, and on what is shared of it', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${address}/about/`);
  await expect(page).toHaveTitle('About the trust · The Wend Rivers Trust');
  const links = (name: string) => page.getByRole('navigation', { name }).getByRole('link');
  await expect(links('Main')).toHaveText(['Our rivers', 'About the trust']);
  await expect(links('Foot of the page')).toHaveText([
    'Our rivers',
    'About the trust',
    'Say hello',
    'What we keep',
    'Donate',
  ]);
  await expect(page.locator(':root')).toHaveCSS('background-color', 'rgb(243, 248, 251)');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('font-family', /^"?Atkinson Next/);

  const colourAt = async (path: string, left: number, top: number) => {
    const { data } = await sharp(await (await page.request.get(`${address}${path}`)).body())
      .extract({ left, top, width: 1, height: 1 })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return [...data];
  };
  /** A picture of few colours takes the nearest that it has. */
  const near = (colour: readonly number[]) => colour.map((part) => expect.closeTo(part, -0.7));
  expect(await colourAt('/share/about.png', 5, 5)).toEqual(near([0xf3, 0xf8, 0xfb]));
  expect(await colourAt('/icons/192.png', 96, 120)).toEqual([0x3f, 0x7f, 0xb0]);
  expect(await colourAt('/apple-touch-icon.png', 90, 110)).toEqual([0x3f, 0x7f, 0xb0]);
  expect(await colourAt('/apple-touch-icon.png', 2, 2)).toEqual([0x0d, 0x33, 0x46]);
  expect(await (await page.request.get(`${address}/favicon.svg`)).text()).toContain('#3f7fb0');
  expect(await (await page.request.get(`${address}/site.webmanifest`)).json()).toMatchObject({
    name: 'The Wend Rivers Trust',
    short_name: 'Wend',
    theme_color: '#f3f8fb',
  });
});

test('its donors choose among its funds, and pay its amounts', async ({ page }) => {
  await page.goto(`${address}/donate/`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Keep it clear');
  for (const fund of ['Whatever the river needs', 'Homes for otters', 'A school on the bank'])
    await expect(page.getByRole('radio', { name: fund })).toBeVisible();
  await expect(page.getByRole('radio', { name: /£15/ })).toBeVisible();
  await page.goto(`${address}/about/`);
  await page.getByRole('link', { name: 'Give to the Wend' }).click();
  await expect(page).toHaveURL(`${address}/donate/otter-holts/`);
});

test('nobody is led to a page about referrals where none are taken, and what is empty says so in its own voice', async ({
  page,
}) => {
  await page.goto(`${address}/contact/`);
  await expect(page.getByRole('main').getByRole('link', { name: 'Refer someone' })).toHaveCount(0);
  expect(await (await page.request.get(`${address}/sitemap-0.xml`)).text()).not.toContain('/refer/');
  await page.goto(`${address}/nowhere/`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Washed away');
  await page.goto(`${address}/events/`);
  await expect(page.getByText('Bring boots.').first()).toBeVisible();
  await expect(page.getByText(/^\s*Nothing is in the diary for now/)).toBeVisible();
});

test('its colours can be read, by day and by night, and its pages fit a phone', async ({ page }) => {
  const faults: Record<string, readonly string[]> = {};
  const note = async (what: string, look: (page: Page) => Promise<readonly string[]>) => {
    faults[`${new URL(page.url()).pathname} ${what}`] = await look(page);
  };
  for (const path of ['/', '/about/', '/donate/', '/contact/', '/people/']) {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(`${address}${path}`);
    await note('at 320 px', misfits);
    await note('by day', (shown) => violationsIn(shown));
    await page.emulateMedia({ colorScheme: 'dark' });
    await note('by night', (shown) => violationsIn(shown, coloursOnly));
  }
  expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
});

test('a colour that could not be read stops the build, and is named with what it needs', async () => {
  const file = join(checkout.root, tokensFile);
  const tokens = await readFile(file, 'utf8');
  expect(mistakesInColours(tokens, tokensFile)).toEqual([]);
  await writeFile(file, tokens.replace('--ink-quiet: light-dark(#31454f,', '--ink-quiet: light-dark(#7c8a90,'));
  const { code, output } = checkout.run('npm', 'run', '--silent', 'proofread');
  expect(code).toBe(1);
  expect(output).toContain(
    '--ink-quiet (#7c8a90) on --paper (#f3f8fb) by day has a contrast of 3.3 to 1, and needs 7 to 1.',
  );
  // Go-live and “npm start” ask the proofreader for all that must be mended.
  expect((await proofread(checkout.root)).map((mistake) => mistake.file)).toEqual([tokensFile]);
  // One of its two halves in another form, or one that leads back to itself, is not taken for what it is not.
  for (const unread of ['light-dark(#fff, #101820)', 'light-dark(#ffffff, white)', '#ffd24a80', 'var(--kite)'])
    expect(mistakesInColours(tokens.replace('--kite: #ffd24a', `--kite: ${unread}`), tokensFile), unread).not.toEqual(
      [],
    );
  expect(mistakesInColours(tokens.replace('--kite: #ffd24a', '--kite: gold'), tokensFile)).toEqual([
    { file: tokensFile, words: '--kite by day is no colour that can be read. Write it as #rrggbb.' },
    { file: tokensFile, words: '--kite by night is no colour that can be read. Write it as #rrggbb.' },
  ]);
});
