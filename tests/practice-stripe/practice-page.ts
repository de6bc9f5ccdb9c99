/** The frame of every page of the practice Stripe: says that no real money moves, runs no script, fetches nothing. */
import { createHash } from 'node:crypto';

/** HTML that is safe to show: made by `html`, and by nothing else. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What can stand in the gaps of `html`: text is escaped, HTML isn't, lists are joined, undefined shows nothing. */
export type Shown = Html | string | undefined | readonly Shown[];

/** Writes HTML: ``html`<p>${name}</p>` `` with every text in it escaped, for elements and quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...shown: Shown[]): Html {
  return new Html(strings.reduce((page, string, index) => page + sourceOf(shown[index - 1]) + string));
}

function sourceOf(shown: Shown): string {
  if (shown === undefined) return '';
  if (shown instanceof Html) return shown.source;
  if (typeof shown !== 'string') return shown.map(sourceOf).join('');
  return shown.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// Every pair of colours is 7:1 or more, in light and in dark.
const STYLE = `
  :root {
    color-scheme: light dark;
    --paper: light-dark(#fbf9f5, #14181f);
    --ink: light-dark(#1c2430, #eef1f5);
    --line: light-dark(#6b7280, #9aa4b2);
    --notice: light-dark(#fff0c2, #3a2f0b);
    --notice-ink: light-dark(#2e2300, #fff0c2);
    --action: light-dark(#173f5f, #a9d3f5);
    --action-ink: light-dark(#ffffff, #0d1b28);
    --alert: light-dark(#8a1020, #ffb3ba);
  }
  * { box-sizing: border-box; }
  body {
    margin: 0;
    background: var(--paper);
    color: var(--ink);
    font: 1.125rem/1.6 system-ui, sans-serif;
    overflow-wrap: anywhere;
  }
  header { padding: 1rem; background: var(--notice); color: var(--notice-ink); }
  header p, main { max-inline-size: 34rem; margin-inline: auto; }
  header p { margin-block: 0; }
  main { padding: 1.5rem 1rem 4rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; }
  ul { padding: 0; list-style: none; border-block-end: 1px solid var(--line); }
  li { padding-block: 0.75rem; border-block-start: 1px solid var(--line); }
  li p { margin: 0; }
  label { display: block; }
  input {
    inline-size: 100%;
    min-block-size: 3rem;
    padding: 0.5rem 0.75rem;
    border: 2px solid var(--line);
    border-radius: 0.5rem;
    background: transparent;
    color: inherit;
    font: inherit;
  }
  form p { margin: 0; }
  form { display: grid; gap: 1rem; margin-block: 1.5rem; }
  button {
    min-block-size: 3rem;
    padding: 0.75rem 1rem;
    border: 2px solid var(--action);
    border-radius: 0.5rem;
    background: transparent;
    color: var(--action);
    font: inherit;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  button.first { background: var(--action); color: var(--action-ink); font-weight: 700; }
  a { display: inline-block; padding-block: 0.5rem; color: var(--action); }
  a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
  [role='alert'] { padding: 0.75rem 1rem; border: 2px solid var(--alert); color: var(--alert); font-weight: 700; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A page: its title, what its main part holds (one h1 first), and what the answer says about it. */
export interface PracticePage {
  readonly title: string;
  readonly main: Html;
  readonly status?: number;
  /** Where the page's form may lead in the end: a web address on another host than this one. */
  readonly formLeadsTo?: string;
}

/** The page as an answer, with a policy that lets it run nothing, fetch nothing, and be framed by nobody. */
export function practicePage({ title, main, status = 200, formLeadsTo }: PracticePage): Response {
  const page = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title} – practice payment</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<p><strong>Practice. No real money moves.</strong>
This page stands in for Stripe’s own, and asks for no card.</p>
</header>
<main>
${main}
</main>
</body>
</html>
`;
  return new Response(page.source, {
    status,
    headers: {
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        `style-src 'sha256-${STYLE_HASH}'`,
        // Chromium holds the redirect that follows a form to this too.
        ["form-action 'self'", ...(formLeadsTo === undefined ? [] : [policySource(formLeadsTo)])].join(' '),
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** The page for an address that leads nowhere. */
export function lostPage(): Response {
  return practicePage({
    title: 'Page not found',
    status: 404,
    main: html`<h1>There is no page here</h1>
<p>The practice Stripe has no payment to show at this address. It forgets every payment when it stops.</p>`,
  });
}

/** A web address's origin for a policy; or, as a policy can't name a numbered IPv6 host, its scheme. */
function policySource(webAddress: string): string {
  const { hostname, origin, protocol } = new URL(webAddress);
  return hostname.startsWith('[') ? protocol : origin;
}
