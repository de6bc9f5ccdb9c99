/** The pictures of Safe in Sound: the project, and the string players who come to perform for it. */
import { around, Hand, type Point, smooth } from './hand.ts';
import { brush, cut, type Ink, type Sheet, within } from './inks.ts';
import { hill } from './landscape.ts';
import { shiver, shivering, swelling } from './sound.ts';

interface Arch {
  readonly x: number;
  readonly foot: number;
  /** Half the width of the arch, which is also the radius of its round top. */
  readonly reach: number;
  /** How far the straight sides stand before the round top begins. */
  readonly legs: number;
}

/** An arch cut by hand: straight sides and a round top. */
function arch(hand: Hand, { x, foot, reach, legs }: Arch, wobble = 0.012): string {
  const points: Point[] = [
    [x - reach, foot],
    [x - reach * hand.about(1, wobble), foot - legs / 2],
  ];
  const steps = 10;
  for (let step = 0; step <= steps; step++) {
    points.push(around([x, foot - legs], Math.PI * (1 + step / steps), reach * hand.about(1, wobble)));
  }
  points.push([x + reach * hand.about(1, wobble), foot - legs / 2], [x + reach, foot]);
  return smooth(points);
}

/** Places at equal distances along an arch, from its left foot to its right. */
function placesAlong({ x, foot, reach, legs }: Arch, count: number): Point[] {
  const length = legs * 2 + Math.PI * reach;
  return Array.from({ length: count }, (_, index): Point => {
    const along = ((index + 0.5) / count) * length;
    if (along < legs) return [x - reach, foot - along];
    if (along > length - legs) return [x + reach, foot - (length - along)];
    return around([x, foot - legs], Math.PI + (along - legs) / reach, reach);
  });
}

type Ornament = (hand: Hand, band: Arch, thickness: number) => string;

function beads(ink: Ink, count: number, size: number): Ornament {
  return (hand, band, thickness) =>
    placesAlong({ ...band, reach: band.reach - thickness / 2 }, count)
      .map(([x, y], index) => cut(hand.disc(x, y, index % 2 ? size : size * 0.6, 0.08, 8), ink))
      .join('');
}

function strings(ink: Ink, count: number, lineWidth: number): Ornament {
  return (hand, band, thickness) =>
    Array.from({ length: count }, (_, index) =>
      brush(
        arch(hand, { ...band, reach: band.reach - (thickness * (index + 1)) / (count + 1) }, 0.005),
        ink,
        lineWidth,
      ),
    ).join('');
}

function spokes(ink: Ink, count: number, lineWidth: number): Ornament {
  return (_, band, thickness) => {
    const outer = placesAlong({ ...band, reach: band.reach - thickness * 0.24 }, count);
    const inner = placesAlong({ ...band, reach: band.reach - thickness * 0.76 }, count);
    return outer.map((place, index) => brush(smooth([place, inner[index] ?? place]), ink, lineWidth)).join('');
  };
}

const plain: Ornament = () => '';

interface Band {
  readonly reach: number;
  readonly ink: Ink;
  /** The ink of the sound where it crosses this band. */
  readonly sound: Ink;
  readonly ornament: Ornament;
}

interface Shelter {
  readonly name: string;
  readonly x: number;
  readonly foot: number;
  readonly legs: number;
  readonly bands: readonly Band[];
}

/** A shelter is arches inside arches, and the sound changes ink as it passes from one to the next. */
function shelter(hand: Hand, { name, x, foot, legs, bands }: Shelter, sound: string, soundWidth: number): string {
  return bands
    .map(({ reach, ink, sound: soundInk, ornament }, index) => {
      const band: Arch = { x, foot, reach, legs };
      const shape = arch(hand, band);
      const thickness = reach - (bands[index + 1]?.reach ?? 0);
      return (
        cut(`${shape}Z`, ink) +
        within(`${name}-${index}`, `${shape}Z`, ornament(hand, band, thickness) + brush(sound, soundInk, soundWidth)) +
        brush(arch(hand, { ...band, x: x - 7, foot: foot - 5 }, 0.008), 'flint', 4)
      );
    })
    .join('');
}

