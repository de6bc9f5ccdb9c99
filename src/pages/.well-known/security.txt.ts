/** Whom to tell about a hole in this site: https://www.rfc-editor.org/rfc/rfc9116 */
import type { APIRoute } from 'astro';
import { theCharity } from '../../content.ts';
import { telephoneLink } from '../../telephone.ts';

/** Each build says it anew. The standard asks for less than a year, so that nobody trusts what nobody looks after. */
const goodForInDays = 300;

export const GET: APIRoute = async ({ site }) => {
  const { email, telephone } = await theCharity();
  const expires = new Date(Date.now() + goodForInDays * 24 * 60 * 60 * 1000);
  const lines = [
    ...(email ? [`Contact: mailto:${email}`] : []),
    `Contact: ${new URL('/contact/', site)}`,
    ...(telephone ? [`Contact: ${telephoneLink(telephone)}`] : []),
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en',
    `Canonical: ${new URL('/.well-known/security.txt', site)}`,
  ];
  return new Response(`${lines.join('\n')}\n`);
};
