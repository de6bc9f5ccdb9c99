/** The only translator from the contract to Decap: a schema’s form becomes Decap’s fields. An unknown kind of field does not compile. */
import type { CmsField } from 'decap-cms-core';
import { betweenThem, earliestDay, type FieldKind, latestDay } from '../src/schema/field.ts';
import type { FormField } from '../src/schema/form.ts';
import { today } from './day-here.ts';

/** The title field of each collection, for showing what a reference points at. */
export type TitleFields = Readonly<Record<string, string>>;

/** What a field’s form hangs on beside the field. */
export interface FormsIn {
  readonly titles: TitleFields;
  /** Whether Decap is made light. Whole, it checks its configuration, and takes `null` for a mistake. */
  readonly isLight: boolean;
}

type Widget = Record<string, unknown> & { widget: string };

/** One character as a person counts them: an emoji, which is two to JavaScript, is one. (Decap's patterns know no `u` flag.) */
const character = '(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^\\uD800-\\uDBFF]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF]))';

const patterned = ({ pattern, most }: FormField): { pattern?: [string, string] } => {
  if (!pattern) return {};
  const short = most === undefined ? '' : `(?=${character}{0,${most}}$)`;
  const message = most === undefined ? pattern.message : `${pattern.message}, and at most ${most} characters`;
  return {
    pattern: [
      `^${short}(?=${pattern.source.startsWith('^') ? pattern.source.slice(1) : `[\\s\\S]*${pattern.source}`})`,
      message,
    ],
  };
};

const options = (choices: Readonly<Record<string, string>> = {}) =>
  Object.entries(choices).map(([value, label]) => ({ value, label }));

const reference = (collection: string, titles: TitleFields): Widget => {
  const title = titles[collection] ?? 'title';
  return { widget: 'reference', collection, value_field: '{{slug}}', search_fields: [title], display_fields: [title] };
};

/**
 * The fields of a group that may be left empty. Decap would ask for those that the group cannot do without all the same, and would call one that it does not
 * ask for “optional”. Only `false` makes it say so: with `null` it does neither, and `on-demand/before-saving.ts` asks for them once the group is begun.
 */
const ofOptionalGroup = (fields: readonly FormField[], how: FormsIn): CmsField[] =>
  fields.map((field) => ({
    ...decapField({ ...field, required: false }, how),
    required: (field.required && how.isLight ? null : false) as boolean,
  }));

const widgets: Readonly<Record<FieldKind, (field: FormField, how: FormsIn) => Widget>> = {
  text: (field) => ({ widget: 'string', ...patterned(field) }),
  paragraph: (field) => ({ widget: 'text', ...patterned(field) }),
  calendarDate: ({ beginsToday }) => ({
    widget: 'day',
    ...(beginsToday ? { default: today } : {}),
    min: earliestDay,
    max: latestDay,
    pattern: ['^(20\\d\\d|2100)-', betweenThem],
  }),
  timeOfDay: (field) => ({ widget: 'string', ...patterned(field) }),
  pictureFile: () => ({ widget: 'image', choose_url: false }),
  downloadFile: () => ({ widget: 'file', choose_url: false }),
  reference: ({ collection = '' }, { titles }) => reference(collection, titles),
  webAddress: (field) => ({ widget: 'string', ...patterned(field) }),
  siteAddress: (field) => ({ widget: 'string', ...patterned(field) }),
  wholeNumber: ({ least, most }) => ({
    widget: 'wholeNumber',
    min: least,
    max: most,
    pattern: ['^-?\\d+$', 'must be a whole number, with no point and no sign: 1250'],
  }),
  pence: ({ least, most }) => ({
    widget: 'pounds',
    min: least,
    max: most,
    pattern: ['^\\d+$', 'must be an amount in pounds, such as 25 or 25.50'],
  }),
  yesOrNo: () => ({ widget: 'boolean' }),
  choice: ({ choices }) => ({ widget: 'select', options: options(choices) }),
  group: ({ fields = [], required, folded = false }, how) => ({
    widget: 'object',
    collapsed: folded,
    fields: required ? decapFields(fields, how) : ofOptionalGroup(fields, how),
  }),
  list: ({ item, labelSingular, most }, how) => {
    if (item?.kind === 'reference') return { ...reference(item.collection ?? '', how.titles), multiple: true };
    const common = {
      widget: 'list',
      label_singular: labelSingular,
      max: most,
      collapsed: false,
      minimize_collapsed: true,
    };
    if (item?.kind === 'group') return { ...common, fields: decapFields(item.fields ?? [], how) };
    return { ...common, field: item && decapField(item, how) };
  },
};

function decapField(field: FormField, how: FormsIn): CmsField {
  const { name, label, hint, required, untouched, kind } = field;
  return {
    name,
    label,
    hint,
    required: required && kind !== 'yesOrNo',
    ...(untouched === undefined ? {} : { default: untouched }),
    ...widgets[kind](field, how),
  } as unknown as CmsField;
}

/** Decap’s fields for a form, in its order. */
export const decapFields = (form: readonly FormField[], how: FormsIn): CmsField[] =>
  form.map((field) => decapField(field, how));
