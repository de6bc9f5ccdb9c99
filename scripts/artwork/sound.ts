/** The site's one line, sounding: struck and dying away, swelling and settling, or shivering between two ends. */
import { type Hand, type Point, smooth } from './hand.ts';

/** A line that is struck: it starts at rest, leaps, and dies away, each beat a fraction of the one before. */
export function struck(x: number, y: number, loudness: number, step: number, beats: number, fade = 0.8): Point[] {
  const points: Point[] = [
    [x, y],
    [x + step, y],
  ];
  for (let beat = 0; beat < beats; beat++) {
    const height = loudness * fade ** beat;
    points.push([x + step * (2 + beat), y + (beat % 2 ? height : -height)]);
  }
  return points;
}

export interface Swell {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly loudness: number;
  readonly waves: number;
  /** Where along the line it is loudest, from 0 to 1. */
  readonly loudestAt?: number;
  /** How much of the line sounds: 0.24 is about half of it. */
  readonly spread?: number;
}

/** A line that swells and settles. */
export function swelling(hand: Hand, { from, to, y, loudness, waves, loudestAt = 0.5, spread = 0.24 }: Swell): Point[] {
  const steps = Math.round(waves * 2);
  return Array.from({ length: steps + 1 }, (_, index) => {
    const along = index / steps;
    const envelope = Math.exp(-(((along - loudestAt) / spread) ** 2));
    const height = loudness * envelope * hand.about(1, 0.12);
    return [from + (to - from) * along, y + (index % 2 ? height : -height)];
  });
}

/** One of the shapes a string takes as it shivers between its ends: `bellies` waves, `height` from rest. */
export function shivering(from: number, to: number, y: number, bellies: number, height: number): Point[] {
  const steps = bellies * 8;
  return Array.from({ length: steps + 1 }, (_, index) => {
    const along = index / steps;
    return [from + (to - from) * along, y + Math.sin(along * bellies * Math.PI) * height];
  });
}

/** All the room a shivering string takes, as one shape. */
export function shiver(from: number, to: number, y: number, bellies: number, height: number): string {
  const there = shivering(from, to, y, bellies, height);
  const back = shivering(from, to, y, bellies, -height).reverse();
  return smooth([...there, ...back], true);
}
