/** Calendar dates (`YYYY-MM-DD`, no time, no zone) as people in the UK say them. */

const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `2024-07-14` as `14 July 2024`. */
export const dayInWords = (calendarDate: string): string => long.format(new Date(`${calendarDate}T00:00:00Z`));

/** From one day to another: `14 July 2024`, or `14 to 16 July 2024` when it goes on. */
export function daysInWords(startsOn: string, endsOn?: string): string {
  if (endsOn === undefined || endsOn === startsOn) return dayInWords(startsOn);
  const sameMonth = startsOn.slice(0, 7) === endsOn.slice(0, 7);
  return `${sameMonth ? Number(startsOn.slice(8)) : dayInWords(startsOn)} to ${dayInWords(endsOn)}`;
}

/** `14:30` as `2.30 pm`, `10:00` as `10 am`. */
export function timeInWords(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const minutes = minute === 0 ? '' : `.${String(minute).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`;
}
