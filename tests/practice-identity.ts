/** A practice Netlify Identity with its Git Gateway, over HTTP on this machine: it refuses what they refuse. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { BrowserContext } from '@playwright/test';
import type { LinkKind } from '../src/signing-in/netlify-identity.ts';
import { practiceRepository } from './practice-repository.ts';

/** The shortest and the longest password that it takes, in bytes. */
const least = 8;
const most = 72;
/** So short that the CMS asks for the next token at each step, as it does on the live site after an hour. */
const lastsInSeconds = 30;

export interface PracticeIdentity {
  /** Invites somebody, and gives the token that the message to them would hold. */
  invite(email: string): string;
  /** The tokens in the messages about a forgotten password that it sent, by address. */
  readonly recoveries: ReadonlyMap<string, string>;
  /** Makes the token of a message one that came too late. */
  letRunOut(token: string): void;
  /** Ends all sign-ins there are: nobody gets a next token. */
  endSignIns(): void;
  /** Has it answer where the site in this browser asks for it. */
  standIn(context: BrowserContext): Promise<void>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const refuse = (status: number, msg: string): Answer => ({ status, body: { code: status, msg } });
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Starts it, at any free port, before the git repository at `root`. */
export async function startPracticeIdentity(root: string): Promise<PracticeIdentity> {
  const repository = practiceRepository(root);
  /** The password of each person; empty until one is chosen. */
  const passwords = new Map<string, string>();
  const links = new Map<string, { readonly kind: LinkKind; readonly email: string }>();
  const runOut = new Set<string>();
  const recoveries = new Map<string, string>();
  /** Who holds which token, of those to sign in by and of those to get the next one by. */
  const signIns = new Map<string, string>();

  const sendLink = (kind: LinkKind, email: string) => {
    const token = randomUUID();
    links.set(token, { kind, email });
    return token;
  };
  const signIn = (email: string): Answer => {
    const claims = { sub: email, email, exp: Math.floor(Date.now() / 1000) + lastsInSeconds };
    const access = `${encoded({ alg: 'none' })}.${encoded(claims)}.${randomUUID()}`;
    const refresh = randomUUID();
    signIns.set(access, email).set(refresh, email);
    return {
      status: 200,
      body: { access_token: access, token_type: 'bearer', expires_in: lastsInSeconds, refresh_token: refresh },
    };
  };
  const mistakeIn = (password: string): Answer | undefined => {
    if (Buffer.byteLength(password) > most) return refuse(422, `Password exceeds the maximum length of ${most} bytes`);
    if (password.length < least) return refuse(422, `Password must be at least ${least} characters long`);
    return undefined;
  };

  function verify({ type, token = '', password = '' }: Readonly<Record<string, string>>): Answer {
    const kind: LinkKind = type === 'recovery' ? 'recovery' : 'invitation';
    const mistake = password && mistakeIn(password);
    if (mistake) return mistake;
    const link = links.get(token);
    if (link?.kind !== kind) return refuse(404, 'Confirmation Token not found');
    if (runOut.has(token)) return refuse(422, 'Confirmation token expired');
    if (kind === 'invitation') {
      if (!password) return refuse(422, 'Invited users must specify a password');
      passwords.set(link.email, password);
    }
    links.delete(token);
    return signIn(link.email);
  }

  function token(form: URLSearchParams): Answer {
    if (form.get('grant_type') === 'refresh_token') {
      const known = signIns.get(form.get('refresh_token') ?? '');
      return known
        ? signIn(known)
        : { status: 401, body: { error: 'invalid_grant', error_description: 'Invalid Refresh Token' } };
    }
    const email = form.get('username') ?? '';
    const isRight = passwords.get(email) && passwords.get(email) === form.get('password');
    return isRight
      ? signIn(email)
      : {
          status: 400,
          body: {
            error: 'invalid_grant',
            error_description: 'No user found with that email, or password invalid.',
          },
        };
  }

  function answerTo(method: string, path: string, told: string, holder: string | undefined): Answer {
    const json = () => JSON.parse(told) as Record<string, string>;
    switch (`${method} ${path}`) {
      case 'POST /.netlify/identity/verify':
        return verify(json());
      case 'POST /.netlify/identity/token':
        return token(new URLSearchParams(told));
      case 'POST /.netlify/identity/recover': {
        const { email = '' } = json();
        if (!passwords.has(email)) return refuse(404, 'User not found');
        recoveries.set(email, sendLink('recovery', email));
        return { status: 200, body: {} };
      }
    }
    if (!holder) return refuse(401, 'Invalid token');
    switch (`${method} ${path}`) {
      case 'GET /.netlify/identity/user':
        return { status: 200, body: { email: holder, user_metadata: {}, app_metadata: {} } };
      case 'PUT /.netlify/identity/user': {
        const { password = '' } = json();
        const mistake = mistakeIn(password);
        if (!mistake) passwords.set(holder, password);
        return mistake ?? { status: 200, body: { email: holder } };
      }
      case 'POST /.netlify/identity/logout':
        for (const [key, email] of signIns) if (email === holder) signIns.delete(key);
        return { status: 204 };
      case 'GET /.netlify/git/settings':
        return { status: 200, body: { github_enabled: true, roles: null } };
    }
    const gateway = '/.netlify/git/github';
    if (!path.startsWith(gateway)) return refuse(404, 'Not Found');
    return repository({ method, path: path.slice(gateway.length), told });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const holder = signIns.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
    const { status, body } = answerTo(request.method ?? '', request.url ?? '', await text(request), holder);
    if (body === undefined) response.writeHead(status).end();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    invite(email) {
      passwords.set(email, '');
      return sendLink('invitation', email);
    },
    recoveries,
    letRunOut: (token) => void runOut.add(token),
    endSignIns: () => signIns.clear(),
    async standIn(context) {
      await context.route(/\/\.netlify\/(identity|git)\//, (route) => {
        const { pathname, search } = new URL(route.request().url());
        return route.continue({ url: url + pathname + search });
      });
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
