/** What staff write in the editor goes into the file and comes back unchanged, and the page shows it as typed: held with the editor’s own reading and writing. */
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { build } from 'vite';
import { blockEditor } from '../../admin/block-editor.ts';
import type { SlateNode } from '../../admin/markdown.ts';
import { blocks } from '../../src/blocks/blocks.ts';
import { proseToHtml } from '../../src/blocks/prose.ts';
import { definitionsIn, readText } from '../../src/blocks/text.ts';
import { readMarkdown } from '../../src/proofreading/markdown-file.ts';

/** How many bodies are tried, and which: another seed tries others. `BODIES=100000 SEED=1` tries more. */
const numRuns = Number(process.env.BODIES ?? 1000);
const seed = Number(process.env.SEED ?? 20261124);

// One after another: each worker would bundle the editor for itself.
test.describe.configure({ mode: 'default' });

let editor: typeof import('../../admin/markdown.ts');
let preview: typeof import('../../src/blocks/prose.ts');
let folder: string;
const root = join(import.meta.dirname, '../..');

// What they take from others is written for a bundler: Node alone cannot import it.
async function bundled<Module>(file: string, alias = {}): Promise<Module> {
  const name = `${basename(file, '.ts')}.mjs`;
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    resolve: { alias },
    build: {
      ssr: join(root, file),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  });
  return import(pathToFileURL(join(folder, name)).href);
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'editor-'));
  editor = await bundled('admin/markdown.ts');
  preview = await bundled('src/blocks/prose.ts', { satteri: join(root, 'admin/preview/stand-ins/satteri.ts') });
});
test.afterAll(() => rm(folder, { recursive: true }));

const components = blocks.map((block) => ({
  ...blockEditor(block, { titles: {}, isLight: true }),
  id: block.name,
})) as unknown as Parameters<typeof editor.slateToMarkdown>[2];
const write = (nodes: readonly SlateNode[]) =>
  editor.slateToMarkdown(structuredClone(nodes), { voidCodeBlock: true }, components);
const read = (file: string) => editor.markdownToSlate(file, { voidCodeBlock: true });

const marks =
  '* ** _ # - + > ` ``` [ ] ( ) ! < b & &amp; &#35; ~ | : :: ::donate ::: a 1. 2) https://x.org www.x.org me@x.org \\ = == --- " { } £ é 🥁 <b> </div> <!-- <?x'.split(
    ' ',
  );
const typed = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 15 }),
    fc.string({ unit: fc.constantFrom(...marks, ' '), minLength: 1, maxLength: 12 }),
  )
  // No key types these, and YAML has no place for them.
  .map((words) => words.replace(/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]/gu, ' ').trim())
  .filter((words) => words !== '');
const addresses = ['/refer/', 'https://charity.example/a_b(c)?d=e&f=*g*', 'mailto:hello@charity.example'];
const address = fc.constantFrom(...addresses);
const words = fc.oneof(
  { weight: 5, arbitrary: typed.map((text): SlateNode => ({ text })) },
  fc.record({ text: typed, bold: fc.boolean(), italic: fc.boolean() }).map(
    (node): SlateNode => ({
      text: node.text,
      ...(node.bold ? { bold: true } : {}),
      ...(node.italic ? { italic: true } : {}),
    }),
  ),
  fc.record({ text: typed, url: address }).map(({ text, url }) => ({ type: 'a', url, children: [{ text }] })),
  fc.constant({ text: ' ', bold: true } as SlateNode),
);
const line = fc.array(words, { minLength: 1, maxLength: 4 });
const lines = fc.oneof(
  { weight: 3, arbitrary: line },
  fc.tuple(line, line).map(([one, other]) => [...one, { type: 'break', children: [{ text: '' }] }, ...other]),
);
const paragraph = lines.map((children): SlateNode => ({ type: 'p', children }));
const heading = fc.record({ type: fc.constantFrom('h2', 'h3'), children: line });
const { list } = fc.letrec<{ list: SlateNode; item: SlateNode }>((tie) => ({
  list: fc.record({
    type: fc.constantFrom('ul', 'ol'),
    children: fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
  }),
  item: fc
    .tuple(lines, fc.option(tie('list'), { depthSize: 'small', maxDepth: 2 }))
    .map(([children, within]) => ({ type: 'li', children: [{ type: 'lic', children }, ...(within ? [within] : [])] })),
}));
const quotation = fc
  .array(paragraph, { minLength: 1, maxLength: 2 })
  .map((children) => ({ type: 'blockquote', children }));
