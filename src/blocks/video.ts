/**
 * A video: a picture, and a link that opens it where it lies. Nothing is asked of the video's host until a reader follows the
 * link, and no player ever stands in our page: a frame of theirs would bring their scripts and their cookies with it.
 */
import { z } from 'zod';
import { linkAddress, pictureFields, text } from '../schema/field.ts';
import type { Block } from './block.ts';

/** A page on which one video can be watched. */
const watchAddress =
  /^https:\/\/((www\.|m\.)?youtube\.com\/watch\?v=[\w-]{6,20}(&[\w=&-]*)?|youtu\.be\/[\w-]{6,20}(\?[\w=&-]*)?|(www\.)?vimeo\.com\/[0-9]{5,12}(\/[0-9a-f]{6,16})?)$/;

/** Who keeps the video, by its address. */
export const videoHost = (address: string): 'YouTube' | 'Vimeo' =>
  /^https:\/\/(www\.)?vimeo\./.test(address) ? 'Vimeo' : 'YouTube';

const schema = z.strictObject({
  title: text({ label: 'What it is called', hint: 'A few words that say what one will see.' }, 90),
  address: z.string().regex(watchAddress).meta({
    kind: 'text',
    patternMessage:
      'must be the address of one video on YouTube or Vimeo, such as https://www.youtube.com/watch?v=… or https://vimeo.com/…',
    label: 'Address of the video',
    hint: 'Open the video on YouTube or Vimeo, and copy its address from the top of the browser.',
  }),
  ...pictureFields(),
  transcript: linkAddress({
    label: 'Captions or transcript',
    hint: 'Where someone who cannot hear finds all that is said: a page here (/news/…/) or elsewhere (https://…). If the video has captions, give its own address again.',
  }),
});

export const video = { name: 'video', label: 'Video', schema, stands: 'within' } satisfies Block<typeof schema>;
