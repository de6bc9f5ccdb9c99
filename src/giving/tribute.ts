/** A gift in memory or in honour of somebody: who it is for, what to say, and whom to tell. */
import { readWords } from './typed-words.ts';

/** How the form puts each kind of tribute. */
export const tributes = { memory: 'In memory of someone', honour: 'In honour of someone' } as const;
export type TributeKind = keyof typeof tributes;

/** “In memory of Ada”. */
export const tributeTo = (kind: TributeKind, name: string): string => tributes[kind].replace('someone', () => name);

/** What a donor says of the person whom a gift is in memory or in honour of. */
export interface Tribute {
  readonly kind: TributeKind;
  readonly name: string;
  /** A message to go with it. */
  readonly message?: string;
  /** Who should be told of the gift, and where they live. */
  readonly tell?: string;
}

/** The fields of the form that can hold a mistake. */
export type TributeField = 'tribute' | 'tributeName' | 'tributeMessage' | 'tributeTell';

/** The most that each field takes, in characters. */
export const longestTribute = { tributeName: 100, tributeMessage: 300, tributeTell: 300 } as const;

/** Whether words look like those of an envelope, or of an email: nearly every address has a number or an @, and one without is long. Only a bare name must not pass. */
const isAddressed = (words: string): boolean =>
  /[\p{N}@]/u.test(words) ||
  words.split(/[,;\n]/).filter((part) => part.trim() !== '').length >= 3 ||
  words.split(/\s+/).length >= 6;

/** Reads the part of a posted form that is about a tribute. Words for one with none chosen are asked about: they would be lost. */
export function readTribute(form: URLSearchParams): {
  readonly tribute?: Tribute;
  readonly mistakes?: Partial<Readonly<Record<TributeField, string>>>;
} {
  const kind = form.get('tribute') ?? '';
  if (kind === '') {
    const isTyped = Object.keys(longestTribute).some((field) => (form.get(field) ?? '').trim() !== '');
    return isTyped ? { mistakes: { tribute: 'Choose in memory or in honour, or take out what you typed below' } } : {};
  }
  if (!Object.hasOwn(tributes, kind))
    return { mistakes: { tribute: 'Choose in memory of someone, in honour of someone, or nobody in particular' } };
  const read = (field: keyof typeof longestTribute) => readWords(form.get(field) ?? '', longestTribute[field]);
  const [name, message, tell] = [read('tributeName'), read('tributeMessage'), read('tributeTell')];
  const mistakes = {
    ...('mistake' in name ? { tributeName: `Shorten the name: ${name.mistake}` } : {}),
    ...('value' in name && name.value === '' ? { tributeName: 'Type the name of the person' } : {}),
    ...('mistake' in message ? { tributeMessage: `Shorten the message: ${message.mistake}` } : {}),
    ...('mistake' in tell ? { tributeTell: `Shorten the name and address: ${tell.mistake}` } : {}),
    ...('value' in tell && tell.value !== '' && !isAddressed(tell.value)
      ? { tributeTell: 'Type their address as well as their name, so that we can write to them' }
      : {}),
  };
  if ('mistake' in name || 'mistake' in message || 'mistake' in tell || Object.keys(mistakes).length > 0)
    return { mistakes };
  return {
    tribute: {
      kind: kind as TributeKind,
      name: name.value,
      ...(message.value === '' ? {} : { message: message.value }),
      ...(tell.value === '' ? {} : { tell: tell.value }),
    },
  };
}
