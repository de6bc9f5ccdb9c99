/** Words as a name that can stand in an address: small letters, numbers and single hyphens, with no accents. Empty, when there is nothing of that in them. */
export const plainName = (words: string): string =>
  words
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** A file’s name without its ending. */
export const withoutEnding = (file: string): string => file.replace(/\.[^.]*$/, '');
