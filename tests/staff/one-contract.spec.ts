/** One contract: what a schema declares is in the types, in the check and in the CMS’s form, and nothing else need be told. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { z } from 'zod';
import { collectionsOf } from '../../admin/collections.ts';
import { decapConfig } from '../../admin/config.ts';
import { decapFields } from '../../admin/fields.ts';
import { beforeSaving } from '../../admin/on-demand/before-saving.ts';
import { whyNot } from '../../admin/on-demand/why-no-name.ts';
import { blocks } from '../../src/blocks/blocks.ts';
import { dropBlanks } from '../../src/schema/blanks.ts';
import { collections, settings } from '../../src/schema/contract.ts';
import {
  calendarDate,
  group,
  list,
  paragraph,
  pictureEndings,
  reference,
  siteAddress,
  text,
  timeOfDay,
  webAddress,
} from '../../src/schema/field.ts';
import { type FormField, formOf } from '../../src/schema/form.ts';
import { repositoryAt } from '../../src/signing-in/ways-in.ts';

interface DecapField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly widget: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly pattern?: readonly [source: string, message: string];
  readonly fields?: readonly DecapField[];
  readonly field?: DecapField;
}

/** `true` when two types are one and the same, for the compiler to check. */
type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

const signIn = { wayIn: 'netlify-identity', repository: 'charity/site' } as const;

const inDecap = (schema: z.ZodObject) =>
  decapFields(formOf(schema), { titles: {}, isLight: true }) as unknown as DecapField[];

function* everyField(fields: readonly DecapField[]): Generator<DecapField> {
  for (const field of fields) {
    yield field;
    yield* everyField(field.fields ?? []);
    if (field.field) yield* everyField([field.field]);
  }
}

test('every field of every schema and block has a widget, a label and a hint in the CMS', () => {
  const schemas = [...collections, ...settings, ...blocks].map(({ schema }) => inDecap(schema));
  const all = schemas.flatMap((fields) => [...everyField(fields)]);
  expect(all.length).toBeGreaterThan(80);
  for (const { name, widget, label, hint } of all) {
    expect.soft({ name, widget, label, hint }).toEqual({
      name,
      widget: expect.stringMatching(
        /^(string|text|day|image|file|reference|wholeNumber|pounds|boolean|select|object|list)$/,
      ),
      label: expect.stringMatching(/\S/),
      hint: expect.stringMatching(/\S.*[.”?…]$/),
    });
  }
});

test('every collection and file of settings is in the CMS, with its own folder', () => {
  const config = decapConfig('https://charity.example', signIn, 'editorial_workflow') as unknown as {
    collections: { name: string; folder?: string; files?: { name: string }[] }[];
  };
  expect(config.collections.map(({ folder }) => folder).filter(Boolean)).toEqual(
    collections.map(({ name }) => `content/${name}`),
  );
  expect(config.collections.at(-1)?.files?.map(({ name }) => name)).toEqual(settings.map(({ name }) => name));
});

test('the CMS speaks to decap-server on one’s own machine only', () => {
  expect(decapConfig('http://localhost:4321', signIn, 'editorial_workflow').backend.name).toBe('proxy');
  expect(decapConfig('https://localhost.evil.example', signIn, 'editorial_workflow').backend.name).toBe('git-gateway');
});

test('the link of a draft leads to where the entry will be', () => {
  const { collections: all } = decapConfig('https://charity.example', signIn, 'editorial_workflow');
  expect(Object.fromEntries(all.map(({ name, preview_path: path }) => [name, path]))).toEqual({
    news: '/news/{{dirname}}/',
    topics: '/news/topics/{{dirname}}/',
    projects: '/projects/{{dirname}}/',
    events: '/events/{{dirname}}/',
    funders: '/funders/{{dirname}}/',
    people: '/people/',
    funds: '/donate/{{dirname}}/',
    appeals: '/appeals/{{dirname}}/',
    pages: '/{{dirname}}/',
    settings: undefined,
  });
});

