/** The day on the calendar on the wall of whoever writes. */

/** What stands in a new form for the day it is. */
export const today = '{{now}}';

/** That day, as `YYYY-MM-DD`. (The first that is asked of `Intl` takes a tenth of a second of a slow phone’s start.) */
export function dayHere(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
