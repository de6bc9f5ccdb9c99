/** Whether a page fits the screen or the sheet that it is on: nothing cut, nothing on top of something else, nothing in the way. */
import type { Page } from '@playwright/test';

/** What somebody does to a page who needs wider letters and lines: the measures of WCAG 2.2, criterion 1.4.12. */
export const spacedText = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
`;

/** What does not fit, each fault in words; nothing if all does. Text is looked at line by line, as it stands on the screen. */
export const misfits = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    interface Box {
      readonly of: Element;
      readonly says: string;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
    const faults: string[] = [];
    // For those who listen, and for robots: neither is there to be seen.
    const unseen = '.seen-by-ear:not(:focus), .leave-empty, script, style, noscript';
    // What lies behind a dialog is not in anybody’s way.
    const dialog = document.querySelector('dialog:modal');
    const shown = (element: Element) =>
      (dialog?.contains(element) ?? true) &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      getComputedStyle(element).clipPath !== 'inset(50%)' &&
      !element.closest(unseen);
    const styles = new Map<Element, CSSStyleDeclaration>();
    const styleOf = (element: Element) => {
      const style = styles.get(element) ?? getComputedStyle(element);
      styles.set(element, style);
      return style;
    };

    const boxes: Box[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const of = text.parentElement;
      const says = text.textContent?.trim() ?? '';
      if (!of || says === '' || !shown(of)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, right, top, bottom, width, height } of range.getClientRects()) {
        // A face reserves more room above and below than its letters take: their middle is what must be free.
        if (width > 1) boxes.push({ of, says, left, right, top: top + height * 0.3, bottom: bottom - height * 0.3 });
      }
    }
    for (const of of document.querySelectorAll('input:not([type=hidden]), textarea, select')) {
      if (shown(of)) {
        const { left, right, top, bottom } = of.getBoundingClientRect();
        boxes.push({ of, says: `the box “${of.id}”`, left, right, top, bottom });
      }
    }

    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) faults.push(`The page can be scrolled sideways, by ${over} px.`);

    for (const { of, says, left, right, top, bottom } of boxes) {
      if (left < -1 || right > innerWidth + 1) faults.push(`Off the screen: ${says}`);
      for (let holder: Element | null = of; holder && holder !== document.body; holder = holder.parentElement) {
        const { overflowX, overflowY, clipPath } = styleOf(holder);
        const [acrossIsCut, downIsCut] = [overflowX, overflowY].map((way) => way !== 'visible' || clipPath !== 'none');
        if (!acrossIsCut && !downIsCut) continue;
        const box = holder.getBoundingClientRect();
        if (acrossIsCut && (left < box.left - 1 || right > box.right + 1)) faults.push(`Cut at the side: ${says}`);
        if (downIsCut && (top < box.top - 1 || bottom > box.bottom + 1)) faults.push(`Cut above or below: ${says}`);
      }
    }

    /** What stays in its place while the rest is scrolled under it, of which an element is a part. */
    const staying = (element: Element): Element | null => {
      for (let holder: Element | null = element; holder; holder = holder.parentElement)
        if (['fixed', 'sticky'].includes(styleOf(holder).position)) return holder;
      return null;
    };
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (one.of !== other.of && across > 2 && down > 2 && staying(one.of) === staying(other.of))
          faults.push(`On top of one another: ${one.says} | ${other.says}`);
      }
    }

    // What stays in its place while the rest is scrolled may take a third of a screen, and not the words with it.
    for (const element of document.querySelectorAll('body *')) {
      const { position } = styleOf(element);
      if (!['fixed', 'sticky'].includes(position) || element.closest('dialog') || !shown(element)) continue;
      const { height, width } = element.getBoundingClientRect();
      if (height > innerHeight / 3 && width > innerWidth / 2)
        faults.push(`In the way of the rest: ${element.tagName} ${element.className}`);
    }
    return [...new Set(faults)];
  });