test('staff sign in the way the build was told: to the site’s own repository at GitHub, by our own functions, or by Netlify Identity', () => {
  const origin = 'https://charity.example';
  const repo = 'charity/site.org';
  expect(decapConfig(origin, { wayIn: 'github', repository: repo }, 'editorial_workflow').backend).toEqual({
    name: 'github',
    repo,
    branch: 'main',
    base_url: origin,
    auth_endpoint: '/api/auth',
  });
  for (const address of [
    'https://github.com/charity/site.org',
    'https://github.com/charity/site.org.git',
    'https://token@github.com/charity/site.org/',
    'git@github.com:charity/site.org.git',
    'ssh://git@github.com/charity/site.org.git',
  ])
    expect.soft(repositoryAt(address), address).toBe(repo);
  for (const address of [
    'https://gitlab.com/charity/site',
    'https://evil.example/github.com/a/b',
    'https://github.com.evil.example/a/b',
    '',
  ])
    expect.soft(repositoryAt(address), address).toBeUndefined();
});

test('a field added in one line is in the type, in the check and in the form', () => {
  const before = z.strictObject({ title: text({ label: 'Headline', hint: 'Say what happened.' }) });
  const after = before.extend({ mood: text({ label: 'Mood', hint: 'One word.' }, 12).optional() });
  const entry: z.infer<typeof after> = { title: 'A day', mood: 'glad' };
  const isInTheType: Same<z.infer<typeof after>, { title: string; mood?: string | undefined }> = true;
  expect(isInTheType).toBe(true);
  expect(before.safeParse(entry).success).toBe(false);
  expect(after.safeParse(entry).success).toBe(true);
  expect(after.safeParse({ ...entry, mood: 'much too long a mood' }).success).toBe(false);
  expect(inDecap(after)).toMatchObject([
    { name: 'title', required: true },
    { name: 'mood', label: 'Mood', required: false, widget: 'string' },
  ]);
});

test('a field that says nothing to staff, or is of no known kind, stops everything at the start', () => {
  expect(() => formOf(z.strictObject({ title: z.string() }))).toThrow('“title” has no kind');
  expect(() => formOf(z.strictObject({ title: z.string().meta({ kind: 'text', label: 'Title' }) }))).toThrow(
    'needs a label and a hint',
  );
  expect(() =>
    formOf(z.strictObject({ place: z.string().meta({ kind: 'map' as never, label: 'Place', hint: 'Where.' }) })),
  ).toThrow('has no kind');
});

test('a field deep down that says nothing to staff stops everything, too', () => {
  const words = { label: 'Facts', hint: 'Short facts.' };
  const silent = z.string().meta({ kind: 'text' });
  for (const field of [group(words, { fact: silent }), list({ ...words, labelSingular: 'fact' }, silent)])
    expect(() => formOf(z.strictObject({ facts: field }))).toThrow('needs a label and a hint');
  for (const field of [group(words, { fact: z.string() }), list({ ...words, labelSingular: 'fact' }, z.string())])
    expect(() => formOf(z.strictObject({ facts: field }))).toThrow('has no kind that the form knows');
});

test('no name that JavaScript itself knows passes for a kind of field', () => {
  for (const kind of ['toString', 'constructor', 'valueOf', '__proto__'])
    expect
      .soft(() => formOf(z.strictObject({ a: z.string().meta({ kind: kind as never, label: 'A', hint: 'B.' }) })), kind)
      .toThrow('has no kind that the form knows');
});

test('what the form asks for is what the check asks for', () => {
  for (const { name, schema } of [...collections, ...settings, ...blocks]) {
    // What one field needs because another is empty is asked for when the entry is saved: `admin/on-demand/before-saving.ts`.
    const issues = schema.safeParse({}).error?.issues.filter(({ code }) => code !== 'custom') ?? [];
    const missing = issues.map(({ path }) => path.join('.'));
    const asked = inDecap(schema).filter(({ required }) => required);
    expect
      .soft(
        asked.map((field) => field.name),
        name,
      )
      .toEqual(missing);
  }
});

test('a group that may be left empty asks for nothing until it is begun, and calls nothing “optional” that it then needs', () => {
  const words = { label: 'Where', hint: 'If it has a place.' };
  const town = text({ label: 'Town', hint: 'Its name.' });
  const parts = { town, street: town.optional(), door: group(words, { town }) };
  const [place] = inDecap(z.strictObject({ place: group(words, parts).optional() }));
  // What Decap makes of it: it asks where there is no word or `true`, and says “optional” where there is `false`.
  const said = [...everyField(place ? [place] : [])].map(({ name, required = true }) => [name, required]);
  expect(said).toEqual([
    ['place', false],
    ['town', null],
    ['street', false],
    ['door', null],
    ['town', null],
  ]);
  // Whole, Decap takes `null` for a mistake in its configuration, and does not start.
  expect(JSON.stringify(collectionsOf(false))).not.toContain('"required":null');
  expect(JSON.stringify(collectionsOf(true))).toContain('"required":null');
});

