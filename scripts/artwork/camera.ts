/**
 * Stores a drawing as a camera would store a photograph: a JPEG that says who took it, when, and where.
 * A published page must say none of that, so the site's own pictures carry it: what strips it is at work every day.
 */
import sharp from 'sharp';
import { type Sheet, svgDocument } from './inks.ts';

const artist = 'Chiltern Music Therapy, drawn by code';
/** Always the same moment, so that drawing a picture again gives the same file. */
const moment = '2026:01:01 12:00:00';
/** Far out in the Gulf of Guinea, so that no real place is named. Degrees, minutes and seconds, as EXIF has them. */
const position = {
  GPSVersionID: '2 2 0 0',
  GPSLatitudeRef: 'N',
  GPSLatitude: '1/1 0/1 0/1',
  GPSLongitudeRef: 'E',
  GPSLongitude: '1/1 0/1 0/1',
};

export interface Photograph {
  readonly sheet: Sheet;
  /** What can be seen, in plain letters and stops: EXIF knows no others, and XMP would take some for markup. */
  readonly description: string;
  readonly longSideInPixels: number;
  /** As JPEG counts it, from 1 to 100. */
  readonly quality: number;
  /** Stored lying on its side with a note to turn it, as a phone held upright does. */
  readonly isStoredSideways?: boolean;
}

/** The drawing as the bytes of a JPEG, with EXIF (and a position in it), XMP and a colour profile. */
export async function photograph(picture: Photograph): Promise<Buffer> {
  const { sheet, description, longSideInPixels, quality, isStoredSideways = false } = picture;
  const drawing = sharp(Buffer.from(svgDocument(sheet, longSideInPixels))).removeAlpha();
  return (
    drawing
      .rotate(isStoredSideways ? 270 : 0)
      // Said here and not among the EXIF below, where sharp would put its own value over it.
      .withMetadata({ orientation: isStoredSideways ? 6 : 1 })
      .withIccProfile('srgb')
      .withExif({
        IFD0: {
          Artist: artist,
          DateTime: moment,
          ImageDescription: description,
          Software: 'scripts/artwork.ts',
        },
        IFD2: { DateTimeOriginal: moment },
        IFD3: position,
      })
      .withXmp(xmpPacket(description))
      .jpeg({ quality, mozjpeg: true, chromaSubsampling: '4:4:4' })
      .toBuffer()
  );
}

function xmpPacket(description: string): string {
  return (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">' +
    `<dc:creator><rdf:Seq><rdf:li>${artist}</rdf:li></rdf:Seq></dc:creator>` +
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${description}</rdf:li></rdf:Alt></dc:description>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  );
}
