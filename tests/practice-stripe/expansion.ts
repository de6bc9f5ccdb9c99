/** `expand[]`: puts a whole object in the place of its identifier, as deep as Stripe does (https://docs.stripe.com/expand). */
import { z } from 'zod';
import type { Account } from './account.ts';
import { readParameters, text } from './form-parameters.ts';
import { invalidRequest, notDoneYet } from './refusal.ts';

/** How many steps a path may have. */
const DEEPEST = 4;

/** What is left out of an object of a kind until it is asked for, and where it is found. */
export type Included = Readonly<Record<string, Readonly<Record<string, (account: Account, id: string) => object>>>>;

/** The paths that a request asks to have expanded, and the rest of its parameters. */
export function readExpansion({ expand, ...rest }: Record<string, unknown>): {
  readonly paths: readonly string[];
  readonly rest: Record<string, unknown>;
} {
  if (expand === undefined) return { paths: [], rest };
  const { expand: paths } = readParameters(z.strictObject({ expand: z.array(text()) }), { expand });
  for (const path of paths) {
    if (path.split('.').length > DEEPEST) {
      throw invalidRequest(`You cannot expand more than ${DEEPEST} levels of a property. Property: ${path}`, 'expand');
    }
  }
  return { paths, rest };
}

/** The answer with every path expanded. Throws a `Refusal` for a property that can't be. */
export function expanded(account: Account, included: Included, answer: object, paths: readonly string[]): object {
  return paths.reduce<object>((so_far, path) => walk(account, included, so_far, path.split('.'), so_far), answer);
}

function walk(account: Account, included: Included, thing: object, path: readonly string[], answer: object): object {
  const [step = '', ...rest] = path;
  const { object: kind, id } = thing as { object?: unknown; id?: unknown };
  const present: unknown = Object.hasOwn(thing, step) ? Reflect.get(thing, step) : undefined;
  const offered = Object.hasOwn(included, String(kind)) ? (included[String(kind)] ?? {}) : {};
  const include = present === undefined && Object.hasOwn(offered, step) ? offered[step] : undefined;
  const value = include === undefined ? present : include(account, String(id));
  if (value === null) return thing;

  const found = typeof value === 'string' ? account.find(value) : value;
  if (typeof value === 'string' && found === undefined && /^[a-z]+_\w{8,}$/.test(value)) {
    throw notDoneYet(`the expansion of ${step}`, 'expand');
  }
  const isThing = include !== undefined || typeof value === 'string' || (isObject(value) && 'object' in value);
  if (!isObject(found) || (rest.length === 0 && !isThing)) throw cannotBeExpanded(step, answer);
  const deeper = (one: unknown) => (isObject(one) ? walk(account, included, one, rest, answer) : one);
  const whole = rest.length === 0 ? found : Array.isArray(found) ? found.map(deeper) : deeper(found);
  return { ...thing, [step]: whole };
}

function cannotBeExpanded(property: string, answer: object) {
  const inList = Reflect.get(answer, 'object') === 'list' && property !== 'data';
  const hint = inList ? ` You may want to try expanding 'data.${property}' instead.` : '';
  return invalidRequest(`This property cannot be expanded (${property}).${hint}`, 'expand');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
