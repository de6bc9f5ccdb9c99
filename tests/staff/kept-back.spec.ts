/** What staff keep back is nowhere on the site, and what they have moved is found where it is now. A build takes its time: one site has all of it. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { parse, stringify } from 'yaml';
import { dayNow } from '../../src/dates.ts';
import { collections } from '../../src/schema/contract.ts';
import { formOf } from '../../src/schema/form.ts';
import { type Checkout, temporaryCheckout } from '../checkout.ts';

// One after another, and in this order: each worker would build the site for itself, and the last test builds it anew.
test.describe.configure({ mode: 'default', timeout: 180_000 });

let own: Checkout;
let address: string;
let said: string;
let pictures: ReadonlyMap<string, Buffer>;
const inDist = async () => {
  const dist = join(own.root, 'dist');
  const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return { dist, files };
};

test.beforeAll(async () => {
  // It builds a site.
  test.setTimeout(300_000);
  own = await temporaryCheckout();
  await writeWhatIsNotYet();
  await writeWhatNeedsConsent();
  // Last, for it moves a page that the others have found where it was.
  await moveWhatIsThere();
  const { code, output } = own.build();
  expect(code, output).toBe(0);
  said = output;
  ({ address } = await own.serve('preview'));
});
test.afterAll(() => own?.remove());

/** A word that is in no dictionary, and nowhere else on the site. */
const word = 'zzhidden';

const fieldsIn = (source: string) => parse(/^---\n([\s\S]*?)\n---/.exec(source)?.[1] ?? '') as Record<string, unknown>;

/** Adds to an entry that is published links to these others. */
async function link(file: string, links: Readonly<Record<string, readonly unknown[]>>): Promise<void> {
  const source = await readFile(file, 'utf8');
  const fields = fieldsIn(source);
  for (const [field, more] of Object.entries(links)) fields[field] = [...((fields[field] as unknown[]) ?? []), ...more];
  await writeFile(
    file,
    source.replace(/^---\n[\s\S]*?\n---/, () => `---\n${stringify(fields)}---`),
  );
}

/** Writes a draft of everything that can be one, and what is dated ahead; and links to them from what is published. */
async function writeWhatIsNotYet(): Promise<void> {
  const hidden: string[] = [];
  for (const { name, titleField, schema } of collections) {
    const form = formOf(schema);
    const has = (field: string) => form.some((one) => one.name === field);
    const ways: Record<string, Record<string, unknown>> = {
      ...(has('draft') ? { draft: { draft: true } } : {}),
      ...(has('publishedOn') ? { ahead: { publishedOn: '2099-01-01' } } : {}),
    };
    const home = join(own.root, 'content', name);
    const [example = ''] = (await readdir(home)).sort();
    for (const [way, change] of Object.entries(ways)) {
      const folder = join(home, `${word}-${way}`);
      await cp(join(home, example), folder, { recursive: true });
      await cp(join(import.meta.dirname, 'photos/photo-1.jpg'), join(folder, `${word}.jpg`));
      const source = await readFile(join(folder, 'index.md'), 'utf8');
      const fields = { ...fieldsIn(source), ...change, [titleField]: `${word} ${way}` };
      await writeFile(
        join(folder, 'index.md'),
        `---\n${stringify(fields)}---\n\nSecretly, ${word}.\n\n${source.replace(/^---\n[\s\S]*?\n---/, '')}`,
      );
      hidden.push(`${name}: ${way}`);
    }
  }
  expect(hidden).toEqual([
    'news: draft',
    'news: ahead',
    'projects: draft',
    'events: draft',
    'people: draft',
    'appeals: draft',
    'appeals: ahead',
    'pages: draft',
  ]);
  // A topic of which there is only news that is not there yet, and links from what is published to what is not.
  await mkdir(join(own.root, `content/topics/${word}`));
  await writeFile(
    join(own.root, `content/topics/${word}/index.md`),
    `---\ntitle: ${word}\nsummary: About ${word}.\n---\n`,
  );
  for (const way of ['draft', 'ahead'])
    await link(join(own.root, `content/news/${word}-${way}/index.md`), { topics: [word] });
  await link(join(own.root, 'content/news/social-prescribing-day-in-bucks/index.md'), {
    projects: [`${word}-draft`],
  });
  await link(join(own.root, 'content/projects/safe-in-sound/index.md'), { leaders: [`${word}-draft`] });
  await link(join(own.root, 'content/events/safe-in-sound-performance/index.md'), { projects: [`${word}-draft`] });
}

