/** The four of `lodash/fp` that Decap’s backends use, which bring all of lodash otherwise: the function first, then what it works on. */
export { flow, fromPairs } from 'lodash-es';

export const map =
  <Item, Made>(make: (item: Item) => Made) =>
  (items: readonly Item[]) =>
    items.map((item) => make(item));

export const filter =
  <Item>(isKept: (item: Item) => boolean) =>
  (items: readonly Item[]) =>
    items.filter((item) => isKept(item));
