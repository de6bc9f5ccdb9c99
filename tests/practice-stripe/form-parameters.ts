/** Reads the form-encoded parameters of an API request as strictly as Stripe, and refuses them in Stripe's words. */
import qs from 'qs';
import { z } from 'zod';
import { invalidRequest, notDoneYet, type Refusal } from './refusal.ts';

/** The longest string that Stripe takes where it says nothing else, in characters. */
const LONGEST_TEXT_IN_CHARACTERS = 5000;

/** For each object of a request ('' for the whole, `line_items[]` for each item): what Stripe takes, we not yet. */
export type NotDoneYet = Readonly<Record<string, Readonly<Record<string, true>>>>;

/** A schema for some of the parameters of an SDK's type: a name that Stripe doesn't have is a compile error. */
export type NamesOf<Parameters> = { [Name in keyof Parameters]?: z.ZodType };

/**
 * The parameters of an SDK's type that are not done: when a newer SDK has another, it's a compile error until it's here.
 * `expand` is every route's (`expansion.ts`).
 */
export type TheRestOf<Parameters, Done> = Record<Exclude<keyof Parameters, keyof Done | 'expand'>, true>;

/**
 * Unpacks `a[b][0]=c` into `{ a: { b: ['c'] } }`. Every value stays a string, as on the wire.
 * Throws a `Refusal` for a form that is nested too deeply or has too many parameters.
 */
export function parseForm(form: string): Record<string, unknown> {
  try {
    return qs.parse(form, {
      arrayLimit: 200,
      depth: 8,
      duplicates: 'last',
      parameterLimit: 2000,
      plainObjects: true,
      strictDepth: true,
      throwOnLimitExceeded: true,
    });
  } catch (error) {
    if (error instanceof RangeError) throw invalidRequest(`Invalid request: ${error.message}`);
    throw error;
  }
}

/**
 * The parameters of a request as the schema describes them: integers as numbers, booleans as booleans.
 * Throws a `Refusal` that names one parameter, as Stripe does: an unknown one first, then a missing one, then the
 * first whose value is wrong.
 */
export function readParameters<Schema extends z.ZodType>(
  schema: Schema,
  parameters: Record<string, unknown>,
  taughtLater: NotDoneYet = {},
): z.output<Schema> {
  const reading = schema.safeParse(parameters);
  if (reading.success) return reading.data;
  throw refusalOf(reading.error.issues, parameters, taughtLater);
}

/** Sees to it that a request has no parameters, for a route that takes none. */
export function readNothing(parameters: Record<string, unknown>): void {
  readParameters(z.strictObject({}), parameters);
}

/** Text of one character or more, and no more than the given number. */
export function text(longestInCharacters = LONGEST_TEXT_IN_CHARACTERS) {
  return z.string().check(({ value, issues }) => {
    if (value === '') issues.push(problem(value, 'Invalid string: empty'));
    if (lengthInCharacters(value) > longestInCharacters) {
      issues.push(
        problem(value, `Invalid string: ${shortened(value)}; must be at most ${longestInCharacters} characters`),
      );
    }
  });
}

/** A whole number that is not below the least, and not above the most. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER) {
  return z.string().transform((value, context) => {
    if (!/^-?\d{1,15}$/.test(value)) {
      context.issues.push(problem(value, `Invalid integer: ${value}`, 'parameter_invalid_integer'));
      return z.NEVER;
    }
    if (Number(value) < least) {
      const message = `This value must be greater than or equal to ${least}.`;
      context.issues.push(problem(value, message, 'parameter_invalid_integer'));
    }
    if (Number(value) > most) {
      const message = `This value must be less than or equal to ${most} (it currently is '${value}').`;
      context.issues.push(problem(value, message, 'parameter_invalid_integer'));
    }
    return Number(value);
  });
}

/** `true` or `false`. */
export function boolean() {
  return z.string().transform((value, context) => {
    if (value !== 'true' && value !== 'false') context.issues.push(problem(value, `Invalid boolean: ${value}`));
    return value === 'true';
  });
}

/** What can be unset by an empty value, which is read as null. */
export function emptyable<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? null : value), schema.nullable());
}

/** A number that a list goes by: exactly one, or a range of them (`gt`, `gte`, `lt`, `lte`). */
export function range() {
  const bound = integer(0).optional();
  return z.preprocess(
    (value) => (typeof value === 'string' ? { gte: value, lte: value } : value),
    z.strictObject({ gt: bound, gte: bound, lt: bound, lte: bound }),
  );
}

/** An email address, loosely: Stripe's own check is not published. */
export function emailAddress(longestInCharacters: number) {
  return text(longestInCharacters).check(({ value, issues }) => {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
      issues.push(problem(value, `Invalid email address: ${value}`, 'email_invalid'));
    }
  });
}

/** A whole web address that begins with http or https and names an ordinary host. */
export function webAddress() {
  return text().check(({ value, issues }) => {
    if (!/^https?:\/\//i.test(value)) {
      const message = 'Invalid URL: An explicit scheme (such as https) must be provided.';
      issues.push(problem(value, message, 'url_invalid'));
    } else if (!/^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(URL.parse(value)?.hostname ?? '')) {
      issues.push(problem(value, 'Not a valid URL', 'url_invalid'));
    }
  });
}

