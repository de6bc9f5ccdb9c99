/** What staff get wrong is said to them in one message: which file, which field in the form’s own words, and what to do. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { proofread } from '../../src/proofreading/proofread.ts';
import { temporaryCheckout } from '../checkout.ts';

const content = join(import.meta.dirname, '../../content');

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'content-'));
  await cp(content, join(root, 'content'), { recursive: true });
});
test.afterEach(async () => rm(root, { recursive: true, force: true }));

const front = (fields: Record<string, string | undefined>): string =>
  Object.entries({ title: 'A day', publishedOn: '2026-11-01', summary: 'What happened.', ...fields })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** Writes a news post with these fields (absent ones are sound) and this text. */
async function post(fields: Record<string, string | undefined>, text = ''): Promise<string> {
  await mkdir(join(root, 'content/news/a-day'), { recursive: true });
  await writeFile(join(root, 'content/news/a-day/index.md'), `---\n${front(fields)}\n---\n${text}\n`);
  await cp(join(import.meta.dirname, 'photos/photo-1.jpg'), join(root, 'content/news/a-day/here.jpg'));
  return 'content/news/a-day/index.md';
}

test('the content as it stands has nothing to mend', async () => {
  expect(await proofread(root)).toEqual([]);
});

const wrong: readonly (readonly [
  what: string,
  fields: Record<string, string | undefined>,
  text: string,
  words: string,
])[] = [
  [
    'a missing title',
    { title: undefined },
    '',
    'Headline (title) is missing. Say what happened, in under 90 characters.',
  ],
  [
    'a title of nothing that can be seen',
    { title: '"\u200b\u2060"' },
    '',
    'Headline (title) must be one line with some words in it',
  ],
  [
    'a title that is too long',
    { title: 'x'.repeat(91) },
    '',
    'Headline (title) is too long: it has 91 characters, and 90 is the most.',
  ],
  [
    'a day of “soon”',
    { publishedOn: 'soon' },
    '',
    'Publish on (publishedOn) must be a day that exists, written year-month-day like 2026-07-14, and is “soon”.',
  ],
  [
    'a day that does not exist',
    { publishedOn: '2026-02-30' },
    '',
    'must be a day that exists, written year-month-day like 2026-07-14, and is “2026-02-30”.',
  ],
  ['a day with a time', { publishedOn: '2026-07-14T10:00:00Z' }, '', 'must be a day that exists'],
  [
    'an unknown funder',
    { funders: '[the-golden-foundation]' },
    '',
    'With thanks to, funder 1 (funders.0) names “the-golden-foundation”, and there is no such entry in content/funders. Choose another, or add it.',
  ],
  [
    'a missing picture',
    { cover: '{file: gone.jpg, description: A drum.}' },
    '',
    'Main picture, Picture (cover.file) names the picture “gone.jpg”, which is not in content/news/a-day. Add the picture again, or choose another.',
  ],
  [
    'a picture with no description',
    { cover: '{file: here.jpg}' },
    '',
    'What the picture shows (cover.description) is missing.',
  ],
  [
    'a picture from another folder',
    { cover: '{file: ../secret.jpg, description: A drum.}' },
    '',
    'must be a picture that lies beside this text',
  ],
  [
    'a stale key',
    { pubDate: '2026-11-01' },
    '',
    '“pubDate” is not a field here. Take the line out, or correct its name: title, publishedOn',
  ],
  [
    'a stale key deeper down',
    { facts: '[{label: Who, fact: Us, note: Old}]' },
    '',
    'At a glance, fact 1: “note” is not a field here.',
  ],
  ['a list where words belong', { summary: '[one, two]' }, '', 'Summary (summary) must be words, and is'],
  ['words where a switch belongs', { draft: 'perhaps' }, '', 'Draft (draft) must be true or false, and is “perhaps”.'],
  ['fields that cannot be read', { summary: '"unclosed' }, '', 'The file cannot be read: line'],
  [
    'a part repeated by reference',
    { title: '&a Day', summary: '*a' },
    '',
    'The file cannot be read: it repeats a part by reference',
  ],
  [
    'a block there is none of',
    {},
    '::galery',
    'The text has a block that cannot be read: “::galery”. Take it out, and add it again with “+”.',
  ],
  [
    'a block that is not closed',
    {},
    ':::gallery{heading="Photos"}\n![A drum.](<drum.jpg>)',
    'The text has a block that cannot be read',
  ],
  [
    'a block without what it needs',
    {},
    ':::gallery\n:::',
    'In the block “Photo gallery”: Heading (heading) is missing.',
  ],
  [
    'a block for a fund there is none of',
    {},
    '::donate{fund="yacht"}',
    'In the block “‘Support our work’ panel”: Fund (fund) names “yacht”, and there is no such entry in content/funds.',
  ],
  [
    'a picture in a gallery that is not there',
    {},
    ':::gallery{heading="Photos"}\n![A drum.](<drum.jpg>)\n:::',
    'Photos, photo 1, Picture (pictures.0.file) names the picture “drum.jpg”, which is not in content/news/a-day.',
  ],
  [
    'a link that could run',
    {},
    'Press [here](javascript:alert%281%29).',
    'The text has a link that leads nowhere safe: “javascript:alert%281%29”.',
  ],
  ['a picture on another website', {}, '![A drum.](https://example.org/drum.jpg)', 'example.org/drum.jpg'],
];
for (const [what, fields, text, words] of wrong) {
  test(`${what} is named, with the file, the field and what to do`, async () => {
    const file = await post(fields, text);
    const mistakes = await proofread(root);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({
      file,
      words: expect.stringContaining(words.replace('‘', '“').replace('’ panel', '” panel')),
    });
  });
}

