/** Staff’s text is read as they meant it: blocks where they put them, words as they typed them, and nothing in it can run. */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { blocks } from '../../src/blocks/blocks.ts';
import { directivePattern, readDirective, readPicture, writeDirective } from '../../src/blocks/directive.ts';
import { picture } from '../../src/blocks/picture.ts';
import { proseToHtml } from '../../src/blocks/prose.ts';
import { definitionsIn, readText } from '../../src/blocks/text.ts';
import { dayInWords, daysInWords, timeInWords } from '../../src/dates.ts';
import { poundsInWords } from '../../src/money.ts';
import { focuses, pictureFile } from '../../src/schema/field.ts';
import { formOf } from '../../src/schema/form.ts';

/** Whether two values hold the same; fast-check’s records have no prototype, which is no difference. */
const same = (one: unknown, other: unknown) => isDeepStrictEqual(structuredClone(one), structuredClone(other));

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

/** What may be said of the people in a picture. */
const people = {
  shows: fc.constantFrom('nobody', 'people'),
  consent: fc.record(
    {
      recordedBy: line,
      recordedOn: fc.constant('2026-11-01'),
      until: fc.constant('2028-11-01'),
      uses: fc.constantFrom('site', 'shared'),
      withdrawnOn: fc.constant('2027-01-01'),
    },
    { requiredKeys: ['recordedBy', 'recordedOn', 'until', 'uses'] },
  ),
};

const slug = fc.stringMatching(/^[a-z]+(-[a-z]+)?$/);
const words = fc.string({ minLength: 1, maxLength: 80 });

