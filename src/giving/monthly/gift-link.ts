/**
 * The link by which a monthly donor gets to their gift: it names them at Stripe, sealed, so that whoever sees it learns nothing from it, nobody can make
 * one, and after half an hour it opens nothing.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** How long a link opens a gift. */
export const linkLastsInMinutes = 30;

/** A donor is a new customer at Stripe with each gift; more than these at one address are not one person's. */
const mostCustomers = 10;

const cipher = 'aes-256-gcm';
const lengths = { nonce: 12, tag: 16 } as const;

const keyFrom = (secret: string) => createHash('sha256').update(secret).digest();

/**
 * The sealed part of a link.
 * @param customers whose gifts it opens, by their ids at Stripe
 */
export function sealLink(secret: string, customers: readonly string[], now: Date): string {
  const until = now.getTime() + linkLastsInMinutes * 60_000;
  const nonce = randomBytes(lengths.nonce);
  const sealing = createCipheriv(cipher, keyFrom(secret), nonce);
  const sealed = sealing.update([until, ...customers.slice(0, mostCustomers)].join(' '), 'utf8');
  return Buffer.concat([nonce, sealed, sealing.final(), sealing.getAuthTag()]).toString('base64url');
}

/** Whose gifts a link opens; `undefined` when it is none of ours, or its time is over. */
export function openLink(secret: string, link: string, now: Date): readonly string[] | undefined {
  const bytes = Buffer.from(/^[\w-]{40,600}$/.test(link) ? link : '', 'base64url');
  if (bytes.length <= lengths.nonce + lengths.tag) return undefined;
  try {
    const opening = createDecipheriv(cipher, keyFrom(secret), bytes.subarray(0, lengths.nonce), {
      authTagLength: lengths.tag,
    });
    // The seal is compared in constant time: https://docs.openssl.org/master/man3/EVP_EncryptInit/#aead-interface
    opening.setAuthTag(bytes.subarray(-lengths.tag));
    const opened = opening.update(bytes.subarray(lengths.nonce, -lengths.tag));
    const [until, ...customers] = Buffer.concat([opened, opening.final()]).toString('utf8').split(' ');
    return Number(until) > now.getTime() ? customers : undefined;
  } catch {
    return undefined;
  }
}
