/** Whoever moves in from WordPress or Squarespace brings all of it along, or is told what has stayed behind; and nothing that staff have made of it since is touched. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import sharp from 'sharp';
import { isAsNamed } from '../../src/blocks/download.ts';
import { CopyOfUploads } from '../../src/moving-in/copy-of-uploads.ts';
import { type Export, readExport } from '../../src/moving-in/export-file.ts';
import { fetched, isPublic, NotFetched } from '../../src/moving-in/fetched.ts';
import { fitted } from '../../src/moving-in/fitted.ts';
import { moveIn, type Source } from '../../src/moving-in/move-in.ts';
import { downloadName, shownOf } from '../../src/moving-in/new-text.ts';
import { type Outcome, shortReport, type Told, wholeReport } from '../../src/moving-in/report.ts';
import { noticesOfPeople } from '../../src/proofreading/left-out.ts';
import { readMarkdown } from '../../src/proofreading/markdown-file.ts';
import { proofread } from '../../src/proofreading/proofread.ts';
import { collections } from '../../src/schema/contract.ts';
import { violationsIn } from '../accessibility.ts';
import { temporaryCheckout } from '../checkout.ts';

const project = join(import.meta.dirname, '../..');
const fixture = (name: string) => join(import.meta.dirname, 'moving-in', name);

const exportIn = (xml: string | Buffer): Promise<Export> =>
  readExport(
    (async function* () {
      const bytes = Buffer.from(xml);
      // Pieces end wherever they do, also within a letter.
      for (let at = 0; at < bytes.length; at += 4099) yield bytes.subarray(at, at + 4099);
    })(),
  );
const wordpress = () => readFile(fixture('wordpress.xml'), 'utf8');

/** A photo taken with the telephone on its side, by somebody whose telephone writes down where. */
const sideways = () =>
  sharp({ create: { width: 3000, height: 1500, channels: 3, background: '#246' } })
    .withExif({ IFD0: { Artist: 'Somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 42/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
const seeThrough = () =>
  sharp({ create: { width: 60, height: 40, channels: 4, background: { r: 1, g: 90, b: 90, alpha: 0.5 } } })
    .png()
    .toBuffer();
const songSheet = Buffer.from('%PDF-1.4\n%%EOF\n');

/** The old site’s uploads, by the end of their address. */
async function uploads(address: string): Promise<Buffer> {
  if (/drums|boat|oar/.test(address)) return sideways();
  if (/river/.test(address)) return seeThrough();
  if (/\.pdf$/.test(address)) return songSheet;
  throw new NotFetched('the old site answered 404');
}

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'moving-in-'));
  await cp(join(project, 'content'), join(root, 'content'), { recursive: true });
});
test.afterEach(() => rm(root, { recursive: true, force: true }));

const move = async (
  xml: string,
  source: Source = 'wordpress',
  fetch = uploads,
  withPrivate = false,
): Promise<Outcome> =>
  moveIn({ root, exported: await exportIn(xml), file: 'export.xml', source, today: '2026-11-22', fetch, withPrivate });
const read = (entry: string) => readFile(join(root, 'content', entry, 'index.md'), 'utf8');
const fieldsOf = async (entry: string) => readMarkdown(await read(entry)).fields as Record<string, unknown>;
const tells = ({ told }: Outcome, matter: Told['matter']) =>
  told.filter((one) => one.matter === matter).map(({ words }) => words);
/** Without the mark of its content that the name of a photo has. */
const unmarked = (text: string) => text.replace(/-[0-9a-f]{6}(?=\.(?:jpg|png))/g, '');

/** All files of the content, and what is in them. */
async function contentOf(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const lines = files.map(
    async ({ parentPath, name }) =>
      `${join(parentPath, name)} ${createHash('sha256')
        .update(await readFile(join(parentPath, name)))
        .digest('hex')}`,
  );
  return (await Promise.all(lines)).sort();
}

