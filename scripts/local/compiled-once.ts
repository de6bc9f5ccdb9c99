/** What is started again and again is compiled once: what Node and V8 have made of its code is kept, and used as long as the code is the same. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** As much as some twenty builds bring: each brings the site’s own code, in a folder of its own, which none can use again. */
const mostFiles = 4000;

/** Has every Node that this one starts keep what it compiles, beside the packages. Where that is too much, it begins again. */
export function compileOnce(): void {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  const kept = join(import.meta.dirname, '../../node_modules/.cache/compiled');
  try {
    if (readdirSync(kept, { recursive: true }).length > mostFiles) rmSync(kept, { recursive: true, force: true });
  } catch {
    // There is none yet, or another build takes it away.
  }
  process.env.NODE_COMPILE_CACHE = kept;
}
