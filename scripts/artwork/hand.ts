/** A steady hand with a seed: what it cuts is nearly true, and the same seed always cuts the same shapes. */

export type Point = readonly [x: number, y: number];

/** A smooth path through points, open or closed (Catmull-Rom turned into Béziers). */
export function smooth(points: readonly Point[], closed = false): string {
  const count = points.length;
  const at = (index: number): Point => {
    const inRange = closed ? (index + count) % count : Math.max(0, Math.min(count - 1, index));
    return points[inRange] ?? [0, 0];
  };
  let path = `M${place(at(0))}`;
  for (let index = 0; index < (closed ? count : count - 1); index++) {
    const [before, start, end, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const leaving: Point = [start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6];
    const arriving: Point = [end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6];
    path += `C${place(leaving)} ${place(arriving)} ${place(end)}`;
  }
  return path + (closed ? 'Z' : '');
}

/** A straight path through points. */
export function straight(points: readonly Point[]): string {
  return `M${points.map(place).join('L')}`;
}

/** The point at an angle (in radians, clockwise from three o'clock) and a distance from another. */
export function around([x, y]: Point, angle: number, reach: number): Point {
  return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach];
}

/** The same points, moved. */
export function moved(points: readonly Point[], right: number, down: number): Point[] {
  return points.map(([x, y]) => [x + right, y + down]);
}

/** A place in a path, in tenths of a unit: finer than any screen shows, and coarse enough to be the same everywhere. */
function place([x, y]: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}

/** A seeded hand. Every picture has one of its own, so that changing one picture leaves the others alone. */
export class Hand {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
    // The first numbers from small seeds all lie close to nought, so they are thrown away.
    for (let discarded = 0; discarded < 5; discarded++) this.chance();
  }

  /** The next number between 0 and 1 (Lehmer's generator: exact in doubles, so the same everywhere). */
  chance(): number {
    this.#state = (this.#state * 48271) % 2147483647;
    return this.#state / 2147483647;
  }

  /** A number within `spread` of a value. */
  about(value: number, spread: number): number {
    return value + (this.chance() - 0.5) * 2 * spread;
  }

  /** A number between two others. */
  between(least: number, most: number): number {
    return least + this.chance() * (most - least);
  }

  /** One of several things. */
  pick<Thing>(things: readonly [Thing, ...Thing[]]): Thing {
    return things[Math.floor(this.chance() * things.length)] ?? things[0];
  }

  /** A circle cut by hand: nearly round. */
  disc(x: number, y: number, radius: number, wobble = 0.035, steps = 9): string {
    const turn = this.chance() * 6;
    const points = Array.from({ length: steps }, (_, index) =>
      around([x, y], turn + (index / steps) * Math.PI * 2, radius * this.about(1, wobble)),
    );
    return smooth(points, true);
  }

  /** Part of a circle drawn by hand, from one angle to another, in radians. */
  arc(x: number, y: number, radius: number, from: number, to: number): string {
    const steps = 6;
    const points = Array.from({ length: steps + 1 }, (_, index) =>
      around([x, y], from + ((to - from) * index) / steps, radius * this.about(1, 0.012)),
    );
    return smooth(points);
  }
}
