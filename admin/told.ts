/** What staff are told when something cannot be done: our words, and nothing before them. */

/** An error to throw, of which Decap shows these words alone: it puts an error’s name before them, and this has none. */
export function told(words: string): Error {
  const failure = new Error(words);
  failure.name = '';
  return failure;
}
