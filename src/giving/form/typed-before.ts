/**
 * Keeps what a donor typed while they are on Stripe's page, so that Stripe's own arrow leads back to the form as they left it. It stays in their
 * browser, in this one tab, and no address holds any of it.
 *
 * All of it is kept, a name and a home too. On a device that others use, too, it shows nobody more than the browser's own Back does from the same page:
 * it is given back once, only on that way back, within an hour; and the form, opened anew, and the page of thanks take it away, as does the browser with the tab.
 */
import { trapBox } from './trap-for-robots.ts';

/** What the address of the way back ends in. A server never sees it, and no redirect loses it. */
export const wayBackMark = '#back';

const key = 'gift';
const lastsInMilliseconds = 60 * 60_000;
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

/** Puts into the form what was typed before, if this is the way back; whether or not it is, it is kept no longer. */
export function giveBackTyped(form: HTMLFormElement): void {
  const kept = whereKept((tab) => tab.getItem(key));
  forgetTyped();
  if (!kept || location.hash !== wayBackMark) return;
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
