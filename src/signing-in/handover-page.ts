/**
 * The page in the small window at the end of a sign-in: it hands what came of it to the CMS that opened the window, on our own origin
 * and on no other, as Decap expects it (https://decapcms.org/docs/external-oauth-clients/): we say that we are there, it answers, we tell.
 */
import { createHash } from 'node:crypto';
import { securityHeaders } from '../security-headers.ts';

/** What came of a sign-in: a token, or words for the person about what to do. */
export type Outcome = { readonly token: string } | { readonly problem: string };

/** It never changes, so that its hash can stand in the policy: what it tells lies in the page as data. */
const script = `
const told = JSON.parse(document.querySelector('#told').textContent);
if (window.opener) {
  window.addEventListener('message', ({ origin, source, data }) => {
    if (origin === location.origin && source === window.opener && data === 'authorizing:github')
      window.opener.postMessage(told, location.origin);
  });
  window.opener.postMessage('authorizing:github', location.origin);
}
`;
const style = 'body { font: 1.25rem / 1.6 Georgia, serif; max-inline-size: 30em; margin: 15vh auto; padding: 1rem }';
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** With the opener policy that all other pages have, this window would be cut off from the CMS that opened it. */
const { 'cross-origin-opener-policy': _, ...withoutOpenerPolicy } = securityHeaders;

/** The headers of every answer that the small window gets on its way. */
export const windowHeaders: Readonly<Record<string, string>> = {
  ...withoutOpenerPolicy,
  'content-security-policy': policy,
  'cache-control': 'no-store',
  // The address of this page holds GitHub’s code.
  'referrer-policy': 'no-referrer',
};

const asText = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The page, with this status. What it holds cannot end the element that it stands in, nor run. */
export function handoverPage(status: number, outcome: Outcome): Response {
  const succeeded = 'token' in outcome;
  const told = succeeded
    ? `authorization:github:success:${JSON.stringify({ token: outcome.token, provider: 'github' })}`
    : `authorization:github:error:${JSON.stringify({ message: outcome.problem })}`;
  const heading = succeeded ? 'You are signed in' : 'You are not signed in';
  const words = succeeded ? 'This window closes by itself. If it stays, go back to the editor.' : outcome.problem;
  const html = `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading}</title>
<style>${style}</style>
</head>
<body>
<h1>${heading}</h1>
<p>${asText(words)}</p>
<script type="application/json" id="told">${JSON.stringify(told).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`;
  return new Response(html, { status, headers: { ...windowHeaders, 'content-type': 'text/html; charset=utf-8' } });
}