test('a list of references is one box to choose several from', () => {
  const funders = list(
    { label: 'Funders', labelSingular: 'funder', hint: 'Who paid.' },
    reference('funders', { label: 'Funder', hint: 'Choose.' }),
  );
  expect(inDecap(z.strictObject({ funders }))).toMatchObject([
    { widget: 'reference', multiple: true, collection: 'funders' },
  ]);
});

test('what the form refuses is what the check refuses', () => {
  const words = { label: 'A field', hint: 'Fill it in.' };
  const kinds: Readonly<Record<string, z.ZodType>> = {
    text: text(words, 20),
    paragraph: paragraph(words, 20),
    time: timeOfDay(words),
    day: calendarDate(words),
    address: webAddress(words),
    old: siteAddress(words),
  };
  const tricky = fc.oneof(
    fc.string({ maxLength: 25 }),
    fc.string({
      unit: fc.constantFrom('a', '-', '1', ':', '\n', ' ', '\u200b', '\ufeff', 'é', '/', '.', '"'),
      maxLength: 25,
    }),
    fc.constantFrom(
      '14:30',
      '24:00',
      '9:05',
      'a-b',
      'a--b',
      'A',
      '1906-12-19',
      '0002-12-19',
      '2026-12-19',
      '2101-01-01',
      '20260-01-01',
      'https://a.example/b',
      'http://',
      'javascript:alert(1)',
      '\u200b\u2060',
    ),
  );
  for (const [kind, schema] of Object.entries(kinds)) {
    const [field] = inDecap(z.strictObject({ [kind]: schema }));
    // Decap makes the pattern anew, with no flags.
    const pattern = new RegExp(field?.pattern?.[0] ?? 'nothing matches this \\b\\B');
    fc.assert(
      fc.property(
        tricky.filter((value) => value !== ''),
        (value) => pattern.test(value) === schema.safeParse(value).success,
      ),
      { numRuns: 2000 },
    );
  }
});

/** Every schema that has a pattern in the CMS, however deep, with the pattern. */
function* patterned(schema: z.core.$ZodType, field: DecapField): Generator<[where: string, z.ZodType, RegExp]> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    yield* patterned(schema.unwrap(), field);
  else if (schema instanceof z.ZodArray && (field.field || field.fields))
    yield* patterned(schema.element, field.field ?? { ...field, widget: 'object' });
  else if (schema instanceof z.ZodObject) {
    for (const inner of field.fields ?? [])
      for (const [where, ...rest] of patterned(schema.shape[inner.name], inner))
        yield [`${field.name}.${where}`, ...rest];
  } else if (schema instanceof z.ZodType && field.pattern) yield [field.name, schema, new RegExp(field.pattern[0])];
}

test('in every field there is, the form and the check agree, to the last character and the invisible ones', () => {
  const right = [
    'A day',
    '14:30',
    '/news/',
    'https://a.example/b',
    '01442 780541',
    'me@example.org',
    '+40%',
    'a-b',
    '',
  ];
  const odd = ['', '\u200b', '\ufeff', '\n', '\r', ' ', 'é', '-', '.', '@', '#', '"', '\u2028', '\u00ad'];
  const value = fc
    .tuple(
      fc.constantFrom(...right),
      fc.nat(20),
      fc.constantFrom(...odd),
      fc.constantFrom(1, 20, 59, 90, 299, 400, 601),
    )
    .chain(([start, place, character, times]) =>
      fc.constantFrom(
        start.slice(0, place) + character + start.slice(place),
        character.repeat(times),
        start.padEnd(times, 'x'),
        'x'.repeat(times) + character,
      ),
    )
    .filter((typed) => typed !== '');
  const places = [...collections, ...settings, ...blocks].flatMap(({ name, schema }) => [
    ...patterned(schema, { name, label: name, hint: name, widget: 'object', fields: inDecap(schema) }),
  ]);
  expect(places.length).toBeGreaterThan(60);
  for (const [where, schema, pattern] of places) {
    const agree = (typed: string) => pattern.test(typed) === schema.safeParse(typed).success;
    const limit = schema instanceof z.ZodString ? (schema.maxLength ?? 0) : 0;
    for (const length of [limit, limit + 1]) expect.soft(length === 0 || agree('x'.repeat(length)), where).toBe(true);
    const { failed, counterexample } = fc.check(fc.property(value, agree), { numRuns: 300 });
    expect.soft({ where, failed, counterexample }).toEqual({ where, failed: false, counterexample: null });
  }
});

