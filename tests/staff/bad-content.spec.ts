/** What staff get wrong is said to them in one message: which file, which field in the form’s own words, and what to do. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { brandOf } from '../../src/brand.ts';
import { readMarkdown } from '../../src/proofreading/markdown-file.ts';
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

test('an event that ends before it starts, or ends and never starts, is sent back with what to do', async () => {
  const saidOf = async (hours: string) => {
    const file = 'content/events/a-concert/index.md';
    await mkdir(join(root, dirname(file)), { recursive: true });
    const fields = `title: A concert\nsummary: We play.\nplace: Chesham\nstartsOn: 2026-07-14\n${hours}`;
    await writeFile(join(root, file), `---\n${fields}\n---\n`);
    return (await proofread(root)).map(({ words }) => words);
  };
  const ends = 'Ends at (endsAt)';
  expect(await saidOf('startsAt: "14:30"\nendsAt: "16:00"')).toEqual([]);
  expect(await saidOf('startsAt: "20:00"\nendsAt: "01:00"\nendsOn: 2026-07-15')).toEqual([]);
  const late = `${ends} must be later than it starts; if it goes on past midnight, fill in the last day.`;
  expect(await saidOf('startsAt: "20:00"\nendsAt: "01:00"')).toEqual([late]);
  expect(await saidOf('startsAt: "20:00"\nendsAt: "20:00"\nendsOn: 2026-07-14')).toEqual([late]);
  expect(await saidOf('endsAt: "16:00"')).toEqual([`${ends} says when it ends, so say when it starts, too.`]);
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
  [
    'a day of the wrong century',
    { publishedOn: '1906-11-27' },
    '',
    'Publish on (publishedOn) must be a day of the years 2000 to 2100.',
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
    { cover: '{file: gone.jpg, description: A drum., shows: nobody}' },
    '',
    'Main picture, Picture (cover.file) names the picture “gone.jpg”, which is not in content/news/a-day. Add the picture again, or choose another.',
  ],
  [
    'a picture with no description',
    { cover: '{file: here.jpg, shows: nobody}' },
    '',
    'What the picture shows (cover.description) is missing.',
  ],
  [
    'a picture that does not say who is in it',
    { cover: '{file: here.jpg, description: A drum.}' },
    '',
    'Main picture, Who is in it (cover.shows) is missing. A face, a name badge,',
  ],
  [
    'a picture in the text that does not say who is in it',
    {},
    '![A drum.](here.jpg)',
    'A picture in the text, here.jpg: Who is in it (shows) is missing.',
  ],
  [
    'half a consent',
    {
      cover:
        '{file: here.jpg, description: A drum., shows: people, consent: {recordedBy: Ana, recordedOn: 2026-11-01, uses: site}}',
    },
    '',
    'Main picture, Consent, Holds until (cover.consent.until) is missing. The last day that it is shown',
  ],
  [
    'a picture from another folder',
    { cover: '{file: ../secret.jpg, description: A drum., shows: nobody}' },
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
  [
    'words with a colon, and no quotation marks round them',
    { summary: 'Prescribing: what it is' },
    '',
    'put all of them between double quotes',
  ],
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
    'a block that is nearly one',
    {},
    '## A heading\n::donate {fund="chesham-hub"}',
    'The text has a block that cannot be read: “::donate {fund="chesham-hub"}”. Take it out, and add it again with “+”.',
  ],
  [
    'an address that could run, away from its link',
    {},
    'A [link][1].\n\n::donate\n\n[1]: javascript:alert%281%29',
    'The text has a link that leads nowhere safe: “javascript:alert%281%29”.',
  ],
  [
    'a block that is not closed',
    {},
    ':::gallery{heading="Photos"}\n![A drum.](<drum.jpg>){shows="nobody"}',
    'The text has a block that cannot be read',
  ],
  [
    'a quote without consent',
    {},
    '::quote{words="We sang." who="Sam" consentRecordedOn="2026-11-01"}',
    'In the block “Quote”: Who recorded their consent (consentRecordedBy) is missing. Ask the person before you use their words.',
  ],
  [
    'a video of another host',
    {},
    '::video{title="A drum" address="https://evil.example/watch?v=abcdefghijk" file="here.jpg" description="A drum." shows="nobody" transcript="/news/"}',
    'In the block “Video”: Address of the video (address) must be the address of one video on YouTube or Vimeo',
  ],
  [
    'a download that is not there',
    {},
    '::download{label="A leaflet" file="leaflet.pdf"}',
    'In the block “File to download”: File (file) names the file “leaflet.pdf”, which is not in content/news/',
  ],
  [
    'a download that could run',
    {},
    '::download{label="A leaflet" file="leaflet.html"}',
    'File (file) must be a file that lies beside this text: a .pdf, .doc, .docx, .odt or .zip file',
  ],
  [
    'a contact with no way to reach them',
    {},
    '::contact{name="The office"}',
    'In the block “Whom to ask”: Telephone (telephone) is missing.',
  ],
  [
    'a number before, and none after',
    {},
    ':::outcome{heading="Up" figure="+1%" words="More." before="5" source="Us"}\n:::',
    'In the block “Measured result”: After (after) is missing.',
  ],
  [
    'a block without what it needs',
    {},
    ':::outcome{figure="+1%" words="More." source="Us"}\n:::',
    'In the block “Measured result”: Heading (heading) is missing.',
  ],
  [
    'a gallery with no photo in it',
    {},
    ':::gallery{heading="Photos"}\n:::',
    'In the block “Photo gallery”: Photos (pictures) is missing.',
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
    ':::gallery{heading="Photos"}\n![A drum.](<drum.jpg>){shows="nobody"}\n:::',
    'Photos, photo 1, Picture (pictures.0.file) names the picture “drum.jpg”, which is not in content/news/a-day.',
  ],
  [
    'a link to half an address',
    {},
    'Our [partner](http://) came.',
    'The text has a link that leads nowhere safe: “http://”.',
  ],
  [
    'a link that could run',
    {},
    'Press [here](javascript:alert%281%29).',
    'The text has a link that leads nowhere safe: “javascript:alert%281%29”.',
  ],
  [
    'a picture on another website',
    {},
    '![A drum.](https://example.org/drum.jpg){shows="nobody"}',
    'example.org/drum.jpg',
  ],
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
      await post({ cover: '{file: fake.jpg, description: A drum., shows: nobody}' });
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
    'a text of another name than index.md',
    async () => {
      await mkdir(join(root, 'content/news/a-day'));
      await writeFile(join(root, 'content/news/a-day/Index.md'), '---\ntitle: A day\n---\n');
    },
    'content/news/a-day/Index.md',
    'its name must be index.md',
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

test('an entry that was deleted in the CMS leaves its pictures behind: the folder is no entry, and nothing may name it', async () => {
  await rm(join(root, 'content/appeals/music-in-chesham/index.md'));
  await mkdir(join(root, 'content/news/empty'));
  expect(await proofread(root)).toEqual([]);
  await rm(join(root, 'content/projects/safe-in-sound/index.md'));
  const file = 'content/news/social-prescribing-day-in-bucks/index.md';
  expect(await proofread(root)).toContainEqual({
    file,
    words: expect.stringContaining('names “safe-in-sound”, and there is no such entry in content/projects.'),
  });
});

test('a picture in the text from another folder, or of a kind that browsers cannot all show, is named', async () => {
  for (const picture of ['../../projects/safe-in-sound/safe-in-sound.jpg', 'moving.gif']) {
    const file = await post({}, `![A drum.](${picture}){shows="nobody"}`);
    expect(await proofread(root)).toEqual([
      { file, words: expect.stringContaining(`A picture in the text names “${picture}”. It must be`) },
    ]);
  }
});

/** Changes one file of the content; what was there must be found. */
async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(join(root, file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(join(root, file), after);
}

const changes: readonly (readonly [what: string, file: string, from: string | RegExp, to: string, words: string])[] = [
  [
    'more weeks than there are in a year',
    'content/projects/safe-in-sound/index.md',
    /number: \d+/,
    'number: 99',
    'Week by week, Number of weeks (weeks.number) must be at most 52, and is “99”.',
  ],
  [
    'no weeks at all',
    'content/projects/safe-in-sound/index.md',
    /number: \d+/,
    'number: 0',
    'Week by week, Number of weeks (weeks.number) must be at least 1, and is “0”.',
  ],
  [
    'words where a number belongs',
    'content/settings/giving.yaml',
    'minimumInPence: 100',
    'minimumInPence: a pound',
    'Least gift (minimumInPence) must be a whole number of pence, such as 2500 for £25, and is “a pound”.',
  ],
  [
    'part of a penny',
    'content/settings/giving.yaml',
    'minimumInPence: 100',
    'minimumInPence: 100.5',
    'Least gift (minimumInPence) must be a whole number of pence, such as 2500 for £25, and is “100.5”.',
  ],
  [
    'an amount that is offered and cannot be given',
    'content/settings/giving.yaml',
    'amountInPence: 5000',
    'amountInPence: 5000000',
    'Amounts that are offered, amount 3, Amount (presets.2.amountInPence) is £50,000, and must be between the least gift, £1, and the largest, £10,000.',
  ],
  [
    'an amount that is offered twice',
    'content/settings/giving.yaml',
    'amountInPence: 5000',
    'amountInPence: 2500',
    'Amounts that are offered, amount 3, Amount (presets.2.amountInPence) is £25, and is offered already: each must be another.',
  ],
  [
    'an hour that no clock shows',
    'content/events/safe-in-sound-performance/index.md',
    /(startsOn: .*)/,
    '$1\nstartsAt: "25:00"',
    'Starts at (startsAt) must be a time like 14:30, and is “25:00”.',
  ],
  [
    'an event that ends before it begins',
    'content/events/safe-in-sound-performance/index.md',
    /(startsOn: .*)/,
    '$1\nendsOn: 2001-01-01',
    'Last day (endsOn)',
  ],
  [
    'a link at the top of each page that leads nowhere safe',
    'content/settings/navigation.yaml',
    'address: /news/',
    'address: javascript:alert(1)',
    'must be an address on this site such as /news/, or a full one that starts with https://',
  ],
  [
    'a website that is no address',
    'content/funders/heart-of-bucks/index.md',
    /(role: .*)/,
    '$1\nwebsite: www.heartofbucks.org',
    'Their website (website) must be a full web address that starts with https://, and is “www.heartofbucks.org”.',
  ],
  [
    'one file where a picture and its description belong',
    'content/news/social-prescribing-day-in-bucks/index.md',
    /cover:\n {2}file: (\S+)\n.*\n.*/,
    'cover: $1',
    'Main picture (cover) must have its fields under it, each on a line of its own, and is “drum-circle.jpg”.',
  ],
  [
    'one name where a list belongs',
    'content/news/social-prescribing-day-in-bucks/index.md',
    'projects:\n  - safe-in-sound',
    'projects: safe-in-sound',
    'About these projects (projects) must be a list, with a “-” before each of its lines, and is “safe-in-sound”.',
  ],
];
for (const [what, file, from, to, words] of changes) {
  test(`${what}: the message names the file, the field and what to do`, async () => {
    await change(file, from, to);
    expect(await proofread(root)).toEqual([{ file, words: expect.stringContaining(words) }]);
  });
}

test('fields that cannot be read are told with the one line to look at', async () => {
  const unreadable: readonly (readonly [line: number, fields: Record<string, string>])[] = [
    [5, { title: 'A day', publishedOn: '2026-11-01', summary: 'What happened.', '\ttitle': 'x' }],
    [3, { title: 'A day', publishedOn: 'a: day', summary: 'What happened.' }],
    [5, { title: 'A day', publishedOn: '2026-11-01', summary: 'What happened.\ntitle: Another' }],
  ];
  for (const [line, fields] of unreadable) {
    const file = await post(fields);
    const mistakes = await proofread(root);
    expect.soft(mistakes).toEqual([{ file, words: expect.stringContaining(`line ${line} cannot be read`) }]);
    const lines = mistakes.flatMap(({ words }) => words.match(/line \d+/g) ?? []);
    expect.soft(lines, 'no other line is named').toEqual([`line ${line}`]);
  }
});

test('words or a list where all the fields belong are told with what to do', async () => {
  const file = await post({});
  for (const front of ['Just some words', '- A day\n- 2026-11-01']) {
    await writeFile(join(root, file), `---\n${front}\n---\n`);
    const mistakes = await proofread(root);
    expect.soft(mistakes).toHaveLength(1);
    expect.soft(mistakes[0]?.words, 'it names a place').not.toContain(' () ');
    expect.soft(mistakes[0]?.words).toMatch(/cannot be read|title/);
  }
});

test('a file that repeats itself a billion times is refused, and never written out', async () => {
  const names = [...'abcdefghijkl'];
  const layers = names.map((name, index) => {
    const before = names[index - 1];
    return `${name}: &${name} [${Array(10)
      .fill(before ? `*${before}` : 'ha')
      .join(', ')}]`;
  });
  const file = await post({ summary: `What happened.\n${layers.join('\n')}` });
  expect(await proofread(root)).toEqual([{ file, words: expect.stringContaining('it repeats a part by reference') }]);
});

test('whatever a file holds, it is read or refused in words: nothing is thrown', async () => {
  const bits = fc.constantFrom(
    ...[
      '---\n',
      '---',
      '\n',
      'title: ',
      'a day',
      '- ',
      ': ',
      '  ',
      '\t',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '|',
      '>',
      '\r\n',
    ],
    ...[
      '&a ',
      '*a',
      '<<: ',
      '!!js/function ',
      '!!binary ',
      '? ',
      '%YAML 9.9\n',
      '...\n',
      '\ufeff',
      '\u0000',
      '#',
      '@',
      '`',
      '🥁',
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 5 })), { maxLength: 20 }), (parts) => {
      for (const source of [parts.join(''), `---\n${parts.join('')}\n---\n`]) {
        const { text, unreadable } = readMarkdown(source);
        if (typeof text !== 'string' || unreadable === '') return false;
      }
      return true;
    }),
    { numRuns: 2000 },
  );
});

