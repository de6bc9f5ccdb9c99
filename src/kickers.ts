/** The few words above a title that say what it is, and when. */
import { dayInWords } from './dates.ts';
import type { NewsPost } from './schema/news.ts';
import type { Project } from './schema/projects.ts';

/** `Spring 2024`, or the day a post was published when it says nothing else. */
export const whenItHappened = ({ happened, publishedOn }: Pick<NewsPost, 'happened' | 'publishedOn'>) =>
  happened ?? dayInWords(publishedOn);

/** `News, spring 2024` */
export const newsKicker = (post: Pick<NewsPost, 'happened' | 'publishedOn'>) =>
  `News, ${midSentence(whenItHappened(post))}`;

/** Where a project stands, for someone who might refer to it. */
export const stateInWords: Readonly<Record<Project['state'], string>> = {
  referrals: 'Taking referrals',
  full: 'Running, and full for now',
  finished: 'Finished',
};

/** A season is written small inside a sentence; a month is not. */
const midSentence = (words: string) =>
  words.replace(/^(Spring|Summer|Autumn|Winter)\b/, (season) => season.toLowerCase());
