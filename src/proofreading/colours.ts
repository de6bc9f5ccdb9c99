/** Reads the charity's colours, and says which of them nobody could tell from what they stand on. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postcss, { type Rule } from 'postcss';
import { colourOf, contrast } from '../contrast.ts';
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

type Scheme = 'by day' | 'by night';
type Colours = ReadonlyMap<string, string>;

/** The colours that a rule states. */
const statedBy = (rule: Rule): Colours =>
  new Map(rule.nodes.flatMap((node) => (node.type === 'decl' ? [[node.prop, node.value] as const] : [])));

/** A colour as `#rrggbb`; `undefined` when that cannot be told, as of one that leads back to itself. */
function hexOf(colours: Colours, name: string, scheme: Scheme, before: readonly string[] = []): string | undefined {
  const value = (colours.get(name) ?? '').trim();
  const [, day = value, night = value] = /^light-dark\(([^,]+),([^,]+)\)$/.exec(value) ?? [];
  const stated = (scheme === 'by day' ? day : night).trim();
  const other = /^var\((--[\w-]+)\)$/.exec(stated)?.[1];
  if (other) return before.includes(other) ? undefined : hexOf(colours, other, scheme, [...before, name]);
  return /^#[0-9a-f]{6}$/i.test(stated) ? stated : undefined;
}

/**
 * What must be mended in a style sheet of tokens.
 * @param file how the sheet is called where its mistakes are told
 */
export function mistakesInColours(tokens: string, file: string): readonly Mistake[] {
  const stated = new Map<string, Colours>();
  postcss.parse(tokens).walkRules(/^(:root|\.ground-[\w-]+)$/, (rule) => {
    const printed = rule.parent?.type === 'atrule' && (rule.parent as postcss.AtRule).name === 'media';
    if (!printed) stated.set(rule.selector, new Map([...(stated.get(rule.selector) ?? []), ...statedBy(rule)]));
  });
  const sheet = stated.get(':root') ?? new Map();
  const words: string[] = [];
  for (const [selector, own] of stated) {
    const colours = new Map([...sheet, ...own]);
    const pairs = selector === ':root' ? [...onEachGround, ...onTheSheetAlone] : onEachGround;
    for (const scheme of ['by day', 'by night'] as const) {
      for (const [ink, paper, least] of pairs) {
        const [one, other] = [hexOf(colours, ink, scheme), hexOf(colours, paper, scheme)];
        const where = selector === ':root' ? scheme : `on ${selector}, ${scheme}`;
        if (!one || !other)
          words.push(`${one ? paper : ink} ${where} is no colour that can be read. Write it as #rrggbb.`);
        else if (contrast(colourOf(one), colourOf(other)) < least) {
          const reached = (Math.floor(contrast(colourOf(one), colourOf(other)) * 10) / 10).toFixed(1);
          words.push(
            `${ink} (${one}) on ${paper} (${other}) ${where} has a contrast of ${reached} to 1, and needs ${least} to 1. Make one of them darker, or the other lighter.`,
          );
        }
      }
    }
  }
  return words.map((each) => ({ file, words: each }));
}

/** Where a charity's colours are written, in the project. */
const tokens = 'src/styles/tokens.css';

/** What must be mended in the colours of the project at `root`; nothing where there is content alone. */
export const mistakesInColoursOf = async (root: string): Promise<readonly Mistake[]> =>
  existsSync(join(root, tokens)) ? mistakesInColours(await readFile(join(root, tokens), 'utf8'), tokens) : [];
