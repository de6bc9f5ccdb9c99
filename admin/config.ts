/** Decap’s configuration, made from the contract: where content is kept, and a form for every collection and file of settings. */
import type { CmsCollection, CmsConfig } from 'decap-cms-core';
import { blocks } from '../src/blocks/blocks.ts';
import { addressOfCollection, type Collection, fileOfSettings } from '../src/schema/collection.ts';
import { collections, settings } from '../src/schema/contract.ts';
import { formOf } from '../src/schema/form.ts';
import { startPath, type WayIn } from '../src/signing-in/ways-in.ts';
import { decapFields, type TitleFields } from './fields.ts';
import { listViews } from './list-views.ts';
import { decapServerPath, isOwnMachine, type PublishMode } from './local-server.ts';

const titles: TitleFields = Object.fromEntries(collections.map(({ name, titleField }) => [name, titleField]));

/** An entry’s own address on the site, in Decap’s template language; of a collection that stands on one page, that page. */
const previewPath = ({ onOnePage, ...collection }: Pick<Collection, 'name' | 'address' | 'onOnePage'>) =>
  `${addressOfCollection(collection)}${onOnePage ? '' : '{{dirname}}/'}`;

/** An entry is a folder with its text and its pictures together. When staff delete it, Decap takes the text alone: a folder without one is no entry. */
const folderCollection = ({
  name,
  label,
  labelSingular,
  description,
  titleField,
  summary,
  schema,
  text,
  ...placed
}: Collection): CmsCollection => ({
  name,
  label,
  label_singular: labelSingular,
  description,
  folder: `content/${name}`,
  path: '{{slug}}/index',
  slug: '{{slug}}',
  identifier_field: titleField,
  summary,
  preview_path: previewPath({ name, ...placed }),
  create: true,
  ...listViews({ schema, titleField }),
  media_folder: '',
  public_folder: '',
  extension: 'md',
  format: 'yaml-frontmatter',
  fields: [
    ...decapFields(formOf(schema), titles),
    ...(text
      ? [
          {
            name: 'body',
            ...text,
            // Decap’s `markdown` widget is on its way out. Both were tried with hard text and every block: they write the same file.
            widget: 'richtext',
            required: false,
            modes: ['rich_text'],
            buttons: [
              'bold',
              'italic',
              'link',
              'heading-two',
              'heading-three',
              'quote',
              'bulleted-list',
              'numbered-list',
            ],
            editor_components: blocks.map(({ name }) => name),
          } as unknown as CmsCollection['fields'] extends (infer Field)[] | undefined ? Field : never,
        ]
      : []),
  ],
});

const settingsCollection: CmsCollection = {
  name: 'settings',
  label: 'Settings',
  description: 'What is true of the whole site.',
  sortable_fields: [],
  media_folder: '',
  public_folder: '',
  files: settings.map(({ name, label, description, schema }) => ({
    name,
    label,
    description,
    file: fileOfSettings(name),
    fields: decapFields(formOf(schema), titles),
  })),
};

/** How staff sign in where the site is live, as the build was told. */
export interface SignIn {
  readonly wayIn: WayIn;
  /** The repository at GitHub, as `owner/name`; left out when the site is kept elsewhere. */
  readonly repository?: string | undefined;
}

/** Where the CMS keeps content, when staff sign in to it this way. */
const backends: Readonly<Record<WayIn, (origin: string, signIn: SignIn) => CmsConfig['backend']>> = {
  github: (origin, { repository }) => ({
    name: 'github',
    // Without one Decap does not start, and says what is missing.
    repo: repository ?? '',
    branch: 'main',
    base_url: origin,
    auth_endpoint: startPath,
  }),
  'netlify-identity': () => ({ name: 'git-gateway', branch: 'main' }),
};

/**
 * Where the CMS keeps content. On one’s own machine it works on this checkout, by decap-server; elsewhere staff sign in, in the way that
 * the build was told.
 * @param origin the origin that the CMS is served from
 */
export const backendAt = (origin: string, signIn: SignIn): CmsConfig['backend'] =>
  isOwnMachine(origin)
    ? { name: 'proxy', proxy_url: `${origin}${decapServerPath}/api/v1`, branch: 'main' }
    : backends[signIn.wayIn](origin, signIn);

/**
 * The whole configuration.
 * @param origin the origin that the CMS is served from
 * @param publishMode `editorial_workflow` only where the backend knows drafts
 */
export function decapConfig(origin: string, signIn: SignIn, publishMode: PublishMode): CmsConfig {
  return {
    load_config_file: false,
    locale: 'en',
    site_url: origin,
    publish_mode: publishMode,
    // A draft has a link to the site as it will be with it: Netlify builds one for each, and tells GitHub where.
    show_preview_links: true,
    backend: backendAt(origin, signIn),
    // Pictures lie beside the entry they belong to; Decap wants a folder named all the same.
    media_folder: 'content/settings',
    public_folder: '',
    slug: { encoding: 'ascii', clean_accents: true, sanitize_replacement: '-' },
    collections: [...collections.map((collection) => folderCollection(collection)), settingsCollection],
  } as unknown as CmsConfig;
}

/** The title field of each collection. */
export { titles as titleFields };
