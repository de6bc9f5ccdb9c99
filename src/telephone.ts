/** UK telephone numbers, as links. */

/** `01632 960541` as `tel:+441632960541`, which also works from abroad. */
export const telephoneLink = (number: string): string => `tel:+44${number.replaceAll(' ', '').slice(1)}`;
