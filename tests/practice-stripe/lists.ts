/** Lists as Stripe gives them: the newest first, a page at a time, each thing on one page. */
import type Stripe from 'stripe';
import type { z } from 'zod';
import { integer, range, text } from './form-parameters.ts';
import { invalidRequest, noSuchParameter } from './refusal.ts';

/** The parameters that every list takes (https://docs.stripe.com/api/pagination); `created` is the time it was made. */
export const pageParameters = {
  created: range().optional(),
  ending_before: text().optional(),
  limit: integer(1, 100).optional(),
  starting_after: text().optional(),
};

/** Which page: those parameters, read. */
export type PageAsked = z.output<z.ZodObject<typeof pageParameters>>;

/** How many things a page has when the request doesn't say. */
const USUAL_LIMIT = 10;

/**
 * The page that is asked for, of those things that belong to the list. `kind` is what Stripe calls one of them.
 * Throws a `Refusal` for a cursor that nothing bears, and for two cursors at once.
 */
export function pageOf<Thing extends { readonly id: string; readonly created: number }>(
  shelf: ReadonlyMap<string, Thing>,
  kind: string,
  url: string,
  { created = {}, ending_before, limit = USUAL_LIMIT, starting_after }: PageAsked,
  belongs: (thing: Thing) => boolean = () => true,
): Stripe.ApiList<Thing> {
  if (ending_before !== undefined && starting_after !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: ending_before, starting_after.');
  }
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = created;
  const newestFirst = [...shelf.values()].reverse().sort((one, other) => other.created - one.created);
  const placeOf = (id: string, param: string) => {
    const place = newestFirst.findIndex((thing) => thing.id === id);
    if (place === -1) throw noSuchParameter(kind, id, param);
    return place;
  };
  const all = (things: readonly Thing[]) =>
    things.filter((thing) => {
      const { created: at } = thing;
      return at > gt && at >= gte && at < lt && at <= lte && belongs(thing);
    });

  if (ending_before !== undefined) {
    const before = all(newestFirst.slice(0, placeOf(ending_before, 'ending_before')));
    return { object: 'list', data: before.slice(-limit), has_more: before.length > limit, url };
  }
  const start = starting_after === undefined ? 0 : placeOf(starting_after, 'starting_after') + 1;
  const after = all(newestFirst.slice(start));
  return { object: 'list', data: after.slice(0, limit), has_more: after.length > limit, url };
}