const block = (shortcode: string, shortcodeData: Record<string, unknown>): SlateNode => ({
  type: 'shortcode',
  data: { shortcode, shortcodeData },
  children: [{ text: '' }],
});
const blockWith = (shortcode: string, values: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(values).map((given) => block(shortcode, given));
const file = fc.constantFrom('a drum.jpg', 'drum(1).jpg');
const anyBlock = fc.oneof(
  blockWith('image', { file, description: typed, caption: typed }),
  blockWith('gallery', {
    heading: typed,
    pictures: fc.array(fc.record({ file, description: typed }), { minLength: 1, maxLength: 3 }),
  }),
  blockWith('quote', { words: typed, who: typed }),
  blockWith('video', { title: typed, address: fc.constant('https://vimeo.com/123456'), file, description: typed }),
  blockWith('outcome', { heading: typed, words: typed, rose: fc.array(typed, { minLength: 1, maxLength: 3 }) }),
  blockWith('action', { words: typed, label: typed, address }),
  blockWith('download', { label: typed, file: fc.constant('leaflet.pdf') }),
  blockWith('contact', { name: typed, telephone: fc.constant('01442 780541') }),
  blockWith('thanks', { funders: fc.constant(['heart-of-bucks']) }),
  blockWith('donate', { fund: fc.constant('chesham-hub') }),
);
const body = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: paragraph },
    { weight: 2, arbitrary: anyBlock },
    heading,
    list as fc.Arbitrary<SlateNode>,
    quotation,
  ),
  { minLength: 1, maxLength: 5 },
);

/** Each letter with the looks that staff gave it; blanks have none. */
interface Looks {
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly heading?: boolean | undefined;
  readonly item?: boolean | undefined;
  readonly quoted?: boolean | undefined;
  readonly address?: string | undefined;
}
const isEmoji = /^[[\p{S}\p{P}]&&[\u{10000}-\u{10FFFF}]]|[\u200D\uFE0F]$/v;
const letters = (text: string, { bold, italic, heading, item, quoted, address }: Looks) =>
  [...text.replace(/\s/gu, '')].map((letter) =>
    [
      letter,
      // An emoji looks the same in bold.
      bold && !isEmoji.test(letter) && 'bold',
      italic && !isEmoji.test(letter) && 'italic',
      heading && 'heading',
      item && 'item',
      quoted && 'quoted',
      address,
    ]
      .filter(Boolean)
      .join(' '),
  );
const lettersInEditor = (node: SlateNode & Partial<Looks> & { readonly url?: string }, looks: Looks = {}): string[] => {
  const { bold = looks.bold, italic = looks.italic, type = '' } = node;
  if (node.text !== undefined) return letters(node.text, { ...looks, bold, italic });
  const given = {
    ...looks,
    heading: looks.heading || /^h\d$/.test(type),
    item: looks.item || type === 'li',
    quoted: looks.quoted || type === 'blockquote',
    address: type === 'a' ? (node.url ?? (node.data as { url?: string } | undefined)?.url) : looks.address,
  };
  return (node.children ?? []).flatMap((child) => lettersInEditor(child, given));
};
const lettersOnPage = (node: DefaultTreeAdapterTypes.Node, looks: Looks = {}): string[] => {
  if ('value' in node) return letters(node.value, looks);
  if (!('childNodes' in node)) return [];
  const tag = 'tagName' in node ? node.tagName : '';
  const href = 'attrs' in node ? node.attrs.find(({ name }) => name === 'href')?.value : undefined;
  const given = {
    bold: looks.bold || tag === 'strong',
    italic: looks.italic || tag === 'em',
    heading: looks.heading || /^h\d$/.test(tag),
    item: looks.item || tag === 'li',
    quoted: looks.quoted || tag === 'blockquote',
    // A page makes a link of an address that is typed out, too.
    address: addresses.find((one) => one === href) ?? looks.address,
  };
  return node.childNodes.flatMap((child) => lettersOnPage(child, given));
};

const pageOf = (markdown: string): string[] => {
  const pieces = readText(markdown);
  const html = pieces.map((piece) =>
    piece.kind === 'prose' ? proseToHtml(piece.markdown, 1, definitionsIn(pieces)).html : '',
  );
  return lettersOnPage(parseFragment(html.join('')));
};

/** Whether two values hold the same; fast-check’s records have no prototype, which is no difference. */
const same = (one: unknown, other: unknown) => isDeepStrictEqual(structuredClone(one), structuredClone(other));

const blocksIn = (nodes: readonly SlateNode[]) =>
  nodes.flatMap(({ data }) => (data?.shortcode ? [[data.shortcode, data.shortcodeData]] : []));

/** What became of the text on its way; `undefined` when it is what was typed. */
function difference(nodes: readonly SlateNode[]) {
  const file = write(nodes);
  const back = read(file);
  const [typed, ...others] = [nodes, back].map((body) => [
    body.flatMap((node) => lettersInEditor(node)),
    blocksIn(body),
  ]);
  const onPage = pageOf(file);
  const again = write(back);
  if (same(typed, others[0]) && same(typed?.[0], onPage) && again === file) return undefined;
  return { file, again, typed, inEditor: others[0], onPage };
}

test('a body of any words and blocks goes from the editor to the file and back unchanged, and a page shows it as typed', () => {
  test.setTimeout(60_000 + numRuns * 20);
  console.log(`${numRuns} bodies, seed ${seed}`);
  const { counterexample, numShrinks } = fc.check(
    fc.property(body, (nodes) => difference(nodes) === undefined),
    { numRuns, seed },
  );
  const [nodes] = counterexample ?? [];
  expect({ nodes, ...(nodes ? difference(nodes) : {}), numShrinks }).toEqual({ nodes: undefined, numShrinks: 0 });
});

