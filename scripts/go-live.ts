/** `npm run go-live`: what stands between this checkout and a public launch, with what to do for each. Ends with 1 while anything must be done. It asks nobody, and prints no key. */
import { dayNow } from '../src/dates.ts';
import { findingsIn } from '../src/going-live/findings.ts';
import { readSettings } from '../src/proofreading/entries.ts';
import { noticesOfPeople } from '../src/proofreading/left-out.ts';
import { proofread } from '../src/proofreading/proofread.ts';
import { charity, giving } from '../src/schema/settings.ts';

const root = process.cwd();
const mistakes = await proofread(root);
const [theCharity, theGiving] = await Promise.all([readSettings(root, charity), readSettings(root, giving)]);
const [charityRead, givingRead] = [
  charity.schema.safeParse(theCharity.fields),
  giving.schema.safeParse(theGiving.fields),
];
if (!charityRead.success || !givingRead.success) {
  process.stdout.write('The settings cannot be read yet. Run `npm run proofread`, mend what it says, and come back.\n');
  process.exit(1);
}
const findings = findingsIn({
  charity: charityRead.data,
  giving: givingRead.data,
  mistakes,
  leftOut: (await noticesOfPeople(root, dayNow())).leftOut,
  environment: process.env,
});
for (const severity of ['must', 'should'] as const) {
  const these = findings.filter((finding) => finding.severity === severity);
  if (these.length === 0) continue;
  process.stdout.write(severity === 'must' ? '\nBefore the site can go live:\n' : '\nWorth seeing to:\n');
  for (const { code, words, page } of these) process.stdout.write(`\n  ${code}\n    ${words}\n    How: ${page}\n`);
}
const must = findings.filter(({ severity }) => severity === 'must').length;
process.stdout.write(
  must === 0 ? '\nNothing stands in the way.\n' : `\n${must} to be done before the site can go live.\n`,
);
process.exitCode = must === 0 ? 0 : 1;
