/** Staff’s text is read as they meant it: blocks where they put them, words as they typed them, and nothing in it can run. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { blocks } from '../../src/blocks/blocks.ts';
import { directivePattern, readDirective, readPicture, writeDirective } from '../../src/blocks/directive.ts';
import { proseToHtml } from '../../src/blocks/prose.ts';
import { readText } from '../../src/blocks/text.ts';
import { dayInWords, daysInWords, timeInWords } from '../../src/dates.ts';
import { poundsInWords } from '../../src/money.ts';
import { formOf } from '../../src/schema/form.ts';

const forms = Object.fromEntries(blocks.map(({ name, schema }) => [name, formOf(schema)]));

const line = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        '\\',
        '[',
        ']',
        '{',
        '}',
        '&',
        '&amp;',
        '&quot;',
        '(',
        ')',
        '<',
        '>',
        ':::',
        '::',
        ' ',
        'a',
        '£',
        '🥁',
      ),
      minLength: 1,
      maxLength: 20,
    }),
  )
  .map((words) => words.replace(/[\n\r\u2028\u2029]/g, ' ').trim())
  .filter((words) => words !== '');
const file = fc.stringMatching(/^[a-z0-9 ()_-]{1,20}\.jpg$/).filter((name) => name.trim() === name);

const valuesOf = {
  gallery: fc.record({
    heading: line,
    pictures: fc.array(
      fc.record({ file, description: line, caption: line }, { requiredKeys: ['file', 'description'] }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  outcome: fc.record({
    heading: line,
    figure: line,
    words: fc.string({ minLength: 1, maxLength: 80 }),
    rose: fc.array(line, { minLength: 1, maxLength: 5 }),
  }),
  donate: fc.record({ fund: fc.stringMatching(/^[a-z]+(-[a-z]+)?$/) }, { requiredKeys: [] }),
};

for (const [name, values] of Object.entries(valuesOf)) {
  test(`a ${name} block is read back as it was written, with any words in it, wherever it stands`, () => {
    const form = forms[name] ?? [];
    fc.assert(
      fc.property(values as fc.Arbitrary<Record<string, unknown>>, (written) => {
        const markdown = writeDirective(name, form, written);
        const found = directivePattern(name, form).exec(`${markdown}\n\nMore words.`);
        expect(found?.[0]).toBe(markdown);
        expect(readDirective(form, found ?? [])).toEqual(written);
        const pieces = readText(`Words before.\n\n${markdown}\n\nWords after.`);
        expect(pieces).toEqual([
          { kind: 'prose', markdown: 'Words before.' },
          { kind: 'block', name, values: written },
          { kind: 'prose', markdown: 'Words after.' },
        ]);
      }),
      { numRuns: 2000 },
    );
  });
}

test('a time, a note and colons in a sentence stay text', () => {
  for (const words of [
    'We start at 10:30.',
    'note:this',
    'a ::donate in a sentence',
    ':::',
    '::',
    '```\n::donate\n```',
    '~~~\n:::gallery\n:::\n~~~',
    'Words\n::donate',
  ]) {
    const pieces = readText(words);
    expect(pieces, words).toEqual([{ kind: 'prose', markdown: words }]);
  }
  expect(proseToHtml('We start at 10:30, note:this.').html).toBe('<p>We start at 10:30, note:this.</p>\n');
});

test('blocks one after another, and files from Windows, are read', () => {
  const kinds = (markdown: string) =>
    readText(markdown).map((piece) => (piece.kind === 'block' ? piece.name : piece.kind));
  expect(kinds('::donate\n\n::donate{fund="a"}')).toEqual(['donate', 'donate']);
  expect(kinds('One\r\n\r\n:::gallery{heading="H"}\r\n![A](<a.jpg>)\r\n:::\r\n\r\nTwo')).toEqual([
    'prose',
    'gallery',
    'prose',
  ]);
  expect(kinds(':::gallery{heading="H"}\n![A](<a.jpg>)')).toEqual(['unreadable']);
  expect(kinds('::nosuch')).toEqual(['unreadable']);
  expect(kinds('')).toEqual([]);
});

test('a picture on a line of its own, as Decap writes it, is a picture', () => {
  expect(readPicture('![A drum](drum.jpg "Loud")')).toEqual({
    file: 'drum.jpg',
    description: 'A drum',
    caption: 'Loud',
  });
  expect(readText('Before.\n\n![A drum](drum.jpg)\n\nAfter.')[1]).toEqual({
    kind: 'picture',
    file: 'drum.jpg',
    description: 'A drum',
  });
});

test('headings never skip a level, and never take the place of the title', () => {
  expect(proseToHtml('# One\n\n#### Four\n\n## Two\n\n### Three').html.match(/<h\d/g)).toEqual([
    '<h2',
    '<h3',
    '<h2',
    '<h3',
  ]);
  expect(proseToHtml('### Three', 2)).toMatchObject({ html: '<h3>Three</h3>\n', level: 3 });
});

function* elements(node: DefaultTreeAdapterTypes.Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}
const plain = [
  'p',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'code',
  'em',
  'strong',
  'del',
  'a',
  'br',
  'hr',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'input',
];

/** The HTML of this text has nothing in it that could run, load or lead astray. */
function expectHarmless(markdown: string): void {
  const { html } = proseToHtml(markdown);
  for (const { tagName, attrs } of elements(parseFragment(html))) {
    expect({ html, tagName, known: plain.includes(tagName) }).toEqual({ html, tagName, known: true });
    for (const { name, value } of attrs) {
      expect({
        html,
        name,
        known: ['href', 'title', 'start', 'align', 'class', 'type', 'checked', 'disabled'].includes(name),
      }).toMatchObject({ known: true });
      if (name === 'href')
        expect({ html, value, safe: /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i.test(value) }).toMatchObject({
          safe: true,
        });
      if (name === 'type') expect(value).toBe('checkbox');
    }
  }
}

