/** A page gone through with the Tab key alone: where it stops, and whether one can see where one is. */
import type { Page } from '@playwright/test';

/** Where the keyboard stopped, and what is wrong there, in words. */
export interface Stop {
  readonly name: string;
  /** Its place in what is read, counted over all that can be stopped at. */
  readonly place: number;
  /** How many there are to stop at in all. */
  readonly count: number;
  readonly faults: readonly string[];
  /** The colour of the ring round it, and of what the ring lies on. */
  readonly ring: { readonly colour: string; readonly on: string } | null;
  /** Where on the page it is, in px. */
  readonly box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

/** The stops from one end of the page to the other, or to the first that comes a second time. */
export async function stopsOf(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press(key);
    const stop = await stopAt(page);
    if (!stop || stops.some(({ place }) => place === stop.place)) return stops;
    stops.push(stop);
  }
}

/** The stops that come out of their order: one goes up the page only to a column that stands right of all that was read. */
export const outOfOrder = (stops: readonly Stop[]): string[] =>
  stops
    .filter(({ box }, index) =>
      stops.slice(0, index).some(({ box: before }) => before.top >= box.bottom && before.right > box.left),
    )
    .map(({ name }) => name);

const stopAt = (page: Page): Promise<Stop | undefined> =>
  page.evaluate(() => {
    const { activeElement: focused } = document;
    if (!focused || focused === document.body) return undefined;
    const faults: string[] = [];

    const all = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input, textarea, select, summary, [tabindex]'),
    ];
    const stops = all.filter((one) => {
      // Of a set of radio buttons one is stopped at, and the arrows go on from it.
      const left = one instanceof HTMLInputElement && one.type === 'radio' && !one.checked && one !== focused;
      return (
        one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0 && !one.matches(':disabled') && !left
      );
    });

    // A box for a long text is written in line by line: its first must be there.
    const needed = (box: DOMRect) => (focused.tagName === 'TEXTAREA' ? box.top + 40 : box.bottom);
    const inside = (box: DOMRect) =>
      box.top >= -1 && box.left >= -1 && needed(box) <= innerHeight + 1 && box.right <= innerWidth + 1;
    const [first = new DOMRect()] = focused.getClientRects();
    if (![...focused.getClientRects()].some(inside)) faults.push('It is not in the window.');
    const hit = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
    if (!hit || !(focused.contains(hit) || focused.closest('label')?.contains(hit)))
      faults.push('It lies under something.');

    const ground = (element: Element | null): string => {
      if (!element) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return /^rgba\(.*, 0\)$/.test(backgroundColor) ? ground(element.parentElement) : backgroundColor;
    };
    const ring = [focused, focused.closest('label')].find((element) => {
      const style = element && getComputedStyle(element);
      return style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    });
    if (!ring) faults.push('No ring of 2 px or more is round it.');
    else {
      const { outlineWidth, outlineOffset } = getComputedStyle(ring);
      const room = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
      const box = ring.getBoundingClientRect();
      for (let holder = ring.parentElement; holder && holder !== document.body; holder = holder.parentElement) {
        const { overflowX, overflowY, clipPath } = getComputedStyle(holder);
        const edge = holder.getBoundingClientRect();
        const cutAcross =
          (overflowX !== 'visible' || clipPath !== 'none') &&
          (box.left - room < edge.left || box.right + room > edge.right);
        const cutDown =
          (overflowY !== 'visible' || clipPath !== 'none') &&
          (box.top - room < edge.top || box.bottom + room > edge.bottom);
        if (cutAcross || cutDown) faults.push(`The ring is cut by ${holder.tagName} ${holder.className}.`);
      }
    }
    const name = (
      focused.textContent?.trim() ||
      focused.getAttribute('aria-label') ||
      focused.id ||
      focused.tagName
    ).replace(/\s+/g, ' ');
    const { left, right, top, bottom } = first;
    const box = { left, right, top: top + scrollY, bottom: bottom + scrollY };
    return {
      name,
      place: stops.indexOf(focused as HTMLElement),
      count: stops.length,
      faults,
      box,
      ring: ring ? { colour: getComputedStyle(ring).outlineColor, on: ground(ring.parentElement) } : null,
    };
  });
