/** What browsers are told so that a page can do no harm, stated once: for the built files, the functions and the CMS. */
import { hostsOf, type WayIn } from './signing-in/ways-in.ts';

/** Where a donor pays. A form that is answered with a redirect there needs it in `form-action` (Chromium checks redirects). */
export const stripeCheckoutOrigin = 'https://checkout.stripe.com';

/** Where a monthly donor leaves another card. */
export const stripePortalOrigin = 'https://billing.stripe.com';

/** Sent with every answer. What each page may load is stricter, and stands in the page itself: see `readerPolicy`. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `base-uri 'none'; form-action 'self' ${stripeCheckoutOrigin} ${stripePortalOrigin}; frame-ancestors 'none'; object-src 'none'`,
  // Not `same-origin`: staff sign in to the CMS in a small window that GitHub's pages pass through, and it must find its way back.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  // No other site takes our pages in as if they were its own. Pictures are for feed readers too: `integrations/headers-file.ts`.
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  // Not `no-referrer`: with it a browser sends `Origin: null` from our own form, and the gift would be refused.
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * What a reader's page may load: our own files, and the inline styles with these hashes. No other host. A script only where
 * the page has one in a file of our own; never one that stands in the page. WebAssembly only where the script needs it; that
 * lets it make no other code as it runs. What is asked for by a script is allowed without one too: there nothing can ask, save
 * Lighthouse in the page's name for /robots.txt, which it would else call broken.
 */
export const readerPolicy = (
  styleHashes: readonly string[],
  { hasScript, hasWebAssembly }: { readonly hasScript: boolean; readonly hasWebAssembly: boolean },
) =>
  [
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "connect-src 'self'",
    ...(hasScript ? [`script-src 'self'${hasWebAssembly ? " 'wasm-unsafe-eval'" : ''}`] : []),
    `style-src ${["'self'", ...styleHashes.map((hash) => `'sha256-${hash}'`)].join(' ')}`,
  ].join('; ');

/**
 * What the CMS may load, when staff sign in to it in this way. Decap writes its styles as it runs. Whole, as it is
 * while the site is served as it is written, it needs `unsafe-eval` too (it checks its configuration with ajv): `integrations/light-cms.ts`.
 */
export const cmsPolicy = (wayIn: WayIn, { isWhole }: { readonly isWhole: boolean }) =>
  [
    "default-src 'none'",
    `script-src 'self'${isWhole ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self' blob: data:", ...hostsOf[wayIn].pictures].join(' '),
    "font-src 'self' data:",
    "frame-src 'self' blob:",
    ["connect-src 'self' blob: data:", ...hostsOf[wayIn].connect].join(' '),
  ].join('; ');
