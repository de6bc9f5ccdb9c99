/**
 * A question that only somebody who reads can answer, asked before paying while robots try stolen cards here. Each answer opens one gift: it is bound
 * to what the form says, so that it cannot be used again for another. Nothing is stored.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

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
  return {
    words: `What is ${numbers[one]} and ${numbers[other]} together?`,
    token: `${askedAt}.${signature(secret, [about, askedAt, one + other])}`,
  };
}

/** Whether the answer, in digits or in a word, is right for the question that the token is of, and came neither too soon nor too late. */
export function isAnswered(secret: string, about: string, token: string, answer: string, now: Date): boolean {
  const [askedAt = '', signed = ''] = token.split('.');
  const seconds = (now.getTime() - Number(askedAt)) / 1000;
  if (!(seconds >= answerTakesInSeconds.least && seconds <= answerTakesInSeconds.most)) return false;
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
  const expected = Buffer.from(signature(secret, [about, Number(askedAt), sum]));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
