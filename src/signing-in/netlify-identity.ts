/**
 * Asks Netlify Identity, on this site’s own address, for what whoever has no password yet, or has forgotten it, needs. It runs in the browser.
 * Nothing is kept there: neither the token of a link nor what it is exchanged for. (https://github.com/netlify/gotrue)
 */

/** Where Netlify answers for Identity. */
const identityPath = '/.netlify/identity';

/** Where the page for choosing a password is. */
export const choosePasswordPath = '/admin/choose-password/';

/** The links that Netlify’s messages lead by, each with the name of its token in the address. */
export const linkTokens = { invitation: 'invite_token', recovery: 'recovery_token' } as const;
export type LinkKind = keyof typeof linkTokens;

/** Why Identity did not do what it was asked. */
export type Reason = 'link-is-over' | 'password-refused' | 'too-often' | 'not-switched-on' | 'no-answer';

/** What is said wherever somebody signs in or chooses a password. */
export const tooOften = 'That was tried too often. Wait a few minutes, and press the button again.';
export const notSwitchedOn =
  'Signing in with an email address is not switched on for this site. Please ask whoever runs the site.';
export const noAnswer = 'No answer came. See that you are connected to the internet, and press the button again';

/** What is thrown when Identity says no, or nothing. */
export class Refused extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

async function ask(
  method: 'POST' | 'PUT',
  path: string,
  told: Readonly<Record<string, string>>,
  accessToken?: string,
): Promise<{ readonly access_token?: string }> {
  let response: Response;
  let answer: { readonly access_token?: string; readonly msg?: string };
  try {
    response = await fetch(`${identityPath}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      },
      body: JSON.stringify(told),
    });
    // Where Identity is not switched on, the site’s own page for what is not there answers.
    if (response.status === 404 && !response.headers.get('content-type')?.includes('json'))
      throw new Refused('not-switched-on');
    answer = await response.json();
  } catch (failure) {
    throw failure instanceof Refused ? failure : new Refused('no-answer');
  }
  if (response.ok) return answer;
  if (response.status === 429) throw new Refused('too-often');
  if (response.status >= 500) throw new Refused('no-answer');
  // An old link and a weak password are both refused with 422; its words alone tell them apart.
  throw new Refused(/^password/i.test(answer.msg ?? '') ? 'password-refused' : 'link-is-over');
}

/**
 * What chooses a password by a link. A link serves once; whoever’s password is refused after it has served can try another one,
 * for as long as the page is open.
 * @throws {Refused} from what it gives
 */
export function passwordChooser(kind: LinkKind, token: string): (password: string) => Promise<void> {
  let accessToken: string | undefined;
  return async (password) => {
    if (kind === 'invitation') {
      await ask('POST', '/verify', { type: 'signup', token, password });
      return;
    }
    accessToken ??= (await ask('POST', '/verify', { type: 'recovery', token })).access_token;
    await ask('PUT', '/user', { password }, accessToken);
  };
}

/**
 * Asks for a message with a new link. Whether the address is known is not told: both end well.
 * @throws {Refused}
 */
export async function askForLink(email: string): Promise<void> {
  try {
    await ask('POST', '/recover', { email });
  } catch (failure) {
    if (!(failure instanceof Refused && failure.reason === 'link-is-over')) throw failure;
  }
}
