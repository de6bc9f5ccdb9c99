/** `npm run proofread`: says what in `content/` must be mended, and ends with 1 when anything must. The build starts with it. */
import { proofread, proofreadersNote } from '../src/proofreading/proofread.ts';

const mistakes = await proofread(process.cwd());
if (mistakes.length > 0) {
  process.stderr.write(`\n${proofreadersNote(mistakes)}\n`);
  process.exitCode = 1;
}
