/**
 * Draws every picture that stands in for a photograph, and the site's mark, and writes them where the site looks.
 * Promise: nothing comes from anywhere but this code, and the same code with the same sharp writes the same bytes.
 *
 * Run it with `node scripts/artwork.ts`, and keep what it writes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { photograph } from './artwork/camera.ts';
import { drawDowns } from './artwork/downs.ts';
import type { Sheet } from './artwork/inks.ts';
import { drawMark } from './artwork/mark.ts';
import { drawSafeInSound, drawStrings } from './artwork/safe-in-sound.ts';
import {
  drawBeats,
  drawCallAndAnswer,
  drawDrumCircle,
  drawHills,
  drawMeeting,
  drawSingAlong,
  drawUmbrellas,
} from './artwork/social-prescribing-day.ts';
import { drawScatteredDrums, drawUpland, drawVoices } from './artwork/spare-photographs.ts';
import { askedOf } from './local/asked.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
askedOf({});

const projectFolder = resolve(import.meta.dirname, '..');
const forPages = { longSideInPixels: 1800, quality: 84 };
const forTests = { longSideInPixels: 1200, quality: 62 };

interface Picture {
  readonly path: string;
  readonly sheet: Sheet;
  readonly description: string;
}

const day = 'content/news/social-prescribing-day-in-bucks';
const pictures: readonly Picture[] = [
  {
    path: `${day}/drum-circle.jpg`,
    sheet: drawDrumCircle(),
    description: 'Nine drums seen from above, set in a ring, with rings of sound in the middle.',
  },
  {
    path: `${day}/call-and-answer.jpg`,
    sheet: drawCallAndAnswer(),
    description: 'A dark line leaps and fades across a yellow circle; below it a pale line answers across a green one.',
  },
  {
    path: `${day}/sing-along.jpg`,
    sheet: drawSingAlong(),
    description: 'Eight bright lines swell and settle across a green ground, like voices in a chorus.',
  },
  {
    path: `${day}/meeting.jpg`,
    sheet: drawMeeting(),
    description: 'Four patterned circles overlap, with a cluster of dots where they meet.',
  },
  {
    path: `${day}/umbrellas.jpg`,
    sheet: drawUmbrellas(),
    description: 'Five bright umbrellas float over green hills, under two lines of sound.',
  },
  {
    path: `${day}/beats.jpg`,
    sheet: drawBeats(),
    description: 'Dots and rings, large and small, sit on five lines like a pattern of beats.',
  },
  {
    path: `${day}/hills.jpg`,
    sheet: drawHills(),
    description: 'Hills drawn as waves under a ringed sun, with trees that look like notes.',
  },
  {
    path: 'content/projects/safe-in-sound/safe-in-sound.jpg',
    sheet: drawSafeInSound(),
    description:
      'Two round shapes rest in a hammock of five lines, hung between two great trees. The lines tremble by the trees, and lie still in the middle.',
  },
  {
    path: 'content/appeals/music-in-chesham/upland.jpg',
    sheet: drawUpland(227, 1800, 1013),
    description: 'Four round trees stand on a field ploughed in lines, under a ringed sun in a pink sky.',
  },
  {
    path: 'content/events/safe-in-sound-performance/strings.jpg',
    sheet: drawStrings(),
    description:
      'Four strings shiver across a dark ground, in one, two, three and four waves, past a yellow disc and a blue one.',
  },
];

const spares = 'tests/staff/photos';
const sparePictures: readonly (Picture & { readonly isStoredSideways?: boolean })[] = [
  {
    path: `${spares}/photo-1.jpg`,
    sheet: drawScatteredDrums(103, 1600, 1200),
    description: 'Drums scattered on green.',
  },
  {
    path: `${spares}/photo-2.jpg`,
    sheet: drawVoices(107, 1200, 1600),
    description: 'Lines of sound on a dark ground.',
  },
  { path: `${spares}/photo-3.jpg`, sheet: drawUpland(109, 1600, 1067), description: 'Hills under a ringed sun.' },
  {
    path: `${spares}/photo-4.jpg`,
    sheet: drawUpland(113, 1200, 1600),
    description: 'Hills under a ringed sun, upright.',
    isStoredSideways: true,
  },
  {
    path: `${spares}/photo-5.jpg`,
    sheet: drawVoices(127, 1600, 900),
    description: 'Lines of sound across a wide dark ground.',
  },
  {
    path: `${spares}/photo-6.jpg`,
    sheet: drawScatteredDrums(131, 1067, 1600),
    description: 'Drums scattered on green, upright.',
  },
];

const files = new Map<string, string | Buffer>();
for (const { path, ...picture } of pictures) {
  files.set(path, await photograph({ ...picture, ...forPages }));
}
for (const { path, ...picture } of sparePictures) {
  files.set(path, await photograph({ ...picture, ...forTests }));
}
files.set('content/settings/downs.svg', drawDowns());
files.set('content/settings/mark.svg', drawMark());

for (const [path, contents] of files) {
  const file = resolve(projectFolder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}
process.stdout.write(`Drew ${files.size} pictures.\n`);
