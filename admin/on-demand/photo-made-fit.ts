/** Makes one photo fit for the site, or says why it cannot be added. It comes when the first file is chosen: most who sign in add none. */
import { heaviestPngInBytes, longestSideInPixels, photoName, photoQuality } from '../../src/photo-to-keep.ts';

const documents = /\.(pdf|doc|docx|odt|zip)$/i;

const howToTake =
  'On an iPhone: Settings, Camera, Formats, “Most Compatible”; then take it again, or send it to yourself by email. Elsewhere, save it again as a JPEG.';

/** Why a file cannot be added, in words for staff. */
export class Refused extends Error {}

async function nameFor(name: string, content: Blob, ending: 'jpg' | 'png'): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await content.arrayBuffer());
  return photoName(name, new Uint8Array(digest), ending);
}

const written = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob>((done, fail) => {
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Refused('The photo could not be made smaller.'))),
      type,
      photoQuality,
    );
  });

function hasTransparency(canvas: HTMLCanvasElement): boolean {
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
    0,
    0,
    canvas.width,
    canvas.height,
  );
  for (let place = 3; place < data.length; place += 4) if (data[place] !== 255) return true;
  return false;
}

/**
 * The file that takes the place of one that somebody chose: a photo made fit, or a document as it is.
 * @throws Refused for what is neither, with what to do
 */
export async function madeFit(file: File): Promise<File> {
  if (documents.test(file.name)) return file;
  // A drawing can hold a script, and cannot be made anew by a browser without becoming a photo.
  if (/\.svg$/i.test(file.name) || file.type === 'image/svg+xml')
    throw new Refused(`“${file.name}” is a drawing (SVG), which can hold a program. Save it as a PNG, and add that.`);
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!bitmap) {
    const isHeic = /\.hei[cf]$/i.test(file.name) || /^image\/hei[cf]/.test(file.type);
    throw new Refused(
      isHeic
        ? `“${file.name}” is a photo of a kind (HEIC) that this browser cannot read. ${howToTake}`
        : `“${file.name}” is not a picture that this browser can read. Save it again as a JPEG, and add that.`,
    );
  }
  const scale = Math.min(1, longestSideInPixels / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const drawing = canvas.getContext('2d') as CanvasRenderingContext2D;
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  if (file.type !== 'image/jpeg' && hasTransparency(canvas)) {
    const png = await written(canvas, 'image/png');
    if (png.size <= heaviestPngInBytes)
      return new File([png], await nameFor(file.name, png, 'png'), { type: 'image/png' });
    drawing.globalCompositeOperation = 'destination-over';
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, canvas.width, canvas.height);
  }
  const jpeg = await written(canvas, 'image/jpeg');
  return new File([jpeg], await nameFor(file.name, jpeg, 'jpg'), { type: 'image/jpeg' });
}

/** Says why a file was not added, above all that Decap shows, until somebody closes it. */
export function say(words: string): void {
  document.querySelector('#photo-refused')?.remove();
  const notice = document.createElement('div');
  notice.id = 'photo-refused';
  notice.popover = 'manual';
  notice.setAttribute('role', 'alert');
  notice.style.cssText =
    'inset: auto 1rem 1rem; max-inline-size: 34rem; margin-inline: auto; padding: 1rem; border: 3px solid #87123a; background: #fff; color: #17292b; font: 1.1rem/1.5 system-ui, sans-serif;';
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = 'Close';
  close.style.cssText = 'display: block; margin-block-start: 0.5rem; padding: 0.5rem 1rem; font: inherit;';
  close.addEventListener('click', () => notice.remove());
  notice.append(words, close);
  document.body.append(notice);
  notice.showPopover();
}

/** Says why the file that was chosen was not added. */
export const sayWhyNot = (mistake: unknown): void =>
  say(mistake instanceof Refused ? mistake.message : 'The photo could not be made ready. Choose it again.');
