/** Reads the one style sheet that states what the site looks like (`styles/tokens.css`): what each of its rules states, and its faces. */
import postcss, { type ChildNode, type Container } from 'postcss';

/** Where that sheet lies, from the project’s root. */
export const tokensFile = 'src/styles/tokens.css';

/** What a rule states, by the name of each token. */
export type Stated = ReadonlyMap<string, string>;

/** A face that comes with the site. */
export interface Face {
  readonly family: string;
  /** Its file, as the sheet calls it. */
  readonly file: string;
}

/** What the sheet states. */
export interface Tokens {
  /** What `:root` states. */
  readonly sheet: Stated;
  /** What each ground states otherwise, by its selector. */
  readonly grounds: ReadonlyMap<string, Stated>;
  readonly faces: readonly Face[];
}

/** Why something cannot be read from the sheet, in words for whoever mends it. */
export interface Unread {
  readonly why: string;
}

const statedBy = (rule: Container<ChildNode>): [string, string][] =>
  (rule.nodes ?? []).flatMap((node) => (node.type === 'decl' ? [[node.prop, node.value]] : []));

const unquoted = (words: string) => words.trim().replace(/^(["'])(.*)\1$/, '$2');

/** The name that a list of font families begins with. */
export const firstFamily = (list: string): string => unquoted(/^\s*("[^"]*"|'[^']*'|[^,]*)/.exec(list)?.[1] ?? '');

/**
 * What a style sheet of tokens states.
 * @throws what PostCSS says when it is no CSS
 */
export function readTokens(css: string): Tokens {
  const rules = new Map<string, Stated>();
  const faces: Face[] = [];
  const parsed = postcss.parse(css);
  parsed.walkRules(/^(:root|\.ground-[\w-]+)$/, (rule) => {
    const printed = rule.parent?.type === 'atrule' && (rule.parent as postcss.AtRule).name === 'media';
    if (!printed) rules.set(rule.selector, new Map([...(rules.get(rule.selector) ?? []), ...statedBy(rule)]));
  });
  parsed.walkAtRules('font-face', (face) => {
    const stated = new Map(statedBy(face));
    const file = /url\(\s*("[^"]*"|'[^']*'|[^)]*)\s*\)/.exec(stated.get('src') ?? '')?.[1];
    if (file !== undefined) faces.push({ family: unquoted(stated.get('font-family') ?? ''), file: unquoted(file) });
  });
  const { ':root': sheet = new Map(), ...grounds } = Object.fromEntries(rules);
  return { sheet, grounds: new Map(Object.entries(grounds)), faces };
}

export type Scheme = 'by day' | 'by night';

/** A colour as `#rrggbb`, or why that cannot be told, as of one that leads back to itself. */
export function colourIn(
  colours: Stated,
  name: string,
  scheme: Scheme,
  before: readonly string[] = [],
): string | Unread {
  const written = colours.get(name);
  if (written === undefined) {
    const from = before.at(-1);
    return { why: `${name} is missing${from ? `, and ${from} leads to it` : ''}. Write it into :root, as #rrggbb.` };
  }
  const value = written.trim();
  const [, day = value, night = value] = /^light-dark\(([^,]+),([^,]+)\)$/.exec(value) ?? [];
  const stated = (scheme === 'by day' ? day : night).trim();
  const other = /^var\((--[\w-]+)\)$/.exec(stated)?.[1];
  if (other && !before.includes(other)) return colourIn(colours, other, scheme, [...before, name]);
  if (/^#[0-9a-f]{6}$/i.test(stated)) return stated;
  return { why: `${name} ${scheme} is no colour that can be read. Write it as #rrggbb.` };
}
