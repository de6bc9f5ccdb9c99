/** `npm start`: the site as one writes it, with live reload; the CMS on this checkout; the functions; and a practice Stripe. */
import { rm } from 'node:fs/promises';
import { dev } from 'astro';
import { proofread, proofreadersNote } from '../src/proofreading/proofread.ts';
import { askedOf } from './local/asked.ts';
import { startDecapServer } from './local/decap-server.ts';
import { isOfFunction } from './local/functions.ts';
import { type LocalNetlify, startNetlify } from './local/netlify.ts';
import { practiseGiving } from './local/practice.ts';
import { freePort, sayMistakesPlainly, sayWhatIsWhere, stopTogether } from './local/running.ts';

sayMistakesPlainly();
askedOf({});
const root = process.cwd();
const mistakes = await proofread(root);
if (mistakes.length > 0) process.stdout.write(`\n${proofreadersNote(mistakes)}\n`);

const port = await freePort();
const address = `http://localhost:${port}`;
const practice = await practiseGiving(address);
// The function gives the form back filled in: while nothing is built, it asks the running site for it.
process.env.LIVE_SITE_URL = address;
// Astro would put itself in the background when it believes that a program started it.
process.env.ASTRO_DEV_BACKGROUND = '0';
const decap = await startDecapServer(root);

let netlify: LocalNetlify | undefined;
const site = await dev({
  root,
  logLevel: 'warn',
  server: { port, host: '127.0.0.1' },
  vite: {
    server: { strictPort: true },
    plugins: [
      {
        name: 'functions-and-cms',
        configureServer: ({ middlewares }) => {
          middlewares.use((request, response, next) => {
            if (decap.answer(request, response)) return;
            if (!netlify || !isOfFunction(request.url)) return next();
            netlify.answer(request, response).then((answered) => answered || next(), next);
          });
        },
      },
    ],
  },
});
netlify = await startNetlify({ root, address, practiceOrigin: practice?.url });

stopTogether([
  // A dev server that was killed leaves this behind, and the next one would take it for a running one.
  () => rm('.astro/dev.json', { force: true }),
  () => practice?.stop(),
  () => decap.stop(),
  () => netlify?.stop(),
  () => site.stop(),
]);
sayWhatIsWhere([
  ['The site, as you write it', `${address}/`],
  ['The CMS', `${address}/admin/`],
  [
    'Giving',
    practice ? `${address}/donate/ (practice Stripe at ${practice.url})` : `${address}/donate/ (Stripe’s test mode)`,
  ],
]);
