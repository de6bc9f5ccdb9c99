/**
 * `npm run go-live`: what stands between this checkout and a public launch, with what to do for each. Ends with 1 while anything must be done,
 * or somebody who was asked did not answer. It asks Stripe and GitHub where it has their keys, and nobody with `--offline`; it prints no key.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Config } from '@netlify/functions';
import Stripe from 'stripe';
import { builtFunctions } from '../integrations/built-functions.ts';
import { dayNow } from '../src/dates.ts';
import { gitHubFromEnvironment } from '../src/functions/environment/github-application.ts';
import { stripeFromEnvironment } from '../src/functions/environment/stripe-client.ts';
import { config as webhook } from '../src/functions/stripe-webhook.ts';
import { eventsHeard } from '../src/giving/ledger/webhook.ts';
import { findingsAtGitHub } from '../src/going-live/at-github.ts';
import { findingsAtStripe } from '../src/going-live/at-stripe.ts';
import { findingsInAge } from '../src/going-live/build-age.ts';
import { findingsInBuilt } from '../src/going-live/built-site.ts';
import { type Finding, findingsIn, inOrder, lastWords } from '../src/going-live/findings.ts';
import { type FunctionToGoLive, findingsInFunctions } from '../src/going-live/functions.ts';
import { findingsInNetlifyToml } from '../src/going-live/netlify-toml.ts';
import { findingsInContent } from '../src/going-live/placeholders.ts';
import { told } from '../src/going-live/told.ts';
import { readEntries, readSettings } from '../src/proofreading/entries.ts';
import { noticesOfPeople } from '../src/proofreading/left-out.ts';
import { proofread } from '../src/proofreading/proofread.ts';
import { pages } from '../src/schema/pages.ts';
import { charity, giving } from '../src/schema/settings.ts';
import { askedOf } from './local/asked.ts';
import { lackedBy, packFunctions, rateLimitOf, readNetlifyToml } from './local/packed-functions.ts';
import { sayMistakesPlainly } from './local/running.ts';

sayMistakesPlainly();

const root = process.cwd();
const { offline: isOffline = false } = askedOf({ options: { offline: { type: 'boolean' } } }).values;
const { URL: address = '' } = process.env;
const mistakes = await proofread(root);
const [theCharity, theGiving] = await Promise.all([readSettings(root, charity), readSettings(root, giving)]);
const [charityRead, givingRead] = [
  charity.schema.safeParse(theCharity.fields),
  giving.schema.safeParse(theGiving.fields),
];

/** The functions as they are written, with the addresses that they answer, and how often one visitor may ask. */
const written = await Promise.all(
  (await readdir(join(root, 'src/functions'), { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const { config } = (await import(`../src/functions/${entry.name}`)) as { readonly config?: Config };
      const { rateLimit } = config ?? {};
      return {
        name: basename(entry.name, '.ts'),
        paths: [config?.path ?? []].flat(),
        // What is no list is passed over by Netlify, which then counts all visitors as one.
        rateLimit: rateLimit && {
          ...rateLimit,
          countedBy: Array.isArray(rateLimit.aggregateBy) ? rateLimit.aggregateBy : ['domain'],
        },
      };
    }),
);

const netlifyToml = await readNetlifyToml(root);
const inNetlifyToml = findingsInNetlifyToml(netlifyToml);

/** What to see to in the functions, with what Netlify would make of them; as they are written alone, when nothing is built. */
async function findingsInPacked(): Promise<readonly Finding[]> {
  if (inNetlifyToml.length > 0 || !existsSync(join(root, 'dist/index.html'))) return findingsInFunctions(written);
  const packedInto = await mkdtemp(join(tmpdir(), 'functions-'));
  try {
    // Without their folder there is nothing to pack.
    const packed = existsSync(join(root, builtFunctions)) ? await packFunctions(root, packedInto, 'none') : [];
    return findingsInFunctions(
      await Promise.all(
        written.map(async (one): Promise<FunctionToGoLive> => {
          const found = packed.find(({ name }) => name === one.name);
          return {
            ...one,
            packed: found ? { rateLimit: rateLimitOf(found), lacks: await lackedBy(root, found) } : 'unbuilt',
          };
        }),
      ),
    );
  } catch (failure) {
    const [said = ''] = String(failure instanceof Error ? failure.message : failure).split('\n');
    return findingsInFunctions(written, said.replaceAll(`${root}/`, ''));
  } finally {
    await rm(packedInto, { recursive: true, force: true });
  }
}

const keys = { Stripe: stripeFromEnvironment(), GitHub: gitHubFromEnvironment() };
const [stripe, application] = isOffline ? [] : [keys.Stripe, keys.GitHub];
const findings = inOrder([
  ...findingsIn({
    charity: charityRead.data,
    giving: givingRead.data,
    mistakes,
    leftOut: (await noticesOfPeople(root, dayNow())).leftOut,
    environment: process.env,
    pages: (await readEntries(root, pages))
      .filter(({ fields }) => !(fields as { readonly draft?: boolean }).draft)
      .map(({ slug }) => slug),
  }),
  ...(await findingsInContent(root)),
  ...(await findingsInAge(root)),
  ...(await findingsInBuilt(
    join(root, 'dist'),
    address,
    written.flatMap(({ paths }) => paths),
  )),
  ...inNetlifyToml,
  ...(await findingsInPacked()),
  ...(stripe
    ? await findingsAtStripe({
        stripe,
        webhookAddress: URL.canParse(address) ? new URL(String(webhook.path), address).href : undefined,
        events: eventsHeard,
        version: Stripe.API_VERSION,
        now: new Date(),
      })
    : []),
  ...(application ? await findingsAtGitHub(application) : []),
]);
for (const severity of ['must', 'should'] as const) {
  const these = findings.filter((finding) => finding.severity === severity);
  if (these.length === 0) continue;
  process.stdout.write(severity === 'must' ? '\nBefore the site can go live:\n' : '\nWorth seeing to:\n');
  for (const { code, words, page } of these) process.stdout.write(`\n  ${code}\n    ${words}\n    How: ${page}\n`);
}
process.stdout.write('\nNetlify holds back whoever asks too often, each visitor by itself:\n');
for (const { paths, rateLimit } of written)
  if (rateLimit)
    process.stdout.write(`  ${paths.join(', ')}: ${rateLimit.windowLimit} in ${rateLimit.windowSize} seconds\n`);
process.stdout.write(
  `\nNobody but you can see this at Stripe: under Settings → Customer emails, “Successful payments” is on, or no donor has a receipt.\n    How: ${told.receipts}\n`,
);
const unasked = isOffline ? Object.entries(keys).flatMap(([name, key]) => (key ? [name] : [])) : [];
const { words, isReady } = lastWords(findings, unasked);
process.stdout.write(`\n${words}\n`);
process.exitCode = isReady ? 0 : 1;