test('a folder’s name is an address as it stands, or is named with how to mend it', async () => {
  await post({});
  const names = ['A-Day', 'a day', 'a--day', '-a-day', 'a-day-', 'a_day', 'día', 'a#day', 'a?day', 'a.day', 'a%20day'];
  for (const name of names)
    await cp(join(root, 'content/news/a-day'), join(root, 'content/news', name), { recursive: true });
  const mistakes = await proofread(root);
  expect(mistakes.map(({ file }) => file).sort()).toEqual(names.map((name) => `content/news/${name}`).sort());
  for (const { words } of mistakes) expect(words).toContain('cannot be an address. Use small letters');
});

test('a page whose address another page of the site has is named: it would be lost', async () => {
  const taken = ['news', 'projects', 'events', 'funders', 'donate', 'admin', '404'];
  for (const name of taken)
    await cp(join(root, 'content/pages/about'), join(root, 'content/pages', name), { recursive: true });
  expect.soft((await proofread(root)).map(({ file }) => file.split('/')[2]).sort()).toEqual([...taken].sort());
  for (const name of taken) await rm(join(root, 'content/pages', name), { recursive: true });
  await cp(join(root, 'content/funds/chesham-hub'), join(root, 'content/funds/thank-you'), { recursive: true });
  expect.soft((await proofread(root)).map(({ file }) => file.split('/')[2])).toEqual(['thank-you']);
});

