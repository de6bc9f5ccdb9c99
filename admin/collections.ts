/** Decap’s collections, made from the contract: a form for every kind of content and every file of settings. */
import type { CmsCollection } from 'decap-cms-core';
import { blocks } from '../src/blocks/blocks.ts';
import { addressOfCollection, type Collection, fileOfSettings } from '../src/schema/collection.ts';
import { collections, settings } from '../src/schema/contract.ts';
import { formOf } from '../src/schema/form.ts';
import { decapFields, type FormsIn, type TitleFields } from './fields.ts';
import { listViews } from './list-views.ts';

/** The title field of each collection. */
export const titleFields: TitleFields = Object.fromEntries(
  collections.map(({ name, titleField }) => [name, titleField]),
);

/** An entry’s own address on the site, in Decap’s template language; of a collection that stands on one page, that page. */
const previewPath = ({ onOnePage, ...collection }: Pick<Collection, 'name' | 'address' | 'onOnePage'>) =>
  `${addressOfCollection(collection)}${onOnePage ? '' : '{{dirname}}/'}`;

/** An entry is a folder with its text and its pictures together. When staff delete it, Decap takes the text alone: a folder without one is no entry. */
const folderCollection = (
  { name, label, labelSingular, description, titleField, summary, schema, text, ...placed }: Collection,
  how: FormsIn,
): CmsCollection => ({
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
    ...decapFields(formOf(schema), how),
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

const settingsCollection = (how: FormsIn): CmsCollection => ({
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
    fields: decapFields(formOf(schema), how),
  })),
});

/**
 * All of them, the settings last. Nothing in them hangs on the day or on the browser: the build can write them down.
 * @param isLight whether they are for Decap made light, which does not check them (`integrations/light-cms.ts`)
 */
export function collectionsOf(isLight: boolean): CmsCollection[] {
  const how = { titles: titleFields, isLight };
  return [...collections.map((collection) => folderCollection(collection, how)), settingsCollection(how)];
}