/** What a browser makes of HTML: each element with where it leads, and its words without their blanks. */
const shapeOf = (node: DefaultTreeAdapterTypes.Node): unknown => {
  if ('value' in node) return node.value.replace(/\s+/gu, '') || [];
  if (!('childNodes' in node)) return [];
  const href = 'attrs' in node ? node.attrs.find(({ name }) => name === 'href')?.value : undefined;
  return [node.nodeName, href ?? '', node.childNodes.map(shapeOf).filter((one) => !isDeepStrictEqual(one, []))];
};

/**
 * The same, with an address that was found among words as words. Of one that is stuck to other signs, as in `🥁www.x.org*`, the two readings may differ on
 * whether it is one, and where it ends.
 */
const withoutFound = (shape: unknown): readonly unknown[] => {
  if (typeof shape === 'string') return [...shape];
  const [name, href, children] = shape as [string, string, unknown[]];
  const kept = children.flatMap(withoutFound);
  const isFound = /^(https?:|mailto:)/.test(href) && /^(www\.|https?:|\S+@)/i.test(kept.join(''));
  return isFound ? kept : [[name, href, kept]];
};

/** The prose of a text as a page has it, and as the preview has it. */
const bothWays = (markdown: string) => {
  const pieces = readText(markdown);
  return [proseToHtml, preview.proseToHtml].map((toHtml) =>
    pieces.flatMap((piece) =>
      piece.kind === 'prose' ? [shapeOf(parseFragment(toHtml(piece.markdown, 1, definitionsIn(pieces)).html))] : [],
    ),
  );
};

test('the preview reads a text as the page does', async () => {
  test.setTimeout(60_000 + numRuns * 20);
  const written = [
    '# One\n\n#### Four\n\nSetext\n---\n\n***\n\nA  \nbreak, a\\\nbreak.',
    'A [link][1], a [bad](javascript:alert(1)), <b>raw</b> and ![a picture](https://elsewhere.example/a.jpg).\n\n[1]: /news/',
    '<div>\nraw\n</div>\n\n> quoted <i>raw</i>\n\n- a\n\n  b\n- c\n\n3. three\n4. four',
    'See https://charity.example/a_b, www.charity.example and me@charity.example. ~~Gone~~, ~gone~, `code`.\n\n```\n<code>\n```',
    '| a | b |\n|---|:-:|\n| 1 | `2` |\n\n- [ ] to do\n- [x] done',
  ];
  for (const markdown of written) {
    const [onPage, inPreview] = bothWays(markdown);
    expect.soft(inPreview, markdown).toEqual(onPage);
  }
  for await (const file of glob('content/*/*/index.md', { cwd: root })) {
    const [onPage, inPreview] = bothWays(readMarkdown(await readFile(join(root, file), 'utf8')).text);
    expect.soft(inPreview, file).toEqual(onPage);
  }
  const { counterexample } = fc.check(
    fc.property(body, (nodes) => {
      const [onPage, inPreview] = bothWays(write(nodes));
      return isDeepStrictEqual(inPreview?.flatMap(withoutFound), onPage?.flatMap(withoutFound));
    }),
    { numRuns, seed },
  );
  const [nodes] = counterexample ?? [];
  const [onPage, inPreview] = nodes ? bothWays(write(nodes)) : [];
  expect({ file: nodes && write(nodes), shown: inPreview }).toEqual({ file: undefined, shown: onPage });
});

test('a text is written with no more strokes than it needs', () => {
  const written: Readonly<Record<string, string>> = {
    'We start at 10:30 (and end at 12). It costs £5 – “nothing” & more!': '',
    'Call 01442 780541, or write to hello@charity.example.': '',
    'See https://charity.example/a?b=1 or www.charity.example.': '',
    '5 < 6, #music, 2 + 2 = 4, -5 degrees, 1.5 hours': '',
    '1.': '1\\.',
    '+ *': '\\+ \\*',
    '# Drums #': '\\# Drums #',
    'a \\* b': 'a \\\\\\* b',
    '&amp;': '\\&amp;',
    '~a~': '\\~a\\~',
    '<https://x.org>': '\\<https\\://x.org>',
    '`https://x.org`': '\\`https\\://x.org\\`',
    '::donate': '\\::donate',
    '\\': '\\\\',
  };
  for (const [text, file] of Object.entries(written))
    expect.soft(write([{ type: 'p', children: [{ text }] }]), text).toBe(file || text);
});

test('every text of this site is written as it stands in its file', async () => {
  const files = glob('content/*/*/index.md', { cwd: root });
  for await (const file of files) {
    const { text } = readMarkdown(await readFile(join(root, file), 'utf8'));
    expect.soft(write(read(text)), file).toBe(text.trim());
  }
});

test('what is nearly a block stays as it is, and is refused until it is mended', () => {
  for (const nearly of ['::donate {fund="x"}', ':::gallery{heading="H"}\n![A](<a.jpg>)\nwords', '::nosuch'])
    expect.soft(write(read(`Before.\n\n${nearly}\n\nAfter.`)), nearly).toBe(`Before.\n\n${nearly}\n\nAfter.`);
});
