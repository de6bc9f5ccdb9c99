/**
 * Fetches a picture or a file of the old site. Its address comes from a file that somebody else made, so it may lead only to the public web: never
 * to this machine, nor to another in the same house; and what comes may be only so large, and take only so long.
 */
import { lookup as lookUp } from 'node:dns';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The most that a picture or a file may weigh. */
const heaviestInBytes = 40 * 1024 * 1024;
const longestInMilliseconds = 60_000;
const mostRedirects = 5;

const closed = new BlockList();
// https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-special-registry
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(address, bits, 'ipv4');
const open = new BlockList();
open.addSubnet('2000::', 3, 'ipv6');
for (const [address, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  closed.addSubnet(address, bits, 'ipv6');

/** Whether a number is that of a machine on the public web. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  // Of the newer numbers, only one part has been given out; the rest is local, or an older number in disguise.
  return family === 6 && open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Why something could not be fetched, in words. */
export class NotFetched extends Error {}

/** Finds a machine by its name. The number that is allowed is the very one that is then asked, so it cannot change in between. */
const lookupAllowed =
  (mayAsk: (address: string) => boolean): LookupFunction =>
  (name, options, done) =>
    lookUp(name, { ...options, all: true }, (error, found) => {
      const allowed = (found ?? []).filter(({ address }) => mayAsk(address));
      const [first] = allowed;
      if (error || !first) return done(error ?? new NotFetched('its address is not on the public web'), '', 4);
      if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });

function ask(address: URL, mayAsk: (address: string) => boolean, signal: AbortSignal): Promise<IncomingMessage> {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !mayAsk(host)) throw new NotFetched('its address is not on the public web');
  const get = address.protocol === 'https:' ? getSecure : getPlain;
  return new Promise((done, fail) => {
    get(
      address,
      { lookup: lookupAllowed(mayAsk), signal, headers: { accept: 'image/*,application/pdf,*/*;q=0.5' } },
      done,
    ).on('error', fail);
  });
}

/**
 * What lies at an address.
 * @param mayAsk whether a machine of this number may be asked
 * @throws NotFetched with why it could not be had
 */
export async function fetched(address: string, mayAsk: (address: string) => boolean = isPublic): Promise<Buffer> {
  const signal = AbortSignal.timeout(longestInMilliseconds);
  try {
    let at = new URL(address);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      if (!/^https?:$/.test(at.protocol)) throw new NotFetched('its address is not one of the web');
      const answer = await ask(at, mayAsk, signal);
      const { statusCode = 0, headers } = answer;
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        answer.destroy();
        at = new URL(headers.location, at);
        continue;
      }
      if (statusCode !== 200) {
        answer.destroy();
        throw new NotFetched(`the old site answered ${statusCode}`);
      }
      const parts: Buffer[] = [];
      let weight = 0;
      for await (const part of answer as AsyncIterable<Buffer>) {
        weight += part.length;
        if (weight > heaviestInBytes) throw new NotFetched(`it is heavier than ${heaviestInBytes / 1024 / 1024} MB`);
        parts.push(part);
      }
      return Buffer.concat(parts);
    }
    throw new NotFetched('its address leads from one to another without end');
  } catch (error) {
    if (error instanceof NotFetched) throw error;
    if (signal.aborted) throw new NotFetched(`it took longer than ${longestInMilliseconds / 1000} seconds`);
    throw new NotFetched('the old site could not be reached');
  }
}
