/**
 * `npm run kept-pages`: that no kept page is out of date. Changes what a page of news can show, one thing after another; builds with the pages kept
 * from the build before, and again from nothing; and ends 1 when the two sites differ in any file, or when nothing was kept that could be. It takes some ten
 * minutes; `npm run kept-pages -- photo` tries those alone that have this in their words.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { temporaryCheckout } from '../tests/checkout.ts';
import { topics } from './bench/contestants.ts';
import { madePost, writeFiles } from './bench/made-posts.ts';
import { askedOf } from './local/asked.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
const some = askedOf({ allowPositionals: true }).positionals.join(' ');

const checkout = await temporaryCheckout();
const at = (path: string) => join(checkout.root, path);
const photo = (number: number) => join(import.meta.dirname, `../tests/staff/photos/photo-${number}.jpg`);

/** Puts other words in the place of some in a file. */
async function change(path: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(at(path), 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} has no ${from} to change.`);
  await writeFile(at(path), after);
}

function commit(words: string): void {
  checkout.run('git', 'add', '--all');
  checkout.run(
    ...['git', '-c', 'user.name=A member of staff', '-c', 'user.email=staff@example.org'],
    ...['commit', '--quiet', `--message=${words}`],
  );
}

/** The running site, as far as a build asks it: what its funds have, by the file `totals.json`, and as of this moment. */
const site = spawn(
  process.execPath,
  [
    '--eval',
    `const { createServer } = require('node:http');
    const { readFileSync } = require('node:fs');
    const totals = () => ({ ...JSON.parse(readFileSync('totals.json', 'utf8')), at: new Date() });
    const server = createServer((_, answer) => answer.setHeader('content-type', 'application/json').end(JSON.stringify(totals())));
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`,
  ],
  { cwd: checkout.root, stdio: ['ignore', 'pipe', 'inherit'] },
);
const [port] = await once(site.stdout, 'data');
const address = `http://127.0.0.1:${String(port).trim()}`;
const writeTotals = (heldInPence: number) =>
  writeFile(
    at('totals.json'),
    JSON.stringify({ funds: { 'chesham-hub': { heldInPence, gifts: 3 } }, general: { heldInPence: 0, gifts: 0 } }),
  );

const people = 'shows="people" recordedBy="Ana" recordedOn="2026-01-01" until="2099-01-01" uses="site"';
const withAll = `---
title: With all that names something else
publishedOn: 2025-11-01
summary: Its page shows words of others.
projects: [safe-in-sound]
funders: [heart-of-bucks]
---

Words.

![A photo of people.](<photo.jpg>){${people}}

::download{label="Leaflet" file="leaflet.pdf"}

::contact{person="gareth" telephone="01494 496000"}

:::thanks
- heart-of-bucks
:::

::donate{fund="chesham-hub"}
`;
const sameFromAnother = `---
title: The same photo
publishedOn: 2025-11-02
summary: It is told here too.
---

![The same photo of people.](<photo.jpg>){${people}}
`;

/** Each way to change what a page of news shows, that page’s own post left alone in all but the first. */
const changes: Readonly<Record<string, () => Promise<void>>> = {
  nothing: async () => undefined,
  'a gift to a fund that one post asks for': () => writeTotals(5000),
  'a post’s words': () => change('content/news/made-post-3/index.md', /^title: .*$/m, 'title: Another title'),
  'the history alone': async () => commit('As it is now'),
  'a photo, its name the same': () => copyFile(photo(2), at('content/news/with-all/photo.jpg')),
  'a post more, with a photo of its own': async () => {
    await mkdir(at('content/news/one-more'), { recursive: true });
    await writeFile(at('content/news/one-more/index.md'), sameFromAnother.replace('The same photo\n', 'One more\n'));
    await copyFile(photo(3), at('content/news/one-more/photo.jpg'));
  },
  'a post less, with the photo of another post under another name': () =>
    rm(at('content/news/other-name'), { recursive: true }),
  'how large a file to download is': () =>
    writeFile(at('content/news/with-all/leaflet.pdf'), `%PDF-1.4\n${'x'.repeat(50_000)}`),
  'the name of a fund': () => change('content/funds/chesham-hub/index.md', /^title: .*$/m, 'title: Another fund'),
  'the name of a funder': () =>
    change('content/funders/heart-of-bucks/index.md', /^name: .*$/m, 'name: Another funder'),
  'the title of a project': () =>
    change('content/projects/safe-in-sound/index.md', /^title: .*$/m, 'title: Another project'),
  'the role of a person': () => change('content/people/gareth/index.md', /^role: .*$/m, 'role: Another role'),
  'a setting': () => change('content/settings/charity.yaml', /^telephone: .*$/m, 'telephone: 01494 496000'),
  'consent, taken back in another post': () =>
    change('content/news/same-photo/index.md', 'uses="site"', 'uses="site" withdrawnOn="2026-02-01"'),
  'a post less': () => rm(at('content/news/made-post-5'), { recursive: true }),
  'a topic’s first post': () => change('content/news/made-post-7/index.md', /topics: .*/, 'topics: [community-music]'),
  'a style': () => change('src/styles/base.css', /$/, '\nem { letter-spacing: 0.01em; }\n'),
  'a component': () => change('src/pages/news/[slug].astro', '>News<', '>All news<'),
  'a step that changes every page': () =>
    change('integrations/preload-picture.ts', '<link rel="preload"', '<link  rel="preload"'),
};

/** Those that leave the page of a post as it is that they do not name. */
const leaveOthers = new Set([
  ...['nothing', 'a gift to a fund that one post asks for', 'a post’s words', 'how large a file to download is'],
  ...['a photo, its name the same', 'a post more, with a photo of its own', 'a post less', 'a topic’s first post'],
]);

/** What every file of the built site is made of, but those that say when it was built. */
async function built(): Promise<ReadonlyMap<string, string>> {
  const { code, output } = checkout.build({ URL: address });
  if (code !== 0) throw new Error(`The site was not built:\n${output}`);
  const files = (await readdir(at('dist'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const digests = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/\/(built\.json|security\.txt)$/.test(file))
    .map(async (file) => {
      const digest = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      return [relative(at('dist'), file), digest] as const;
    });
  return new Map(await Promise.all(digests));
}

/** What a build keeps of content. */
const keptIn = ['pages', 'pages.json', 'readings.json', 'search-parts'].map((name) =>
  at(`node_modules/.astro/${name}`),
);
/** The file of a post’s page that is never changed: as long as that is kept, it is the same file on the disk. */
const fileOfOther = async () => (await stat(at('dist/news/made-post-1/index.html'))).ino;

const tried = Object.entries(changes).filter(([words]) => words.includes(some));

let faults = 0;
try {
  if (tried.length === 0)
    throw new Error(`No change has “${some}” in its words. There are: ${Object.keys(changes).join('; ')}.`);
  // Two topics, so that there is one without a post.
  for (let number = 0; number < 110; number++) {
    const { slug, title, publishedOn, summary, topic, text } = madePost(number, topics.slice(1));
    await writeFiles(checkout.root, {
      [`content/news/${slug}/index.md`]: `---\ntitle: ${title}\npublishedOn: ${publishedOn}\nsummary: ${summary}\ntopics: [${topic}]\nfunders: [heart-of-bucks]\n---\n\n${text}`,
    });
  }
  for (const [name, text] of Object.entries({ 'with-all': withAll, 'same-photo': sameFromAnother })) {
    await mkdir(at(`content/news/${name}`), { recursive: true });
    await writeFile(at(`content/news/${name}/index.md`), text);
    await copyFile(photo(1), at(`content/news/${name}/photo.jpg`));
  }
  await mkdir(at('content/news/other-name'));
  await writeFile(at('content/news/other-name/index.md'), sameFromAnother.replace('photo.jpg', 'a-photo.jpg'));
  await copyFile(photo(1), at('content/news/other-name/a-photo.jpg'));
  await writeFile(at('content/news/with-all/leaflet.pdf'), `%PDF-1.4\n${'x'.repeat(5000)}`);
  await writeTotals(1000);
  commit('At first');
  await built();
  for (const [words, make] of tried) {
    await make();
    const before = await fileOfOther();
    const withKept = await built();
    const isKept = (await fileOfOther()) === before;
    for (const kept of keptIn) await rm(kept, { recursive: true, force: true });
    const fromNothing = await built();
    const unlike = [...new Set([...withKept.keys(), ...fromNothing.keys()])].filter(
      (file) => withKept.get(file) !== fromNothing.get(file),
    );
    const isLost = leaveOthers.has(words) && !isKept;
    faults += unlike.length + Number(isLost);
    const verdict = unlike.length > 0 ? `OUT OF DATE: ${unlike.join(' ')}` : `the same${isKept ? '' : ', all anew'}`;
    process.stdout.write(`${words.padEnd(40)} ${verdict}${isLost ? ': NOTHING WAS KEPT' : ''}\n`);
  }
} finally {
  site.kill();
  await checkout.remove();
}
process.stdout.write(`${tried.length} changes, ${faults} faults.\n`);
process.exitCode = faults > 0 ? 1 : 0;
