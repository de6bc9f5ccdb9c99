/** What Lighthouse says of one page on a phone with a slow connection (its own “mobile”, throttling simulated). */
import { chromium } from '@playwright/test';
import getPort from 'get-port';
import lighthouse, { type Result } from 'lighthouse';
import { findChromium, launchOptions } from './chromium.ts';

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof categories)[number];

export interface Verdict {
  /** From 0 to 100, of the categories that were asked for. */
  readonly scores: Readonly<Partial<Record<Category, number>>>;
  /** Each audit that cost points, in words, with the elements or messages that it names. */
  readonly faults: readonly string[];
  /** What was not asked of this page, and why. */
  readonly exceptions: readonly string[];
  /** Largest picture or text there, and time in which the page could not answer a touch, in milliseconds; shift has no unit. */
  readonly largestPaintInMs: number;
  readonly blockingTimeInMs: number;
  /** Until the page answers a touch at once, in milliseconds. */
  readonly interactiveInMs: number;
  readonly layoutShift: number;
  readonly bytes: number;
}

/** The elements, files or messages that an audit names, three at most. */
function namedBy(details: Result['audits'][string]['details']): string {
  const items = details !== undefined && 'items' in details ? details.items : [];
  const named = (items as readonly Record<string, unknown>[]).flatMap(({ node, description, message, url }) => {
    const snippet = (node as { snippet?: string } | undefined)?.snippet;
    return [snippet ?? description ?? message ?? url].filter((words) => typeof words === 'string');
  });
  return named.slice(0, 3).join(' · ');
}

function faultsIn(result: Result): string[] {
  return Object.values(result.categories).flatMap((category) =>
    category.auditRefs.flatMap(({ id, weight }) => {
      const audit = result.audits[id];
      if (!audit || weight === 0 || audit.score === null || audit.score === 1) return [];
      const words = [`${category.title}: ${audit.title}`, audit.displayValue, namedBy(audit.details)];
      return [words.filter(Boolean).join(' – ')];
    }),
  );
}

export interface Phone {
  /**
   * Measures the page at `address`. One that asks search engines to leave it out is not asked why: only there, `is-crawlable` is passed over.
   * @throws when the page cannot be opened or measured
   */
  measure(address: string, only?: readonly Category[]): Promise<Verdict>;
  close(): Promise<void>;
}

/** Opens a browser of its own for Lighthouse, which keeps nothing from one page to the next. */
export async function openPhone(): Promise<Phone> {
  const port = await getPort({ host: '127.0.0.1' });
  const browser = await chromium.launch(launchOptions(findChromium(), `--remote-debugging-port=${port}`));
  return {
    async measure(address, only = categories) {
      const leftOut = (await (await fetch(address)).text()).includes('<meta name="robots" content="noindex">');
      const measured = await lighthouse(address, {
        port,
        logLevel: 'silent',
        onlyCategories: [...only],
        skipAudits: leftOut ? ['is-crawlable'] : [],
        disableFullPageScreenshot: true,
      });
      if (!measured) throw new Error(`Lighthouse gave no answer for ${address}.`);
      const { lhr } = measured;
      if (lhr.runtimeError) throw new Error(`Lighthouse could not measure ${address}: ${lhr.runtimeError.message}`);
      const figure = (id: string) => lhr.audits[id]?.numericValue ?? 0;
      return {
        scores: Object.fromEntries(
          Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]),
        ),
        faults: faultsIn(lhr),
        exceptions: leftOut && only.includes('seo') ? ['is-crawlable: it asks search engines to leave it out'] : [],
        largestPaintInMs: figure('largest-contentful-paint'),
        blockingTimeInMs: figure('total-blocking-time'),
        interactiveInMs: figure('interactive'),
        layoutShift: figure('cumulative-layout-shift'),
        bytes: figure('total-byte-weight'),
      };
    },
    close: () => browser.close(),
  };
}