/** Any values that staff may give each block that is written as a directive. */
const valuesOf = {
  quote: fc.record({ words, who: line, consentRecordedBy: line, consentRecordedOn: fc.constant('2026-11-01') }),
  video: fc.record(
    {
      title: line,
      address: fc.constantFrom('https://www.youtube.com/watch?v=abcdefghijk&t=10', 'https://vimeo.com/123456'),
      file,
      description: line,
      ...people,
      focus: fc.constantFrom(...focuses),
      transcript: fc.constantFrom('/news/', 'https://example.org/?a=b&c=d'),
    },
    { requiredKeys: ['title', 'address', 'file', 'description', 'shows', 'transcript'] },
  ),
  action: fc.record({ words, label: line, address: fc.constantFrom('/refer/', 'https://example.org/') }),
  download: fc.record({ label: line, file: file.map((name) => name.replace('.jpg', '.pdf')) }),
  contact: fc.record(
    { person: slug, name: line, role: line, telephone: fc.constant('01442 780541'), email: fc.emailAddress() },
    { requiredKeys: [] },
  ),
  thanks: fc.record({ funders: fc.array(slug, { minLength: 1, maxLength: 5 }) }),
  gallery: fc.record({
    heading: line,
    pictures: fc.array(
      fc.record(
        { file, description: line, caption: line, ...people, focus: fc.constantFrom(...focuses) },
        { requiredKeys: ['file', 'description', 'shows'] },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  outcome: fc.record({
    heading: line,
    figure: line,
    words: fc.string({ minLength: 1, maxLength: 80 }),
    rose: fc.array(line, { minLength: 1, maxLength: 5 }),
    before: fc.constant('50%'),
    after: fc.constant('70%'),
    source: line,
  }),
  donate: fc.record({ fund: slug }, { requiredKeys: [] }),
};

test('every block has its property tested', () => {
  const written = blocks.filter((block) => !('markdown' in block)).map(({ name }) => name);
  expect(Object.keys(valuesOf).sort()).toEqual(written.sort());
});

test('a picture in a text is read back as the editor wrote it, with any words', () => {
  const values = fc.record(
    { file, description: line, caption: line, ...people, focus: fc.constantFrom(...focuses) },
    { requiredKeys: ['file', 'description', 'shows'] },
  );
  const { pattern, read, write } = picture.markdown;
  fc.assert(
    fc.property(values, (written) => {
      const markdown = write(written);
      const found = pattern.exec(`${markdown}\n\nMore words.`)?.[0] ?? '';
      const [, piece] = readText(`Words before.\n\n${markdown}\n\nWords after.`);
      return found === markdown && same(read(found), written) && same(piece, { kind: 'picture', ...written });
    }),
    { numRuns: 2000 },
  );
  for (const older of ['![A drum](drum.jpg)', '![A drum](<drum.jpg> "Loud")  ', '![](drum.jpg)'])
    expect.soft(pattern.test(`${older}\n\nMore.`), older).toBe(true);
  for (const other of ['![A drum](drum.jpg) and more words', '![A drum](drum.jpg){file="other.jpg"}'])
    expect.soft(pattern.test(other), other).toBe(false);
});

for (const [name, values] of Object.entries(valuesOf)) {
  test(`a ${name} block is read back as it was written, with any words in it, wherever it stands`, () => {
    const form = forms[name] ?? [];
    fc.assert(
      fc.property(values as fc.Arbitrary<Record<string, unknown>>, (written) => {
        const markdown = writeDirective(name, form, written);
        const found = directivePattern(name, form).exec(`${markdown}\n\nMore words.`);
        const pieces = readText(`Words before.\n\n${markdown}\n\nWords after.`);
        const expected = [
          { kind: 'prose', markdown: 'Words before.' },
          { kind: 'block', name, values: written },
          { kind: 'prose', markdown: 'Words after.' },
        ];
        return found?.[0] === markdown && same(readDirective(form, found ?? []), written) && same(pieces, expected);
      }),
      { numRuns: 2000 },
    );
  });
}

test('a picture of any name that the check accepts is read back from a gallery', () => {
  const form = forms.gallery ?? [];
  const named = fc
    .string({ unit: fc.constantFrom(...'aé <>()[]{}"\'&*_`~!|;,.-+=@$^'), minLength: 1, maxLength: 12 })
    .map((name) => `${name}.jpg`)
    .filter((name) => pictureFile({ label: 'A', hint: 'B.' }).safeParse(name).success);
  fc.assert(
    fc.property(named, (file) => {
      const values = { heading: 'Photos', pictures: [{ file, description: 'A drum.' }] };
      const [piece] = readText(writeDirective('gallery', form, values));
      return same(piece, { kind: 'block', name: 'gallery', values });
    }),
    { numRuns: 2000 },
  );
});

test('a block stands where it was put, whatever is written around it', () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom('## A heading', '> said', '- one', '1. two', '`::donate`', '10:30', 'note:this', '::', '', '---'),
      fc.constantFrom('```\n::donate\n\n:::gallery\n:::\n```', '~~~ text\n\n::donate\n~~~', '| a |\n|---|', '[a]: /b'),
      line.filter((typed) => !/^( {0,3}(`{3}|~{3})|:::?[a-z]|!\[)/.test(typed)),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(words, valuesOf.outcome, words, (before, values, after) => {
      const block = writeDirective('outcome', forms.outcome ?? [], values);
      const pieces = readText([...before, '', block, '', ...after].join('\n'));
      const prose = (of: readonly string[]) => {
        const markdown = of.join('\n').trim();
        return markdown === '' ? [] : [{ kind: 'prose', markdown }];
      };
      return same(pieces, [...prose(before), { kind: 'block', name: 'outcome', values }, ...prose(after)]);
    }),
    { numRuns: 2000 },
  );
});

test('no word that staff wrote is lost: it is on the page, or they are told', () => {
  let count = 0;
  const word = () => {
    count += 1;
    return `word${count}`;
  };
  const lines = fc
    .array(
      fc.constantFrom(
        () => '',
        () => '',
        () => word(),
        () => `- ${word()}`,
        () => `* ${word()}`,
        () => `![${word()}](<a.jpg>)`,
        () => `![${word()}](<a.jpg>) ${word()}`,
        () => `:::gallery{heading="${word()}"}`,
        () => `:::outcome{heading="${word()}" figure="${word()}" words="${word()}"}`,
        () => ':::',
        () => '::donate',
        () => `::donate{fund="${word()}"}`,
        () => `::donate{fund=${word()}}`,
        () => `::donate{fund=“${word()}”}`,
      ),
      { maxLength: 12 },
    )
    .map((makers) => {
      count = 0;
      return makers.map((make) => make());
    });
  const lost = (typed: readonly string[]) => {
    const pieces = readText(typed.join('\n'));
    if (pieces.some(({ kind }) => kind === 'unreadable')) return [];
    const read = JSON.stringify(pieces);
    return (typed.join('\n').match(/word\d+/g) ?? []).filter((one) => !new RegExp(`${one}(?!\\d)`).test(read));
  };
  const examples = {
    'a gallery that is not closed, before another block': [
      ':::gallery{heading="Photos"}',
      '![A drum.](<a.jpg>)',
      '',
      'word1',
      '',
      ':::outcome{heading="Up"}',
      '- word2',
      ':::',
    ],
    'words in a gallery': [':::gallery{heading="Photos"}', 'word1', '![A drum.](<a.jpg>)', ':::'],
    'a list with stars': [':::outcome{heading="Up"}', '* word1', ':::'],
    'a fund without quotes': ['::donate{fund=word1}'],
    'a fund in curly quotes': ['::donate{fund=“word1”}'],
    'words after a picture': [':::gallery{heading="Photos"}', '![A drum.](<a.jpg>) word1', ':::'],
  };
  for (const [what, typed] of Object.entries(examples))
    expect.soft({ what, lost: lost(typed) }).toEqual({ what, lost: [] });
  const { counterexample } = fc.check(
    fc.property(lines, (typed) => lost(typed).length === 0),
    { numRuns: 3000 },
  );
  expect(counterexample).toBeNull();
});

test('a file from Windows reads as the same file from anywhere', () => {
  const lines = fc.array(
    fc.oneof(
      line,
      fc.constantFrom('', '::donate', ':::gallery{heading="H"}', '![A](<a.jpg>)', ':::', '```', '- a', ':::outcome'),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(lines, (typed) => same(readText(typed.join('\r\n')), readText(typed.join('\n')))),
    { numRuns: 2000 },
  );
});

test('code within a line does not take the rest of the text for code', () => {
  const kinds = (markdown: string) => readText(markdown).map(({ kind }) => kind);
  expect.soft(kinds('```words``` in a line of code\n\n::donate')).toEqual(['prose', 'block']);
  expect.soft(kinds('- ```\n  code in a list\n  ```\n\n::donate')).toEqual(['prose', 'block']);
  expect.soft(kinds('````\n```\n::donate\n```\n````\n\n::donate')).toEqual(['prose', 'block']);
  expect.soft(kinds('```\n```js\n\n::donate\n```')).toEqual(['prose']);
});

test('a time, a note and colons in a sentence stay text', () => {
  for (const words of [
    'We start at 10:30.',
    'note:this',
    'a ::donate in a sentence',
    ':::',
    '::',
    '```\n::donate\n```',
    '~~~\n:::gallery\n:::\n~~~',
  ]) {
    const pieces = readText(words);
    expect(pieces, words).toEqual([{ kind: 'prose', markdown: words }]);
  }
  expect(proseToHtml('We start at 10:30, note:this.').html).toBe('<p>We start at 10:30, note:this.</p>\n');
});

test('what is nearly a block is not published as words: it is known for what it was meant to be', () => {
  const nearly = [
    '::donate {fund="x"}',
    '  ::donate',
    '::Donate',
    ':: donate',
    '::::gallery{heading="H"}',
    '::donate and more',
  ];
  for (const line of nearly)
    expect
      .soft(
        readText(`Before.\n\n${line}\n\nAfter.`).map(({ kind }) => kind),
        line,
      )
      .toEqual(['prose', 'unreadable', 'prose']);
  for (const before of ['## Heading', 'Words', '::donate'])
    expect
      .soft(readText(`${before}\n::donate`)[1], before)
      .toMatchObject({ kind: 'unreadable', line: '::donate', written: '::donate' });
  expect(readText('We outcome ::donated things.\n\n::donations are welcome\n\n`::donate`')).toHaveLength(1);
});

test('a link finds its address wherever in the text that stands, a block between them or not', () => {
  const htmlOf = (markdown: string) => {
    const pieces = readText(markdown);
    return pieces
      .map((piece) => (piece.kind === 'prose' ? proseToHtml(piece.markdown, 1, definitionsIn(pieces)).html : ''))
      .join('');
  };
  const definitions = ['[1]: /news/', '[1]: </news/> "The news"', "  [1]: /news/ 'The news'"];
  for (const definition of definitions) {
    expect.soft(hrefsIn(htmlOf(`A [link][1].\n\n::donate\n\n${definition}`)), definition).toEqual(['/news/']);
    expect.soft(hrefsIn(htmlOf(`${definition}\n\n::donate\n\nA [link][1].`)), definition).toEqual(['/news/']);
  }
  expect(hrefsIn(htmlOf('A [link][1].\n\n::donate\n\n[1]: javascript:x'))).toEqual(['#']);
  for (const words of ['[note]: this is said here', 'Words\n[1]: /news/', '```\n[1]: /news/\n```'])
    expect.soft(htmlOf(`A [link][1].\n\n::donate\n\n${words}`), words).toBe(htmlOf('A [link][1].') + htmlOf(words));
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

/** What in the HTML of this text could run, load or lead astray; nothing, it should be. */
function harmIn(markdown: string): readonly string[] {
  const { html } = proseToHtml(markdown);
  const known = ['href', 'title', 'start', 'align', 'class', 'type', 'checked', 'disabled'];
  return [...elements(parseFragment(html))].flatMap(({ tagName, attrs }) => [
    ...(plain.includes(tagName) ? [] : [`<${tagName}>`]),
    ...attrs
      .filter(
        ({ name, value }) =>
          !known.includes(name) ||
          (name === 'href' && !/^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i.test(value)) ||
          (name === 'type' && value !== 'checkbox'),
      )
      .map(({ name, value }) => `${name}="${value}"`),
  ]);
}

const hrefsIn = (html: string) =>
  [...elements(parseFragment(html))]
    .flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'href'))
    .map(({ value }) => value);

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
  for (const text of nasty) expect.soft({ text, harm: harmIn(text) }).toEqual({ text, harm: [] });
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(...nasty),
      fc.string({ maxLength: 20 }),
      fc.constantFrom('\n\n', '> ', '- ', '`', '**', '# ', '    '),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, (parts) => harmIn(parts.join('')).length === 0),
    { numRuns: 3000 },
  );
});

test('a link leads to this site, to the web, to an email or a telephone, as a browser understands it', () => {
  const address = fc
    .array(
      fc.constantFrom(
        ...[
          '/',
          '//',
          '\\',
          '\\\\',
          '\t',
          ' ',
          '&Tab;',
          '&NewLine;',
          '&#10;',
          '&#x5c;',
          '&sol;',
          '%5C',
          '%09',
          '..',
          '.',
          '?',
          '#',
          '@',
        ],
        ...[
          'javascript',
          'JavaScript',
          'data',
          'vbscript',
          'file',
          'blob',
          'http',
          'HTTPS',
          'mailto',
          'tel',
          ':',
          '&colon;',
        ],
        ...['evil.example', 'alert(1)', 'text/html,x', '\u0001', '\u00a0', '\ufeff', '\u200b', 'é'],
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''));
  const ways: readonly ((to: string) => string)[] = [
    (to) => `[go](${to})`,
    (to) => `[go](<${to}>)`,
    (to) => `[go](<${to}> "a title")`,
    (to) => `[go][there]\n\n[there]: ${to}`,
    (to) => `[there]\n\n[there]: <${to}>`,
    (to) => `<${to}>`,
    (to) => `[**go**](${to})`,
    (to) => `- [ ] [go](${to})`,
    (to) => to,
  ];
  const leadsSomewhereSafe = (href: string) => {
    const { protocol, origin } = new URL(href, 'https://charity.example/news/');
    return href.startsWith('/') || href.startsWith('#')
      ? origin === 'https://charity.example'
      : ['http:', 'https:', 'mailto:', 'tel:'].includes(protocol);
  };
  fc.assert(
    fc.property(address, fc.constantFrom(...ways), (to, way) =>
      hrefsIn(proseToHtml(way(to)).html).every(
        (href) => !URL.canParse(href, 'https://charity.example') || leadsSomewhereSafe(href),
      ),
    ),
    { numRuns: 10_000 },
  );
  expect(
    hrefsIn(proseToHtml('[a](/news/) [b](https://a.example/) [c](mailto:a@b.example) [d](tel:+44) [e](#f)').html),
  ).toEqual(['/news/', 'https://a.example/', 'mailto:a@b.example', 'tel:+44', '#f']);
});

test('a browser builds the elements that were written, and no others', () => {
  const written = (html: string) => html.match(/<[a-z][a-z0-9]*(?: [a-z]+(?:="[^"]*")?)*>/g)?.length ?? 0;
  const built = (html: string) => [...elements(parseFragment(html))].length;
  const sound = (markdown: string) => {
    const { html } = proseToHtml(markdown);
    return written(html) === built(html);
  };
  const bits = [
    '[a <b>b</b>][1]',
    '[a <b>b</b>](/a/)',
    '<b>',
    '</b>',
    '<div>',
    '</p>',
    '<p>',
    'words',
    '*',
    '**',
    '~~',
    '`',
    '[',
    ']',
    '(/a/)',
    '[1]',
    '\n',
    '\n\n',
  ];
  for (const markdown of ['[a <b>b</b>](/a/)', '[a <b>b</b>][1]\n\n[1]: /a/', '| <b>a</b> |\n|---|', '# <b>a</b>'])
    expect.soft({ markdown, sound: sound(markdown) }).toEqual({ markdown, sound: true });
  const typed = fc
    .array(fc.constantFrom(...bits, '> ', '- ', '1. ', '# ', '<!-- x -->', '<li>', '| a |', '<table>', '&lt;'), {
      maxLength: 12,
    })
    .map((parts) => `${parts.join('')}\n\n[1]: /a/`);
  const { counterexample } = fc.check(fc.property(typed, sound), { numRuns: 3000 });
  expect(counterexample).toBeNull();
});

test('HTML is shown as it was typed', () => {
  expect(proseToHtml('Use <b>bold</b> & more').html).toBe('<p>Use &lt;b&gt;bold&lt;/b&gt; &amp; more</p>\n');
  expect(proseToHtml('<div>\nA box\n</div>').html).toBe('<p>&lt;div&gt;\nA box\n&lt;/div&gt;</p>\n');
});

test('days, times and sums are said as people in the UK say them', () => {
  expect(dayInWords('2024-07-14')).toBe('14 July 2024');
  expect(daysInWords('2024-07-14', '2024-07-16')).toBe('14 to 16 July 2024');
  expect(daysInWords('2024-07-31', '2024-08-01')).toBe('31 July to 1 August 2024');
  expect(daysInWords('2024-12-31', '2025-01-01')).toBe('31 December 2024 to 1 January 2025');
  expect(daysInWords('2024-07-14', '2024-07-14')).toBe('14 July 2024');
  expect(['00:00', '10:00', '12:00', '12:30', '14:05'].map(timeInWords)).toEqual([
    'midnight',
    '10 am',
    'midday',
    '12.30 pm',
    '2.05 pm',
  ]);
  expect([0, 5, 2500, 2550, 1_000_000, 123_456_789].map(poundsInWords)).toEqual([
    '£0',
    '£0.05',
    '£25',
    '£25.50',
    '£10,000',
    '£1,234,567.89',
  ]);
});

test('every day, time and sum that there is, is said so that nobody can mistake it', () => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [startsOn, endsOn] = [one, other].sort() as [string, string];
      const backFrom = (words: string) => new Date(`${words} UTC`).toISOString().slice(0, 10);
      const said = daysInWords(startsOn, endsOn);
      const [first = '', last = first] = said.split(' to ');
      return (
        /^(\d{1,2}( [A-Z][a-z]+( \d{4})?)? to )?\d{1,2} [A-Z][a-z]+ \d{4}$/.test(said) &&
        backFrom(dayInWords(startsOn)) === startsOn &&
        backFrom(last) === endsOn &&
        // What the first day leaves out, its month or its year, is that of the last.
        backFrom(
          `${first}${last
            .split(' ')
            .slice(first.split(' ').length)
            .map((part) => ` ${part}`)
            .join('')}`,
        ) === startsOn
      );
    }),
    { numRuns: 2000 },
  );
  const times = Array.from({ length: 1440 }, (_, minute) =>
    timeInWords(`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`),
  );
  expect(new Set(times).size).toBe(1440);
  for (const time of times) expect(time).toMatch(/^((1[0-2]|[1-9])(\.[0-5]\d)? [ap]m|midday|midnight)$/);
  fc.assert(
    fc.property(fc.nat(99_999_999_999), (pence) => {
      const said = poundsInWords(pence);
      return (
        /^£\d{1,3}(,\d{3})*(\.\d{2})?$/.test(said) && Math.round(Number(said.replace(/[£,]/g, '')) * 100) === pence
      );
    }),
    { numRuns: 2000 },
  );
});
