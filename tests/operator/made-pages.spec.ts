/** A build makes the pages that can be kept by itself, and leaves to Astro what is for Astro; whichever cannot be made is named. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { AstroPrerenderer, PathWithRoute } from 'astro';
import { changing, everyPage, type PageStep } from '../../integrations/every-page.ts';
import { code } from '../../src/digest-of-code.ts';

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'made-'));
  for (const name of code) await write(/\./.test(name) ? name : `${name}/of.ts`, name);
});
test.afterEach(() => rm(root, { recursive: true }));

async function write(path: string, words: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), words);
}

const [day, night] = ['/news/a-day', '/news/café'];
const page = (words: string) => new Response(`<main>${words}</main>`, { headers: { 'content-type': 'text/html' } });

/** Has these pages made, all of which can be kept, as a build does. */
async function made(render: (address: string) => Response, ...steps: readonly PageStep[]) {
  const folder = (name: string) => pathToFileURL(`${join(root, name)}/`);
  const said: string[] = [];
  const logger = { info: () => undefined, error: (words: string) => said.push(words) };
  const { hooks } = everyPage(steps);
  const config = {
    root: folder('.'),
    site: 'https://charity.example',
    env: { schema: {} },
    cacheDir: folder('kept'),
    outDir: folder('site'),
    publicDir: folder('public'),
  };
  let prerenderer: AstroPrerenderer | undefined;
  const astros = {
    getStaticPaths: async () => [day, night].map((pathname) => ({ pathname, cacheKey: '1' }) as PathWithRoute),
    render: async ({ url }: Request) => ({
      response: render(decodeURI(new URL(url).pathname)),
      metadata: { staticImages: [] },
    }),
  } as unknown as AstroPrerenderer;
  const setPrerenderer = (ours: (astros: AstroPrerenderer) => AstroPrerenderer) => {
    prerenderer = ours(astros);
  };
  await hooks['astro:config:done']?.({ config } as never);
  await hooks['astro:build:start']?.({ setPrerenderer, logger } as never);
  const left = await prerenderer?.getStaticPaths().then(
    (paths) => paths.map(({ pathname }) => pathname),
    (failure: Error) => failure.message,
  );
  const says = (address: string) =>
    readFile(join(root, `site${address}/index.html`), 'utf8').catch(() => 'no such page');
  return { left, said, says };
}

test('pages are put through every step and into the site, under their names, and Astro has nothing left to do', async () => {
  const { left, says } = await made(
    page,
    changing((html, address) => html.replace('</main>', `, by ${address}</main>`)),
  );
  expect(left).toEqual([]);
  expect(await says(day)).toBe('<main>/news/a-day/, by /news/a-day/</main>');
  expect(await says(night)).toBe('<main>/news/café/, by /news/café/</main>');
});

test('a file of the same name in public/ goes before a page, and what is no page is Astro’s to see to', async () => {
  await write('public/news/a-day/index.html', 'Their own');
  expect((await made(page)).left).toEqual([day]);
  await rm(join(root, 'public'), { recursive: true });
  const elsewhere = new Response(null, { status: 301, headers: { location: '/', 'content-type': 'text/html' } });
  const { left, says } = await made((address) => (address.endsWith('day/') ? elsewhere : page('Tea')));
  expect(left).toEqual([day]);
  expect(await says(day)).toBe('no such page');
});

test('a page that cannot be made is named, whether Astro fails or a step of ours', async () => {
  const fails = (address: string) => {
    if (address === '/news/café/') throw new Error('It goes no further.');
    return page('Spring');
  };
  const inStep = changing((html, address) => {
    fails(address);
    return html;
  });
  for (const { left, said } of [await made(fails), await made(page, inStep)]) {
    expect(left).toBe('It goes no further.');
    expect(said).toEqual(['The page /news/café/ could not be made.']);
  }
});
