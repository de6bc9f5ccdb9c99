/** The charity’s mark for the home screen of a phone. */
import type { APIRoute } from 'astro';
import { brandOf } from '../brand.ts';
import { touchIcon } from '../icons.ts';
import tokens from '../styles/tokens.css?raw';

export const GET: APIRoute = async () =>
  new Response(new Uint8Array(await touchIcon(brandOf(tokens).beech)), { headers: { 'content-type': 'image/png' } });