test('a draft, or what is dated ahead, leaves no trace in the built site: no page, list, feed, search, calendar, picture or link', async () => {
  const { dist, files } = await inDist();
  expect(files.length).toBeGreaterThan(50);
  const traces: string[] = [];
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    const bytes = await readFile(file);
    // The search index is packed.
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    if (file.slice(dist.length).includes(word) || plain.toString('latin1').toLowerCase().includes(word))
      traces.push(relative(dist, file));
  }
  expect(traces).toEqual([]);
});

/** A few numbers that say what a picture looks like, whatever its size and format: bright or dark, on a grid of eight by eight. */
const look = async (picture: Buffer) =>
  sharp(picture).autoOrient().removeAlpha().greyscale().resize(8, 8, { fit: 'fill' }).raw().toBuffer();
const isLike = (one: Buffer, other: Buffer) =>
  one.reduce((sum, value, place) => sum + Math.abs(value - (other[place] ?? 0)), 0) < 64 * 40;

/** A picture that looks like no other: squares, light and dark by its number. */
async function pictureOf(number: number): Promise<Buffer> {
  const bits = createHash('sha256').update(`picture ${number}`).digest();
  const squares = Buffer.from(
    Array.from({ length: 64 }, (_, place) => (((bits[place % 32] ?? 0) >> (place % 8)) % 2 ? 235 : 20)),
  );
  return sharp(squares, { raw: { width: 8, height: 8, channels: 1 } })
    .resize(1600, 1600, { kernel: 'nearest' })
    .jpeg()
    .toBuffer();
}

const recorded = { recordedBy: 'Ana', recordedOn: '2026-01-01', until: '2028-01-01', uses: 'site' } as const;
const consents: Readonly<Record<string, object | undefined>> = {
  missing: undefined,
  expired: { ...recorded, until: '2026-01-02' },
  withdrawn: { ...recorded, withdrawnOn: '2026-02-01' },
  'last-day': { ...recorded, until: dayNow() },
  shared: { ...recorded, until: '2099-01-01', uses: 'shared' },
};
const names = Object.keys(consents);

/** Writes pictures of people into every place that has some: with consent that holds, and without. */
async function writeWhatNeedsConsent(): Promise<void> {
  pictures = new Map(await Promise.all(names.map(async (name, index) => [name, await pictureOf(index)] as const)));
  /** Writes an entry with these pictures beside it. The same photo has another name, and another size of its own, in each. */
  const write = async (folder: string, of: readonly string[], fields: object, text = '') => {
    await mkdir(join(own.root, 'content', folder), { recursive: true });
    for (const name of of) await writeFile(join(own.root, 'content', folder, `${name}.jpg`), pictures.get(name) ?? '');
    await writeFile(join(own.root, 'content', folder, 'index.md'), `---\n${JSON.stringify(fields)}\n---\n\n${text}\n`);
  };
  const field = (name: string) => ({
    file: `${name}.jpg`,
    description: `Words of ${name}.`,
    shows: 'people',
    consent: consents[name],
  });
  const attributes = (name: string) =>
    Object.entries({ shows: 'people', ...consents[name] })
      .map(([key, value]) => `${key}="${value}"`)
      .join(' ');
  const inText = (name: string) => `![Words of ${name}.](<${name}.jpg> "Caption of ${name}."){${attributes(name)}}`;
  for (const name of names) {
    const still = `::video{title="Video of ${name}" address="https://vimeo.com/123456" file="${name}.jpg" description="Words of ${name}." ${attributes(name)} transcript="/news/"}`;
    const gallery = (heading: string, lines: readonly string[]) =>
      [`:::gallery{heading="${heading}"}`, ...lines, ':::'].join('\n');
    await write(
      `news/of-${name}`,
      [name, 'shared'],
      { title: `News of ${name}`, publishedOn: '2026-11-01', summary: 'It was.', cover: field(name) },
      [inText(name), still, gallery('Alone', [inText(name)]), gallery('Two', [inText(name), inText('shared')])].join(
        '\n\n',
      ),
    );
    await write(`events/of-${name}`, [name], {
      title: `Event of ${name}`,
      startsOn: '2099-01-01',
      summary: 'It will be.',
      place: 'Chesham',
      cover: field(name),
    });
    await write(`people/of-${name}`, [name], {
      name: `Person of ${name}`,
      role: 'Plays',
      group: 'team',
      photo: field(name),
    });
    await write(`funders/of-${name}`, [name], { name: `Funder of ${name}`, role: 'funder', logo: field(name) });
  }
  // The withdrawn photo, again: under another name, and said to show nobody.
  await write('pages/again', [], {
    title: 'Again',
    summary: 'A page.',
    cover: { file: 'drums.jpg', description: 'Words of withdrawn.', shows: 'nobody' },
  });
  await writeFile(join(own.root, 'content/pages/again/drums.jpg'), pictures.get('withdrawn') ?? '');
  // The first page has an opening picture by its schema.
  await writeFile(join(own.root, 'content/settings/missing.jpg'), pictures.get('missing') ?? '');
  const home = join(own.root, 'content/settings/home.yaml');
  await writeFile(
    home,
    (await readFile(home, 'utf8')).replace(
      /file: .*\n.*\n.*/,
      'file: missing.jpg\n  description: Words of missing.\n  shows: people',
    ),
  );
}

