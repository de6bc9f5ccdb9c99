/** Events for a calendar to subscribe to: `/events/calendar.ics`. It looks again by itself, and shows what has changed. */
import type { APIRoute } from 'astro';
import { allEvents } from '../../content.ts';
import { inCalendar } from './_in-calendar.ts';

/** What is past stays in people's calendars for a while; not for ever, for the file is fetched again and again. */
const pastKept = 50;

export const GET: APIRoute = async ({ site }) => {
  const { coming, past } = await allEvents();
  return inCalendar([...coming, ...past.slice(0, pastKept)], site, { toSubscribe: true });
};
