/** What an earlier build has read of a post is not read again; and the proofreader says the same as if it had read all of it. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { code } from '../../src/digest-of-code.ts';
import { keptReadings } from '../../src/proofreading/kept-readings.ts';
import { readFields } from '../../src/proofreading/markdown-file.ts';
import { proofread } from '../../src/proofreading/proofread.ts';

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'readings-'));
  await asCode();
});
test.afterEach(() => rm(root, { recursive: true }));

async function write(path: string, words: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), words);
}

/** Writes what there must be of code. */
async function asCode(): Promise<void> {
  for (const name of code) await write(/\./.test(name) ? name : `${name}/of.ts`, name);
}

/** Reads these proses and keeps what was read, as a build does; gives those that it had to read. */
async function read(...proses: readonly string[]): Promise<readonly string[]> {
  const readings = await keptReadings(root);
  const anew: string[] = [];
  const isRefused = (prose: string) => {
    anew.push(prose);
    return prose.includes('javascript:') ? [prose] : [];
  };
  for (const prose of proses) {
    const refused = readings.refusedIn(prose, () => isRefused(prose));
    expect(refused, 'what is refused, each time').toEqual(prose.includes('javascript:') ? [prose] : []);
  }
  await readings.end();
  return anew;
}

test('prose is looked through once, and again when the code is another; what is refused, each time', async () => {
  const [spring, summer, unsafe] = ['In spring.', 'In summer.', '[Here](javascript:alert)'];
  expect(await read(spring, unsafe)).toEqual([spring, unsafe]);
  expect(await read(spring, summer, unsafe)).toEqual([summer, unsafe]);
  expect(await read(summer)).toEqual([]);
  expect(await read(spring), 'what no build has asked for since').toEqual([spring]);
  await write('src/blocks/prose.ts', 'another way to read');
  expect(await read(spring)).toEqual([spring]);
});

test('when what is kept was garbled or cut short, all is read anew', async () => {
  await read('In spring.');
  const file = join(root, 'node_modules/.astro/readings.json');
  const whole = await readFile(file, 'utf8');
  for (const harm of [whole.slice(0, -1), whole.replace('"sound"', '"hound"'), `${whole} `, '{}', '\n{}', '']) {
    await writeFile(file, harm);
    expect(await read('In spring.'), harm).toEqual(['In spring.']);
  }
});

test('where nothing can be kept, all is read all the same', async () => {
  await mkdir(join(root, 'node_modules/.astro/readings.json'), { recursive: true });
  expect(await read('In spring.')).toEqual(['In spring.']);
  expect(await read('In spring.')).toEqual(['In spring.']);
});

test('where there is content and no code, all is read all the same, and nothing is kept', async () => {
  await rm(join(root, 'src'), { recursive: true });
  expect(await read('In spring.')).toEqual(['In spring.']);
  expect(await read('In spring.')).toEqual(['In spring.']);
});

test('what was read by code that has changed meanwhile is not kept under the name of the new', async () => {
  const readings = await keptReadings(root);
  readings.refusedIn('In spring.', () => []);
  await write('src/blocks/prose.ts', 'another way to read');
  await readings.end();
  expect(await read('In spring.')).toEqual(['In spring.']);
});

for (const yaml of [
  'title: A spring day\ntopics: [music]\npublishedOn: 2026-02-30',
  'goal: .inf\nother: -.INF\nnone: .nan',
  '__proto__: { draft: true }\nconstructor: 1',
  'count: 12345678901234567890\nsmall: -0\nlarge: 1e999\nlist: [1, "1", null, true]',
  '',
])
  test(`fields are the same, read or kept: ${JSON.stringify(yaml)}`, async () => {
    const now = readFields(yaml, 2);
    for (const _ of ['read', 'kept']) {
      const readings = await keptReadings(root);
      expect(readings.fieldsOf(yaml, 2)).toEqual(now);
      await readings.end();
    }
  });

test('what cannot be read says in which line, however often it was read before', async () => {
  for (const line of [2, 9]) {
    const readings = await keptReadings(root);
    expect(readings.fieldsOf('title: "A', line).unreadable).toContain(`line ${line}`);
    await readings.end();
  }
});

test('the proofreader says the same of content that it has read before, and sees what has changed', async () => {
  const post = (slug: string, title: string, text: string) =>
    write(
      `content/news/${slug}/index.md`,
      `---\ntitle: ${title}\npublishedOn: 2026-01-05\nsummary: A day.\ndraft: false\nfunders: [gone]\n---\n\n${text}\n`,
    );
  await post('one', 'One', 'A [link](javascript:alert), and ![a picture](https://other.example/a.jpg) in words.');
  await post('two', 'Two', '![A choir](choir.jpg)');
  const twice = async () => {
    const said = [];
    for (const _ of ['read', 'kept']) {
      const readings = await keptReadings(root);
      said.push(await proofread(root, readings));
      await readings.end();
    }
    const anew = await proofread(root);
    expect(said).toEqual([anew, anew]);
    return anew.filter(({ file }) => file.startsWith('content/news/')).map(({ words }) => words);
  };
  const first = await twice();
  expect(first.join('\n')).toContain('javascript:alert');
  expect(first.join('\n')).toContain('“choir.jpg”, which is not in content/news/two');
  await post('one', 'One', 'No link.');
  const mended = await twice();
  expect(mended.join('\n')).not.toContain('javascript:alert');
  expect(mended.length).toBeLessThan(first.length);
});
