/** A calendar file as somebody’s calendar reads it: another’s parser, which takes the rules of the time zone from the file alone. */
import ICAL from 'ical.js';

/** The calendar, and its events in their order. Throws where the file is not sound. */
export function openInCalendar(file: string): { readonly calendar: ICAL.Component; readonly events: ICAL.Event[] } {
  const calendar = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((found) => new ICAL.Event(found)) };
}