test('a picture that the build could not find is named before it', async () => {
  const file = await post({ cover: '{file: .hidden.jpg, description: A drum., shows: nobody}' });
  await cp(join(root, 'content/news/a-day/here.jpg'), join(root, 'content/news/a-day/.hidden.jpg'));
  expect(await proofread(root)).toEqual([
    { file, words: expect.stringContaining('Main picture, Picture (cover.file)') },
  ]);
});

test('an emoji counts as one character in the message, as it does in the check', async () => {
  await post({ title: '🥁'.repeat(90) });
  expect(await proofread(root)).toEqual([]);
  await post({ title: '🥁'.repeat(91) });
  expect(await proofread(root)).toMatchObject([
    { words: 'Headline (title) is too long: it has 91 characters, and 90 is the most.' },
  ]);
});

test('a gallery that is not closed, before another block, is named: it would take the words between with it', async () => {
  const file = await post(
    {},
    ':::gallery{heading="Photos"}\n![A drum.](<here.jpg>){shows="nobody"}\n\nA whole paragraph.\n\n:::outcome{heading="Up" figure="1" words="More." source="Us"}\n- Happy\n:::',
  );
  expect(await proofread(root)).toEqual([{ file, words: expect.stringContaining('block') }]);
});

test('a fund that a block names without its quotation marks is not passed over', async () => {
  for (const block of ['::donate{fund=yacht}', '::donate{fund=“yacht”}', "::donate{fund='yacht'}"]) {
    const file = await post({}, block);
    expect.soft(await proofread(root), block).toEqual([{ file, words: expect.stringContaining('block') }]);
  }
});

