/** Every block there is. The editor's “+”, the reading of texts and their drawing all start from this list. */
import type { Block } from './block.ts';
import { donate } from './donate.ts';
import { gallery } from './gallery.ts';
import { outcome } from './outcome.ts';

export const blocks = [gallery, outcome, donate] as const satisfies readonly Block[];
