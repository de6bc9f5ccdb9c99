/** UK telephone numbers, as links. */

/** `01442 780541` as `tel:+441442780541`, which also works from abroad. */
export const telephoneLink = (number: string): string => `tel:+44${number.replaceAll(' ', '').slice(1)}`;
