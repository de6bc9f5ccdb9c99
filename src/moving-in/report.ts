/** What is told of a move, in plain words, for somebody who has never done one: what must be seen to first comes first, and nothing is left untold. */

/** What kind of thing is told, the most pressing first; each with its heading, and what to do about it. */
export const matters = {
  mistake: [
    'The site cannot be built until this is mended',
    'Mend each of these first: `npm run proofread` says them again.',
  ],
  words: ['Words that did not come along', 'Copy them from the old site, or from the line of the export.'],
  picture: [
    'Pictures and files that did not come along',
    'Save each from the old site while it is there, and add it in the CMS. If you have a copy of the old site’s uploads, run the import on a fresh checkout with `--files folder`.',
  ],
  'left-out': [
    'Parts of texts that have stayed behind',
    'See whether readers need them. What the site has in their place is said with each.',
  ],
  draft: [
    'Entries that are drafts until somebody has filled in a field',
    'Open each in the CMS, fill in what is named, and switch “Draft” off.',
  ],
  private: [
    'Entries that have stayed behind, for they were private',
    'A draft, too, lies in the repository, and whoever may read that reads it. If only people who may know see the repository, run the import again with `--with-private`: they come as drafts.',
  ],
  people: [
    'Pictures that are off the site until somebody has said who is in them',
    'Nobody’s consent came with the export. In the CMS, say of each picture who is in it, and what it shows. Nobody: it is on the site at once. People: only with their consent. All of them lie in the repository, also those that are off the site, and stay in its history: keep the repository private while they show people who have not consented to be seen.',
  ],
  link: ['Links that lead to the old site', 'They break when the old site is switched off.'],
  'old-address': [
    'Old addresses that do not lead to what was there',
    'Whoever follows one of these sees something else, or the page that says that there is no such page.',
  ],
  clash: [
    'Entries that have another name than on the old site',
    'Their old name is taken here. Each is a draft: take what you need from it, or publish it.',
  ],
  'look-over': ['To look over', 'Nothing is lost here; but what it is now is not quite what it was.'],
  'not-moved': ['What an import does not bring', 'One line for each kind.'],
} as const satisfies Readonly<Record<string, readonly [heading: string, whatToDo: string]>>;
export type Matter = keyof typeof matters;

/** One thing that is told. */
export interface Told {
  readonly matter: Matter;
  /** The line of the export; left out when it is of the whole. */
  readonly line?: number;
  /** The file of the entry; left out when it is of none. */
  readonly entry?: string;
  readonly words: string;
}

/** An entry that was moved in. */
export interface Moved {
  readonly entry: string;
  readonly title: string;
  readonly isDraft: boolean;
  readonly line: number;
}

/** What came of a move. */
export interface Outcome {
  /** The name of the export’s file. */
  readonly file: string;
  readonly moved: readonly Moved[];
  readonly topics: readonly string[];
  readonly pictures: number;
  /** How many entries were moved in before, and are left as they are. */
  readonly before: number;
  readonly told: readonly Told[];
}

const counted = (count: number, one: string, several = `${one}s`) => `${count} ${count === 1 ? one : several}`;

/** What was moved, in one line. */
const sumOf = ({ moved, topics, pictures }: Outcome) =>
  [
    counted(moved.filter(({ entry }) => entry.startsWith('content/news/')).length, 'news post'),
    counted(moved.filter(({ entry }) => entry.startsWith('content/pages/')).length, 'page'),
    counted(topics.length, 'topic'),
    counted(pictures, 'picture or file', 'pictures and files'),
  ].join(', ');

const inOrder = (told: readonly Told[]) =>
  (Object.keys(matters) as Matter[])
    .map((matter) => ({ matter, these: told.filter((one) => one.matter === matter) }))
    .filter(({ these }) => these.length > 0);

/** What is said on the screen: the sums, and where the whole of it is. */
export function shortReport(outcome: Outcome, reportFile: string | undefined): string {
  const { moved, before, told } = outcome;
  const left =
    before > 0
      ? [`${counted(before, 'entry', 'entries')} moved in before: left as ${before === 1 ? 'it is' : 'they are'}.`]
      : [];
  const width = String(told.length).length;
  const sums = (of: readonly Told[]) =>
    inOrder(of).map(({ matter, these }) => `  ${String(these.length).padStart(width)}  ${matters[matter][0]}`);
  if (moved.length === 0)
    return ['Nothing new was moved in.', ...left, ...sums(told.filter(({ matter }) => matter === 'private')), ''].join(
      '\n',
    );
  return [
    `Moved in: ${sumOf(outcome)}. ${counted(moved.filter(({ isDraft }) => isDraft).length, 'entry is a draft', 'entries are drafts')}.`,
    ...left,
    ...(told.length > 0 ? ['', 'To see to, the most pressing first:'] : []),
    ...sums(told),
    '',
    `All of it, one by one: ${reportFile}`,
    'Look the site over with `npm start`. Commit content/ and moved-in.json, which says what has moved in, so that it never does twice.',
    '',
  ].join('\n');
}

/** What is written of a move, whole, as Markdown. */
export function wholeReport(outcome: Outcome): string {
  const { file, moved, told, topics } = outcome;
  const where = ({ line, entry }: Told) =>
    [entry, line === undefined ? undefined : `${file}, line ${line}`].filter((part) => part !== undefined).join(' · ');
  const lines: string[] = [
    `# What came of moving in from ${file}`,
    '',
    `Moved in: ${sumOf(outcome)}.`,
    '',
    'Looks (colours, sizes, columns, spacing) have stayed behind: the site has its own. All words have come along, but for those that are named here.',
  ];
  for (const { matter, these } of inOrder(told)) {
    const [heading, whatToDo] = matters[matter];
    lines.push('', `## ${heading} (${these.length})`, '', whatToDo, '');
    for (const one of these) lines.push(`- ${where(one) ? `${where(one)}: ` : ''}${one.words.replace(/\s+/g, ' ')}`);
  }
  lines.push('', `## What was moved in (${moved.length})`, '');
  for (const { entry, title, isDraft, line } of moved)
    lines.push(`- ${entry}: ${title.replace(/\s+/g, ' ')}${isDraft ? ' (draft)' : ''} · line ${line}`);
  if (topics.length > 0)
    lines.push(
      '',
      `## Topics that were made (${topics.length})`,
      '',
      'Keep topics few: a reader should take them in at a glance. See that each says what it is about.',
      '',
      ...topics.map((topic) => `- ${topic}`),
    );
  return `${lines.join('\n')}\n`;
}
