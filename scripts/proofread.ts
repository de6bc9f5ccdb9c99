/** `npm run proofread`: says what in `content/` and in what the site looks like must be mended, and ends with 1 when anything must; and which pictures of people are left out. The build starts with it. */
import { dayNow } from '../src/dates.ts';
import { keptReadings } from '../src/proofreading/kept-readings.ts';
import { noticesOfPeople } from '../src/proofreading/left-out.ts';
import { noteOfPeople, proofread, proofreadersNote } from '../src/proofreading/proofread.ts';
import { askedOf } from './local/asked.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();
askedOf({});
const readings = await keptReadings(process.cwd());
const note = noteOfPeople(await noticesOfPeople(process.cwd(), dayNow()));
if (note !== undefined) process.stdout.write(`\n${note}\n`);
const mistakes = await proofread(process.cwd(), readings);
if (mistakes.length > 0) {
  process.stderr.write(`\n${proofreadersNote(mistakes)}\n`);
  process.exitCode = 1;
}
await readings.end();
