/** The site's colours, its line and its face, read from the one place that states them (`styles/tokens.css`), for what is drawn outside a page. */

/** What can be drawn with: colours by day, and the paths of the line and of the cut edge. */
export interface Brand {
  readonly paper: string;
  readonly ink: string;
  readonly beech: string;
  readonly straw: string;
  /** Path of the call, in a box of 1200 by 100. */
  readonly line: string;
  /** Path of the hill that cuts a ground's upper edge, in a box of 1000 by 100. */
  readonly hill: string;
  /** The file of the display face, as `styles/tokens.css` calls it. */
  readonly face: string;
}

/**
 * The brand that a style sheet of tokens states.
 * @throws when a token that is drawn with is not there any more
 */
export function brandOf(tokens: string): Brand {
  const found = (token: string, pattern: RegExp) => {
    const [, value] = pattern.exec(tokens) ?? [];
    if (value === undefined) throw new Error(`src/styles/tokens.css states no ${token} that can be read.`);
    return value;
  };
  const path = (token: string) => found(token, new RegExp(`${token}: url\\('data:[^']* d="([^"]+)"`));
  const ground = (name: string) =>
    found(`paper of .${name}`, new RegExp(`\\.${name} \\{\\s*--paper: (?:light-dark\\()?(#\\w{6})`));
  const escaped = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const family = found('--display that begins with the name of a face', /--display: '([^']+)'/);
  const face = found(
    `file of the face “${family}”`,
    new RegExp(`font-family: '${escaped(family)}';\\s*src: url\\(['"]?([^'")]+)`),
  );
  return {
    face,
    paper: found('--paper', /--paper: light-dark\((#\w{6})/),
    ink: found('--ink', /--ink: light-dark\((#\w{6})/),
    beech: ground('ground-beech'),
    straw: ground('ground-straw'),
    line: path('--line-call'),
    hill: path('--hill'),
  };
}