test('every block that WordPress has becomes one of ours, or is told with its line; so does what stood there before there were blocks', async () => {
  const xml = await wordpress();
  const outcome = await move(xml);
  for (const [entry, file] of [
    ['news/every-block', 'every-block.md'],
    ['news/the-classic-post', 'the-classic-post.md'],
  ] as const)
    expect(unmarked(await read(entry))).toBe(await readFile(fixture(file), 'utf8'));
  expect(await proofread(root)).toEqual([]);
  expect(tells(outcome, 'mistake')).toEqual([]);
  expect(tells(outcome, 'words')).toEqual([]);

  const lines = xml.split('\n');
  const told = (part: string) =>
    outcome.told.filter(({ words }) => words.includes(part)).map(({ line = 0 }) => lines[line - 1]);
  for (const [words, onLine] of [
    ['contact-form-7', '[contact-form-7'],
    ['“latest-posts”', 'wp:latest-posts'],
    ['“acme/clock”', 'wp:acme/clock'],
    ['“jetpack/slideshow”', 'wp:jetpack/slideshow'],
    ['facebook.com/riverside', 'wp:social-link '],
    ['A form has stayed behind. Its words: “Your email Sign up”', '<form'],
    ['A script has stayed behind', '<script>'],
    ['[donation_form]', '[donation_form]'],
    ['vimeo.com/123456789', 'vimeo.com/123456789'],
    ['choir.mp4', 'choir.mp4'],
    ['number 999', '[gallery ids="100,101,999"'],
    ['A poster', 'missing.jpg'],
    ['“unsafe”', 'javascript:alert(1)'],
    ['old.example/gone/', 'href="/gone/"'],
    ['A singer of the second row', '<blockquote'],
  ] as const) {
    expect.soft(told(words).length, words).toBeGreaterThan(0);
    for (const line of told(words)) expect.soft(line, words).toContain(onLine);
  }
});

test('days, drafts, topics and old addresses come along; what another has by right, nobody loses', async () => {
  const outcome = await move(await wordpress());
  // The old site’s own clock said half past eleven at night, and ten past midnight.
  expect(await fieldsOf('news/every-block')).toMatchObject({
    title: 'Every block & more',
    publishedOn: '2019-05-03',
    topics: ['music-song', 'choirs', 'river', 'dementia'],
    draft: false,
  });
  expect(await fieldsOf('news/the-classic-post')).toMatchObject({
    publishedOn: '2019-04-01',
    summary: 'How posts were written before there were blocks.',
  });
  expect(await fieldsOf('topics/music-song')).toEqual({
    title: 'Music & song',
    summary: 'What we sing, and where.',
    formerly: ['/category/music/', '/?cat=2'],
  });
  expect(await fieldsOf('topics/choirs')).toMatchObject({ formerly: ['/category/music/choirs/', '/?cat=3'] });
  expect(tells(outcome, 'look-over').join()).toContain('It was also sorted under: A fifth.');
  expect((await fieldsOf('news/every-block')).formerly).toEqual([
    '/2019/05/every-block/',
    '/?p=10',
    '/2019/05/all-blocks/',
    '/wp-content/uploads/2019/05/Song-Sheet.pdf',
    '/2019/05/every-block/drums/',
    '/?attachment_id=100',
    '/2019/05/every-block/river/',
    '/?attachment_id=101',
  ]);
  expect((await fieldsOf('pages/team')).formerly).toEqual(['/about/team/', '/?page_id=31']);
  expect((await fieldsOf('pages/about-safety')).formerly).toEqual(['/about/safety/', '/?page_id=35']);
  expect(tells(outcome, 'old-address').join()).toContain('/2019/07/chant-d%c3%a9t%c3%a9/');

  for (const entry of ['news/not-finished', 'news/waiting-for-jo', 'news/post-24', 'news/a-long-title', 'pages/home'])
    expect.soft((await fieldsOf(entry)).draft, entry).toBe(true);
  expect(await fieldsOf('news/next-century')).toMatchObject({ publishedOn: '2099-05-01', draft: false });
  expect(tells(outcome, 'draft').join()).toContain(
    'until nobody who reads it on a telephone can say how it began at all',
  );

  expect(await read('pages/about')).toBe(await readFile(join(project, 'content/pages/about/index.md'), 'utf8'));
  expect(await fieldsOf('pages/old-about')).toMatchObject({ title: 'About', draft: true });
  expect(await fieldsOf('pages/old-contact')).toMatchObject({ title: 'Contact', draft: true });
  expect(tells(outcome, 'clash')).toHaveLength(2);

  const left = tells(outcome, 'not-moved').join('\n');
  for (const words of [
    'Comments: 2',
    'Jo Rivers: 16 entries',
    'Users: 1',
    'Menus: 2 lines (About, Sing with us)',
    '“tribe_events”',
    'May singing',
    'The mill',
    '“conductor”',
    'Robin',
    'In the bin',
  ])
    expect.soft(left).toContain(words);
});

