/** The home page's opening picture. It stays an SVG: its sky is the page itself, and it has a night of its own. */
import { Hand, moved, type Point, smooth } from './hand.ts';
import { inks } from './inks.ts';
import { hill } from './landscape.ts';

type Crown = 'beech' | 'leaf' | 'rose';

const width = 1800;
const height = 860;
/** Room above the hills for the sun's rings. */
const skyAbove = 90;

const farSkyline: readonly Point[] = [
  [0, 470],
  [220, 420],
  [520, 520],
  [860, 400],
  [1180, 470],
  [1480, 360],
  [1800, 440],
];
const fieldSkyline: readonly Point[] = [
  [0, 640],
  [260, 560],
  [560, 540],
  [900, 640],
  [1220, 600],
  [1500, 500],
  [1800, 560],
];
const nearSkyline: readonly Point[] = [
  [0, 690],
  [300, 730],
  [700, 800],
  [1100, 760],
  [1420, 690],
  [1800, 730],
];
const trees: readonly (readonly [x: number, y: number, size: number, crown: Crown])[] = [
  [120, 606, 96, 'leaf'],
  [300, 556, 66, 'rose'],
  [392, 548, 120, 'leaf'],
  [620, 548, 84, 'beech'],
  [860, 632, 60, 'leaf'],
  [960, 646, 112, 'leaf'],
  [1090, 634, 74, 'rose'],
  [1270, 586, 104, 'leaf'],
  [1540, 498, 128, 'beech'],
  [1660, 520, 76, 'leaf'],
  [1740, 540, 104, 'rose'],
];

/** The nearest hill is the ground colour of the part of the page below it, so that the two run together. */
const day =
  '.line{fill:none;stroke-linecap:round;stroke-linejoin:round}' +
  `.sun{fill:${inks.straw}}.far{fill:${inks.harebell}}.field{fill:${inks.straw}}.near{fill:#143c2c}` +
  `.beech{fill:${inks.beech}}.leaf{fill:${inks.leaf}}.rose{fill:${inks.rose}}` +
  `.ink{stroke:${inks.flint}}.ring{stroke:#e5cf8c}`;
const night =
  '@media(prefers-color-scheme:dark){.sun{fill:#f5e6b8}.far{fill:#1d4560}.field{fill:#a9822a}' +
  '.beech{fill:#2c6b50}.leaf{fill:#5f8a55}.rose{fill:#b98580}.ink{stroke:#0c1716}.ring{stroke:#37574f}}';

function filled(path: string, name: string): string {
  return `<path class="${name}" d="${path}"/>`;
}

function lined(path: string, name: string, lineWidth: number): string {
  return `<path class="line ${name}" stroke-width="${lineWidth}" d="${path}"/>`;
}

/** Chalk hills under a sounding sun, as an SVG document that follows the reader's light or dark scheme. */
export function drawDowns(): string {
  const hand = new Hand(29);
  let marks = filled(hand.disc(1390, 232, 150, 0.02), 'sun');
  for (const reach of [108, 66, 26]) marks += lined(hand.disc(1382, 225, reach, 0.022), 'ink', 5);
  for (const reach of [198, 248, 300]) marks += lined(hand.disc(1388, 230, reach, 0.012, 12), 'ring', 4);
  marks += filled(hill(farSkyline, width, height), 'far') + filled(hill(fieldSkyline, width, height), 'field');
  for (let furrow = 1; furrow <= 5; furrow++) {
    marks += lined(smooth(moved(fieldSkyline, 0, furrow * 34)), 'ink', 4);
  }
  marks += filled(hill(nearSkyline, width, height), 'near');
  for (const [x, y, size, crown] of trees) {
    marks +=
      lined(`M${x} ${y + 6}l${Math.round(hand.about(0, 3))} ${-size}`, 'ink', 5) +
      filled(hand.disc(x + 4, y - size * 1.16, size * 0.43, 0.06), crown) +
      lined(hand.disc(x - 3, y - size * 1.2, size * 0.43, 0.05), 'ink', 4);
  }
  const whole = height + skyAbove;
  const box = `viewBox="0 ${-skyAbove} ${width} ${whole}" width="${width}" height="${whole}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}><style>${day}${night}</style>${marks}</svg>\n`;
}
