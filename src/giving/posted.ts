/** What is posted from a form of ours: whether it is, how much of it is read, and how it is answered. */
import { securityHeaders } from '../security-headers.ts';

/** A hundred pages of writing: who pastes a letter into the wrong box is told that it is too long, and has it again. What is longer is not a donor. */
const longestFormInBytes = 256 * 1024;

/** The body as text, or `undefined` when it is longer than a form can be. The platform has read all of it, and takes 6 MB: https://docs.netlify.com/build/functions/overview/ */
export async function readBody(request: Request): Promise<string | undefined> {
  const body = await request.text();
  return body.length > longestFormInBytes ? undefined : body;
}

/**
 * Whether a browser sent this from a page of ours. Browsers put `Origin` on every `POST`; `Sec-Fetch-Site`, where they send it,
 * cannot be forged by a page. With neither, it is refused: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isFromOurForm(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return request.headers.get('origin') === new URL(request.url).origin && (site === null || site === 'same-origin');
}

/** A filled page, which nothing keeps. */
export const answerPage = (status: number, html: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(html, {
    status,
    headers: {
      ...securityHeaders,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
  });

/** Sends the browser on to another page, which it asks for with `GET`. */
export const sendTo = (location: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, {
    status: 303,
    headers: { ...securityHeaders, location, 'cache-control': 'no-store', ...headers },
  });
