/** The home page's opening picture. It stays an SVG: its sky is the page itself, and it has a night of its own. */
import { Hand, moved, type Point, smooth, straight } from './hand.ts';
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

/** Out of the way of the moon, the trees, and the words that a wide page lays over the sky. */
const stars: readonly Point[] = [
  [70, 330],
  [206, 366],
  [452, 296],
  [546, 358],
  [716, 262],
  [842, 342],
  [996, 276],
  [1064, 350],
  [1716, 244],
  [1752, 116],
];

/** The nearest hill is the ground colour of the part of the page below it, by day and by night, so that the two run together. */
const day =
  '.line{fill:none;stroke-linecap:round;stroke-linejoin:round}' +
  `.sun{fill:${inks.straw}}.far{fill:${inks.harebell}}.field{fill:${inks.straw}}.near{fill:#143c2c}` +
  `.beech{fill:${inks.beech}}.leaf{fill:${inks.leaf}}.rose{fill:${inks.rose}}` +
  `.ink,.beat,.furrow{stroke:${inks.flint}}.ring{stroke:#e5cf8c}.shade,.star{display:none}`;
/**
 * At night it is the lines that catch the light, as the words on the page do, and what they lie on is dark.
 * A piece of the night's own paper turns the sun into a moon.
 */
const night =
  '@media(prefers-color-scheme:dark){.sun{fill:#f7e9bd}.beat{display:none}.shade{display:inline;fill:#10201f}' +
  '.star{display:inline;stroke:#f7e9bd}.ring{stroke:#34534d}.far{fill:#1b4259}.field{fill:#54450f}' +
  '.furrow{stroke:#e3b84a}.leaf{fill:#48764a}.rose{fill:#98605f}.ink{stroke:#e9e0b8}}';

/**
 * A path in whole units, each step told from the one before. A unit is about a pixel on the widest screen, and the
 * picture is fetched first, on a poor signal too: told so, it is little more than half as heavy.
 */
function told(path: string): string {
  let at: readonly number[] = [0, 0];
  return path.replace(/([MCL])([^A-Z]+)/g, (_, command: string, numbers: string) => {
    const places = numbers.split(' ').map((number) => Math.round(Number(number)));
    const steps = places.map((place, index) => place - (at[index % 2] ?? 0));
    at = places.slice(-2);
    return command.toLowerCase() + steps.join(' ').replaceAll(' -', '-');
  });
}

function filled(path: string, name: string): string {
  return `<path class="${name}" d="${told(path)}"/>`;
}

function lined(path: string, name: string, lineWidth: number): string {
  return `<path class="line ${name}" stroke-width="${lineWidth}" d="${told(path)}"/>`;
}

/** Chalk hills under a sounding sun, or by night under a quiet moon, as an SVG document that follows the reader's light or dark scheme. */
export function drawDowns(): string {
  const hand = new Hand(29);
  let marks = filled(hand.disc(1390, 232, 150, 0.02), 'sun');
  for (const reach of [108, 66, 26]) marks += lined(hand.disc(1382, 225, reach, 0.022), 'beat', 5);
  for (const reach of [198, 248, 300]) marks += lined(hand.disc(1388, 230, reach, 0.012, 12), 'ring', 4);
  marks += filled(hand.disc(1340, 204, 134, 0.02), 'shade');
  marks += lined(stars.map((star) => straight([star, star])).join(''), 'star', 7);
  marks += filled(hill(farSkyline, width, height), 'far') + filled(hill(fieldSkyline, width, height), 'field');
  for (let furrow = 1; furrow <= 5; furrow++) {
    marks += lined(smooth(moved(fieldSkyline, 0, furrow * 34)), 'furrow', 4);
  }
  marks += filled(hill(nearSkyline, width, height), 'near');
  for (const [x, y, size, crown] of trees) {
    const stem = straight([
      [x, y + 6],
      [x + hand.about(0, 3), y + 6 - size],
    ]);
    marks +=
      lined(stem, 'ink', 5) +
      filled(hand.disc(x + 4, y - size * 1.16, size * 0.43, 0.06), crown) +
      lined(hand.disc(x - 3, y - size * 1.2, size * 0.43, 0.05), 'ink', 4);
  }
  const whole = height + skyAbove;
  const box = `viewBox="0 ${-skyAbove} ${width} ${whole}" width="${width}" height="${whole}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}><style>${day}${night}</style>${marks}</svg>\n`;
}
