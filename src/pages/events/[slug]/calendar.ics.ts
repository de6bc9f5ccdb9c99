/** One event for one's own calendar: `/events/<slug>/calendar.ics`. Only while it is still to come. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { allEvents, type EventEntry } from '../../../content.ts';
import { inCalendar } from '../_in-calendar.ts';

export const getStaticPaths = (async () =>
  (await allEvents()).coming.map((event) => ({
    params: { slug: event.id },
    props: { event },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ event: EventEntry }> = ({ props, site }) =>
  inCalendar([props.event], site, { toSubscribe: false });
