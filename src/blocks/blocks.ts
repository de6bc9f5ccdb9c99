/** Every block there is. The editor's “+”, the reading of texts and their drawing all start from this list. */
import { action } from './action.ts';
import type { Block } from './block.ts';
import { contact } from './contact.ts';
import { donate } from './donate.ts';
import { download } from './download.ts';
import { gallery } from './gallery.ts';
import { outcome } from './outcome.ts';
import { picture } from './picture.ts';
import { quote } from './quote.ts';
import { thanks } from './thanks.ts';
import { video } from './video.ts';

/** In the order of the “+”: what is used most comes first. */
export const blocks = [
  picture,
  gallery,
  quote,
  video,
  outcome,
  action,
  download,
  contact,
  thanks,
  donate,
] as const satisfies readonly Block[];
