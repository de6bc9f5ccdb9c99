/** A drum, as it looks to somebody leaning over it. */
import { around, type Hand, type Point, straight } from './hand.ts';
import { brush, cut, type Ink } from './inks.ts';

/** A drum seen from above: its shell, its skin, the cords between them, and where it has been struck. */
export function drum(hand: Hand, x: number, y: number, size: number, shell: Ink, skin: Ink): string {
  const cordInk: Ink = shell === 'flint' || shell === 'beech' ? 'paper' : 'flint';
  let marks = cut(hand.disc(x, y, size), shell);
  const cords = 24;
  const cordEnds = Array.from({ length: cords + 1 }, (_, cord) =>
    around([x, y], (cord / cords) * Math.PI * 2 + size, size * (cord % 2 ? 0.92 : 0.74)),
  );
  marks += brush(straight(cordEnds), cordInk, 4);
  marks += cut(hand.disc(x + size * 0.04, y + size * 0.03, size * 0.72), skin);
  marks += brush(hand.disc(x - 5, y - 4, size * 0.99), 'flint', 5);
  marks += brush(hand.disc(x - 3, y - 2, size * 0.7), 'flint', 4);
  const struckAt: Point = [x + size * hand.about(0, 0.12), y + size * hand.about(0, 0.12)];
  if (hand.chance() < 0.5) {
    const studs = 12;
    for (let stud = 0; stud < studs; stud++) {
      const place = around([x, y], (stud / studs) * Math.PI * 2 + size, size * 0.52);
      marks += cut(hand.disc(...place, size * 0.045, 0.1, 7), 'flint');
    }
    return marks + brush(hand.disc(...struckAt, size * 0.26, 0.03), 'flint', 4);
  }
  for (const share of [0.44, 0.28, 0.12]) marks += brush(hand.disc(...struckAt, size * share, 0.03), 'flint', 3);
  return marks;
}
