/** Events in people's own calendars: what a calendar program reads is what staff wrote, to the minute and the letter. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type ICAL from 'ical.js';
import { type CalendarEvent, calendarFile } from '../../src/calendar.ts';
import { openInCalendar } from '../calendar-program.ts';

const writer = 'A Charity, Ltd; of \\ Bucks';

const concert: CalendarEvent = {
  uid: 'concert@charity.example',
  changedAt: new Date('2026-02-03T04:05:06.789Z'),
  title: 'A concert',
  place: 'White Hill Centre, Chesham',
  summary: 'We play, and you may join in.',
  startsOn: '2026-07-14',
  address: 'https://charity.example/events/concert/',
};

const readOne = (event: Partial<CalendarEvent>) => {
  const [found] = openInCalendar(calendarFile({ writer, events: [{ ...concert, ...event }] })).events;
  if (!found) throw new Error('There is no event in the file.');
  return found;
};

const instants = ({ startDate, endDate }: ICAL.Event) => ({
  start: startDate.toJSDate().toISOString(),
  end: endDate.toJSDate().toISOString(),
});

test('an event with hours is at that time by the clock in London, summer and winter', () => {
  const hours = { startsAt: '14:30', endsAt: '16:00' };
  expect(instants(readOne({ ...hours, startsOn: '2026-07-14' }))).toEqual({
    start: '2026-07-14T13:30:00.000Z',
    end: '2026-07-14T15:00:00.000Z',
  });
  expect(instants(readOne({ ...hours, startsOn: '2026-12-14' }))).toEqual({
    start: '2026-12-14T14:30:00.000Z',
    end: '2026-12-14T16:00:00.000Z',
  });
});

test('on the nights when the clocks change, an event is at the time that the new clock shows', () => {
  const at = (startsOn: string, startsAt: string) => instants(readOne({ startsOn, startsAt })).start;
  expect(at('2026-03-29', '00:30')).toBe('2026-03-29T00:30:00.000Z');
  expect(at('2026-03-29', '10:00')).toBe('2026-03-29T09:00:00.000Z');
  expect(at('2026-10-25', '00:30')).toBe('2026-10-24T23:30:00.000Z');
  expect(at('2026-10-25', '10:00')).toBe('2026-10-25T10:00:00.000Z');
  // From before the change to after it: the hour lost, and the hour won, are in its length.
  const night = { startsAt: '22:00', endsAt: '08:00' };
  const length = (startsOn: string, endsOn: string) => {
    const { start, end } = instants(readOne({ ...night, startsOn, endsOn }));
    return (Date.parse(end) - Date.parse(start)) / 3_600_000;
  };
  expect([length('2026-03-28', '2026-03-29'), length('2026-10-24', '2026-10-25')]).toEqual([9, 11]);
});

test('at any time of any day, the calendar and the clock in London agree', () => {
  const london = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const moment = fc.date({ min: new Date('1997-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, (date) => {
      const [startsOn = '', startsAt = ''] = london.format(date).split(' ');
      return london.format(readOne({ startsOn, startsAt }).startDate.toJSDate()) === `${startsOn} ${startsAt}`;
    }),
    { numRuns: 500 },
  );
});

test('an event with no hours takes up its day, one of several days all of them, and its end is the day after', () => {
  const days = (event: Partial<CalendarEvent>) => {
    const { startDate, endDate } = readOne(event);
    return [startDate.isDate, String(startDate), String(endDate)];
  };
  expect(days({})).toEqual([true, '2026-07-14', '2026-07-15']);
  expect(days({ startsOn: '2026-12-30', endsOn: '2027-01-02' })).toEqual([true, '2026-12-30', '2027-01-03']);
  expect(days({ startsOn: '2028-02-28', endsOn: '2028-02-28' })).toEqual([true, '2028-02-28', '2028-02-29']);
  // Nobody knows when the last day ends: no length is made up, and the hour is in the words.
  expect(days({ startsAt: '14:30', endsOn: '2026-07-16' })).toEqual([true, '2026-07-14', '2026-07-17']);
  expect(readOne({ startsAt: '14:30', endsOn: '2026-07-16' }).description).toContain(
    'When: 14 to 16 July 2026, from 2.30 pm on the first day',
  );
});

test('when the end is not known, none is made up', () => {
  const { component } = readOne({ startsAt: '14:30' });
  expect(component.getFirstProperty('dtend')).toBeNull();
  expect(component.getFirstProperty('duration')).toBeNull();
});

test('a calendar hears what the event is, where, how to get in, and where more is said', () => {
  const found = readOne({ access: 'No steps.\nA hearing loop.' });
  expect(found.summary).toBe('A concert');
  expect(found.location).toBe('White Hill Centre, Chesham');
  expect(found.description).toBe(
    'We play, and you may join in.\n\nGetting in: No steps.\nA hearing loop.\n\nhttps://charity.example/events/concert/',
  );
  expect(found.component.getFirstPropertyValue('url')).toBe('https://charity.example/events/concert/');
});

test('an event is known again by its name, and two builds of one content are the same to the letter', () => {
  const file = () => calendarFile({ writer, events: [concert] });
  expect(file()).toBe(file());
  const { uid, component } = readOne({});
  expect(uid).toBe('concert@charity.example');
  expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-02-03T04:05:06Z');
  expect(String(component.getFirstPropertyValue('last-modified'))).toBe('2026-02-03T04:05:06Z');
});

test('a calendar to subscribe to has a name and looks again twice a day; it is sound before there is an event', () => {
  const { calendar, events } = openInCalendar(
    calendarFile({ writer, subscription: { name: 'Music, all of it' }, events: [] }),
  );
  expect(events).toEqual([]);
  expect(calendar.getAllSubcomponents()).toHaveLength(1);
  // The parser is older than these two, and gives them as they stand in the file.
  for (const name of ['name', 'x-wr-calname']) expect(calendar.getFirstPropertyValue(name)).toBe('Music\\, all of it');
  expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT12H');
  expect(calendar.getFirstPropertyValue('prodid')).toBe(`-//${writer}//Events//EN`);
});

test('whatever staff write arrives as it was written, in lines no longer than the standard allows', () => {
  const written = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(',', ';', '\\', 'n', '\n', '"', ':', ' ', 'é', 'ŵ', '🥁', '👩‍🎤'),
      maxLength: 200,
    }),
  );
  fc.assert(
    fc.property(written, written, written, written, (title, place, summary, access) => {
      const event = { ...concert, title, place, summary, access };
      const file = calendarFile({ writer: title, subscription: { name: place }, events: [event, concert] });
      const lines = file.split('\r\n');
      const { events } = openInCalendar(file);
      return (
        lines.pop() === '' &&
        lines.every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line)) &&
        events.map((found) => found.summary).join('\0') === `${title}\0${concert.title}` &&
        events.map((found) => found.location).join('\0') === `${place}\0${concert.place}` &&
        [summary, access].every((words) => events[0]?.description.includes(words))
      );
    }),
    { numRuns: 500 },
  );
});

test('a character that no calendar may hold, and every kind of line’s end, does no harm', () => {
  const { summary, description } = readOne({ title: 'A\u0000 \u0007bell\u007F', summary: 'One\r\nTwo\rThree\tfour' });
  expect(summary).toBe('A bell');
  expect(description).toContain('One\nTwo\nThree\tfour');
});
