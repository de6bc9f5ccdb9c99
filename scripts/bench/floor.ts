/** The least that a build can do: read each post in `posts/`, turn it into HTML by Sätteri, and write it to `out/`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { markdownToHtml } from 'satteri';

for (const file of readdirSync('posts')) {
  const source = readFileSync(`posts/${file}`, 'utf8');
  const folder = `out/${file.slice(0, -'.md'.length)}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/index.html`, markdownToHtml(source.slice(source.indexOf('---\n', 4) + 4)).html);
}
