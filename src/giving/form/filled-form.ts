/** Gives the donor their form back as they filled it in, with each mistake beside its field: the built page, filled. */

import { trapBox } from '../../trap-for-robots.ts';
import {
  append,
  attribute,
  type Element,
  elementsIn,
  type OpenPage,
  openPage,
  setAttribute,
  setText,
} from '../built-page.ts';
import { ownAmount } from '../gift.ts';

/** What to do about each field that is not right yet, in the order of the form. */
export type MistakesIn = Readonly<Partial<Record<string, string>>>;

/** What to say above the form. `words` are shown whether or not a field is to blame. */
export interface Refusal {
  readonly heading: string;
  readonly words: string;
  readonly mistakes?: MistakesIn;
}

/** Puts into a field all that was typed there. Of boxes to tick, only those that are ticked are sent; what is still to be chosen has no choice made for it. */
function fill(control: Element, typed: URLSearchParams, mistakes: MistakesIn): void {
  const name = attribute(control, 'name');
  if (name === undefined || name === trapBox) return;
  const value = typed.get(name);
  const type = attribute(control, 'type');
  const isAsked = Object.hasOwn(mistakes, attribute(control, 'data-mistake-in') ?? '');
  if (type === 'checkbox' || (type === 'radio' && (value !== null || isAsked)))
    setAttribute(control, 'checked', attribute(control, 'value') === value ? '' : undefined);
  else if (control.tagName === 'textarea') {
    if (value) setText(control, value);
  } else if (value !== null && type !== 'radio') setAttribute(control, 'value', value);
}

/** Whether somebody has filled something in there, or must: then it is not folded away. */
function holdsSomething(control: Element, mistakes: MistakesIn): boolean {
  if (Object.hasOwn(mistakes, attribute(control, 'data-mistake-in') ?? '')) return true;
  if (control.tagName === 'textarea') return control.childNodes.length > 0;
  const value = attribute(control, 'value') ?? '';
  return value !== '' && (attribute(control, 'type') === 'text' || attribute(control, 'checked') !== undefined);
}

/**
 * The page of the form, with what was typed and, where it was refused, what to mend: then the page takes the focus to the summary, and says in its
 * title that there is a problem.
 * @param page the built page: its summary is `[data-mistakes]`, the place beside a field `[data-mistake="<field>"]`, what is said to whoever turned back from paying `[data-back]`
 * @param isBack whether somebody turned back from paying
 */
export function fillForm(
  page: string,
  typed: URLSearchParams,
  refusal?: Refusal,
  { isBack = false }: { readonly isBack?: boolean } = {},
): string {
  const open = openPage(page);
  const { mistakes = {} } = refusal ?? {};
  for (const control of open.elements)
    if (['input', 'textarea'].includes(control.tagName)) fill(control, typed, mistakes);
  for (const folded of open.elements.filter(({ tagName }) => tagName === 'details')) {
    if ([...elementsIn(folded)].some((element) => holdsSomething(element, mistakes))) setAttribute(folded, 'open', '');
  }
  if (refusal) sayWhatToMend(open, typed, refusal);
  if (isBack) {
    for (const place of open.having('data-back')) {
      setAttribute(place, 'hidden', undefined);
      // Nothing is wrong, so it is no alert; `autofocus` takes a keyboard and a screen reader there.
      setAttribute(place, 'autofocus', '');
    }
    open.announce('Back from paying');
  }
  return open.html();
}

/** Says on an open page what to mend: beside the fields, and all in one place, which takes the focus. */
export function sayWhatToMend(
  open: OpenPage,
  typed: URLSearchParams,
  { heading, words, mistakes = {} }: Refusal,
): void {
  const found = Object.entries(mistakes).filter((one): one is [string, string] => one[1] !== undefined);
  for (const [field, mistake] of found) {
    for (const place of open.having('data-mistake', field)) {
      setText(place, `${mistake}.`);
      setAttribute(place, 'hidden', undefined);
    }
    for (const control of open.having('data-mistake-in', field)) setAttribute(control, 'aria-invalid', 'true');
  }
  for (const summary of open.having('data-mistakes')) {
    setAttribute(summary, 'hidden', undefined);
    // Without JavaScript, `autofocus` is what takes a keyboard and a screen reader to the summary.
    setAttribute(summary, 'autofocus', '');
  }
  for (const place of open.having('data-mistakes-heading')) setText(place, heading);
  for (const place of open.having('data-mistakes-words')) setText(place, words);
  for (const list of open.having('data-mistakes-list'))
    for (const [field, mistake] of found) {
      const control = controlFor(field, typed, open);
      if (control) append(append(list, 'li', {}), 'a', { href: `#${control}` }, mistake);
      else append(list, 'li', {}, mistake);
    }
  open.announce('Problem');
}

/** The id that a summary's link leads to: the field itself, or the first of its choices; `undefined` for what has no field that a person can reach. */
function controlFor(field: string, typed: URLSearchParams, open: OpenPage): string | undefined {
  const controls = open.having('data-mistake-in', field);
  const box = controls.find((control) => attribute(control, 'type') === 'text');
  const control = field === 'amount' && typed.get('amount') === ownAmount ? box : controls[0];
  return control && attribute(control, 'id');
}