/** What `npm run proofread` says of the content here. */
function proofreadByCommand(): { code: number | null; said: string } {
  const command = join(import.meta.dirname, '../../scripts/proofread.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command], { cwd: root, encoding: 'utf8' });
  return { code: status, said: `${stdout}${stderr}` };
}

test('a folder where a file belongs, or a link that leads nowhere, is one thing to mend, and hides no other', async () => {
  const folder = 'content/news/a-folder/index.md';
  const link = 'content/news/a-link/index.md';
  const charity = 'content/settings/charity.yaml';
  const home = 'content/settings/home.yaml';
  const entry = await post({ title: undefined });
  await mkdir(join(root, folder), { recursive: true });
  await mkdir(join(root, dirname(link)));
  await symlink('gone.md', join(root, link));
  await rm(join(root, charity));
  await mkdir(join(root, charity));
  await rm(join(root, home));
  await symlink('gone.yaml', join(root, home));
  await rm(join(root, 'content/topics'), { recursive: true });
  await writeFile(join(root, 'content/topics'), 'Music, dementia');
  const { code, said } = proofreadByCommand();
  expect(code).toBe(1);
  const mistakes = await proofread(root);
  expect(mistakes.filter(({ words }) => !words.includes('no such entry in content/topics'))).toEqual([
    { file: entry, words: expect.stringContaining('Headline (title) is missing.') },
    { file: folder, words: 'The file cannot be read: it is a folder, and must be a file.' },
    { file: link, words: expect.stringContaining('it is a link that leads to no file.') },
    { file: 'content/topics', words: expect.stringContaining('it must be a folder') },
    { file: charity, words: 'The file cannot be read: it is a folder, and must be a file.' },
    { file: home, words: expect.stringContaining('it is a link that leads to no file.') },
  ]);
  for (const { file, words } of mistakes) for (const part of [file, words]) expect(said).toContain(part);
  expect(said).not.toMatch(/EISDIR|ENOENT|^\s+at /m);
});

test('a folder that has the name of a picture or of a file to download is named where it is used', async () => {
  const cover = `{file: a.jpg, description: A drum., shows: people, consent: {recordedBy: Ana, recordedOn: 2026-11-01, until: 2028-01-01, uses: site, withdrawnOn: 2026-11-02}}`;
  const file = await post({ cover }, '::download{label="A leaflet" file="leaflet.pdf"}');
  for (const name of ['a.jpg', 'leaflet.pdf']) await mkdir(join(root, dirname(file), name));
  expect(await proofread(root)).toEqual([
    { file, words: expect.stringContaining('names “a.jpg”, which is not a picture that can be read.') },
    { file, words: expect.stringContaining('names “leaflet.pdf”, which is not the kind of file') },
  ]);
  expect(proofreadByCommand().said).toContain('2 things need mending');
});

test.describe('what the site looks like', () => {
  const tokens = 'src/styles/tokens.css';
  const mark = 'content/settings/mark.svg';
  test.beforeEach(async () => cp(join(content, '../src/styles'), join(root, 'src/styles'), { recursive: true }));

  test('a face, the line and a colour may be written in any way that browsers read', async () => {
    expect(await proofread(root)).toEqual([]);
    await change(tokens, "--display: 'Young Serif', ", '--display:"Young Serif",');
    await change(tokens, 'url(./fonts/young-serif.woff2)', 'url("./fonts/young-serif.woff2")');
    await change(tokens, '--paper: light-dark(#fbf5e3, #10201f)', '--paper: light-dark( #FBF5E3 , #10201f )');
    expect(await proofread(root)).toEqual([]);
    const before = brandOf(await readFile(join(content, '..', tokens), 'utf8'));
    expect(brandOf(await readFile(join(root, tokens), 'utf8'))).toEqual({ ...before, paper: '#FBF5E3' });
    await change(tokens, '"Young Serif"', 'Young Serif');
    expect(await proofread(root)).toEqual([]);
  });

  const written = readFileSync(join(content, '..', tokens), 'utf8');
  const lineOf = (words: string) => written.slice(0, written.indexOf(words)).split('\n').length;
  const spoilt: readonly (readonly [what: string, spoil: () => Promise<unknown>, file: string, words: string])[] = [
    [
      'a block of the style sheet that is never closed',
      () => change(tokens, /\}\s*$/, ''),
      tokens,
      'The “{” on line 2, or one further down, is never closed.',
    ],
    [
      'a rule of the style sheet that is never closed',
      () => change(tokens, /\}(?=\s*\.ground-sky)/, ''),
      tokens,
      `The “{” on line ${lineOf('.ground-beech {')} is never closed.`,
    ],
    ['a bracket too many in the style sheet', () => change(tokens, /$/, '}'), tokens, 'cannot be read: Unexpected }.'],
    [
      'a font whose file has another name',
      () => rename(join(root, 'src/styles/fonts/young-serif.woff2'), join(root, 'src/styles/fonts/Young.woff2')),
      tokens,
      'The face “Young Serif” names the file “./fonts/young-serif.woff2”, which is not there.',
    ],
    [
      'a font that is none',
      () => writeFile(join(root, 'src/styles/fonts/young-serif.woff2'), '<!doctype html>'),
      tokens,
      'The face “Young Serif” names the file “./fonts/young-serif.woff2”, which is not a font that can be read.',
    ],
    [
      'a misspelled face',
      () => change(tokens, "--display: 'Young Serif'", '--display: "Yuong Serif"'),
      tokens,
      '--display begins with “Yuong Serif”, and no @font-face with a file has that name. There are: Young Serif, Atkinson Next.',
    ],
    ['a hill that is gone', () => change(tokens, '--hill:', '--hil:'), tokens, '--hill is missing.'],
    [
      'a line without a path',
      () => change(tokens, /--line-call: .*;/, '--line-call: none;'),
      tokens,
      '--line-call has no path that can be read.',
    ],
    [
      'a colour that is gone',
      () => change(tokens, /--paper: light-dark.*;/, ''),
      tokens,
      '--paper is missing. Write it into :root, as #rrggbb.',
    ],
    [
      'a misspelled colour that another leads to',
      () => change(tokens, '--print-straw:', '--print-strow:'),
      tokens,
      '--print-straw is missing, and --marked leads to it.',
    ],
    ['a mark that is gone', () => rm(join(root, mark)), mark, 'The file is missing: the charity’s mark'],
    [
      'a mark that is no drawing',
      () => writeFile(join(root, mark), 'Our mark'),
      mark,
      'This is no drawing that can be read.',
    ],
  ];
  for (const [what, spoil, file, words] of spoilt) {
    test(`${what} is one thing to mend, with the file and what to do`, async () => {
      await spoil();
      expect(await proofread(root)).toEqual([{ file, words: expect.stringContaining(words) }]);
    });
  }

  test('a style sheet that cannot be read is told in a few lines, with no trail of code, beside what else there is', async () => {
    const file = await post({ title: undefined });
    await change(tokens, /\}\s*$/, '');
    const { code, said } = proofreadByCommand();
    expect(code).toBe(1);
    expect(said.trim().split('\n')).toEqual([
      '2 things need mending before the site can be built. Nothing on the live site has changed.',
      '',
      file,
      expect.stringContaining('Headline (title) is missing.'),
      '',
      tokens,
      expect.stringContaining('The “{” on line 2'),
    ]);
  });
});

