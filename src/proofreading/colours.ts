/** Reads the charity's colours, and says which of them nobody could tell from what they stand on. */
import { colourOf, contrast } from '../contrast.ts';
import { colourIn, readTokens } from '../tokens.ts';
import type { Mistake } from './proofread.ts';

/** What stands on what, and how far it must stand out: words 7 to 1 (WCAG 2.2, AAA), edges 3 to 1 (AA). */
const onEachGround = [
  ['--ink', '--paper', 7],
  ['--ink', '--paper-deep', 7],
  ['--ink-quiet', '--paper', 7],
  ['--beech', '--paper', 7],
  ['--harebell', '--paper', 7],
  ['--edge', '--paper', 3],
] as const;
const onTheSheetAlone = [
  ['--berry', '--paper', 7],
  ['--kite-ink', '--kite', 7],
  ['--marked-ink', '--marked', 7],
] as const;

/**
 * What must be mended in a style sheet of tokens.
 * @param file how the sheet is called where its mistakes are told
 */
export function mistakesInColours(tokens: string, file: string): readonly Mistake[] {
  const { sheet, grounds } = readTokens(tokens);
  // What several pairs, or both schemes, have in common is said once.
  const words = new Set<string>();
  for (const [selector, own] of [[':root', sheet] as const, ...grounds]) {
    const colours = new Map([...sheet, ...own]);
    const pairs = selector === ':root' ? [...onEachGround, ...onTheSheetAlone] : onEachGround;
    for (const scheme of ['by day', 'by night'] as const) {
      for (const [ink, paper, least] of pairs) {
        const [one, other] = [colourIn(colours, ink, scheme), colourIn(colours, paper, scheme)];
        const on = selector === ':root' ? '' : `On ${selector}, `;
        if (typeof one === 'object' || typeof other === 'object') {
          // What a ground has from the sheet is said of the sheet.
          for (const [token, read] of [[ink, one] as const, [paper, other] as const])
            if (typeof read === 'object' && (selector === ':root' || own.has(token))) words.add(on + read.why);
        } else if (contrast(colourOf(one), colourOf(other)) < least) {
          const where = selector === ':root' ? scheme : `on ${selector}, ${scheme}`;
          const reached = (Math.floor(contrast(colourOf(one), colourOf(other)) * 10) / 10).toFixed(1);
          words.add(
            `${ink} (${one}) on ${paper} (${other}) ${where} has a contrast of ${reached} to 1, and needs ${least} to 1. Make one of them darker, or the other lighter.`,
          );
        }
      }
    }
  }
  return [...words].map((each) => ({ file, words: each }));
}
