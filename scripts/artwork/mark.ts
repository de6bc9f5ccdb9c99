/** The site's mark: the struck line across a disc cut by hand. Drawn by eye for 16 pixels; nothing here is random. */
import { inks } from './inks.ts';

const disc = 'M16 .7C24.5.5 31.4 7 31.3 15.8C31.2 25 24.3 31.5 15.8 31.3C7 31.2.5 24.5.7 16C.9 7.3 7.5.9 16 .7Z';
const soundAcross = 'C8 16 7.5 5 11 5S14 27 17.5 27S20 12 23 12S25.5 16.5 28 16.5';

function line(path: string, colour: string): string {
  return `<path fill="none" stroke="${colour}" stroke-width="3.4" stroke-linecap="round" d="${path}"/>`;
}

/** The mark, as every size of it is made from: a straw disc that shows on a light tab and on a dark one. */
export function drawMark(): string {
  const mark = `<path fill="${inks.straw}" d="${disc}"/>${line(`M2.5 16H5${soundAcross}H29.5`, inks.flint)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${mark}</svg>\n`;
}
