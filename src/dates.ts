/** Calendar dates (`YYYY-MM-DD`, no time, no zone) and times of day (`HH:MM`) as people in the UK say them. */

/** The charity's own time, which every time of day on the site is in. */
export const ownTimeZone = 'Europe/London';

/** The calendar date of an instant, in the charity's own time. */
export const dayOf = (instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: ownTimeZone }).format(instant);

/** The calendar date at this moment, in the charity's own time. */
export const dayNow = (): string => dayOf(new Date());

/** When something is: a day or several, and what is known of the hours. */
export interface Days {
  readonly startsOn: string;
  readonly startsAt?: string | undefined;
  /** Its last day; left out, it is over on the first. */
  readonly endsOn?: string | undefined;
  /** When it ends on its last day. */
  readonly endsAt?: string | undefined;
}

const noon = (calendarDate: string) => new Date(`${calendarDate}T12:00:00Z`);
/** A format takes milliseconds to make, which a function that says no date would spend at each start: it is made when it is first asked for. */
const said = (parts: Intl.DateTimeFormatOptions) => {
  let format: Intl.DateTimeFormat | undefined;
  return (calendarDate: string) => {
    format ??= new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' });
    return format.format(noon(calendarDate));
  };
};

/** `2024-07-14` as `14 July 2024`. */
export const dayInWords = said({ day: 'numeric', month: 'long', year: 'numeric' });
const weekday = said({ weekday: 'long' });
const dayOfMonth = said({ day: 'numeric' });
const month = said({ month: 'long' });
const monthAndYear = said({ month: 'long', year: 'numeric' });

/** The calendar date that comes next. */
export function dayAfter(calendarDate: string): string {
  const day = noon(calendarDate);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** A day, or days of one month, as a programme sets them: the numbers large, the month under them. */
export interface SetDays {
  /** One number, or the first and the last. */
  readonly days: readonly string[];
  /** `July 2024`, or `July` where the year follows with the last day. */
  readonly month: string;
}

/** The days of an event, as they are set: one after the other, the second only when it goes on into another month. */
export function daysAsSet({ startsOn, endsOn = startsOn }: Pick<Days, 'startsOn' | 'endsOn'>): SetDays[] {
  const [first, last] = [dayOfMonth(startsOn), dayOfMonth(endsOn)];
  if (startsOn === endsOn) return [{ days: [last], month: monthAndYear(endsOn) }];
  if (startsOn.slice(0, 7) === endsOn.slice(0, 7)) return [{ days: [first, last], month: monthAndYear(endsOn) }];
  const sameYear = startsOn.slice(0, 4) === endsOn.slice(0, 4);
  return [
    { days: [first], month: sameYear ? month(startsOn) : monthAndYear(startsOn) },
    { days: [last], month: monthAndYear(endsOn) },
  ];
}

/** The days of the week: `Sunday`, or `Sunday to Tuesday`. */
export const weekdaysInWords = ({ startsOn, endsOn = startsOn }: Pick<Days, 'startsOn' | 'endsOn'>): string =>
  startsOn === endsOn ? weekday(startsOn) : `${weekday(startsOn)} to ${weekday(endsOn)}`;

/** From one day to another: `14 July 2024`, or `14 to 16 July 2024` when it goes on. */
export const daysInWords = (startsOn: string, endsOn?: string): string =>
  daysAsSet({ startsOn, endsOn })
    .map((set) => `${set.days.join(' to ')} ${set.month}`)
    .join(' to ');

/** The hours, as far as they are known: `2.30 pm to 4 pm`; `undefined` when nothing is. */
export function hoursInWords({ startsOn, startsAt, endsOn = startsOn, endsAt }: Days): string | undefined {
  if (startsAt === undefined) return undefined;
  const ends = endsAt === undefined ? '' : ` to ${timeInWords(endsAt)}`;
  if (startsOn === endsOn) return `${timeInWords(startsAt)}${ends}`;
  return `from ${timeInWords(startsAt)} on the first day${ends && `${ends} on the last`}`;
}

/** Days and hours in one line: `14 July 2024, 2.30 pm to 4 pm`. */
export const whenInWords = (when: Days): string =>
  [daysInWords(when.startsOn, when.endsOn), hoursInWords(when)].filter((words) => words !== undefined).join(', ');

/** `14:30` as `2.30 pm`, `10:00` as `10 am`; nobody is sure which of the two 12s is `12 pm`, so they have their names. */
export function timeInWords(time: string): string {
  if (time === '12:00') return 'midday';
  if (time === '00:00') return 'midnight';
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const minutes = minute === 0 ? '' : `.${String(minute).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`;
}
