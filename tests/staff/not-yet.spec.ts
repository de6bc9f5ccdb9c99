/** What staff have not published is nowhere on the site, and what they dated ahead appears on its day. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { parse, stringify } from 'yaml';
import { buildIfDayBegins } from '../../src/new-day.ts';
import { collections } from '../../src/schema/contract.ts';
import { formOf } from '../../src/schema/form.ts';
import { temporaryCheckout } from '../checkout.ts';

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

test('a draft, or what is dated ahead, leaves no trace in the built site: no page, list, feed, search, calendar, picture or link', async () => {
  test.setTimeout(240_000);
  const own = await temporaryCheckout();
  try {
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

    expect(own.build()).toMatchObject({ code: 0 });
    const dist = join(own.root, 'dist');
    const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
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

    // The link that the CMS has for a draft leads to its preview, where it is, and none of the others.
    expect(own.build({ HEAD: `cms/news/${word}-ahead/index` })).toMatchObject({ code: 0 });
    expect((await readdir(join(dist, 'news'))).filter((name) => name.includes(word))).toEqual([`${word}-ahead`]);
    expect(await readdir(join(dist, 'projects'))).not.toContain(`${word}-draft`);
  } finally {
    await own.remove();
  }
});

test('at the start of a day in the UK, winter and summer, the site is built anew, once', async () => {
  const asked: string[] = [];
  const ask = async (address: string | URL | Request, { method }: RequestInit = {}) => {
    asked.push(`${method} ${address}`);
    return new Response(null, { status: 200 });
  };
  const buildHook = 'https://api.netlify.com/build_hooks/practice';
  const said: string[] = [];
  const at = (time: string, hook: string | undefined = buildHook, answer: typeof fetch = ask) =>
    buildIfDayBegins({
      now: new Date(time),
      buildHook: hook,
      ask: answer,
      pauseInMilliseconds: 0,
      tellOperator: (line) => said.push(line),
    });
  // The hours that Netlify’s clock calls at, on a winter’s and a summer’s day, and on the nights when the clocks change.
  const calls = ['2026-01-15', '2026-03-28', '2026-03-29', '2026-07-15', '2026-10-24', '2026-10-25'].flatMap((day) =>
    ['00:05', '23:05'].map((hour) => `${day}T${hour}:00Z`),
  );
  const built: string[] = [];
  for (const call of calls) if (await at(call)) built.push(call.slice(0, 16));
  expect(built).toEqual([
    '2026-01-15T00:05',
    '2026-03-28T00:05',
    '2026-03-29T00:05',
    '2026-03-29T23:05',
    '2026-07-15T23:05',
    '2026-10-24T23:05',
  ]);
  expect(new Set(asked)).toEqual(new Set([`POST ${buildHook}`]));
  expect(said).toEqual([]);

  asked.length = 0;
  expect(
    await buildIfDayBegins({
      now: new Date(calls[0] ?? ''),
      buildHook: undefined,
      ask,
      tellOperator: (line) => said.push(line),
    }),
  ).toBe(false);
  expect(said).toEqual([]);
  const elsewhere = [
    'https://evil.example/build_hooks/1',
    'http://api.netlify.com/1',
    'https://api.netlify.com.evil.example/1',
    'https://api.netlify.com:8443/1',
    'nonsense',
  ];
  for (const hook of elsewhere) expect(await at('2026-01-15T00:05:00Z', hook)).toBe(false);
  expect(asked).toEqual([]);
  expect(said).toHaveLength(elsewhere.length);
  expect(await at('2026-01-15T00:05:00Z', buildHook, async () => new Response(null, { status: 404 }))).toBe(false);
  expect(await at('2026-01-15T00:05:00Z', buildHook, () => Promise.reject(new Error(buildHook)))).toBe(false);
  expect(said.slice(-2)).toEqual([
    'The site was not built for the new day: the build hook answered 404.',
    'The site was not built for the new day: the build hook did not answer.',
  ]);
  expect(said.join()).not.toContain('practice');

  // A picture must not stay a day longer than the people in it agreed to for one answer that was lost.
  const answers = [() => Promise.reject(new Error('reset')), async () => new Response(null, { status: 502 }), ask];
  const badMoment: typeof fetch = (...request) => (answers.shift() ?? ask)(...(request as Parameters<typeof ask>));
  said.length = 0;
  expect(await at('2026-01-15T00:05:00Z', buildHook, badMoment)).toBe(true);
  expect(said).toEqual([]);
});
