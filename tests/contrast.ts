/** How far each text on a page stands out from what it is written on. */
import type { Page } from '@playwright/test';
import { type Colour, contrast as contrastOf } from '../src/contrast.ts';

/** The contrast of two colours in the words of a computed style: from 1 (none) to 21. */
export const contrast = (one: string, other: string): number => contrastOf(colourIn(one), colourIn(other));

function colourIn(words: string): Colour {
  const [red = 0, green = 0, blue = 0] = (words.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** Every text that is to be seen, the colour it is written in and the one it is written on. */
export const textColours = (page: Page): Promise<{ words: string; ink: string; ground: string }[]> =>
  page.evaluate(() => {
    const groundOf = (element: Element | null): string => {
      const { backgroundColor = 'rgb(255, 255, 255)' } = element ? getComputedStyle(element) : {};
      return /^rgba\(.*, 0\)$/.test(backgroundColor) ? groundOf(element?.parentElement ?? null) : backgroundColor;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility() && !element.closest('.seen-by-ear, .leave-empty, svg'))
      .filter(({ childNodes }) =>
        [...childNodes].some(({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent?.trim()),
      )
      .map((element) => ({
        words: element.textContent?.trim() ?? '',
        ink: getComputedStyle(element).color,
        ground: groundOf(element),
      }));
  });
