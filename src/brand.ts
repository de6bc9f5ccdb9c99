/** The site's colours, its line and its face, read from the one place that states them (`styles/tokens.css`), for what is drawn outside a page. */
import {
  colourIn,
  type Face,
  firstFamily,
  readTokens,
  type Stated,
  type Tokens,
  tokensFile,
  type Unread,
} from './tokens.ts';

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

function pathIn(sheet: Stated, token: string): string | Unread {
  const drawing = sheet.get(token);
  if (drawing === undefined) return { why: `${token} is missing. Write it into :root, as a drawing with one path.` };
  const path = /^url\((["'])data:.*?\sd=(["'])(.+?)\2.*\1\)$/s.exec(drawing.trim())?.[3];
  return (
    path ?? {
      why: `${token} has no path that can be read. Write it as url('data:image/svg+xml,<svg …><path d="…"/></svg>').`,
    }
  );
}

function displayFace({ sheet, faces }: Tokens): Face | Unread {
  const written = sheet.get('--display');
  if (written === undefined)
    return { why: '--display is missing. Write it into :root: the name of the face of the headings.' };
  const family = firstFamily(written);
  const known = [...new Set(faces.map((face) => face.family))];
  return (
    faces.find((face) => face.family.toLowerCase() === family.toLowerCase()) ?? {
      why: `--display begins with “${family}”, and no @font-face with a file has that name. There ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ') || 'none yet'}.`,
    }
  );
}

const isUnread = (part: object | string): part is Unread => typeof part === 'object' && 'why' in part;

/** The parts of the brand that are no colours. */
const shapesIn = (tokens: Tokens) => ({
  line: pathIn(tokens.sheet, '--line-call'),
  hill: pathIn(tokens.sheet, '--hill'),
  face: displayFace(tokens),
});

/** What must be mended in the line, the hill and the face that a style sheet of tokens states. */
export const mistakesInShapes = (tokens: Tokens): readonly string[] =>
  Object.values(shapesIn(tokens)).flatMap((part) => (isUnread(part) ? [part.why] : []));

/**
 * The brand that a style sheet of tokens states.
 * @throws when a token that is drawn with is not there any more
 */
export function brandOf(css: string): Brand {
  const tokens = readTokens(css);
  const found = <Part extends object | string>(part: Part | Unread): Part => {
    if (isUnread(part)) throw new Error(`${tokensFile}: ${part.why}`);
    return part;
  };
  const colour = (name: string, ground?: string) =>
    found(colourIn(new Map([...tokens.sheet, ...(tokens.grounds.get(ground ?? '') ?? [])]), name, 'by day'));
  const { line, hill, face } = shapesIn(tokens);
  return {
    face: found(face).file,
    paper: colour('--paper'),
    ink: colour('--ink'),
    beech: colour('--paper', '.ground-beech'),
    straw: colour('--paper', '.ground-straw'),
    line: found(line),
    hill: found(hill),
  };
}
