/** The Chiltern Hills as this artwork knows them: downs are waves, fields are staves and trees are notes. */
import { type Hand, moved, type Point, smooth, straight } from './hand.ts';
import { brush, cut, type Ink } from './inks.ts';

/** A hill: everything below a skyline. */
export function hill(skyline: readonly Point[], width: number, height: number): string {
  return `${smooth(skyline)}L${width} ${height}L0 ${height}Z`;
}

/** Five lines ploughed along a skyline, like a stave. */
export function ploughed(skyline: readonly Point[], gap: number, ink: Ink = 'flint', lineWidth = 4): string {
  return [1, 2, 3, 4, 5].map((furrow) => brush(smooth(moved(skyline, 0, furrow * gap)), ink, lineWidth)).join('');
}

/** A beech on the down is a note: a stem and a crown, its outline a little off register. */
export function tree(hand: Hand, x: number, y: number, size: number, crown: Ink): string {
  const stem = straight([
    [x, y],
    [x + hand.about(0, 3), y - size],
  ]);
  return (
    brush(stem, 'flint', 5) +
    cut(hand.disc(x + hand.about(2, 2), y - size * 1.18, size * 0.42, 0.06), crown) +
    brush(hand.disc(x - 3, y - size * 1.21, size * 0.42, 0.05), 'flint', 4)
  );
}

/** The sun as a struck drum: a disc, rings on it, and rings in the air around it. */
export function sun(hand: Hand, x: number, y: number, radius: number, face: Ink, air: Ink): string {
  const onIt = [0.72, 0.44, 0.18].map((share) => brush(hand.disc(x - 8, y - 6, radius * share, 0.025), 'flint', 4));
  const aroundIt = [1.32, 1.66, 2].map((share) => brush(hand.disc(x, y, radius * share, 0.012, 12), air, 5));
  return aroundIt.join('') + cut(hand.disc(x, y, radius, 0.02), face) + onIt.join('');
}
