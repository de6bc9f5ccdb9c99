/** What other sites let people embed, which stays there: here a link leads to it. */

/** What is watched, and where that is done. */
const watched: readonly (readonly [RegExp, (id: string, more?: string) => string, string])[] = [
  [
    /^https?:\/\/(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com\/(?:embed\/|shorts\/|live\/|v\/|watch\?(?:.*&)?v=)|youtu\.be\/)([\w-]{6,20})/,
    (id) => `https://www.youtube.com/watch?v=${id}`,
    'Watch the video on YouTube',
  ],
  [
    /^https?:\/\/(?:www\.|player\.)?vimeo\.com\/(?:video\/|channels\/[\w-]+\/)?(\d{5,12})(?:(?:\/|\?h=)([0-9a-f]{6,16}))?/,
    (id, more) => `https://vimeo.com/${id}${more ? `/${more}` : ''}`,
    'Watch the video on Vimeo',
  ],
];
/** What is heard or read, by its host. */
const heard: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)spotify\.com$/, 'Listen on Spotify'],
  [/(^|\.)soundcloud\.com$/, 'Listen on SoundCloud'],
  [/(^|\.)(twitter|x)\.com$/, 'See the post on X'],
  [/(^|\.)facebook\.com$/, 'See it on Facebook'],
  [/(^|\.)instagram\.com$/, 'See it on Instagram'],
];

/** The words that a link to something embedded has, and where it leads. */
export function linkForEmbed(address: string): { label: string; address: string; isVideo: boolean } {
  for (const [pattern, whole, label] of watched) {
    const found = pattern.exec(address);
    if (found) return { label, address: whole(found[1] ?? '', found[2]), isVideo: true };
  }
  const host = new URL(address).hostname;
  return {
    label: heard.find(([pattern]) => pattern.test(host))?.[1] ?? `See it on ${host.replace(/^www\./, '')}`,
    address,
    isVideo: false,
  };
}

/** Whether an address that stands alone on its line was embedded by WordPress, and not only shown. */
export const isEmbedded = (address: string): boolean =>
  linkForEmbed(address).isVideo || heard.some(([host]) => host.test(new URL(address).hostname));
