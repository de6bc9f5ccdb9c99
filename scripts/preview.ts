/** `npm run preview`: serves the built site as Netlify does, with its functions, headers and redirects, the CMS and a practice Stripe. */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { practiceStripe } from '../src/functions/environment/stripe-client.ts';
import { askedOf } from './local/asked.ts';
import { startDecapServer } from './local/decap-server.ts';
import { startNetlify } from './local/netlify.ts';
import { practiseGiving } from './local/practice.ts';
import { listenAtFreePort, sayMistakesPlainly, sayWhatIsWhere, stopTogether } from './local/running.ts';

sayMistakesPlainly();
askedOf({});
const root = process.cwd();
if (!existsSync('dist/index.html') || !existsSync('built-functions')) {
  process.stderr.write('There is no built site yet. Run “npm run build” first.\n');
  process.exit(1);
}

// The port is taken first: what is started next takes ports, too, and its time.
let answer = (_: IncomingMessage, response: ServerResponse): unknown =>
  response.writeHead(503, { 'retry-after': '1' }).end();
const server = createServer((request, response) => answer(request, response));
const port = await listenAtFreePort(server);
const address = `http://localhost:${port}`;
const practice = await practiseGiving(address);
const decap = await startDecapServer(root);
const netlify = await startNetlify({ root, address, publish: 'dist', practiceOrigin: practiceStripe()?.origin });
answer = (request, response) => {
  if (decap.answer(request, response)) return;
  netlify.answer(request, response).catch((mistake: unknown) => {
    process.stderr.write(`${request.method} ${request.url}: ${String(mistake)}\n`);
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end();
  });
};
stopTogether([
  () => server.close(),
  () => practice?.stop(),
  () => decap.stop(),
  () => netlify.stop(),
  () => server.closeAllConnections(),
]);
sayWhatIsWhere([
  ['The built site', `${address}/`],
  ['The CMS', `${address}/admin/`],
  [
    'Giving',
    practice ? `${address}/donate/ (practice Stripe at ${practice.url})` : `${address}/donate/ (Stripe’s test mode)`,
  ],
]);