test('amounts past their limits are said in the giving settings', async () => {
  const file = join(root, 'content/settings/giving.yaml');
  const giving = await readFile(file, 'utf8');
  await writeFile(file, giving.replace('maximumInPence: 1000000', 'maximumInPence: 50'));
  const words = (await proofread(root)).map((mistake) => mistake.words);
  expect(words).toContain('Largest gift online (maximumInPence) must be more than the least gift.');
  await writeFile(file, giving.replace('amountInPence: 1000', 'amountInPence: 10'));
  expect(await proofread(root)).toMatchObject([
    { words: expect.stringContaining('must be at least £0.30, and is £0.10') },
  ]);
});

test('a build with bad content stops with one message, no trail of code, and leaves the last good site', async () => {
  test.setTimeout(120_000);
  const checkout = await temporaryCheckout();
  const write = async (file: string, words: string) => {
    await mkdir(dirname(join(checkout.root, file)), { recursive: true });
    await writeFile(join(checkout.root, file), words);
  };
  await write('dist/index.html', 'The last good site');
  await write(
    'content/news/a-day/index.md',
    '---\npublishedOn: soon\nsummary: What happened.\nfunders: [nobody]\n---\n',
  );
  await write(
    'content/events/a-song/index.md',
    '---\ntitle: A song\nstartsOn: 2026-02-30\nsummary: Sing.\nplace: Here\n---\n',
  );
  await write('content/settings/navigation.yaml', 'main: [{label: News, address: news}]\n');
  const { code, output } = checkout.build();
  expect(code).not.toBe(0);
  expect(output.trim().split('\n')).toEqual([
    '5 things need mending before the site can be built. Nothing on the live site has changed.',
    '',
    'content/news/a-day/index.md',
    '  · Headline (title) is missing. Say what happened, in under 90 characters.',
    expect.stringContaining('  · Publish on (publishedOn) must be a day that exists'),
    expect.stringContaining('  · With thanks to, funder 1 (funders.0) names “nobody”'),
    '',
    'content/events/a-song/index.md',
    expect.stringContaining('  · Day (startsOn) must be a day that exists'),
    '',
    'content/settings/navigation.yaml',
    expect.stringContaining('  · At the top, link 1, Address (main.0.address) must be an address on this site'),
  ]);
  expect(output).not.toMatch(/^\s+at /m);
  expect(checkout.run('cat', 'dist/index.html').output).toBe('The last good site');
  expect(checkout.run('ls', 'dist').output).toBe('index.html\n');
  await checkout.remove();
});
