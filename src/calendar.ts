/**
 * Events as a calendar program reads them: iCalendar, RFC 5545. A time goes out as the clock on the wall shows it, with the
 * rules of its zone beside it: nothing is reckoned here that a change of the clocks could make wrong.
 */
import { type Days, dayAfter, ownTimeZone, whenInWords } from './dates.ts';

/** An event, as it goes into a calendar. */
export interface CalendarEvent extends Days {
  /** Unlike any other, and never changed: by it a calendar that has the event already knows it again. */
  readonly uid: string;
  /** When what is said here was last changed. A calendar keeps the newer of two. */
  readonly changedAt: Date;
  readonly title: string;
  readonly place: string;
  readonly summary: string;
  /** What people need to know to get in. */
  readonly access?: string | undefined;
  /** The full address of its page. */
  readonly address: string;
}

export interface CalendarFile {
  /** Who wrote it: the charity's name. */
  readonly writer: string;
  /** For a calendar that people subscribe to: what it is called in their list of calendars. Not for a single event. */
  readonly subscription?: { readonly name: string } | undefined;
  readonly events: readonly CalendarEvent[];
}

/** Summer time as the law has had it since 1996: from the last Sunday in March to the last in October, at 1 am GMT. */
const zoneRules = [
  ['BEGIN', 'VTIMEZONE'],
  ['TZID', ownTimeZone],
  ['BEGIN', 'DAYLIGHT'],
  ['DTSTART', '19960331T010000'],
  ['RRULE', 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'],
  ['TZOFFSETFROM', '+0000'],
  ['TZOFFSETTO', '+0100'],
  ['TZNAME', 'BST'],
  ['END', 'DAYLIGHT'],
  ['BEGIN', 'STANDARD'],
  ['DTSTART', '19961027T020000'],
  ['RRULE', 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'],
  ['TZOFFSETFROM', '+0100'],
  ['TZOFFSETTO', '+0000'],
  ['TZNAME', 'GMT'],
  ['END', 'STANDARD'],
  ['END', 'VTIMEZONE'],
] as const;

/** How often a subscribed calendar should look again: `PT12H`, twice a day. RFC 7986, and the name that came before it. */
const lookAgain = [
  ['REFRESH-INTERVAL;VALUE=DURATION', 'PT12H'],
  ['X-PUBLISHED-TTL', 'PT12H'],
] as const;

/** The whole file, in the lines that the standard asks for: `text/calendar; charset=utf-8`. */
export function calendarFile({ writer, subscription, events }: CalendarFile): string {
  const lines = [
    ['BEGIN', 'VCALENDAR'],
    ['VERSION', '2.0'],
    ['PRODID', escaped(`-//${writer}//Events//EN`)],
    ...(subscription
      ? [['NAME', escaped(subscription.name)], ['X-WR-CALNAME', escaped(subscription.name)], ...lookAgain]
      : []),
    // Always there: a calendar must hold something, even before there is an event.
    ...zoneRules,
    ...events.flatMap(eventLines),
    ['END', 'VCALENDAR'],
  ];
  return lines.map(([name, value]) => `${folded(`${name}:${value}`)}\r\n`).join('');
}

const eventLines = (event: CalendarEvent) => [
  ['BEGIN', 'VEVENT'],
  ['UID', escaped(event.uid)],
  ['DTSTAMP', instant(event.changedAt)],
  ['LAST-MODIFIED', instant(event.changedAt)],
  ...spanOf(event),
  ['SUMMARY', escaped(event.title)],
  ['LOCATION', escaped(event.place)],
  ['DESCRIPTION', escaped(descriptionOf(event))],
  ['URL', event.address],
  ['END', 'VEVENT'],
];

/** Whether it takes up whole days: its hours are not known, or not when the last of its days ends. */
const isWholeDays = ({ startsOn, startsAt, endsOn = startsOn, endsAt }: Days) =>
  startsAt === undefined || (endsOn !== startsOn && endsAt === undefined);

/** From when to when. Of a single day whose end is not known only the start is said: no length is made up. */
function spanOf(when: Days) {
  const { startsOn, startsAt = '', endsOn = startsOn, endsAt } = when;
  if (isWholeDays(when))
    return [
      ['DTSTART;VALUE=DATE', dayOnly(startsOn)],
      // The first day that it is over: the standard leaves the end out.
      ['DTEND;VALUE=DATE', dayOnly(dayAfter(endsOn))],
    ];
  const onTheClock = (day: string, time: string) => `${dayOnly(day)}T${time.replace(':', '')}00`;
  return [
    [`DTSTART;TZID=${ownTimeZone}`, onTheClock(startsOn, startsAt)],
    ...(endsAt === undefined ? [] : [[`DTEND;TZID=${ownTimeZone}`, onTheClock(endsOn, endsAt)]]),
  ];
}

/** The hour, where whole days say nothing of it; and the page's address, for many calendars show no other. */
const descriptionOf = (event: CalendarEvent) =>
  [
    event.summary,
    ...(isWholeDays(event) && event.startsAt ? [`When: ${whenInWords(event)}`] : []),
    ...(event.access ? [`Getting in: ${event.access}`] : []),
    event.address,
  ].join('\n\n');

const dayOnly = (calendarDate: string) => calendarDate.replaceAll('-', '');

/** An instant, in UTC, to the second: `20260714T133000Z`. */
const instant = (moment: Date) => `${moment.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

/** Text as RFC 5545 §3.3.11 has it. Control characters have no place in it, save the line's end and the tab. */
const escaped = (text: string) =>
  text
    .replaceAll(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** A line in pieces of at most 75 octets, as RFC 5545 §3.1 has it; no character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let octets = 0;
  let pieces = '';
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 75) {
      pieces += '\r\n ';
      octets = 1;
    }
    pieces += character;
    octets += size;
  }
  return pieces;
}
