/**
 * A question that only somebody who reads can answer, asked before paying while robots try stolen cards here. Each answer opens one gift: it is bound
 * to what the form says, so that it cannot be used again for another. Each question is tried once: nobody can guess. Of that a mark is kept, and nothing else.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../ledger/store.ts';

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;

/** How long an answer may take. Under two seconds it is no person. */
const answerTakesInSeconds = { least: 2, most: 30 * 60 } as const;

/** A question, and the token that goes with the answer. The token does not say the answer. */
export interface Question {
  readonly words: string;
  readonly token: string;
}

const signature = (secret: string, parts: readonly (string | number)[]): string =>
  createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');

/**
 * Asks a question.
 * @param about what the form says: the answer holds for that alone
 */
export function ask(secret: string, about: string, now: Date): Question {
  const [one = 0, other = 0] = [...randomBytes(2)].map((byte) => 1 + (byte % 9));
  const askedAt = now.getTime();
  const signed = signature(secret, [about, askedAt, one + other]);
  return {
    words: `What is ${numbers[one]} and ${numbers[other]} together?`,
    token: `${askedAt}.${signed}.${seal(secret, about, askedAt, signed)}`,
  };
}

/** Shows that a question was asked here, whatever its answer is. */
const seal = (secret: string, about: string, askedAt: number, signed: string): string =>
  signature(secret, ['asked here', about, askedAt, signed]);

const isSame = (one: string, other: string): boolean => {
  const [given, expected] = [Buffer.from(one), Buffer.from(other)];
  return given.length === expected.length && timingSafeEqual(given, expected);
};

/** Whether the token is of a question that was asked here for this, and neither just now nor long ago. */
function isOpen(secret: string, about: string, token: string, now: Date): boolean {
  const [askedAt = '', signed = '', sealed = ''] = token.split('.');
  const seconds = (now.getTime() - Number(askedAt)) / 1000;
  return (
    seconds >= answerTakesInSeconds.least &&
    seconds <= answerTakesInSeconds.most &&
    isSame(sealed, seal(secret, about, Number(askedAt), signed))
  );
}

/** Whether the answer, in digits or in a word, is right for the question that the token is of, and came neither too soon nor too late. */
export function isAnswered(secret: string, about: string, token: string, answer: string, now: Date): boolean {
  if (!isOpen(secret, about, token, now)) return false;
  const [askedAt = '', signed = ''] = token.split('.');
  const words = [
    ...numbers,
    'ten',
    'eleven',
    'twelve',
    'thirteen',
    'fourteen',
    'fifteen',
    'sixteen',
    'seventeen',
    'eighteen',
  ];
  const typed = answer.trim().toLowerCase();
  const sum = /^\d{1,2}$/.test(typed) ? Number(typed) : words.indexOf(typed);
  return isSame(signed, signature(secret, [about, Number(askedAt), sum]));
}

/**
 * Notes that a question was tried, if it was not yet, and gives back what is noted: when its first try was right, or `null` if that was wrong.
 * @param rightAt the same of this try
 */
export type FirstTry = (token: string, rightAt: Date | null) => Promise<Date | null>;

/** Notes first tries in a store. */
export const firstTryIn =
  (store: Store): FirstTry =>
  async (token, rightAt) => {
    const key = `tried/${createHash('sha256').update(token).digest('hex')}`;
    if (await store.write(key, { rightAt: rightAt?.toISOString() ?? null }, undefined)) return rightAt;
    const noted = (await store.read(key))?.value as { readonly rightAt: string | null } | undefined;
    return noted?.rightAt ? new Date(noted.rightAt) : null;
  };

/**
 * When the question was answered: at its first try, and rightly then and now; `undefined` when it was not. Sent again, the same answer was given at the same
 * moment, so the same gift is asked for. What is too early, or of no question of ours, is no try, and nothing is noted of it.
 */
export async function answeredAt(
  secret: string,
  about: string,
  { token, answer }: { readonly token: string; readonly answer: string },
  now: Date,
  firstTry: FirstTry,
): Promise<Date | undefined> {
  if (!isOpen(secret, about, token, now)) return undefined;
  const isRight = isAnswered(secret, about, token, answer, now);
  const first = await firstTry(token, isRight ? now : null);
  return isRight && first ? first : undefined;
}