test('a picture without consent that holds is nowhere in the built site, in no size; staff are told, and the rest stands', async ({
  page,
}) => {
  // Of each: the cover, the text, the still, two of galleries, the event, the person and the logo.
  expect(said).toContain(
    `${3 * 8 + 1 + 1} pictures of people are left out of the site. The site is built without them.`,
  );
  expect(said).toContain('Main picture (expired.jpg): consent ended on 2 January 2026.');
  expect(said).toContain(
    'In the block “Photo gallery”: Photos, photo 1 (withdrawn.jpg): consent was withdrawn on 1 February 2026.',
  );
  expect(said).toContain('Opening picture (missing.jpg): it shows people, and their consent is not recorded.');
  expect(said).toMatch(
    /content\/pages\/again\/index\.md\n {2}· Main picture \(drums\.jpg\): consent for the same picture was withdrawn, in content\//,
  );
  expect(said).toContain('Main picture (last-day.jpg): consent ends on ');

  const { dist, files } = await inDist();
  const looks = new Map(
    await Promise.all([...pictures].map(async ([name, picture]) => [name, await look(picture)] as const)),
  );
  const traces: string[] = [];
  const seen = new Set<string>();
  for (const { parentPath, name: fileName } of files) {
    const file = join(parentPath, fileName);
    const bytes = await readFile(file);
    const words = bytes.toString('latin1');
    const picture = /\.(avif|webp|jpe?g|png)$/i.test(fileName) ? await look(bytes) : undefined;
    for (const name of names) {
      if (picture && isLike(picture, looks.get(name) ?? picture)) seen.add(name);
      if (['last-day', 'shared'].includes(name)) continue;
      if (words.includes(`Words of ${name}`) || words.includes(`Caption of ${name}`) || file.includes(`/${name}.`))
        traces.push(`${relative(dist, file)}: words of ${name}`);
      if (picture && isLike(picture, looks.get(name) ?? picture)) traces.push(`${relative(dist, file)}: ${name}`);
    }
  }
  expect(traces).toEqual([]);
  // What is looked for can be found: those that may be shown are.
  expect([...seen].sort()).toEqual(['last-day', 'shared']);

  await test.step('what may be shown on these pages alone is in no feed, and not given to search engines', async () => {
    for (const feed of ['feed.xml', 'feed.json']) {
      const told = await readFile(join(dist, 'news', feed), 'utf8');
      expect(told).not.toContain('Words of last-day');
      expect(told).toContain('Words of shared');
    }
    const imagesOf = async (name: string) =>
      /<script type="application\/ld\+json">.*?"image":\[([^\]]*)\]/.exec(
        await readFile(join(dist, `news/of-${name}/index.html`), 'utf8'),
      )?.[1];
    expect(await imagesOf('last-day')).not.toContain('_astro');
    expect(await imagesOf('shared')).toContain('_astro');
  });

  await test.step('a page stands without its pictures', async () => {
    await page.goto(`${address}/news/of-withdrawn/`);
    await expect(page.getByRole('link', { name: 'Watch “Video of withdrawn” on Vimeo' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Alone' })).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Two' }).getByRole('img')).toHaveCount(1);
    await page.goto(`${address}/news/of-last-day/`);
    await expect(page.getByRole('region', { name: 'Two' }).getByRole('img')).toHaveCount(2);
    await page.goto(`${address}/`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

/** Gives a page another address, and old addresses to it and to others, of which one is a draft. */
async function moveWhatIsThere(): Promise<void> {
  const news = join(own.root, 'content/news');
  await rename(join(news, 'social-prescribing-day-in-bucks'), join(news, 'a-spring-day'));
  const formerly = (file: string, lines: string) =>
    readFile(file, 'utf8').then((source) =>
      writeFile(file, source.replace(/^draft: .*\n/m, '').replace(/^---\n/, `---\n${lines}\n`)),
    );
  await formerly(
    join(news, 'a-spring-day/index.md'),
    'formerly: [/news/social-prescribing-day-in-bucks/, /2024/04/Spring.html, /diary/, "/?p=12"]',
  );
  await formerly(join(own.root, 'content/events/safe-in-sound-performance/index.md'), 'formerly: [/diary/summer]');
  await formerly(join(own.root, 'content/pages/about/index.md'), 'draft: true\nformerly: [/who-we-are/]');
}

test('the old address of a renamed page leads to the new one, and what lay under it with it; a draft’s leads nowhere', async ({
  request,
}) => {
  const leadsTo: Readonly<Record<string, string>> = {
    '/news/social-prescribing-day-in-bucks/': '/news/a-spring-day/',
    '/news/social-prescribing-day-in-bucks': '/news/a-spring-day/',
    '/news/social-prescribing-day-in-bucks/photos/hills/': '/news/a-spring-day/photos/hills/',
    '/2024/04/Spring.html': '/news/a-spring-day/',
    '/diary/': '/news/a-spring-day/',
    '/?p=12': '/news/a-spring-day/',
    '/feed/': '/news/feed.xml',
    '/diary/summer/': '/events/safe-in-sound-performance/',
  };
  for (const [from, to] of Object.entries(leadsTo)) {
    const answer = await request.get(address + from, { maxRedirects: 0 });
    const location = new URL(answer.headers().location ?? '', address).pathname;
    expect.soft({ from, status: answer.status(), location }).toEqual({ from, status: 301, location: to });
    expect.soft((await request.get(address + from)).status()).toBe(200);
  }
  expect((await request.get(`${address}/?p=1`, { maxRedirects: 0 })).status()).toBe(200);
  expect((await request.get(`${address}/who-we-are/`)).status()).toBe(404);
});

test('the link that the CMS has for a draft leads to its preview, where it is, and none of the others; a post that was changed says so everywhere, and the page of another is kept, but for what is not as it was', async () => {
  const { dist } = await inDist();
  const cache = join(own.root, 'node_modules/.astro');
  const [, list = '{}'] = (await readFile(join(cache, 'pages.json'), 'utf8')).split('\n');
  const pages: Readonly<Record<string, { readonly sum: string }>> = JSON.parse(list);
  const keptPage = (slug: string) => join(cache, 'pages', pages[`/news/${slug}/`]?.sum ?? '');
  // The very file that is kept is on the site.
  const onSite = async (slug: string) => (await stat(join(dist, 'news', slug, 'index.html'))).ino;
  const before = (await stat(keptPage('of-last-day'))).ino;
  expect(await onSite('of-last-day')).toBe(before);
  // What a full disk leaves of a page, and what a build has written that was broken off.
  await truncate(keptPage('of-expired'), 2000);
  await writeFile(
    keptPage('of-missing'),
    (await readFile(keptPage('of-missing'), 'utf8')).replaceAll('It was.', 'It was not.'),
  );
  const post = join(own.root, 'content/news/of-shared/index.md');
  await writeFile(post, (await readFile(post, 'utf8')).replace('News of shared', 'News of the choir'));
  expect(own.build({ HEAD: `cms/news/${word}-ahead/index` })).toMatchObject({ code: 0 });
  expect((await readdir(join(dist, 'news'))).filter((name) => name.includes(word))).toEqual([`${word}-ahead`]);
  expect(await readdir(join(dist, 'projects'))).not.toContain(`${word}-draft`);
  for (const page of ['news/of-shared/index.html', 'news/index.html', 'news/feed.xml']) {
    const said = await readFile(join(dist, page), 'utf8');
    expect.soft(said, page).toContain('News of the choir');
    expect.soft(said, page).not.toContain('News of shared');
  }
  expect(await onSite('of-last-day')).toBe(before);
  for (const slug of ['of-last-day', 'of-expired', 'of-missing']) {
    const page = await readFile(join(dist, 'news', slug, 'index.html'), 'utf8');
    expect.soft(page, slug).toMatch(/News of [\s\S]*It was\.[\s\S]*<\/html>\s*$/);
    expect.soft(page, slug).not.toContain('It was not.');
  }
});
