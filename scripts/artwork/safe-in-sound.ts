/** The pictures of Safe in Sound: the project, and the string players who come to perform for it. */
import { Hand, type Point, smooth } from './hand.ts';
import { brush, cut, type Ink, type Sheet, within } from './inks.ts';
import { hill, ploughed } from './landscape.ts';
import { shiver, shivering } from './sound.ts';

/** A line hung between two trees: it trembles by each of them, and lies still where it hangs lowest. */
function hung(from: Point, to: Point, sag: number, loudness: number): Point[] {
  const steps = 36;
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const along = step / steps;
    const hanging = 4 * along * (1 - along);
    const height = loudness * (1 - hanging) ** 1.3;
    const [x, y] = [from[0] + (to[0] - from[0]) * along, from[1] + (to[1] - from[1]) * along];
    return [x, y + sag * hanging + (step % 2 ? height : -height)];
  });
}

/** The trunk of a great tree, from its foot up to where its crown hides it. */
function trunk(x: number, foot: number, top: number, lean: number): string {
  const middle = (foot + top) / 2;
  return (
    `M${x - 46} ${foot}C${x - 20} ${foot - 80} ${x - 26 + lean} ${middle} ${x - 20 + lean} ${top}H${x + 22 + lean}` +
    `C${x + 26 + lean} ${middle} ${x + 22} ${foot - 80} ${x + 50} ${foot}Z`
  );
}

/** The crown of a great tree: a disc with a pattern of its own, its outline a little off register. */
function crown(hand: Hand, name: string, [x, y]: Point, reach: number, ink: Ink, pattern: string): string {
  const shape = hand.disc(x, y, reach, 0.022, 12);
  return cut(shape, ink) + within(name, shape, pattern) + brush(hand.disc(x - 9, y - 7, reach, 0.018, 12), 'flint', 5);
}

/** Five lines hang like a hammock between two great trees, and two round shapes rest where they lie still. */
export function drawSafeInSound(): Sheet {
  const [width, height] = [1600, 1000];
  const hand = new Hand(83);
  const far: readonly Point[] = [
    [0, 730],
    [280, 690],
    [560, 752],
    [860, 790],
    [1220, 726],
    [1600, 640],
  ];
  const near: readonly Point[] = [
    [0, 812],
    [300, 800],
    [620, 852],
    [900, 866],
    [1240, 812],
    [1600, 800],
  ];
  const [x, y] = [798, 540];

  let marks = '';
  for (const reach of [176, 236, 296, 356, 416]) {
    marks += brush(hand.arc(x + 12, y + 26, reach, Math.PI * 1.06, Math.PI * 1.94), 'sky', 5);
  }
  marks += cut(hill(far, width, height), 'leaf');
  for (let line = 0; line < 5; line++) {
    const strung = hung([304, 476 + line * 28], [1300, 472 + line * 28], 142, 26);
    marks += brush(smooth(strung), 'paper', 8);
  }
  marks += cut(trunk(296, 900, 300, 10), 'flint') + cut(trunk(1308, 900, 300, -10), 'flint');
  marks += cut(hill(near, width, height), 'beech') + ploughed(near, 36, 'leaf', 5);

  let seeds = '';
  for (let row = 0; row < 14; row++) {
    for (let column = 0; column < 14; column++) {
      seeds += cut(hand.disc(-40 + column * 60 + (row % 2) * 30, -230 + row * 52, 10, 0.12, 7), 'beech');
    }
  }
  const rings = [60, 120, 180, 240, 300].map((reach) => brush(hand.disc(1310, 110, reach, 0.015, 12), 'leaf', 6));
  marks +=
    crown(hand, 'far-left', [60, 240], 240, 'beech', '') + crown(hand, 'far-right', [1550, 250], 240, 'leaf', '');
  marks += crown(hand, 'left', [330, 90], 366, 'leaf', seeds);
  marks += crown(hand, 'right', [1296, 76], 362, 'beech', rings.join(''));

  marks += cut(hand.disc(x - 44, y, 84, 0.025), 'straw') + brush(hand.disc(x - 51, y - 6, 84, 0.02), 'flint', 5);
  marks += cut(hand.disc(x + 96, y + 25, 56, 0.025), 'rose') + brush(hand.disc(x + 90, y + 20, 56, 0.02), 'flint', 5);
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
