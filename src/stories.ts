/** Entries as stories in a list: what stands above the title, the title, a few words, and the picture. */
import {
  type AppealEntry,
  aboutProject,
  addressOf,
  type EventEntry,
  type FunderEntry,
  lastChanged,
  type Post,
  type ProjectEntry,
  shown,
  thankedIn,
} from './content.ts';
import { daysInWords } from './dates.ts';
import { newsKicker, stateInWords, whenItHappened } from './kickers.ts';

/** A news post in a list. */
export const newsStory = async (post: Post) => ({
  kicker: newsKicker(post.data),
  title: post.data.title,
  address: addressOf('news', post.id),
  words: post.data.summary,
  picture: await shown(post, post.data.cover),
});

/** A project in a list. */
export const projectStory = async (project: ProjectEntry) => ({
  kicker: stateInWords[project.data.state],
  title: project.data.title,
  address: addressOf('projects', project.id),
  words: project.data.summary,
  picture: await shown(project, project.data.cover),
});

/** An appeal in a list. */
export const appealStory = async ({ data, ...entry }: AppealEntry) => ({
  kicker: data.closesOn ? `Appeal, ${daysInWords(data.publishedOn, data.closesOn)}` : 'Appeal',
  title: data.title,
  address: addressOf('appeals', entry.id),
  words: data.summary,
  picture: await shown(entry, data.cover),
});

/** Events in a list, in the order given. */
export const listed = (events: readonly EventEntry[]) =>
  Promise.all(
    events.map(async (event) => ({
      ...event.data,
      address: addressOf('events', event.id),
      picture: await shown(event, event.data.cover),
    })),
  );

/** A name that leads to a page, with a note under it. */
export interface Named {
  readonly name: string;
  readonly address: string;
  readonly note?: string | undefined;
}

/** An event by name, with its days. */
export const namedEvent = (event: EventEntry): Named => ({
  name: event.data.title,
  address: addressOf('events', event.id),
  note: daysInWords(event.data.startsOn, event.data.endsOn),
});

/** An event in a list of stories. */
const eventStory = async (event: EventEntry) => ({
  kicker: `Event, ${daysInWords(event.data.startsOn, event.data.endsOn)}`,
  title: event.data.title,
  address: addressOf('events', event.id),
  words: event.data.summary,
  picture: await shown(event, event.data.cover),
});

/** How many of the things that a funder made possible are told large. */
const toldLarge = 3;

/** What a funder or partner made possible: projects first, then news and events. The first are told as stories, all others by name; and when the last of it was changed. */
export async function madePossibleBy(funder: FunderEntry) {
  const { projects, news, events } = await thankedIn(funder.id);
  const things: { named: Named; tell: () => ReturnType<typeof newsStory> }[] = [
    ...projects.map(({ project, gave }) => ({
      named: {
        name: project.data.title,
        address: addressOf('projects', project.id),
        note: gave ?? project.data.summary,
      },
      tell: async () => ({ ...(await projectStory(project)), ...(gave === undefined ? {} : { kicker: gave }) }),
    })),
    ...news.map((post) => ({
      named: { name: post.data.title, address: addressOf('news', post.id), note: newsKicker(post.data) },
      tell: () => newsStory(post),
    })),
    ...events.map((event) => ({ named: namedEvent(event), tell: () => eventStory(event) })),
  ];
  return {
    stories: await Promise.all(things.slice(0, toldLarge).map(({ tell }) => tell())),
    names: things.slice(toldLarge).map(({ named }) => named),
    changedAt: await lastChanged(funder, ...news, ...events, ...projects.map(({ project }) => project)),
  };
}

/** What is told of a project elsewhere, by name: its events, then its news. */
export async function toldOf(project: string): Promise<Named[]> {
  const { events, news } = await aboutProject(project);
  return [
    ...events.map(namedEvent),
    ...news.map((post) => ({
      name: post.data.title,
      address: addressOf('news', post.id),
      note: whenItHappened(post.data),
    })),
  ];
}