/**
 * Stripe's metadata for something new: up to 50 keys of up to 40 characters, each with up to 500 characters
 * (https://docs.stripe.com/api/metadata). An empty value leaves its key out, as on Stripe.
 */
export function metadata() {
  return metadataChange().transform((change) => changedMetadata({}, change));
}

/** A change to metadata: a key with an empty value is taken away, and nothing at all takes all of them away. */
export function metadataChange() {
  return emptyable(
    z.record(z.string(), z.string()).check(({ value, issues }) => {
      const refuse = (message: string) => issues.push(problem(value, message));
      const keys = Object.keys(value);
      if (keys.length > MOST_KEYS) refuse(tooManyKeys(keys.length));
      for (const [key, kept] of Object.entries(value)) {
        if (/[[\]]/.test(key)) refuse(`Metadata keys can't have square brackets. Invalid key: ${key}`);
        const keyLength = lengthInCharacters(key);
        if (keyLength > 40) {
          const limit = 'Metadata keys can have up to 40 characters';
          refuse(`${limit}, but you passed in a key that is ${keyLength} characters. Invalid key: ${key}`);
        }
        const valueLength = lengthInCharacters(kept);
        if (valueLength > 500) {
          const limit = 'Metadata values can have up to 500 characters';
          refuse(`${limit}, but you passed in a value that is ${valueLength} characters. Invalid value: ${kept}`);
        }
      }
    }),
  );
}

/** Metadata as it is after a change. Throws a `Refusal` when it would have too many keys. */
export function changedMetadata(
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> {
  if (change === null) return {};
  const after = Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, kept]) => kept !== ''));
  const count = Object.keys(after).length;
  if (count > MOST_KEYS) throw invalidRequest(tooManyKeys(count), 'metadata');
  return after;
}

const MOST_KEYS = 50;

function tooManyKeys(count: number): string {
  return `Metadata can have up to ${MOST_KEYS} keys, but you've set ${count}.`;
}

/** What is wrong with a value, for the schema to collect; `stripeCode` is the error code that Stripe gives it. */
export function problem(input: unknown, message: string, stripeCode?: string): z.core.$ZodRawIssue {
  return { code: 'custom', input, message, params: { stripeCode } };
}

function refusalOf(issues: readonly z.core.$ZodIssue[], parameters: unknown, taughtLater: NotDoneYet): Refusal {
  const unknown: string[] = [];
  const later: string[] = [];
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const known = taughtLater[patternOf(issue.path)] ?? {};
    for (const key of issue.keys) {
      (Object.hasOwn(known, key) ? later : unknown).push(nameOf([...issue.path, key]));
    }
  }
  if (unknown.length > 0) {
    const plural = unknown.length > 1 ? 's' : '';
    return invalidRequest(
      `Received unknown parameter${plural}: ${unknown.join(', ')}`,
      unknown[0],
      'parameter_unknown',
    );
  }
  if (later[0] !== undefined) return notDoneYet(`the parameter ${later[0]}`, later[0]);

  const missing = issues.find((issue) => valueAt(parameters, issue.path) === undefined);
  if (missing !== undefined) {
    const name = nameOf(missing.path);
    return invalidRequest(`Missing required param: ${name}.`, name, 'parameter_missing');
  }

  const [issue] = issues;
  if (issue === undefined) return invalidRequest('Invalid request');
  const name = nameOf(issue.path);
  if (valueAt(parameters, issue.path) === '') return emptyValue(name);
  return invalidRequest(messageOf(issue), name, stripeCodeOf(issue));
}

function emptyValue(name: string): Refusal {
  return invalidRequest(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however ` +
      `'${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
    name,
    'parameter_invalid_empty',
  );
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Invalid ${issue.expected === 'record' ? 'object' : issue.expected}`;
    case 'invalid_value': {
      const choices = new Intl.ListFormat('en-US', { type: 'disjunction' }).format(issue.values.map(String));
      return `Invalid ${String(issue.path.at(-1))}: must be one of ${choices}`;
    }
    case 'too_big':
      return `Invalid array: must have at most ${issue.maximum} items`;
    default:
      return issue.message;
  }
}

function stripeCodeOf(issue: z.core.$ZodIssue): string | undefined {
  const code: unknown = issue.code === 'custom' ? issue.params?.stripeCode : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** `['line_items', 0, 'quantity']` as Stripe writes it: `line_items[0][quantity]`. */
function nameOf(path: readonly PropertyKey[]): string {
  return path.map((step, index) => (index === 0 ? String(step) : `[${String(step)}]`)).join('');
}

/** `['line_items', 0, 'price_data']` with every index left open: `line_items[][price_data]`. */
function patternOf(path: readonly PropertyKey[]): string {
  return nameOf(path.map((step) => (typeof step === 'number' ? '' : step)));
}

function valueAt(parameters: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    parameters,
  );
}

function lengthInCharacters(value: string): number {
  return [...value].length;
}

function shortened(value: string): string {
  return value.length > 24 ? `${value.slice(0, 10)}...${value.slice(-10)}` : value;
}
