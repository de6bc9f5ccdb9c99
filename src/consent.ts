/** Whether a picture may be shown: one of people, only with their consent, and only for as long as that holds. */
import type { z } from 'zod';
import { dayInWords } from './dates.ts';
import type { picture } from './schema/field.ts';

/** What a picture says of the people in it. */
export type ShownPeople = Pick<z.infer<ReturnType<typeof picture>>, 'shows' | 'consent'>;

/**
 * Why a picture must not be shown, in words for staff; `undefined` when it may be. A consent holds on its last day, too. Once withdrawn it holds no
 * more, whatever day that is said to be, and whoever the picture is said to show.
 * @param today a calendar date
 */
export function whyKeptBack({ shows, consent }: ShownPeople, today: string): string | undefined {
  if (consent?.withdrawnOn) return `consent was withdrawn on ${dayInWords(consent.withdrawnOn)}`;
  if (shows === 'nobody') return undefined;
  if (!consent) return 'it shows people, and their consent is not recorded';
  if (consent.recordedOn > today) return `consent is dated ahead, to ${dayInWords(consent.recordedOn)}`;
  if (consent.until < today) return `consent ended on ${dayInWords(consent.until)}`;
  return undefined;
}

/** Whether a picture that may be shown may also leave this website: in news feeds, and in what search engines are given. */
export const mayBeShared = ({ shows, consent }: ShownPeople): boolean =>
  shows === 'nobody' || consent?.uses === 'shared';