test('an emoji is one character, to the form as to the check', () => {
  const schema = text({ label: 'Heading', hint: 'Two or three words.' }, 20);
  const [field] = inDecap(z.strictObject({ heading: schema }));
  const pattern = new RegExp(field?.pattern?.[0] ?? '');
  for (const heading of ['🥁'.repeat(20), '🥁'.repeat(21), `${'🥁'.repeat(19)}ab`, 'a'.repeat(21)])
    expect.soft([heading, pattern.test(heading)]).toEqual([heading, schema.safeParse(heading).success]);
});

test('dropping blanks takes nothing else: whatever was filled in stays, in its order, 0 and “off” too', () => {
  const leaves = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : value === '' || value === null || value === undefined
        ? []
        : [value];
  fc.assert(
    fc.property(fc.jsonValue(), (value) => isDeepStrictEqual(leaves(dropBlanks(value)), leaves(value))),
    { numRuns: 3000 },
  );
  for (const value of [0, false, ' '])
    expect(dropBlanks({ value, deep: [{ value }] })).toEqual({ value, deep: [{ value }] });
});

test('every picture that a schema takes is one that the build finds', async () => {
  const code = await readFile(join(import.meta.dirname, '../../src/on-disk.ts'), 'utf8');
  expect(code).toContain(`'/content/**/*.{${pictureEndings.join(',')}}'`);
});

test('the CMS saves what the build would take, and refuses the rest with the proofreader’s words', async () => {
  let ledTo: readonly unknown[] = [];
  const saving = (collection: string, slug: string, data: Record<string, unknown>) => {
    const entry: Record<string, unknown> = { collection, slug, data: { toJS: () => data } };
    const handler = beforeSaving((_, ...place) => {
      ledTo = place;
    });
    return expect(handler({ entry: { get: (name: string) => entry[name] as never } }));
  };
  const post = { title: 'A day', publishedOn: '2026-11-01', summary: 'It was.', cover: { file: '', description: '' } };
  await saving('news', 'a-day/index', {
    ...post,
    body: 'Words.\n\n![A drum.](drum.jpg){shows="nobody"}',
  }).resolves.toBeUndefined();
  await saving('news', '', { ...post, cover: { file: 'drum.jpg', description: '', shows: 'nobody' } }).rejects.toThrow(
    /^Main picture, What the picture shows is missing/,
  );
  expect(ledTo).toEqual(['cover.description']);
  await saving('news', '', { ...post, body: '![](drum.jpg){shows="nobody"}' }).rejects.toThrow(
    'A picture in the text, drum.jpg, does not say what it shows. Describe it in one sentence.',
  );
  await saving('news', '', {
    ...post,
    title: '',
    body: ':::gallery{heading="Photos"}\n![](<a.jpg>){shows="nobody"}\n:::',
  }).rejects.toThrow(/^Headline is missing.* After that, 1 more thing needs mending\.$/);
  await saving('news', '', { ...post, cover: { file: 'drum.jpg', description: 'A drum.', shows: '' } }).rejects.toThrow(
    /^Main picture, Who is in it is missing/,
  );
  const gallery =
    ':::gallery{heading="Photos"}\n![A drum.](<a.jpg>){shows="nobody"}\n![](<b.jpg>){shows="nobody"}\n:::';
  await saving('news', '', { ...post, body: `![A drum.](<a.jpg>){shows="nobody"}\n\n${gallery}` }).rejects.toThrow(
    'In the block “Photo gallery”: Photos, photo 2, What the picture shows must be one line with some words in it',
  );
  expect(ledTo).toEqual(['pictures.1.description', 1]);
  await saving('news', '', { ...post, body: '::donate{fund=x}\n\n::quote{words="" who="Ana"}' }).rejects.toThrow(
    /^The text has a block that cannot be read: “::donate\{fund=x\}”/,
  );
  expect(ledTo).toEqual([undefined, undefined]);
  await saving('news', '', { ...post, mood: 'glad' }).rejects.toThrow(
    'There is something here that the form does not show: “mood”. Ask whoever looks after the site to take it out',
  );
  await saving('news', '', {
    ...post,
    cover: { file: 'drum.jpg', description: 'A drum.', shows: 'us' },
  }).rejects.toThrow(
    'Who is in it must be one of Nobody who could be recognised, People who could be recognised, and is “us”.',
  );
  const recorded = { recordedBy: 'Ana', recordedOn: '2026-11-01', until: '2026-10-01', uses: 'site' };
  const withPeople = { file: 'drum.jpg', description: 'A drum.', shows: 'people' };
  await saving('news', '', { ...post, cover: { ...withPeople, consent: recorded } }).rejects.toThrow(
    'Holds until must be the day they said yes, or a later one.',
  );
  await saving('news', '', { ...post, cover: { ...withPeople, consent: { recordedBy: 'Ana' } } }).rejects.toThrow(
    /^Main picture, Consent, The day they said yes is missing.* 2 more things need/,
  );
  await saving('news', '', { ...post, cover: withPeople }).resolves.toBeUndefined();
  await saving('settings', 'navigation', { main: [], foot: [{ label: 'News', address: 'news' }] }).rejects.toThrow(
    /^At the foot, link 1, Address/,
  );
  for (const address of ['www.heartofbucks.org', 'javascript:alert(1)'])
    for (const body of [`- See [them](${address}).`, `See [them][1].\n\n::donate{fund="x"}\n\n[1]: ${address}`])
      await saving('news', '', { ...post, body }).rejects.toThrow(
        `The text has a link that leads nowhere safe: “${address}”. Use an address that starts with https:// or with /.`,
      );
  await saving('news', '', { ...post, body: 'So ![a drum](https://a.example/drum.jpg) it was.' }).rejects.toThrow(
    'The text has a picture in the middle of a sentence, or on another website: “https://a.example/drum.jpg”.',
  );
  const sound = '[One](https://a.example/), [two](/news/), [three](mailto:a@b.example), <tel:01442> and www.a.example';
  await saving('news', '', { ...post, body: sound }).resolves.toBeUndefined();
});

