/** Pictures for tests, which take them for photographs from somebody's phone. Another seed gives another picture. */
import { drum } from './drum.ts';
import { Hand, type Point, smooth } from './hand.ts';
import { brush, cut, type Ink, type Sheet } from './inks.ts';
import { hill, ploughed, sun, tree } from './landscape.ts';
import { swelling } from './sound.ts';

/** Drums of all sizes, scattered so that no two touch. */
export function drawScatteredDrums(seed: number, width: number, height: number): Sheet {
  const hand = new Hand(seed);
  const shells: readonly [Ink, ...Ink[]] = ['beech', 'harebell', 'rose', 'flint'];
  const skins: readonly [Ink, ...Ink[]] = ['paper', 'straw', 'sky'];
  const placed: { x: number; y: number; size: number }[] = [];
  let marks = '';
  for (let attempt = 0; attempt < 160; attempt++) {
    const size = hand.between(130, 260);
    const [x, y] = [hand.between(0, width), hand.between(0, height)];
    if (placed.some((other) => Math.hypot(other.x - x, other.y - y) < other.size + size + 30)) continue;
    placed.push({ x, y, size });
    marks += drum(hand, x, y, size, hand.pick(shells), hand.pick(skins));
  }
  return { width, height, ground: 'leaf', marks };
}

/** Lines that swell and settle across a large disc. */
export function drawVoices(seed: number, width: number, height: number): Sheet {
  const hand = new Hand(seed);
  const [x, y] = [hand.between(0.35, 0.65) * width, hand.between(0.35, 0.65) * height];
  const radius = Math.min(width, height) * 0.36;
  let marks = cut(hand.disc(x, y, radius), 'harebell') + brush(hand.disc(x - 10, y - 8, radius), 'paper', 5);
  const voices: readonly Ink[] = ['straw', 'rose', 'paper', 'leaf', 'straw'];
  for (const [index, ink] of voices.entries()) {
    const voice = swelling(hand, {
      from: -20,
      to: width + 20,
      y: (height * (index + 1)) / (voices.length + 1),
      loudness: hand.between(30, 90),
      waves: Math.round(hand.between(7, 13)),
      loudestAt: hand.between(0.3, 0.7),
    });
    marks += brush(smooth(voice), ink, hand.between(12, 26));
  }
  return { width, height, ground: 'flint', marks };
}

/** Hills, a ploughed field, trees and a sun: a picture that shows at once if it is the wrong way up. */
export function drawUpland(seed: number, width: number, height: number): Sheet {
  const hand = new Hand(seed);
  const skyline = (level: number): Point[] =>
    [0, 0.2, 0.4, 0.6, 0.8, 1].map((along) => [along * width, hand.about(level, 0.05) * height]);
  const field = skyline(0.66);
  let marks = sun(hand, hand.between(0.3, 0.7) * width, height * 0.24, height * 0.09, 'straw', 'sand');
  marks += cut(hill(skyline(0.46), width, height), 'beech') + cut(hill(skyline(0.56), width, height), 'leaf');
  marks += cut(hill(field, width, height), 'straw') + ploughed(field, height * 0.035);
  marks += cut(hill(skyline(0.88), width, height), 'harebell');
  for (const [x, y] of field.slice(1, -1)) {
    marks += tree(
      hand,
      x + hand.about(0, width * 0.04),
      y + 12,
      hand.between(70, 130),
      hand.pick(['rose', 'paper', 'straw']),
    );
  }
  return { width, height, ground: 'rose', marks };
}
