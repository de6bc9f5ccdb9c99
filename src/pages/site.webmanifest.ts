/** What a phone needs to put this site on its home screen: https://developer.mozilla.org/docs/Web/Manifest */
import type { APIRoute } from 'astro';
import { brandOf } from '../brand.ts';
import { theCharity } from '../content.ts';
import { iconSizes } from '../icons.ts';
import tokens from '../styles/tokens.css?raw';

export const GET: APIRoute = async () => {
  const { name, wordmark, description } = await theCharity();
  const { paper } = brandOf(tokens);
  return Response.json({
    name,
    short_name: wordmark.large,
    description,
    lang: 'en-GB',
    start_url: '/',
    // In the browser, as ever: a reader keeps the address, Back, and their own text size.
    display: 'browser',
    background_color: paper,
    theme_color: paper,
    icons: iconSizes.map((size) => ({ src: `/icons/${size}.png`, sizes: `${size}x${size}`, type: 'image/png' })),
  });
};