test('whatever is typed or pasted, nothing of it runs, loads or leads astray', () => {
  const nasty = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <svg/onload=alert(1)> b',
    '<iframe src="https://evil.example"></iframe>',
    '[go](javascript:alert(1))',
    '[go](JaVaScRiPt:alert(1))',
    '[go](java&#x0A;script:alert(1))',
    '[go](\tjavascript:alert(1))',
    '[go](data:text/html,<script>alert(1)</script>)',
    '[go](vbscript:x)',
    '[go](//evil.example)',
    '[go](\\\\evil.example)',
    '<javascript:alert(1)>',
    '[go][1]\n\n[1]: javascript:alert(1)',
    '![x](https://evil.example/pixel.gif)',
    '![x][1]\n\n[1]: https://evil.example/pixel.gif',
    '<style>*{display:none}</style>',
    '<form action="https://evil.example"><input name=a></form>',
    '<!-- a comment --> <?php ?> <![CDATA[x]]>',
    '| <b>a</b> |\n|---|\n| [x](javascript:1) |',
  ];
  for (const text of nasty) expectHarmless(text);
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(...nasty),
      fc.string({ maxLength: 20 }),
      fc.constantFrom('\n\n', '> ', '- ', '`', '**', '# ', '    '),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, (parts) => expectHarmless(parts.join(''))),
    { numRuns: 3000 },
  );
});

test('HTML is shown as it was typed', () => {
  expect(proseToHtml('Use <b>bold</b> & more').html).toBe('<p>Use &lt;b&gt;bold&lt;/b&gt; &amp; more</p>\n');
  expect(proseToHtml('<div>\nA box\n</div>').html).toBe('<p>&lt;div&gt;\nA box\n&lt;/div&gt;</p>\n');
});

test('days, times and sums are said as people in the UK say them', () => {
  expect(dayInWords('2024-07-14')).toBe('14 July 2024');
  expect(daysInWords('2024-07-14', '2024-07-16')).toBe('14 to 16 July 2024');
  expect(daysInWords('2024-07-31', '2024-08-01')).toBe('31 July 2024 to 1 August 2024');
  expect(daysInWords('2024-07-14', '2024-07-14')).toBe('14 July 2024');
  expect(['00:00', '10:00', '12:30', '14:05'].map(timeInWords)).toEqual(['12 am', '10 am', '12.30 pm', '2.05 pm']);
  expect([0, 5, 2500, 2550, 1_000_000, 123_456_789].map(poundsInWords)).toEqual([
    '£0',
    '£0.05',
    '£25',
    '£25.50',
    '£10,000',
    '£1,234,567.89',
  ]);
});