test('what was private or behind a password on the old site comes into no repository, unless somebody asks for it', async () => {
  const xml = await wordpress();
  const outcome = await move(xml);
  const names = await readdir(join(root, 'content/news'));
  expect(names).not.toContain('for-us-alone');
  expect(names).not.toContain('behind-a-password');
  expect(tells(outcome, 'private')).toEqual([
    '“For us alone” was private on the old site.',
    '“Behind a password” was behind a password on the old site.',
  ]);
  expect(shortReport(await move(xml), undefined)).toContain(
    '2  Entries that have stayed behind, for they were private',
  );
  const report = wholeReport(outcome);
  for (const words of ['`--with-private`', 'All of them lie in the repository']) expect.soft(report).toContain(words);

  const asked = await move(xml, 'wordpress', uploads, true);
  expect(asked.moved.map(({ entry, isDraft }) => [entry, isDraft])).toEqual([
    ['content/news/for-us-alone/index.md', true],
    ['content/news/behind-a-password/index.md', true],
  ]);
  expect(tells(asked, 'private')).toEqual([]);
});

test('a picture comes upright, not too large and with nothing in it of where it was taken; and it is off the site until somebody has said who is in it', async () => {
  const outcome = await move(await wordpress());
  const folder = join(root, 'content/news/every-block');
  const drums = (await readdir(folder)).find((name) => name.startsWith('drums')) ?? '';
  const { width, height, orientation, exif } = await sharp(join(folder, drums)).metadata();
  expect({ width, height, orientation, exif }).toEqual({
    width: 1200,
    height: 2400,
    orientation: undefined,
    exif: undefined,
  });
  const { leftOut } = await noticesOfPeople(root, '2026-11-22');
  const source = `${await read('news/every-block')}${await read('news/the-classic-post')}`;
  expect(leftOut).toHaveLength(source.match(/shows(?:: |=")people/g)?.length ?? 0);
  expect(source).not.toMatch(/shows(?:: |=")nobody|recordedBy/);
  expect(outcome.told.filter(({ matter }) => matter === 'people').map(({ entry }) => entry)).toEqual([
    'content/news/every-block/index.md',
    'content/news/the-classic-post/index.md',
  ]);
  expect(tells(outcome, 'people').join()).toContain('Not described on the old site: river-');
  await expect(fitted('a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toThrow(
    'which can hold a program',
  );
  await expect(fitted('a.jpg', Buffer.from('no picture'))).rejects.toThrow('not a picture that can be read');
});

test('with no network each picture is told of, with its place, its address and its words, and the site can be built without', async () => {
  const outcome = await move(await wordpress(), 'wordpress', () =>
    Promise.reject(new NotFetched('the old site could not be reached')),
  );
  const told = tells(outcome, 'picture').join('\n');
  for (const words of [
    'The main picture: https://old.example/wp-content/uploads/2019/05/river.png',
    'it shows: “Two drums stand on the grass.”',
    'under it stood: “The river at six”',
    'The file “Song sheet”',
  ])
    expect.soft(told).toContain(words);
  expect(tells(outcome, 'words')).toEqual([]);
  expect(await proofread(root)).toEqual([]);
});

test('run again, nothing changes: not what staff have edited, nor what they have deleted; a newer export brings what is new alone', async () => {
  const xml = await wordpress();
  await move(xml);
  await writeFile(
    join(root, 'content/news/the-classic-post/index.md'),
    (await read('news/the-classic-post')).replace('The classic post', 'A better title'),
  );
  await rm(join(root, 'content/pages/team'), { recursive: true });
  const before = await contentOf(join(root, 'content'));
  const again = await move(xml);
  expect(again).toMatchObject({ moved: [], topics: [], before: 14 });
  expect(await contentOf(join(root, 'content'))).toEqual(before);
  const newer = await move(
    xml.replace(
      /(\s*<item>\s*<title><!\[CDATA\[Not finished[\s\S]*?<\/item>)/,
      (item) => item + item.replace('Not finished', 'One more').replaceAll('>21<', '>221<').replaceAll('p=21', 'p=221'),
    ),
  );
  expect(newer.moved.map(({ entry }) => entry)).toEqual(['content/news/one-more/index.md']);
  // The record may be lost: what was at these old addresses is known by them.
  await rm(join(root, 'moved-in.json'));
  const lost = await contentOf(join(root, 'content/news'));
  await move(xml);
  expect(
    (await contentOf(join(root, 'content/news'))).filter(
      (line) => !/\/(?:old-)?(?:for-us|waiting|not-fin|behind|post-24)/.test(line),
    ),
  ).toEqual(lost.filter((line) => !/\/(?:old-)?(?:for-us|waiting|not-fin|behind|post-24)/.test(line)));
});

test('Squarespace’s ways are known: its blocks, its pictures for browsers with scripts and without, its addresses', async () => {
  const outcome = await move(await readFile(fixture('squarespace.xml'), 'utf8'), 'squarespace');
  expect(unmarked(await read('news/upstream'))).toBe(await readFile(fixture('upstream.md'), 'utf8'));
  expect(tells(outcome, 'words')).toEqual([]);
  expect(tells(outcome, 'left-out')).toEqual([expect.stringContaining('Its words: “Join our list”')]);
  expect(await proofread(root)).toEqual([]);
});

/** An export with one post. */
const exportOf = (body: string, more = '') => `<?xml version="1.0"?>${more}
<rss version="2.0" xmlns:wp="w" xmlns:content="c" xmlns:excerpt="e" xmlns:dc="d"><channel><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<item><title>A post</title><link>https://old.example/a-post/</link><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_date>2020-01-01 10:00:00</wp:post_date><wp:post_name>a-post</wp:post_name>
<content:encoded><![CDATA[${body.replaceAll(']]>', ']]]]><![CDATA[>')}]]></content:encoded></item></channel></rss>`;

test('entries that want one name each get their own; and a number that comes twice, as in exports that were joined, costs no words', async () => {
  const post = (id: number, slug: string, words: string) =>
    exportOf(`<p>${words}</p>`)
      .replace(/[\s\S]*(?=<item>)|(?<=<\/item>)[\s\S]*/g, '')
      .replace('<wp:post_id>1<', `<wp:post_id>${id}<`)
      .replace('>a-post<', `>${slug}<`)
      .replace('/a-post/', `/${slug}-${id}/`);
  const xml = exportOf('').replace(
    /<item>[\s\S]*<\/item>/,
    [
      post(5, 'clash', 'Harps.'),
      post(6, 'clash-7', 'Flutes.'),
      post(7, 'clash', 'Bells.'),
      post(8, 'joined', 'Gongs.'),
      post(8, 'joined', 'Gongs.'),
      post(8, 'joined', 'Chimes.'),
    ].join('\n'),
  );
  const outcome = await move(xml);
  expect(new Set(outcome.moved.map(({ entry }) => entry)).size).toBe(outcome.moved.length);
  const texts = await Promise.all(outcome.moved.map(({ entry }) => readFile(join(root, entry), 'utf8')));
  expect(
    texts.map((text) => ['Harps', 'Flutes', 'Bells', 'Gongs', 'Chimes'].filter((word) => text.includes(word))),
  ).toEqual([['Harps'], ['Flutes'], ['Bells'], ['Gongs'], ['Chimes']]);
  expect(texts.map((text) => text.includes('draft: true'))).toEqual([false, false, false, false, true]);
  expect(tells(outcome, 'draft').join()).toContain('Its number, 8, comes twice in the export, first on line ');
  expect(tells(outcome, 'look-over').join()).toContain('“A post” is in the export twice, with the same words');
  expect(await move(xml)).toMatchObject({ moved: [], before: 5 });
});

test('a file that is made to do harm, is cut short or is no export is refused, with what to do; what is only untidy is mended, and told', async () => {
  const bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
  await expect(exportIn(exportOf('&b;', bomb))).rejects.toThrow('DOCTYPE');
  await expect(exportIn(exportOf('', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))).rejects.toThrow(
    'DOCTYPE',
  );
  await expect(exportIn(exportOf('words').slice(0, -60))).rejects.toThrow('export it again');
  await expect(exportIn('<rss><channel><title>News</title></channel></rss>')).rejects.toThrow('Tools, Export');
  await expect(exportIn('PK\u0003\u0004 no XML at all')).rejects.toThrow('cannot be read at line 1');
  await expect(exportIn(`${'<a>'.repeat(5000)}`)).rejects.toThrow('deeper');
  for (const [broken, inWords] of [
    ['<title>A</ti&tle>', 'closing tag'],
    ['<title>A<b!r></title>', 'tag name'],
  ] as const)
    await expect
      .soft(exportIn(exportOf('words').replace('<title>A post</title>', broken)), broken)
      .rejects.toThrow(inWords);
  // As an older program saves it: é is one byte, and no UTF-8.
  await expect(exportIn(Buffer.from(exportOf('\n\nA café'), 'latin1'))).rejects.toThrow(
    /line \d+.*not written in UTF-8.*take the first export/s,
  );
  await expect(exportIn(Buffer.from(`\uFEFF${exportOf('words')}`, 'utf16le'))).rejects.toThrow('not written in UTF-8');
  await expect(exportIn(Buffer.concat([Buffer.from(exportOf('words')), Buffer.from([0xc3])]))).rejects.toThrow(
    'not written in UTF-8',
  );
  expect((await exportIn(exportOf(`A ${'café 🎵 '.repeat(2000)}`))).items[0]?.content.text).not.toContain('\uFFFD');
  const untidy = `\uFEFF${exportOf('A \u000B bell \u0007 rang ]]> here').replace('<title>A post', '<title>A&nbsp;post')}`;
  const outcome = await move(untidy);
  expect(await read('news/a-post')).toContain('bell rang ]]> here');
  expect(
    outcome.told
      .filter(({ words }) => words.includes('was mended here'))
      .map(({ words }) => words)
      .join(),
  ).toMatch(/entity.*control character|control character.*entity/);
});

test('nothing that an address in an export leads to is on this machine or next door, whatever it is called or redirects to', async () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.1.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'no number',
  ])
    expect.soft(isPublic(address), address).toBe(false);
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111'])
    expect.soft(isPublic(address), address).toBe(true);
  let asked = 0;
  const answers: RequestListener = (request, response) => {
    asked++;
    if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end();
    else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
    else if (request.url === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else if (request.url === '/heavy') {
      response.on('close', () => response.destroy());
      for (let count = 0; count < 45; count++) response.write(Buffer.alloc(1024 * 1024));
      response.end();
    } else response.end('a picture');
  };
  const server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const local = `http://127.0.0.1:${port}`;
  try {
    for (const address of [
      local,
      `http://localhost:${port}`,
      `http://[::ffff:127.0.0.1]:${port}`,
      'file:///etc/passwd',
      'ftp://old.example/a',
    ])
      await expect.soft(fetched(address), address).rejects.toThrow(NotFetched);
    expect(asked).toBe(0);
    const here = (address: string) => address === '127.0.0.1';
    expect((await fetched(`http://localhost:${port}/`, here)).toString()).toBe('a picture');
    await expect(fetched(`${local}/away`, here)).rejects.toThrow('not on the public web');
    await expect(fetched(`${local}/file`, here)).rejects.toThrow('not one of the web');
    await expect(fetched(`${local}/round`, here)).rejects.toThrow('without end');
    await expect(fetched(`${local}/heavy`, here)).rejects.toThrow('heavier than 40 MB');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a file to download lies beside its entry, whatever its address would have it called; and two of one name are both there', async () => {
  const outside = '..%2F'.repeat(4);
  const evil = `https://old.example/wp-content/uploads/x.pdf%0A%2F${outside}scripts%2Fevil.zip`;
  const bytes = new Map([
    [evil, 'PK\u0003\u0004 one'],
    ['https://old.example/2019/songs.pdf', '%PDF-1.4 of 2019'],
    ['https://old.example/2020/songs.pdf', '%PDF-1.4 of 2020'],
    ['https://old.example/2021/Songs.PDF', '%PDF-1.4 of 2019'],
  ]);
  const asked: string[] = [];
  await move(
    exportOf(
      ['<p>The sheets of our choir.</p>', ...bytes.keys(), 'https://old.example/2020/songs.pdf']
        .map((address, index) =>
          index === 0 ? address : `<p>A <a href="${address}">sheet ${index}</a> to sing from.</p>`,
        )
        .join('\n\n'),
    ),
    'wordpress',
    async (address) => {
      asked.push(address);
      return Buffer.from(bytes.get(address) ?? '');
    },
  );
  const folder = join(root, 'content/news/a-post');
  const names = (await readdir(folder)).filter((name) => name !== 'index.md').sort();
  expect(names).toEqual([expect.stringMatching(/^songs-[0-9a-f]{6}\.pdf$/), 'songs.pdf', 'x-pdf-scripts-evil.zip']);
  expect(await readdir(root)).not.toContain('scripts');
  expect(asked.sort()).toEqual([...bytes.keys()].sort());
  const of = async (name = '') => (await readFile(join(folder, name))).toString();
  expect([await of(names[0]), await of(names[1])].sort()).toEqual(['%PDF-1.4 of 2019', '%PDF-1.4 of 2020']);
  const text = await read('news/a-post');
  for (const name of names) expect.soft(text).toContain(name);
  expect(await proofread(root)).toEqual([]);

  for (const ending of ['sh', 'constructor', '']) expect.soft(isAsNamed(`a.${ending}`, 'anything'), ending).toBe(false);
  const signs = fc.constantFrom(
    '%0A',
    '%2F',
    '..',
    '.',
    '/',
    '%00',
    '%5C',
    '%E0%A4',
    'é',
    '.pdf',
    '.ZIP',
    '.sh',
    'x'.repeat(300),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.oneof(signs, fc.string())).map((parts) => `https://old.example/${parts.join('')}`),
      ),
      (address) => {
        const name = downloadName(address);
        if (name !== undefined) expect(name).toMatch(/^[a-z0-9-]{1,60}\.(?:pdf|docx?|odt|zip)$/);
      },
    ),
  );
  expect(downloadName('https://old.example/program.sh')).toBeUndefined();
});

test('from a copy of the uploads comes what was the old site’s, from its own place; by its name alone only what has no namesake, and that is told', async () => {
  const folder = join(root, 'uploads');
  for (const [file, words] of [
    ['2019/05/drums.jpg', 'drums of 2019'],
    ['2020/drums.jpg', 'drums of 2020'],
    ['moved/boat.jpg', 'a boat'],
  ] as const) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), words);
  }
  await writeFile(join(root, 'secret.jpg'), 'a secret');
  await symlink(join(root, 'secret.jpg'), join(folder, 'link.jpg'));
  const copy = new CopyOfUploads(folder, await exportIn(exportOf('words')));
  const taken = async (address: string) => (await copy.fileAt(address))?.toString();
  const uploaded = 'https://www.old.example/wp-content/uploads';
  expect(await taken(`${uploaded}/2019/05/drums.jpg`)).toBe('drums of 2019');
  expect(copy.told).toEqual([]);
  for (const address of [
    'https://elsewhere.example/wp-content/uploads/2019/05/drums.jpg',
    'https://elsewhere.example/boat.jpg',
    `${uploaded}/2018/drums.jpg`,
    `${uploaded}/link.jpg`,
    `${uploaded}/..%2Fsecret.jpg`,
    `${uploaded}/%E0%A4.jpg`,
    `${uploaded}/`,
  ])
    expect.soft(await taken(address), address).toBeUndefined();
  expect(await taken(`${uploaded}/2019/05/boat.jpg`)).toBe('a boat');
  expect(copy.told.map(({ words }) => words)).toEqual([
    expect.stringContaining(`${uploaded}/2019/05/boat.jpg was not where it should lie`),
  ]);
});

test('an address that cannot be read, or that no link may lead to, costs no entry, and never stands in a text', async () => {
  const fileBlock = (address: string) =>
    `<!-- wp:file {"href":"${address}"} --><div class="wp-block-file"><a href="${address}">Programme</a></div><!-- /wp:file -->`;
  const outcome = await move(
    exportOf(
      [
        '<p>All of our concerts.</p>',
        fileBlock('javascript:alert(1)//x.pdf'),
        fileBlock('ftp://old.example/x.pdf'),
        '<p>Songs: <a href="/wp-content/uploads/%E0%A4.pdf"></a></p>',
        '<!-- wp:file {"href":"/wp-content/uploads/%E0%A4%0A.pdf"} --><div class="wp-block-file"></div><!-- /wp:file -->',
      ].join('\n\n'),
    ),
    'wordpress',
    // Of these, only the web can be asked.
    (address) =>
      address.startsWith('https:') ? uploads(address) : Promise.reject(new NotFetched('no address of the web')),
  );
  expect(outcome.moved).toHaveLength(1);
  const text = await read('news/a-post');
  expect(text).toContain('Programme');
  expect(text).not.toMatch(/javascript:|ftp:/);
  expect(text).toContain('e0-a4.pdf');
  expect(tells(outcome, 'look-over').join()).toContain('led nowhere that a link may lead: javascript:alert(1)//x.pdf');
  expect(await proofread(root)).toEqual([]);
});

/** Old texts, as people and plugins write them. */
const word = fc.stringMatching(/^[a-z]{3,8}$/);
const inside = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: word },
      fc.constantFrom(
        ' ',
        ' ',
        '<br>',
        '&nbsp;',
        '&amp;',
        '*',
        '_',
        '~~',
        '`',
        '[',
        ']',
        '\\',
        '::',
        '#',
        '1.',
        '-',
        '|',
        '5 < 6',
        '🎵',
        '://',
        '@',
        '!',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(' '));
