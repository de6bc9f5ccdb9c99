/** Asks a function one question, and says with which status it answered: a program of its own, as a function is that nobody has called yet. */
import { pathToFileURL } from 'node:url';

const [file = '', asked = ''] = process.argv.slice(2);
const { address, ...more } = JSON.parse(asked);
const { default: answer } = await import(pathToFileURL(file).href);
const response = await answer(new Request(address, more), { waitUntil() {} });
await response.arrayBuffer();
process.stdout.write(String(response.status), () => process.exit());
