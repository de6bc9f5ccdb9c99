/** How far a text stands out from what it is written on, as WCAG reckons it. */
import type { Page } from '@playwright/test';

/** The contrast of two colours in the words of a computed style: from 1 (none) to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
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
