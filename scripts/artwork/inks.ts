/** The inks the artwork is printed in, and the few ways a path is put on paper with them. */

/** The artwork's own inks. The colours of giving and of mistakes are left out on purpose: they mean something. */
export const inks = {
  paper: '#faf3df',
  flint: '#17292b',
  beech: '#1f5f46',
  leaf: '#8fb573',
  straw: '#f3bf45',
  sky: '#bcd8de',
  harebell: '#4d88ad',
  rose: '#ecb7ae',
  sand: '#efe1ba',
} as const;

export type Ink = keyof typeof inks;

/** A flat shape cut from paper of one ink. */
export function cut(path: string, ink: Ink): string {
  return `<path fill="${inks[ink]}" d="${path}"/>`;
}

/** A brush line with round ends. */
export function brush(path: string, ink: Ink, width: number): string {
  const round = 'stroke-linecap="round" stroke-linejoin="round"';
  return `<path fill="none" stroke="${inks[ink]}" stroke-width="${width}" ${round} d="${path}"/>`;
}

/** Marks that show only inside a shape, so that a line can change ink as it crosses. Each needs a name of its own. */
export function within(name: string, shape: string, marks: string): string {
  return `<clipPath id="${name}"><path d="${shape}"/></clipPath><g clip-path="url(#${name})">${marks}</g>`;
}

/** What a painter hands over: marks on a ground, measured in the picture's own units. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly ground: Ink;
  readonly marks: string;
}

/** The sheet as an SVG document whose longer side is drawn at the given number of pixels. */
export function svgDocument({ width, height, ground, marks }: Sheet, longSideInPixels: number): string {
  const scale = longSideInPixels / Math.max(width, height);
  // Sliced, because a side rounded to whole pixels would otherwise leave a hair of nothing along an edge.
  const fit = 'preserveAspectRatio="xMidYMid slice"';
  const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
  const paper = cut(`M0 0h${width}v${height}H0z`, ground);
  const box = `viewBox="0 0 ${width} ${height}" ${size} ${fit}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}>${paper}${marks}</svg>\n`;
}
