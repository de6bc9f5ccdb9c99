/** Events as a file for a calendar, and its address. */
import { stat } from 'node:fs/promises';
import { calendarFile } from '../../calendar.ts';
import { addressOf, type EventEntry, lastChanged, theCharity } from '../../content.ts';

/** Answers with one event, or with all of them as a calendar to subscribe to. */
export async function inCalendar(
  events: readonly EventEntry[],
  site: URL | undefined,
  { toSubscribe }: { readonly toSubscribe: boolean },
): Promise<Response> {
  const { name } = await theCharity();
  const file = calendarFile({
    writer: name,
    subscription: toSubscribe ? { name: `${name}: events` } : undefined,
    events: await Promise.all(
      events.map(async (event) => ({
        ...event.data,
        uid: `${event.id}@${site?.hostname}`,
        // Where history does not tell, the file itself does: a calendar must be given some instant.
        changedAt: (await lastChanged(event)) ?? (await stat(event.filePath ?? '')).mtime,
        address: new URL(addressOf('events', event.id), site).href,
      })),
    ),
  });
  return new Response(file, { headers: { 'content-type': 'text/calendar; charset=utf-8' } });
}
