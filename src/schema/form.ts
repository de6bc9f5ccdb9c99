/** A schema as a form: its fields in order, each with its kind and words. The CMS, the messages and the blocks read schemas through this. */
import { z } from 'zod';
import { type FieldKind, fieldKinds } from './field.ts';

/** One field of a form. Which of the optional parts it has follows from its kind. */
export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  /** The value it has when nobody touched it. */
  readonly untouched?: unknown;
  /** Of a day: whether a new form begins with the day it is. */
  readonly beginsToday?: boolean;
  /** What one thing of a list is called. */
  readonly labelSingular?: string;
  /** The values of a choice, and what staff see for each. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The collection a reference points into. */
  readonly collection?: string;
  /** A regular expression (no flags) that the value must match, and what to say when it does not. */
  readonly pattern?: { readonly source: string; readonly message: string };
  /** Bounds: of a number itself, of a text's characters, of a list's things. */
  readonly least?: number;
  readonly most?: number;
  /** Whether a group is folded up until somebody asks for it. */
  readonly folded?: boolean;
  /** The fields of a group. */
  readonly fields?: readonly FormField[];
  /** What a list holds. */
  readonly item?: FormField;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function fieldOf(name: string, described: JsonSchema, required: boolean): FormField {
  const { kind, label, hint, patternMessage } = described as JsonSchema & z.core.GlobalMeta;
  if (kind === undefined || !fieldKinds.includes(kind)) {
    throw new Error(
      `The field “${name}” has no kind that the form knows: declare it with a function of src/schema/field.ts.`,
    );
  }
  if (!label || !hint) throw new Error(`The field “${name}” needs a label and a hint for the person who fills it in.`);
  const { beginsToday, choices, collection, labelSingular, folded } = described as z.core.GlobalMeta;
  const least = described.minimum ?? described.minLength ?? described.minItems;
  const most = described.maximum ?? described.maxLength ?? described.maxItems;
  return {
    name,
    kind,
    label,
    hint,
    required,
    ...(described.default === undefined || kind === 'list' ? {} : { untouched: described.default }),
    ...(beginsToday ? { beginsToday } : {}),
    ...(labelSingular === undefined ? {} : { labelSingular }),
    ...(folded === undefined ? {} : { folded }),
    ...(choices === undefined ? {} : { choices }),
    ...(collection === undefined ? {} : { collection }),
    ...(described.pattern === undefined
      ? {}
      : { pattern: { source: described.pattern, message: patternMessage ?? 'is not written as it should be' } }),
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
    ...(kind === 'group' ? { fields: fieldsOf(described) } : {}),
    ...(kind === 'list' ? { item: fieldOf('item', described.items as JsonSchema, true) } : {}),
  };
}

function fieldsOf(described: JsonSchema): FormField[] {
  return Object.entries(described.properties ?? {}).map(([name, field]) =>
    fieldOf(name, field as JsonSchema, described.required?.includes(name) ?? false),
  );
}

/** The forms that were asked for already: to make one takes a millisecond, and every entry and every block asks. */
const forms = new WeakMap<z.ZodObject, readonly FormField[]>();

/**
 * The fields of a schema, in the order they are declared.
 * @throws when a field was declared without a kind, a label or a hint: the form would silently lack it.
 */
export function formOf(schema: z.ZodObject): readonly FormField[] {
  const form = forms.get(schema) ?? fieldsOf(z.toJSONSchema(schema, { io: 'input' }));
  forms.set(schema, form);
  return form;
}

/** The field that a path such as `['facts', 1, 'label']` leads to, or `undefined` when the form has none there. */
export function fieldAt(form: readonly FormField[], path: readonly PropertyKey[]): FormField | undefined {
  const [step, ...rest] = path;
  const field = form.find(({ name }) => name === step);
  return field && insideOf(field, rest);
}

function insideOf(field: FormField, path: readonly PropertyKey[]): FormField | undefined {
  if (path.length === 0) return field;
  if (field.kind === 'list' && field.item) return insideOf(field.item, path.slice(1));
  return fieldAt(field.fields ?? [], path);
}

/** Whether a field names a file that lies beside its entry. */
export const isFile = ({ kind }: Pick<FormField, 'kind'>): boolean => kind === 'pictureFile' || kind === 'downloadFile';

/** Calls `visit` with every filled-in field, however deep, and the path that leads to it. */
export function walk(
  form: readonly FormField[],
  value: unknown,
  visit: (field: FormField, value: unknown, path: readonly PropertyKey[]) => void,
  path: readonly PropertyKey[] = [],
): void {
  if (typeof value !== 'object' || value === null) return;
  for (const field of form)
    walkField(field, (value as Record<string, unknown>)[field.name], visit, [...path, field.name]);
}

function walkField(
  field: FormField,
  value: unknown,
  visit: Parameters<typeof walk>[2],
  path: readonly PropertyKey[],
): void {
  if (value === undefined) return;
  visit(field, value, path);
  if (field.fields) walk(field.fields, value, visit, path);
  const { item } = field;
  if (item && Array.isArray(value))
    for (const [index, inner] of value.entries()) walkField(item, inner, visit, [...path, index]);
}

/** What a path such as `['facts', 1, 'label']` leads to in the values of a form; `undefined` when there is nothing. */
export const valueAt = (values: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], values);