/** Arches that shelter a small round shape. The sound that runs through them is quietest where it lies. */
export function drawSafeInSound(): Sheet {
  const [width, height] = [1600, 1000];
  const hand = new Hand(83);
  const x = 830;
  const foot = 1010;
  const restsAt = 806;

  const arriving = swelling(hand, {
    from: -30,
    to: x,
    y: restsAt,
    loudness: 84,
    waves: 12,
    loudestAt: 0.5,
    spread: 0.26,
  });
  const leaving = swelling(hand, {
    from: x,
    to: width + 30,
    y: restsAt,
    loudness: 84,
    waves: 11,
    loudestAt: 0.48,
    spread: 0.26,
  });
  const sound = smooth([...arriving, ...leaving.slice(1)]);

  let marks = '';
  for (const echo of [640, 720, 800]) marks += brush(arch(hand, { x, foot, reach: echo, legs: 190 }, 0.006), 'sky', 5);
  marks += brush(sound, 'paper', 13);
  const left: Shelter = {
    name: 'left',
    x: 140,
    foot,
    legs: 110,
    bands: [
      { reach: 256, ink: 'straw', sound: 'flint', ornament: strings('flint', 3, 4) },
      { reach: 176, ink: 'rose', sound: 'flint', ornament: plain },
      { reach: 104, ink: 'beech', sound: 'paper', ornament: plain },
    ],
  };
  const right: Shelter = {
    name: 'right',
    x: 1494,
    foot,
    legs: 160,
    bands: [
      { reach: 270, ink: 'leaf', sound: 'flint', ornament: beads('beech', 21, 14) },
      { reach: 190, ink: 'paper', sound: 'flint', ornament: strings('harebell', 2, 5) },
      { reach: 120, ink: 'straw', sound: 'flint', ornament: plain },
    ],
  };
  const middle: Shelter = {
    name: 'middle',
    x,
    foot,
    legs: 190,
    bands: [
      { reach: 560, ink: 'flint', sound: 'paper', ornament: beads('straw', 37, 15) },
      { reach: 468, ink: 'beech', sound: 'paper', ornament: strings('leaf', 4, 5) },
      { reach: 376, ink: 'sky', sound: 'flint', ornament: spokes('harebell', 43, 8) },
      { reach: 296, ink: 'leaf', sound: 'flint', ornament: plain },
      { reach: 238, ink: 'straw', sound: 'flint', ornament: strings('flint', 5, 3) },
      { reach: 160, ink: 'paper', sound: 'flint', ornament: plain },
    ],
  };
  for (const each of [left, right, middle]) marks += shelter(hand, each, sound, 13);

  const mound: readonly Point[] = [
    [0, 960],
    [300, 930],
    [560, 946],
    [830, 900],
    [1100, 942],
    [1340, 926],
    [1600, 962],
  ];
  marks += cut(hill(mound, width, height), 'flint');
  marks += cut(hand.disc(x + 5, restsAt + 4, 74, 0.03), 'rose');
  marks += brush(hand.disc(x - 6, restsAt - 5, 75, 0.025), 'flint', 6);
  return { width, height, ground: 'harebell', marks };
}

/** Four strings, shivering in one, two, three and four waves: the first notes that any string can give. */
export function drawStrings(): Sheet {
  const [width, height] = [1200, 900];
  const hand = new Hand(97);
  const large = hand.disc(880, 330, 250, 0.025, 11);
  const small = hand.disc(320, 620, 200, 0.025, 11);
  const bellies: readonly (readonly [y: number, loudness: number, ink: Ink])[] = [
    [190, 118, 'rose'],
    [400, 84, 'sky'],
    [580, 60, 'leaf'],
    [740, 46, 'sand'],
  ];
  let marks = cut(large, 'straw') + cut(small, 'harebell');
  for (const [index, [y, loudness, ink]] of bellies.entries()) {
    const waves = index + 1;
    const shape = shiver(-20, width + 20, y, waves, loudness);
    const strands = (strandInk: Ink): string =>
      [1, 0.72, 0.44, 0.15, -0.15, -0.44, -0.72, -1]
        .map((share) => {
          const path = smooth(shivering(-20, width + 20, y, waves, loudness * share));
          return brush(path, strandInk, Math.abs(share) === 1 ? 7 : 3);
        })
        .join('');
    marks += strands(ink);
    marks += within(`large-${index}`, large, cut(shape, 'rose') + strands('flint'));
    marks += within(`small-${index}`, small, cut(shape, 'sky') + strands('flint'));
  }
  return { width, height, ground: 'flint', marks };
}
