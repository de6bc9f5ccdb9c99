/** What is wrong with the functions as Netlify would take them: one that is not built, has not all that it needs, or may be asked without end. */
import type { Finding } from './findings.ts';
import { told } from './told.ts';

/** How often a function may be asked. */
export interface RateLimit {
  readonly windowLimit: number;
  readonly windowSize: number;
  /** Whom Netlify counts apart: `ip` is each visitor. */
  readonly countedBy: readonly string[];
}

/** A function, as it is written, and as Netlify reads it once it is built. */
export interface FunctionToGoLive {
  /** The name of its file. */
  readonly name: string;
  /** The addresses that it answers; none, when a clock calls it. */
  readonly paths: readonly string[];
  /** As its code says. */
  readonly rateLimit: RateLimit | undefined;
  /** What Netlify’s own packer makes of it; absent when it was not asked, and `unbuilt` when there is nothing to pack. */
  readonly packed?: { readonly rateLimit: RateLimit | undefined; readonly lacks: readonly string[] } | 'unbuilt';
}

/** Stripe tells many things at once, and signs each; what funds have is the same for all, so that Netlify’s own cache answers. */
const withoutLimit = ['/api/stripe-webhook', '/api/funds'];

/** What robots do where nothing holds them back; of all other addresses it is the cost. */
const whatFor: Readonly<Record<string, string>> = {
  '/api/donate': 'robots could try stolen cards there by the hundred',
  '/api/manage': 'robots could have letters sent to donors by the hundred',
};

/** Whether it holds back one visitor who asks too often. */
const holdsBack = ({ windowLimit, windowSize }: RateLimit) => windowLimit >= 1 && windowSize >= 1;
const countsEach = ({ countedBy }: RateLimit) => countedBy.includes('ip');

/** What is wrong with how often a function may be asked, if anything is. */
function wrongWithLimit({ name, paths, rateLimit, packed }: FunctionToGoLive): string | undefined {
  const where = `\`config\` in src/functions/${name}.ts`;
  const address = paths.join(', ');
  const why = paths.map((path) => whatFor[path]).find(Boolean) ?? 'robots could ask it without end';
  if (!rateLimit || !holdsBack(rateLimit))
    return `Nothing limits how often somebody asks ${address}: ${why}. Give ${where} its \`rateLimit\` again.`;
  if (!countsEach(rateLimit))
    return `${address} counts all visitors as one: a single robot would shut everybody out. Put \`ip\` into \`aggregateBy\` of ${where}.`;
  if (packed === undefined || packed === 'unbuilt') return undefined;
  if (packed.rateLimit && holdsBack(packed.rateLimit) && countsEach(packed.rateLimit)) return undefined;
  return `Netlify would not read the limit of ${address}: ${why}. Run \`npm run build\`; if this stays, write the numbers of \`rateLimit\` out in ${where}.`;
}

/**
 * What to see to in the functions.
 * @param refused what Netlify’s own packer said, when it took none of them
 */
export function findingsInFunctions(functions: readonly FunctionToGoLive[], refused?: string): Finding[] {
  const notPacked: Finding[] =
    refused === undefined
      ? []
      : [
          {
            code: 'FUNCTIONS-NOT-PACKED',
            severity: 'must',
            words: `Netlify’s own packer could not take the functions, so they would not go live. It says: “${refused}” Run \`npm run build\`, and then this again; if it stays, that is what to mend.`,
            page: told.check,
          },
        ];
  const inEach = functions.flatMap((one): Finding[] => {
    const { name, paths, packed } = one;
    const page = `src/functions/${name}.ts`;
    const limit = paths.some((path) => !withoutLimit.includes(path)) ? wrongWithLimit(one) : undefined;
    const lacks = packed === undefined || packed === 'unbuilt' ? [] : packed.lacks;
    return [
      ...(limit === undefined ? [] : [{ code: 'RATE-LIMIT', severity: 'must' as const, words: limit, page }]),
      ...(packed === 'unbuilt'
        ? [
            {
              code: 'FUNCTION-NOT-BUILT',
              severity: 'must' as const,
              words: `The function ${name} is not built, so Netlify would not have it. Run \`npm run build\`, and then this again.`,
              page: told.check,
            },
          ]
        : []),
      ...(lacks.length === 0
        ? []
        : [
            {
              code: 'FUNCTION-LACKS',
              severity: 'must' as const,
              words: `Netlify would pack the function ${name} without ${lacks.join(', ')}, and it would fail. Run \`npm run build\`; if this stays, name them in netlify.toml: \`included_files\` under \`[functions.${name}]\`.`,
              page: told.importing,
            },
          ]),
    ];
  });
  return [...notPacked, ...inEach];
}