const within = fc.letrec<{ line: string }>((tie) => ({
  line: fc.oneof(
    { maxDepth: 3 },
    inside,
    fc
      .tuple(
        fc.constantFrom('b', 'em', 'strong', 'i', 'del', 'span', 'code', 'u', 'sup', 'mark', 'q', 'font', 'my-own'),
        tie('line'),
        word,
      )
      .map(([tag, line, before]) => `${before}<${tag}>${line}</${tag}>`),
    tie('line').map((line) => `<a href="https://elsewhere.example/">${line}</a>`),
    tie('line').map((line) => `[highlight color="red"]${line}[/highlight]`),
    tie('line').map((line) => `<img src="/wp-content/uploads/drums.jpg" alt=""> ${line}`),
  ),
})).line;
const part = fc.letrec<{ flow: string }>((tie) => ({
  flow: fc.oneof(
    { maxDepth: 3 },
    within,
    within.map((line) => `<p>${line}</p>`),
    within.map((line) => `<!-- wp:paragraph -->\n<p>${line}</p>\n<!-- /wp:paragraph -->`),
    fc.tuple(fc.integer({ min: 1, max: 6 }), within).map(([level, line]) => `<h${level}>${line}</h${level}>`),
    fc
      .tuple(
        fc.constantFrom(
          'div',
          'section',
          'blockquote',
          'details',
          'figure',
          'center',
          'form',
          'fieldset',
          'li',
          'noscript',
          'button',
          'address',
        ),
        tie('flow'),
      )
      .map(([tag, flow]) => `<${tag}>${flow}</${tag}>`),
    fc
      .array(tie('flow'), { maxLength: 3 })
      .map((items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`),
    fc
      .array(within, { minLength: 1, maxLength: 3 })
      .map(
        (cells) =>
          `<table><caption>${cells[0]}</caption><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr></table>`,
      ),
    within.map((line) => `<dl><dt>${line}</dt><dd>${line}</dd></dl>`),
    within.map((line) => `[caption width="3"]<img src="/wp-content/uploads/drums.jpg"> ${line}[/caption]`),
    within.map(
      (line) => `<figure><img src="/wp-content/uploads/missing.jpg" alt="x"><figcaption>${line}</figcaption></figure>`,
    ),
    tie('flow').map((flow) => `<!-- wp:some/plugin {"a":"b"} --><div>${flow}</div><!-- /wp:some/plugin -->`),
    word.map((line) => `<pre>${line}\n  ${line}</pre>`),
  ),
})).flow;

test('every word of any old text is in its entry, or told of, and the entry needs no mending', async () => {
  test.setTimeout(120_000);
  const photo = await seeThrough();
  const fetch = async (address: string) => {
    if (address.includes('drums')) return photo;
    throw new NotFetched('the old site answered 404');
  };
  for (const { name } of collections) await rm(join(root, 'content', name), { recursive: true });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
      await rm(join(root, 'content/news'), { recursive: true, force: true });
      await rm(join(root, 'moved-in.json'), { force: true });
      const outcome = await move(exportOf(parts.join('\n\n')), 'wordpress', fetch);
      const { fields, text } = readMarkdown(await read('news/a-post'));
      const all = `${(fields as { summary: string }).summary} ${shownOf(text)} ${outcome.told
        .filter(({ matter }) => matter !== 'words')
        .map(({ words }) => words)
        .join(' ')}`;
      const missing = (
        parts
          .join(' ')
          .replace(/<[^>]*>|\[[^\]]*=[^\]]*\]|\[\/\w+\]|&\w+;/g, ' ')
          .match(/\b[a-z]{3,8}\b/g) ?? []
      ).filter((one) => !all.includes(one));
      expect(missing).toEqual([]);
      expect(tells(outcome, 'words')).toEqual([]);
      expect(tells(outcome, 'mistake')).toEqual([]);
    }),
    { numRuns: Number(process.env.BODIES ?? 60), ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
  );
});

test('the command moves in, says in short what to see to and in a file all of it, and the site that is built with it has no mistakes', async ({
  page,
  request,
}) => {
  test.setTimeout(240_000);
  const own = await temporaryCheckout();
  try {
    const files = join(own.root, 'uploads/2019/05');
    await mkdir(files, { recursive: true });
    await writeFile(join(files, 'drums.jpg'), await sideways());
    await writeFile(join(files, 'river.png'), await seeThrough());
    await writeFile(join(files, 'Song-Sheet.pdf'), songSheet);
    // Nobody is asked for anything: what is missing is there, by its name alone, and is no picture.
    await mkdir(join(files, '../other'));
    await writeFile(join(files, '../other/missing.jpg'), 'gone');
    const run = (...parameters: string[]) => own.run('node', 'scripts/import.ts', ...parameters);
    expect(run('wordpress', fixture('squarespace.xml'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('npm run import -- squarespace'),
    });
    expect(run('joomla', fixture('wordpress.xml'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('Say whose export it is'),
    });
    const { code, output } = run('wordpress', fixture('wordpress.xml'), '--files', 'uploads');
    expect(code, output).toBe(0);
    expect(output).toContain('Moved in: 8 news posts, 6 pages, 3 topics, 6 pictures and files. 7 entries are drafts.');
    const report = await readFile(join(own.root, 'import-report.md'), 'utf8');
    expect(report).toContain('content/news/every-block/index.md · wordpress.xml, line ');
    expect(report).toContain('The one file of its name there was taken for it: 2019/other/missing.jpg.');
    expect(own.run('git', 'status', '--short').output).not.toContain('import-report');
    expect(run('wordpress', fixture('wordpress.xml'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('14 entries moved in before: left as they are.'),
    });
    expect(await readdir(own.root)).not.toContain('import-report-2.md');

    expect(own.build()).toMatchObject({ code: 0 });
    const { address } = await own.serve('preview');
    for (const [from, to] of [
      ['/2019/05/every-block/', '/news/every-block/'],
      ['/?p=10', '/news/every-block/'],
      ['/category/music/choirs/', '/news/topics/choirs/'],
      ['/about/team/', '/team/'],
      ['/wp-content/uploads/2019/05/Song-Sheet.pdf', '/news/every-block/'],
      ['/feed/', '/news/feed.xml'],
    ] as const) {
      const answer = await request.get(address + from, { maxRedirects: 0 });
      expect
        .soft([from, answer.status(), new URL(answer.headers().location ?? '', address).pathname])
        .toEqual([from, 301, to]);
    }
    for (const path of ['/news/every-block/', '/news/the-classic-post/', '/news/topics/choirs/', '/team/']) {
      await page.goto(address + path);
      expect.soft(await violationsIn(page), path).toEqual([]);
      for (const link of await page.getByRole('main').getByRole('link').all()) {
        const href = (await link.getAttribute('href')) ?? '';
        if (href.startsWith('/'))
          expect.soft((await request.get(address + href)).status(), `${path} ${href}`).toBe(200);
      }
      await expect.soft(page.getByRole('img', { name: /drums stand|said yet what/ })).toHaveCount(0);
    }
  } finally {
    await own.remove();
  }
});
