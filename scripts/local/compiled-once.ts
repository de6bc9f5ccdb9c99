/** What is started again and again is compiled once: what Node and V8 have made of its code is kept, and used as long as the code is the same. */
import { join } from 'node:path';

/** Has every Node that this one starts keep what it compiles, beside the packages. */
export function compileOnce(): void {
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/compiled');
}