const elsewhere: readonly (readonly [what: string, spoil: () => Promise<unknown>, file: string, words: string])[] = [
  [
    'a file that is no picture, whatever its name',
    async () => {
      await post({ cover: '{file: fake.jpg, description: A drum.}' });
      await writeFile(join(root, 'content/news/a-day/fake.jpg'), 'not a picture');
    },
    'content/news/a-day/index.md',
    'names “fake.jpg”, which is not a picture that can be read. Save it again as a JPEG, and add that.',
  ],
  [
    'a text without its fields',
    async () => {
      await post({});
      await writeFile(join(root, 'content/news/a-day/index.md'), 'Just words.');
    },
    'content/news/a-day/index.md',
    'it must begin with its fields, between two lines of ---',
  ],
  [
    'a folder with no text in it',
    () => mkdir(join(root, 'content/news/empty')),
    'content/news/empty/index.md',
    'the folder has no index.md',
  ],
  [
    'a file beside the folders',
    () => writeFile(join(root, 'content/news/stray.md'), ''),
    'content/news/stray.md',
    'each entry is a folder with an index.md in it',
  ],
  [
    'a folder whose name is no address',
    async () => {
      await post({});
      await cp(join(root, 'content/news/a-day'), join(root, 'content/news/A Day #2'), { recursive: true });
    },
    'content/news/A Day #2',
    'cannot be an address. Use small letters, numbers and single hyphens: a-spring-day.',
  ],
  [
    'settings that are gone',
    () => rm(join(root, 'content/settings/giving.yaml')),
    'content/settings/giving.yaml',
    'the file is missing',
  ],
  [
    'a funder deleted while still thanked',
    () => rm(join(root, 'content/funders/the-mobbs-memorial-trust'), { recursive: true }),
    'content/projects/safe-in-sound/index.md',
    'Made possible by, funder 2, Funder (funders.1.funder) names “the-mobbs-memorial-trust”',
  ],
  [
    'a wrong choice',
    () =>
      writeFile(
        join(root, 'content/funds/chesham-hub/index.md'),
        '---\ntitle: Hub\nsummary: A hub.\nifPassed: Elsewhere.\nstate: ajar\n---\n',
      ),
    'content/funds/chesham-hub/index.md',
    'Open for gifts? (state) must be one of open, closed, and is “ajar”.',
  ],
];
for (const [what, spoil, file, words] of elsewhere) {
  test(`${what}: the message names the file and what to do`, async () => {
    await spoil();
    expect(await proofread(root)).toEqual([{ file, words: expect.stringContaining(words) }]);
  });
}

test('a picture in the text from another folder, or of a kind that browsers cannot all show, is named', async () => {
  for (const picture of ['../../projects/safe-in-sound/safe-in-sound.jpg', 'moving.gif']) {
    const file = await post({}, `![A drum.](${picture})`);
    expect(await proofread(root)).toEqual([
      { file, words: expect.stringContaining(`A picture in the text names “${picture}”. It must be`) },
    ]);
  }
});

test('amounts past their limits are said in the giving settings', async () => {
  const file = join(root, 'content/settings/giving.yaml');
  const giving = await readFile(file, 'utf8');
  await writeFile(file, giving.replace('maximumInPence: 1000000', 'maximumInPence: 50'));
  const words = (await proofread(root)).map((mistake) => mistake.words);
  expect(words).toContain('Largest gift online, in pence (maximumInPence) must be more than the least gift.');
  await writeFile(file, giving.replace('amountInPence: 1000', 'amountInPence: 10'));
  expect(await proofread(root)).toMatchObject([{ words: expect.stringContaining('must be at least 30, and is “10”') }]);
});

test('a build with bad content stops with one message, no trail of code, and leaves the last good site', async () => {
  test.setTimeout(120_000);
  const checkout = await temporaryCheckout();
  await mkdir(join(checkout.root, 'dist'));
  await writeFile(join(checkout.root, 'dist/index.html'), 'The last good site');
  const bad = join(checkout.root, 'content/news/a-day');
  await mkdir(bad);
  await writeFile(join(bad, 'index.md'), '---\npublishedOn: soon\nsummary: What happened.\nfunders: [nobody]\n---\n');
  const { code, output } = checkout.build();
  expect(code).not.toBe(0);
  expect(output).toContain('3 things need mending before the site can be built. Nothing on the live site has changed.');
  expect(output.match(/content\/news\/a-day\/index\.md/g)).toHaveLength(1);
  for (const field of ['Headline (title)', 'Publish on (publishedOn)', 'With thanks to, funder 1 (funders.0)'])
    expect(output).toContain(field);
  expect(output).not.toMatch(/^\s+at /m);
  expect(checkout.run('cat', 'dist/index.html').output).toBe('The last good site');
  await checkout.remove();
});