test('a new entry is called only what an address can be, and what the site has no page of its own at', () => {
  const taken = { news: ['topics', 'page'], people: ['con'] };
  const why = (collection: string, path: string) => whyNot(collection, path, taken)?.words;
  for (const name of ['a-spring-day', '2026', 'a'])
    expect.soft(why('news', `content/news/${name}/index.md`), name).toBeUndefined();
  for (const path of ['music_day/index', '/index', 'index', '-a/index', 'a--b/index', 'A/index'])
    expect.soft(why('news', `content/news/${path}.md`), path).toMatch(/^Headline: .* cannot be one\. It needs/);
  expect(why('news', 'content/news/topics/index.md')).toContain('at /news/topics/. Say it in other words.');
  // People have no pages of their own.
  expect(why('people', 'content/people/con/index.md')).toBeUndefined();
  expect(why('settings', 'content/settings/home.yaml')).toBeUndefined();
});

test('a field that staff cleared is a field not filled in, at any depth', () => {
  expect(
    dropBlanks({ a: '', b: null, c: [], d: {}, e: [{ f: '' }, { f: 'x' }], g: { h: { i: null } }, j: 0, k: false }),
  ).toEqual({
    e: [{ f: 'x' }],
    j: 0,
    k: false,
  });
  const isBlank = (value: unknown): boolean =>
    value === '' ||
    value === null ||
    value === undefined ||
    (typeof value === 'object' && Object.values(value).length === 0);
  const holdsBlank = (value: unknown): boolean =>
    isBlank(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsBlank));
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const kept = dropBlanks(value);
      return (kept === undefined || !holdsBlank(kept)) && isDeepStrictEqual(dropBlanks(kept), kept);
    }),
    { numRuns: 3000 },
  );
});

test('a cleared optional field, as Decap saves it, is accepted for every optional field of every schema', () => {
  const cleared = (fields: readonly FormField[]) =>
    Object.fromEntries(fields.filter(({ required }) => !required).map(({ name }) => [name, '']));
  for (const { name, schema } of [...collections, ...settings]) {
    const refused = schema.safeParse(dropBlanks(cleared(formOf(schema))) ?? {}).error?.issues ?? [];
    const optional = formOf(schema)
      .filter(({ required }) => !required)
      .map((field) => field.name);
    expect
      .soft(
        refused.filter(({ path }) => optional.includes(String(path[0]))),
        name,
      )
      .toEqual([]);
  }
});
