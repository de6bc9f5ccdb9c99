/** Draws the picture that stands for a page where it is shared: its title, the line that goes on after it, and whose page it is. */
import type { Font } from 'fontkit';
import type { Brand } from './brand.ts';

/** As the places that show such pictures ask for it: https://ogp.me and Facebook's 1.91 to 1. */
export const sharePictureSize = { width: 1200, height: 630 } as const;

/** Where the picture of the page at this path lies: `/share/news/a-day.png` for `/news/a-day/`, `/share/index.png` for the first page. */
export const sharePictureAddress = (path: string): string => `/share${path.replace(/\/$/, '') || '/index'}.png`;

/** How many entries of a list, from the first, have a picture of their own. It costs time to draw, and nobody shares what is far down. */
const drawnOfEachList = 100;

/** Whose picture an entry is shared with: its own, or, far down a list, the list's. */
export const sharedWith = (place: number, list: string): string | undefined =>
  place < drawnOfEachList ? undefined : list;

const margin = 72;
const widest = sharePictureSize.width - 2 * margin;
/** The largest that fits is taken. */
const sizesInPixels = [132, 112, 96, 84, 72, 62, 54];
/** Between the name above and the hills below. */
const room = { from: 150, to: 490 } as const;
const tallest = room.to - room.from;
const leading = 1.08;

/** The words with only such letters as the face has: where it has no ŵ, a w; where it has nothing like it, nothing. */
const drawable = (font: Font, words: string) =>
  [...words]
    .map((letter) =>
      font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ? letter : letter.normalize('NFD').slice(0, 1),
    )
    .filter((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
    .join('');

/** A line of words as the path of its outlines, so that no font is needed where it is drawn. */
function outlined(font: Font, words: string, x: number, baseline: number, size: number, ink: string): string {
  const { glyphs, positions } = font.layout(words);
  const scale = size / font.unitsPerEm;
  let along = 0;
  const shapes = glyphs.map((glyph, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    const shape = `<path transform="translate(${along + xOffset} ${yOffset})" d="${glyph.path.toSVG()}"/>`;
    along += xAdvance;
    return shape;
  });
  return `<g fill="${ink}" transform="translate(${x} ${baseline}) scale(${scale} ${-scale})">${shapes.join('')}</g>`;
}

const widthOf = (font: Font, words: string, size: number) => (font.layout(words).advanceWidth * size) / font.unitsPerEm;

/** The words in as few lines as their width asks for; a word wider than a line has a line of its own. */
function linesOf(font: Font, words: readonly string[], size: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && widthOf(font, longer, size) <= widest) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The title at the largest size that fits, cut short at the smallest when even that does not. */
function fitted(font: Font, title: string): { lines: string[]; size: number } {
  const words = drawable(font, title).split(/\s+/).filter(Boolean);
  for (const size of sizesInPixels) {
    const lines = linesOf(font, words, size);
    const fits = lines.length * size * leading <= tallest && lines.every((line) => widthOf(font, line, size) <= widest);
    if (fits) return { lines, size };
  }
  const size = sizesInPixels.at(-1) ?? 54;
  const most = Math.floor(tallest / (size * leading));
  const all = linesOf(font, words, size).map((line) => {
    let kept = line;
    while (widthOf(font, kept, size) > widest) kept = `${[...kept].slice(0, -2).join('')}…`;
    return kept;
  });
  return {
    lines: all.length > most ? [...all.slice(0, most - 1), `${all[most - 1]?.replace(/\W*\w*$/, '')}…`] : all,
    size,
  };
}

/**
 * The picture as SVG, 1200 by 630, with no text left in it: letters are outlines.
 * @param font the display face
 */
export function sharePicture(title: string, name: string, brand: Brand, font: Font): string {
  const { width, height } = sharePictureSize;
  const { lines, size } = fitted(font, title);
  const top = room.from + (tallest - lines.length * size * leading) / 2;
  const baselines = lines.map((_, index) => top + size * 0.86 + index * size * leading);
  const after = margin + widthOf(font, lines.at(-1) ?? '', size) + size * 0.3;
  const last = baselines.at(-1) ?? top;
  const tall = size * 0.72;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<path fill="${brand.paper}" d="M0 0h${width}v${height}H0z"/>
<path fill="${brand.straw}" transform="matrix(-1.3 0 0 1.3 1240 ${height - 130})" d="${brand.hill}"/>
<path fill="${brand.beech}" transform="matrix(1.2 0 0 .8 0 ${height - 80})" d="${brand.hill}"/>
${outlined(font, drawable(font, name), margin, margin + 44, 44, brand.ink)}
${lines.map((line, index) => outlined(font, line, margin, baselines[index] ?? top, size, brand.ink)).join('\n')}
<path fill="none" stroke="${brand.beech}" stroke-width="7.5" transform="translate(${after} ${last - size * 0.62}) scale(${tall / 100})" d="${brand.line}H3000"/>
</svg>`;
}
