/** What time it is in the practice Stripe: the machine's own, or a test's, and as far ahead of it as one has moved on. */

/** How far to move on. Months are those of the calendar: a month after 31 January is the last day of February. */
export interface Span {
  readonly months?: number;
  readonly days?: number;
  readonly minutes?: number;
}

/** A clock that only ever goes forward. Every time is in epoch seconds, as on Stripe. */
export class Clock {
  readonly #now: () => Date;
  #aheadInMilliseconds = 0;
  #moment: number | undefined;

  /** `now` is the clock that this one goes by. */
  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The time. */
  get time(): number {
    return this.#moment ?? Math.floor((this.#now().getTime() + this.#aheadInMilliseconds) / 1000);
  }

  /** Moves the clock on. */
  moveOn({ months = 0, days = 0, minutes = 0 }: Span): void {
    const from = this.#now().getTime() + this.#aheadInMilliseconds;
    const to =
      monthsAfter(Math.floor(from / 1000), months) * 1000 + (from % 1000) + (days * 24 * 60 + minutes) * 60_000;
    if (to < from) throw new RangeError('The clock of the practice Stripe does not go back.');
    this.#aheadInMilliseconds += to - from;
  }

  /** Does what was due at a moment gone by, with the clock at that moment. */
  at(moment: number, work: () => void): void {
    this.#moment = moment;
    try {
      work();
    } finally {
      this.#moment = undefined;
    }
  }
}

/** The same day and time so many months later, in UTC, as Stripe counts them; or the last day of a shorter month. */
export function monthsAfter(start: number, months: number): number {
  const date = new Date(start * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return Math.floor(date.getTime() / 1000);
}
