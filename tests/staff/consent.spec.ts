/** A picture of people is on the site only with their consent, and for as long as that holds; staff are told why one is not. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { mayBeShared, whyKeptBack } from '../../src/consent.ts';
import { dayNow } from '../../src/dates.ts';
import { temporaryCheckout } from '../checkout.ts';

const today = '2026-11-24';
const recorded = { recordedBy: 'Ana', recordedOn: '2026-01-01', until: '2028-01-01', uses: 'site' } as const;

test('consent holds from the day it was given to its last day, unless it is withdrawn', () => {
  const of = (consent?: object, shows: 'people' | 'nobody' = 'people') =>
    whyKeptBack({ shows, ...(consent ? { consent: { ...recorded, ...consent } } : {}) }, today);
  expect(of(undefined, 'nobody')).toBeUndefined();
  expect(of({})).toBeUndefined();
  expect(of({ recordedOn: today, until: today })).toBeUndefined();
  expect(of()).toBe('it shows people, and their consent is not recorded');
  expect(of({ until: '2026-11-23' })).toBe('consent ended on 23 November 2026');
  expect(of({ recordedOn: '2026-11-25' })).toBe('consent is dated ahead, to 25 November 2026');
  for (const withdrawnOn of ['2026-11-24', '2099-01-01'])
    for (const shows of ['people', 'nobody'] as const)
      expect(of({ withdrawnOn }, shows)).toMatch(/^consent was withdrawn on /);
  expect(mayBeShared({ shows: 'people', consent: recorded })).toBe(false);
  expect(mayBeShared({ shows: 'people', consent: { ...recorded, uses: 'shared' } })).toBe(true);
  expect(mayBeShared({ shows: 'nobody' })).toBe(true);
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

test('a picture without consent that holds is nowhere in the built site, in no size; staff are told, and the rest stands', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const own = await temporaryCheckout();
  try {
    const day = dayNow();
    const consents: Readonly<Record<string, object | undefined>> = {
      missing: undefined,
      expired: { ...recorded, until: '2026-01-02' },
      withdrawn: { ...recorded, withdrawnOn: '2026-02-01' },
      'last-day': { ...recorded, until: day },
      shared: { ...recorded, until: '2099-01-01', uses: 'shared' },
    };
    const names = Object.keys(consents);
    const pictures = new Map(
      await Promise.all(names.map(async (name, index) => [name, await pictureOf(index)] as const)),
    );
    /** Writes an entry with these pictures beside it. The same photo has another name, and another size of its own, in each. */
    const write = async (folder: string, of: readonly string[], fields: object, text = '') => {
      await mkdir(join(own.root, 'content', folder), { recursive: true });
      for (const name of of)
        await writeFile(join(own.root, 'content', folder, `${name}.jpg`), pictures.get(name) ?? '');
      await writeFile(
        join(own.root, 'content', folder, 'index.md'),
        `---\n${JSON.stringify(fields)}\n---\n\n${text}\n`,
      );
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

    const { code, output } = own.build();
    expect(code, output).toBe(0);
    // Of each: the cover, the text, the still, two of galleries, the event, the person and the logo.
    expect(output).toContain(
      `${3 * 8 + 1 + 1} pictures of people are left out of the site. The site is built without them.`,
    );
    expect(output).toContain('Main picture (expired.jpg): consent ended on 2 January 2026.');
    expect(output).toContain(
      'In the block “Photo gallery”: Photos, photo 1 (withdrawn.jpg): consent was withdrawn on 1 February 2026.',
    );
    expect(output).toContain('Opening picture (missing.jpg): it shows people, and their consent is not recorded.');
    expect(output).toMatch(
      /content\/pages\/again\/index\.md\n {2}· Main picture \(drums\.jpg\): consent for the same picture was withdrawn, in content\//,
    );
    expect(output).toContain('Main picture (last-day.jpg): consent ends on ');

    const dist = join(own.root, 'dist');
    const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
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
      const { address } = await own.serve('preview');
      await page.goto(`${address}/news/of-withdrawn/`);
      await expect(page.getByRole('link', { name: 'Watch “Video of withdrawn” on Vimeo' })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Alone' })).toHaveCount(0);
      await expect(page.getByRole('region', { name: 'Two' }).getByRole('img')).toHaveCount(1);
      await page.goto(`${address}/news/of-last-day/`);
      await expect(page.getByRole('region', { name: 'Two' }).getByRole('img')).toHaveCount(2);
      await page.goto(`${address}/`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    });
  } finally {
    await own.remove();
  }
});
