/**
 * The kinds of field that content is made of. Each is declared once, with the words that staff see, and from that one
 * declaration follow the type, the check, the CMS widget and the messages.
 */
import { z } from 'zod';
import { longestSideInPixels } from '../photo-to-keep.ts';

/** What a field says of itself to the person who fills it in. */
export interface Words {
  /** Its name in the form, in plain words. */
  readonly label: string;
  /** One sentence that teaches what to write. */
  readonly hint: string;
}

/** What kinds of thing a field can hold; the CMS form has one widget for each. */
export const fieldKinds = [
  'text',
  'paragraph',
  'calendarDate',
  'timeOfDay',
  'pictureFile',
  'downloadFile',
  'reference',
  'webAddress',
  'siteAddress',
  'wholeNumber',
  'pence',
  'yesOrNo',
  'choice',
  'group',
  'list',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

declare module 'zod' {
  interface GlobalMeta {
    kind?: FieldKind;
    label?: string;
    hint?: string;
    /** For a reference: the collection it points into. */
    collection?: string;
    /** For a choice: what staff see beside each value. */
    choices?: Readonly<Record<string, string>>;
    /** For a list: what one of its things is called. */
    labelSingular?: string;
    /** For a day: whether a new form begins with the day it is. */
    beginsToday?: boolean;
    /** For a group: whether its form is folded up until somebody asks for it. */
    folded?: boolean;
    /** What a pattern demands, said to the person who broke it. */
    patternMessage?: string;
  }
}

/** A character that an eye can see: neither blank nor zero-width. (Decap's patterns know no `u` flag, so no `\\p`.) */
const visible =
  '[^\\s\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0]';

/** One line of words, at least one of them visible, of at most `limit` characters. */
export const text = (words: Words, limit = 200) =>
  z
    .string()
    .max(limit)
    .regex(new RegExp(`^[^\\n]*${visible}[^\\n]*$`))
    .meta({ kind: 'text', patternMessage: 'must be one line with some words in it', ...words });

/** A few sentences, plain text, of at most `limit` characters. */
export const paragraph = (words: Words, limit = 600) =>
  z
    .string()
    .max(limit)
    .regex(new RegExp(visible))
    .meta({ kind: 'paragraph', patternMessage: 'must have some words in it', ...words });

/** The days that can be meant: another is a slip of the hand, such as a year half typed. */
export const [earliestDay, latestDay] = ['2000-01-01', '2100-12-31'] as const;

/** What is said of a day that is not one of them. */
export const betweenThem = 'must be a day of the years 2000 to 2100';

/** A day with no time and no zone, `YYYY-MM-DD`; a day that does not exist is refused. With `today`, a new form begins with the day it is. */
export const calendarDate = (words: Words, begins?: 'today') =>
  z.iso
    .date()
    .refine((day) => day >= earliestDay && day <= latestDay, betweenThem)
    .meta({ kind: 'calendarDate', ...(begins ? { beginsToday: true } : {}), ...words });

/** A time of day as on a clock, `HH:MM`. */
export const timeOfDay = (words: Words) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .meta({ kind: 'timeOfDay', patternMessage: 'must be a time like 14:30', ...words });

/** How the name of a picture may end: the kinds that every browser shows, in small letters or in capitals. */
export const pictureEndings = ['jpg', 'jpeg', 'JPG', 'JPEG', 'png', 'PNG', 'webp', 'avif', 'svg'] as const;

/** The name of a file that lies beside an entry, and not in another folder, with one of these endings. */
const besideWithEnding = (endings: readonly string[]) =>
  z.string().regex(new RegExp(`^[^./\\\\:?#%\\n][^/\\\\:?#%\\n]*\\.(${endings.join('|')})$`));

/** The name of a picture file that lies beside the entry, such as `drums.jpg`. */
export const pictureFile = (words: Words) =>
  besideWithEnding(pictureEndings).meta({
    kind: 'pictureFile',
    patternMessage: 'must be a picture that lies beside this text: a .jpg, .png, .webp, .avif or .svg file',
    ...words,
  });

/** How the name of a file to download may end: documents that open anywhere, and ZIP for several at once. Nothing in them runs on this site. */
export const downloadEndings = ['pdf', 'PDF', 'doc', 'DOC', 'docx', 'DOCX', 'odt', 'ODT', 'zip', 'ZIP'] as const;

/** The name of a file that lies beside the entry, for readers to download, such as `leaflet.pdf`. */
export const downloadFile = (words: Words) =>
  besideWithEnding(downloadEndings).meta({
    kind: 'downloadFile',
    patternMessage: 'must be a file that lies beside this text: a .pdf, .doc, .docx, .odt or .zip file',
    ...words,
  });

/** What a picture shows, for people who cannot see it. */
export const description = () =>
  text(
    {
      label: 'What the picture shows',
      hint: 'One sentence for people who cannot see it, as you would tell it on the telephone. Good: “Six people dig a flower bed, and two of them laugh.” Not enough: “Photo of the workshop”.',
    },
    300,
  );

const photoFile = () =>
  pictureFile({
    label: 'Picture',
    hint: `Straight from your phone is fine: it is turned upright, made at most ${longestSideInPixels.toLocaleString('en-GB')} pixels long, and where it was taken is removed.`,
  });

/** Whether anybody in a picture could be recognised. It is asked of every picture, so that nobody forgets to think of it. */
const shows = () =>
  choice(
    {
      label: 'Who is in it',
      hint: 'A face, a name badge, or a back that a friend would know: then it is people. Their consent goes below; without it, the picture stays off the site.',
    },
    { nobody: 'Nobody who could be recognised', people: 'People who could be recognised' },
  );

/**
 * That the people in a picture agreed to its being shown, and how far. It always ends on a day, so that somebody asks again:
 * https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/lawful-basis/consent/how-should-we-obtain-record-and-manage-consent/
 */
const consent = () =>
  z
    .strictObject({
      recordedBy: text(
        {
          label: 'Who asked them',
          hint: 'Your name, or that of the colleague who asked everyone in the picture. Never the names of those in it. Readers do not see this.',
        },
        60,
      ),
      recordedOn: calendarDate({
        label: 'The day they said yes',
        hint: 'For a child, a parent or guardian says yes. If they did so on different days, the last of them.',
      }),
      until: calendarDate({
        label: 'Holds until',
        hint: 'The last day that it is shown: what they agreed to, or two years on. Then ask again. After it, the picture leaves the site by itself.',
      }),
      uses: choice(
        { label: 'What they agreed to', hint: 'Only what they were asked, and said yes to.' },
        {
          site: 'The pages of this website, which anybody and any search engine can see',
          shared: 'These pages, and beyond them: news feeds, social media',
        },
      ),
      withdrawnOn: calendarDate({
        label: 'Withdrawn on',
        hint: 'As soon as one of them changes their mind: the day they said so. The picture then leaves the site, wherever this file of it stands; look for other copies of it, too.',
      }).optional(),
    })
    .refine(({ recordedOn, until }) => until >= recordedOn, {
      path: ['until'],
      message: 'must be the day they said yes, or a later one',
    })
    .meta({
      kind: 'group',
      folded: true,
      label: 'Consent',
      hint: 'Only if people could be recognised: open this, and say who asked them, and what they agreed to.',
    });

/** The parts of a picture that can be kept in view, and what staff see for each. */
const parts = {
  top: 'The top',
  middle: 'The middle',
  bottom: 'The bottom',
  left: 'The left',
  right: 'The right',
} as const;

/** The part of a picture that a frame must not cut off. */
export type Focus = keyof typeof parts;

/** Each part that can be kept in view. */
export const focuses = Object.keys(parts) as readonly Focus[];

/** Which part of a picture stays in view where a frame cuts it; left empty, the site looks for itself. */
export const focus = () =>
  choice(
    {
      label: 'Keep in view',
      hint: 'Some places cut a picture to fit. If they cut off a face, say which part must stay. Leave empty otherwise.',
    },
    parts,
  ).optional();

/** The fields that every picture has, wherever it stands: none goes without what it shows, and who. */
export const pictureFields = () => ({
  file: photoFile(),
  description: description(),
  shows: shows(),
  consent: consent().optional(),
  focus: focus(),
});

/** Those of a picture that can have words under it. */
export const captionedPictureFields = () => {
  const { file, description, ...more } = pictureFields();
  const caption = text({ label: 'Caption', hint: 'Words to print under it, if it needs any.' }, 200).optional();
  return { file, description, caption, ...more };
};

/** A picture with all that goes with it. */
export const picture = (words: Words) => z.strictObject(pictureFields()).meta({ kind: 'group', ...words });

/** What the name of an entry's folder may be, which is its address on the site, too: `a-spring-day`. */
export const cleanSlug = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A link to another entry, by the name of its folder: `clare-foundation`. It is checked that the entry exists. */
export const reference = (collection: string, words: Words) =>
  z
    .string()
    .regex(cleanSlug)
    .meta({ kind: 'reference', collection, patternMessage: 'must be chosen from the list', ...words });

/** A full web address with `https://` (or `http://`). */
export const webAddress = (words: Words) =>
  z
    .string()
    .regex(/^https?:\/\/[^\s"<>]+$/)
    .meta({ kind: 'webAddress', patternMessage: 'must be a full web address that starts with https://', ...words });

/** Where a link leads: an address on this site, or a full one with `https://`. */
export const linkAddress = (words: Words) =>
  z
    .string()
    .regex(/^(\/([a-z0-9-]+\/)*|https:\/\/[^\s"<>]+)$/)
    .meta({
      kind: 'text',
      patternMessage: 'must be an address on this site such as /news/, or a full one that starts with https://',
      ...words,
    });

/** A UK telephone number, as it is said. */
export const telephone = (words: Words) =>
  z
    .string()
    .regex(/^0[\d ]{9,12}$/)
    .meta({ kind: 'text', patternMessage: 'must be a UK number that starts with 0', ...words });

/** An email address. */
export const email = (words: Words) =>
  z.email().meta({ kind: 'text', patternMessage: 'must be an email address', ...words });

/** A UK sort code, as banks write it: `12-34-56`. */
export const sortCode = (words: Words) =>
  z
    .string()
    .regex(/^\d{2}-\d{2}-\d{2}$/)
    .meta({ kind: 'text', patternMessage: 'must be six digits, such as 12-34-56', ...words });

/** A UK account number. */
export const accountNumber = (words: Words) =>
  z
    .string()
    .regex(/^\d{8}$/)
    .meta({ kind: 'text', patternMessage: 'must be eight digits', ...words });

/** The reference that HMRC gives a charity: https://www.gov.uk/charity-recognition-hmrc */
export const hmrcReference = (words: Words) =>
  z
    .string()
    .regex(/^[A-Z]{1,2}\d{1,5}$/)
    .meta({
      kind: 'text',
      patternMessage: 'must be one or two capitals and up to five digits, such as AB12345',
      ...words,
    });

/** A number as it was measured, which can be drawn: `50`, `3.2` or `70%`. */
export const measure = (words: Words) =>
  z
    .string()
    .regex(/^\d{1,6}(\.\d{1,2})?%?$/)
    .meta({ kind: 'text', patternMessage: 'must be a number such as 50, 3.2 or 70%', ...words });

/**
 * An address on this site, `/news/a-spring-day/`, not that of the home page, or the number by which WordPress had a page, `/?p=12`. Nothing in it has
 * a meaning to Netlify's redirects, such as `*` or `:name`.
 */
export const siteAddress = (words: Words) =>
  z
    .string()
    .max(200)
    .regex(/^(?!.*\/\.\.?(?:\/|$))(?:(?:\/[A-Za-z0-9._~-]+)+\/?|\/\?(?:p|page_id|attachment_id|cat)=[0-9]+)$/)
    .meta({
      kind: 'siteAddress',
      patternMessage: 'must be an address on this site, such as /news/a-spring-day/',
      ...words,
    });

/** A whole number between two bounds, both allowed. */
export const wholeNumber = (words: Words, least: number, most: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .meta({ kind: 'wholeNumber', ...words });

/** A sum of money in pence, of which Stripe takes at least 30 and at most £999,999.99. Staff see it, and type it, in pounds. */
export const pence = (words: Words) => wholeNumber(words, 30, 99_999_999).meta({ kind: 'pence' });

/** A switch, with a value for when nobody touched it. */
export const yesOrNo = (words: Words, untouched: boolean) =>
  z
    .boolean()
    .default(untouched)
    .meta({ kind: 'yesOrNo', ...words });

/** One of a few values; `choices` gives for each the words that staff see. */
export const choice = <const Choices extends Readonly<Record<string, string>>>(words: Words, choices: Choices) =>
  z.enum(Object.keys(choices) as [keyof Choices & string]).meta({ kind: 'choice', choices, ...words });

/** Several fields under one heading. */
export const group = <Shape extends z.core.$ZodShape>(words: Words, shape: Shape) =>
  z.strictObject(shape).meta({ kind: 'group', ...words });

/** A list of things of one kind; left out, it is empty. */
export const list = <Item extends z.core.SomeType>(words: Words & { labelSingular: string }, item: Item, most = 100) =>
  z
    .array(item)
    .max(most)
    .prefault([])
    .meta({ kind: 'list', ...words });

/** A list that makes no sense with nothing in it. */
export const listOfSome = <Item extends z.core.SomeType>(
  words: Words & { labelSingular: string },
  item: Item,
  most = 100,
) =>
  z
    .array(item)
    .min(1)
    .max(most)
    .meta({ kind: 'list', ...words });

/**
 * The old addresses of an entry's page. They stand with the page they lead to, so that they always lead to one, wherever it goes next, and none can lead
 * round in a circle; a list of its own for the whole site would need a check for each.
 */
export const formerly = () =>
  list(
    {
      label: 'Old addresses',
      labelSingular: 'old address',
      hint: 'Only if this page was somewhere else before, such as /news/a-spring-day/. Whoever follows an old link is brought here.',
    },
    siteAddress({
      label: 'Old address',
      hint: 'What came after the name of the site, from its first slash: “/news/a-spring-day/”.',
    }),
    20,
  );
