/** Staff may give any old address that can lead somewhere, and are told of one that cannot. That it leads there: kept-back.spec.ts. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { proofread } from '../../src/proofreading/proofread.ts';
import { siteAddress } from '../../src/schema/field.ts';

test('an old address that can lead nowhere is refused, with why and what to do', async () => {
  const root = await mkdtemp(join(tmpdir(), 'content-'));
  try {
    const page = async (slug: string, formerly: string) => {
      const file = join(root, `content/pages/${slug}/index.md`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `---\ntitle: A page\nsummary: It says.\nformerly: ${formerly}\n---\n`);
    };
    const saidOf = async (formerly: string) => {
      await page('one', formerly);
      return (await proofread(root))
        .filter(({ file }) => file.startsWith('content/pages/'))
        .map(({ file, words }) => `${file}: ${words}`);
    };
    const one = 'content/pages/one/index.md: Old addresses (formerly): ';
    await page('two', '[/old-two/]');
    expect(await saidOf('[/old-one/, /news/gone, /2024/04/A_day.html, "/?page_id=7"]')).toEqual([]);
    expect(await saidOf('[/one/]')).toEqual([`${one}“/one/” is the page’s own address now. Take it out.`]);
    expect(await saidOf('[/two]')).toEqual([
      `${one}“/two” is where content/pages/two/index.md is now. Take it out here, or give that folder another name.`,
    ]);
    for (const address of [
      '/news/',
      '/donate/thank-you/',
      '/contact',
      '/admin/x/',
      '/.netlify/identity/',
      '/api/donate',
      '/robots.txt',
      '/events/calendar.ics',
    ])
      expect
        .soft(await saidOf(`[${address}]`))
        .toEqual([`${one}“${address}” is where the site has something of its own. Take it out.`]);
    const topic = join(root, 'content/topics/dementia/index.md');
    await mkdir(dirname(topic), { recursive: true });
    await writeFile(topic, '---\ntitle: Dementia\nsummary: Living with it.\nformerly: [/news/topics]\n---\n');
    expect((await proofread(root)).filter(({ file }) => file.includes('/topics/'))).toMatchObject([
      {
        file: 'content/topics/dementia/index.md',
        words:
          'Old addresses (formerly): “/news/topics” has a page below it now: “/news/topics/dementia/”. Take it out.',
      },
    ]);
    expect(await saidOf('[/twice/, /twice]')).toEqual([
      `${one}“/twice/” stands here twice. Keep it in one place alone.`,
      `${one}“/twice” stands here twice. Keep it in one place alone.`,
    ]);
    expect(await saidOf('[/old-two]')).toEqual([
      `${one}“/old-two” is an old address of content/pages/two/index.md, too. Keep it in one place alone.`,
      'content/pages/two/index.md: Old addresses (formerly): “/old-two/” is an old address of content/pages/one/index.md, too. Keep it in one place alone.',
    ]);
    expect(await saidOf('["https://evil.example/"]')).toEqual([
      'content/pages/one/index.md: Old addresses, old address 1 (formerly.0) must be an address on this site, such as /news/a-spring-day/, and is “https://evil.example/”.',
    ]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('nothing in an old address has a meaning to Netlify’s rules, or leads off the site', () => {
  const address = siteAddress({ label: 'Old address', hint: 'What it was.' });
  for (const wrong of [
    '',
    '/',
    '//',
    '//evil.example/',
    '/a//b/',
    '/a b/',
    '/*',
    '/:slug/',
    '/a?b=1',
    '/?b=1',
    '/?p=:id',
    '/?p=1&q=*',
    '/a#b',
    '/../a',
    '/a/./b',
    '/a/..',
    'a/',
    '/a\n/b',
    '/é/',
  ])
    expect.soft({ wrong, taken: address.safeParse(wrong).success }).toEqual({ wrong, taken: false });
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'/ab.:*?#%\\ \n-_'), maxLength: 10 }), (written) => {
      if (!address.safeParse(written).success) return true;
      return (
        new URL(written, 'https://charity.example').href === `https://charity.example${written}` &&
        !/[*:?#\s%]/.test(written)
      );
    }),
    { numRuns: 5000 },
  );
});
