/**
 * Keeps what a donor typed while they are on Stripe's page, so that Stripe's own arrow, or the browser’s, leads back to the form as they left it. It stays in their
 * browser, in this one tab, and no address holds any of it.
 *
 * All of it is kept, a name and a home too: whoever looks again at what they typed would have it all to type again. It is given back once, only on that way
 * back, and only for a while; the form, opened anew, and the page of thanks take it away. A browser takes it away with the tab, and gives it back with a
 * closed tab that is opened again, as it does the history of that tab, whose Back shows the filled form as well. Where others use the device, that is
 * for a quarter of an hour more than nothing; no page of ours is there to hear of the end of a tab that shows Stripe’s.
 */
import { trapBox } from '../../trap-for-robots.ts';

/** What marks the address of the way back, with `yes`. */
export const wayBackMark = 'back';

const key = 'gift';
/** What somebody needs who looks at the page for paying and turns back. The choices, which are in the address, are there for as long as the page for paying is. */
const lastsInMilliseconds = 15 * 60_000;
/** They belong to one opening of the form, or to nobody. */
const notTyped: readonly string[] = ['form', 'sawTotal', trapBox];

/** Runs it where a browser keeps things: one that is told to keep nothing throws. */
function whereKept<Kept>(run: (tab: Storage) => Kept): Kept | undefined {
  try {
    return run(sessionStorage);
  } catch {
    return undefined;
  }
}

/** Takes it away. */
export const forgetTyped = (): void => whereKept((tab) => tab.removeItem(key));

/** Keeps what is typed in the form. */
export const keepTyped = (form: HTMLFormElement): void =>
  whereKept((tab) => tab.setItem(key, JSON.stringify({ at: Date.now(), typed: [...new FormData(form)] })));

/** By Stripe’s arrow, which has the mark, or by the browser’s own Back. */
const isWayBack = (): boolean =>
  new URLSearchParams(location.search).has(wayBackMark) ||
  performance
    .getEntriesByType('navigation')
    .some((entry) => (entry as PerformanceNavigationTiming).type === 'back_forward');

/** Puts into the form what was typed before, if this is the way back; whether or not it is, it is kept no longer. */
export function giveBackTyped(form: HTMLFormElement): void {
  const kept = whereKept((tab) => tab.getItem(key));
  forgetTyped();
  if (!isWayBack()) return;
  // Loaded again, or kept as a bookmark, it is no way back.
  const address = new URL(location.href);
  address.searchParams.delete(wayBackMark);
  history.replaceState(null, '', address);
  if (!kept) return;
  const { at, typed }: { at: number; typed: [string, string][] } = JSON.parse(kept);
  if (Date.now() - at > lastsInMilliseconds) return;
  const values = new Map(typed.filter(([name]) => !notTyped.includes(name)));
  for (const control of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[name]')) {
    const value = values.get(control.name);
    if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type))
      control.checked = value === control.value;
    else if (value !== undefined) control.value = value;
  }
  for (const folded of form.querySelectorAll('details'))
    folded.open ||= [...folded.querySelectorAll<HTMLTextAreaElement>('textarea, [type=text]')].some(
      ({ value }) => value,
    );
}
