/** What an export holds that this site has no place for: one line for each kind, with how many there are and what to do. */

import { isThrownAway } from './entries-to-be.ts';
import type { Export, Item } from './export-file.ts';
import { plainWords } from './old-text.ts';
import type { Told } from './report.ts';

/** Kinds of thing in which WordPress keeps its own settings. */
const settings = new Set([
  'wp_global_styles',
  'wp_template',
  'wp_template_part',
  'wp_navigation',
  'wp_font_family',
  'wp_font_face',
  'custom_css',
  'customize_changeset',
  'oembed_cache',
  'user_request',
  'revision',
]);

const counted = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`;
const listed = (items: readonly Item[]) =>
  items.map(({ title, line }) => `“${plainWords(title) || 'untitled'}” (line ${line})`).join(', ');

/** One thing told for each kind. */
export function notMoved({ items, authors, terms }: Export): Told[] {
  const told: string[] = [];
  const stories = items.filter(({ type }) => type === 'post' || type === 'page');
  const gone = stories.filter(isThrownAway);
  if (gone.length > 0)
    told.push(
      `In the old site’s bin, or never saved: ${counted(gone.length, 'entry', 'entries')}. They stay there: ${listed(gone)}.`,
    );

  const comments = items.reduce((sum, item) => sum + item.comments, 0);
  if (comments > 0) told.push(`Comments: ${comments}. The site has none. Keep the export: it has them.`);

  const writers = [
    ...Map.groupBy(
      stories.filter((item) => !isThrownAway(item)),
      ({ author }) => author,
    ),
  ].filter(([author]) => author !== '');
  const nameOf = (login: string) => authors.find((one) => one.login === login)?.name ?? login;
  if (writers.length > 0)
    told.push(
      `Who wrote what: a post names nobody here. ${writers.map(([author, theirs]) => `${nameOf(author)}: ${counted(theirs.length, 'entry', 'entries')}`).join('; ')}. Where readers should know, say it in the text.`,
    );
  if (authors.length > 0)
    told.push(
      `Users: ${authors.length} (${authors.map(({ name }) => name).join(', ')}). Staff sign in here in another way: see “Go live” in the README.`,
    );

  const lines = items.filter(({ type }) => type === 'nav_menu_item');
  if (lines.length > 0) {
    const labels = lines.map(
      (item) =>
        plainWords(item.title) ||
        plainWords(
          items.find(({ id }) => id === item.meta.find(({ key }) => key === '_menu_item_object_id')?.value)?.title ??
            '',
        ) ||
        'unnamed',
    );
    told.push(
      `Menus: ${counted(lines.length, 'line', 'lines')} (${labels.join(', ')}). Where one can go from every page is under Settings, Navigation.`,
    );
  }

  const known = new Set(['post', 'page', 'attachment', 'nav_menu_item', 'wp_block', ...settings]);
  for (const [type, these] of Map.groupBy(
    items.filter(({ type }) => !known.has(type)),
    ({ type }) => type,
  ))
    told.push(
      `“${type}”, a kind of thing of a plugin or a theme: ${these.length}. Bring over by hand what readers need: ${listed(these)}.`,
    );

  const own = items.filter(({ type }) => settings.has(type));
  if (own.length > 0)
    told.push(`WordPress’s own settings of looks and templates: ${own.length}. They are of no use here.`);

  const sortedBy = new Set([
    ...terms.map(({ taxonomy }) => taxonomy),
    ...stories.flatMap((item) => item.terms.map(({ taxonomy }) => taxonomy)),
  ]);
  for (const taxonomy of sortedBy) {
    if (
      taxonomy === 'category' ||
      taxonomy === 'post_tag' ||
      taxonomy === 'nav_menu' ||
      taxonomy === 'post_format' ||
      taxonomy.startsWith('wp_')
    )
      continue;
    const names = new Set(
      [...terms, ...stories.flatMap((item) => item.terms)]
        .filter((one) => one.taxonomy === taxonomy)
        .map(({ name }) => plainWords(name)),
    );
    told.push(
      `“${taxonomy}”, by which the old site sorted things: ${[...names].join(', ')}. Here, news is sorted by topics alone.`,
    );
  }

  const fields = Map.groupBy(
    stories.flatMap((item) =>
      item.meta.filter(
        ({ key, value }) =>
          !key.startsWith('_') &&
          key !== 'footnotes' &&
          value.trim() !== '' &&
          !/^(rank_math_|wp_|wpcf-internal)/.test(key),
      ),
    ),
    ({ key }) => key,
  );
  for (const [key, these] of fields)
    told.push(
      `The field “${key}” of a plugin or a theme: in ${counted(these.length, 'entry', 'entries')}, first on line ${these[0]?.line}: “${(these[0]?.value ?? '').replace(/\s+/g, ' ').slice(0, 120)}”. If readers saw it, add it to the text.`,
    );

  const library = items.filter(({ type }) => type === 'attachment');
  if (library.length > 0)
    told.push(
      `The old site’s library: ${counted(library.length, 'picture or file', 'pictures and files')}. Those that a moved text uses have come along, beside it; save the others from the old site if you want to keep them.`,
    );
  const pages = stories.filter(({ type }) => type === 'page').length;
  if (pages > 0) told.push(`The days of ${counted(pages, 'page', 'pages')}: a page has none here.`);
  told.push(
    'What an export never holds: widgets, the theme’s own words, forms and what was sent by them, newsletters’ readers. Look at the old site once more before it is switched off.',
  );
  return told.map((words) => ({ matter: 'not-moved', words }));
}
